package theme

import (
	"strings"
	"unicode"
)

// nonAnswers are whole comments that say nothing, as plainText spells them.
var nonAnswers = linesOf(`
no
nope
none
nil
n a
na
n
x
xx
xxx
nothing
not applicable
not sure
unsure
not known
unknown
dk
idk
blank
no answer
no response
no reply
no opinion
no view
no views
no idea
no ideas
no feedback
no suggestion
no suggestions
no thanks
no thank you
no thankyou
no comment
no comments
no further comment
no further comments
no other comment
no other comments
no additional comment
no additional comments
no more comments
no specific comments
no comment to make
no comments to make
no comment at this time
no comments at this time
no comment at present
no comments at present
none at present
none at the moment
none at this time
none to add
none that i can think of
none i can think of
none come to mind
none comes to mind
nothing to add
nothing to say
nothing to report
nothing to comment
nothing else
nothing else to add
nothing more
nothing more to add
nothing further
nothing further to add
nothing additional
nothing additional to add
nothing in particular
nothing specific
nothing at present
nothing at the moment
nothing at this time
nothing comes to mind
nothing springs to mind
nothing i can think of
nothing that i can think of
no nothing
no nothing to add
nothing thanks
nothing thank you
nothing to add thanks
nothing to add thank you
not at present
not at the moment
not at this time
not that i can think of
cant think of anything
cannot think of anything
i cant think of anything
i cannot think of anything
dont know
do not know
i dont know
i do not know
i have nothing to add
i have no comment
i have no comments
i have no further comments
i have nothing further to add
im not sure
i am not sure
not sure sorry
as above
see above
same as above
the same as above
refer to above
as per above
as before
as previously
as previous
as stated above
as already stated
see previous
see previous answer
see previous comment
see previous comments
same as before
same again
same
ditto
see below
`)

// NonAnswer tells whether a whole comment says nothing about anything: "n/a",
// "none", "nothing to add", "don't know", "as above", a dash, or blank.
// Capitals, punctuation and white space do not matter. "No changes" is an
// answer: it says that the text is right as it is.
func NonAnswer(text string) bool {
	const longest = 60 // bytes; all that are listed are shorter
	plain, ok := plainText(text, longest)
	return ok && (plain == "" || nonAnswers[plain])
}

// backchannels are the sounds and courtesies of a conversation, as plainText
// spells them. "Yes", "no", "okay", "right" and "agreed" are not among them: they
// can be the answer to a question.
var backchannels = linesOf(`
m
mm
mmm
mhm
mm hm
mm hmm
mmhm
mmhmm
hm
hmm
uh
uh huh
um
umm
er
erm
ah
oh
yeah
ha
haha
bye
bye now
bye bye
goodbye
good bye
hi
hello
hello there
hi there
good morning
good afternoon
good evening
see you
see you later
take care
thanks
thanks a lot
thank you
thank you very much
thank you so much
many thanks
cheers
laughs
laughter
laughing
pause
silence
inaudible
crosstalk
unclear
`)

// addressed may follow them: "thanks, [name]", "bye everyone". Alone they can be an
// answer.
var addressed = linesOf(`
everyone
everybody
all
name
`)

// longestBackchannel is how many words the longest of them has.
const longestBackchannel = 4

// Backchannel tells whether a whole turn of a conversation says nothing about
// anything, being made of backchannels alone: "Mm-hm.", "Yeah, yeah", "Bye now. Bye
// bye bye.", "Thanks, [name]. Thanks everyone.", "[laughter]". The list is English.
// A turn of more than 60 bytes says something.
func Backchannel(turn string) bool {
	const longest = 60
	plain, ok := plainText(turn, longest)
	words := strings.Fields(plain)
	if !ok || len(words) == 0 {
		return false
	}
	for first := true; len(words) > 0; first = false {
		n := min(longestBackchannel, len(words))
		for n > 0 && !backchannels[strings.Join(words[:n], " ")] {
			n--
		}
		if n == 0 {
			if first || !addressed[words[0]] {
				return false
			}
			n = 1
		}
		words = words[n:]
	}
	return true
}

// SaysNothing tells whether a unit says nothing about anything: a comment that is
// no answer (see NonAnswer), and a turn of a focus group that is none or a
// Backchannel.
func (u *Unit) SaysNothing() bool {
	return NonAnswer(u.Text) || u.Source == groupsSource && Backchannel(u.Text)
}

// plainText gives a text's letters and digits in lower case, with one space for
// whatever parts them and apostrophes left out. ok is false when it is longer
// than most, or holds a sign that can mean something, such as an emoji.
func plainText(text string, most int) (plain string, ok bool) {
	var b strings.Builder
	gap := false
	for _, r := range text {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
			if b.Len() > most {
				return "", false
			}
		case isApostrophe(r):
		case unicode.Is(unicode.So, r):
			return "", false
		default:
			gap = true
		}
	}
	return b.String(), true
}

func linesOf(text string) map[string]bool {
	set := map[string]bool{}
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		set[line] = true
	}
	return set
}
