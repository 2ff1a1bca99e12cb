package discover

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
	"github.com/kljensen/snowball/english"
	"golang.org/x/text/unicode/norm"
)

const (
	// mostWords bounds what one text can cost: of a longer one, the rest is not
	// looked at. It is some ten pages.
	mostWords = 5000
	// longestWord, in bytes, keeps web addresses and slips of the keyboard out.
	longestWord = 64
	// longestNote, in bytes, is the longest of a note in square brackets.
	longestNote = 24
	// sentenceEnd stands, in a row of words, between two sentences.
	sentenceEnd = int32(-1)
)

// eachWord calls word for the words of a text, in lower case and composed, and
// end where a sentence ends; caps tells that a word is written in capitals.
func eachWord(text string, word func(w string, caps bool), end func()) {
	n, skip := 0, 0
	it := words.FromString(text)
	for it.Next() && n < mostWords {
		segment := it.Value()
		if it.Start() < skip {
			continue
		}
		if segment == "[" {
			// What stands in short brackets is not the speaker's: [name], where a
			// name was taken out, or [laughs].
			if stop := strings.IndexByte(text[it.Start():min(len(text), it.Start()+longestNote)], ']'); stop > 0 {
				skip = it.Start() + stop
				continue
			}
		}
		if !hasLetter(segment) {
			if strings.ContainsAny(segment, ".!?;:\n\r…•▪。！？；।؟۔\u2028\u2029") {
				end()
			}
			continue
		}
		// The Unicode rules keep "first.Second" together; people who leave a
		// space out mean two words. A lone letter before a full stop is an
		// abbreviation, such as e.g or U.K.
		for i, part := range strings.FieldsFunc(segment, func(r rune) bool { return r == '_' || r == '.' && !initials(segment) }) {
			if len(part) > longestWord || !hasLetter(part) || mask(part) {
				continue
			}
			if i > 0 {
				end()
			}
			word(lower(part), utf8.RuneCountInString(part) > 1 && strings.ToUpper(part) == part && strings.ToLower(part) != part)
			n++
		}
	}
	end()
}

// mask tells a name that someone wrote over, as XXXX.
func mask(w string) bool { return len(w) >= 3 && strings.Trim(w, "xX") == "" }

func initials(s string) bool {
	for _, part := range strings.Split(s, ".") {
		if utf8.RuneCountInString(part) > 1 {
			return false
		}
	}
	return true
}

func hasLetter(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) {
			return true
		}
	}
	return false
}

// lower gives the form in which words are compared.
func lower(w string) string {
	ascii := true
	for i := range len(w) {
		ascii = ascii && w[i] < utf8.RuneSelf
	}
	w = strings.ToLower(w)
	if ascii {
		return w
	}
	return norm.NFC.String(strings.Map(func(r rune) rune {
		switch {
		case r == '’' || r == '‘' || r == 'ʼ' || r == '＇':
			return '\''
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(w, "\ufffd")))
}

// stem gives what the inflections of an English word share, and any other word
// as it is. It is not a word to show to anyone.
func stem(w string) string {
	w = strings.TrimSuffix(w, "'s")
	for i := range len(w) {
		if w[i] >= utf8.RuneSelf {
			return w
		}
	}
	return english.Stem(w, true)
}

// stopWords are the English words that say nothing of what a text is about.
// Words of denial (no, not, never, without) are not among them.
var stopWords = func() map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(`a about after again all also although always am among an and any anything are
		aren't around as at away back be because been before being between both but by came can come could couldn't
		did didn't do does doesn't doing done don't down during each either else especially etc even ever every
		everything for from further get gets getting give given gives go goes going gone got had hadn't has hasn't
		have haven't having he he'd he's her here hers herself him himself his how however i i'd i'll i'm i've if
		in including indeed into is isn't it it'd it'll it's its itself just least lot lots bit little let let's made make makes making
		many may maybe me might more most much must my myself now of off often on once one ones only onto or other
		others our ours ourselves out over own per perhaps put quite rather really same see seem seems seen shall
		she she's should shouldn't since so some something sometimes still such take taken than that that's the
		their theirs them themselves then there there's therefore these they they'd they'll they're they've thing
		things think this those though through thus to too toward towards under until up upon us use used uses
		using various very via was wasn't we we'd we'll we're we've well went were weren't what what's when where
		whether which while who who's whom whose why will with within won't would wouldn't yet you you'd you'll
		you're you've your yours yourself s t re ve ll d m e.g eg i.e ie
		ah eh er erm ha hello hey hi hm hmm mhm mm oh sorry uh um yeah yep yes yup
		anybody anyone nobody somebody someone know knew known mean means meant say saying says said tell tells told
		two three four`) {
		out[w] = true
	}
	return out
}()

// judging are the stems of English words that say how good something is, or that
// someone thinks so, and not what it is. Where people were asked whether they were
// content, half of what they say is these words, and clusters would be of those
// who chose the same one.
var judging = func() map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(`good great excellent nice lovely amazing brilliant fantastic wonderful perfect best better
		superb outstanding exceptional fab fabulous marvellous terrific incredible fine ok okay bad poor terrible awful
		happy pleased satisfied satisfactory unhappy enjoy enjoyed enjoyable thank thanks grateful absolutely really
		extremely completely nothing none no not never everyone positive negative improve improved improvement love
		like liked want wanted need needed feel felt think thought`) {
		out[stem(w)] = true
	}
	return out
}()
