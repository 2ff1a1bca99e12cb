package transcript

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// tidy gives a name without space around it and with single spaces in it.
func tidy(name string) string { return strings.Join(strings.Fields(name), " ") }

var (
	timeAtEnd   = regexp.MustCompile(`\s*[\[({<]?\b\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])}>]?$`)
	numberAtEnd = regexp.MustCompile(`^(.*\pL)[\s_#-]*?0*([1-9]\d*)$`)
	bracketed   = regexp.MustCompile(`\s*[\[(]([^\[\]()]*)[\])]$`)
)

// asides are what tools and people write in brackets after a name and what is no
// part of it.
var asides = map[string]bool{
	"guest": true, "host": true, "co-host": true, "external": true, "unverified": true, "organizer": true, "organiser": true, "presenter": true,
	"he/him": true, "she/her": true, "they/them": true, "he/they": true, "she/they": true, "he/him/his": true, "she/her/hers": true, "they/them/theirs": true,
}

// longestName is how many bytes a name may have to be looked at closely.
const longestName = 400

// key is what two spellings of one speaker's name have in common: capitals,
// spaces, full stops, brackets around it, a time or colon after it, and the
// space before a number make no difference, so that "Interviewer 1" is
// "interviewer1:" and "[DR. JONES]" is "Dr Jones".
func key(name string) string {
	if len(name) > longestName {
		return strings.ToLower(tidy(name)) // no name; not worth a closer look
	}
	k := strings.ToLower(norm.NFC.String(name))
	k = tidy(strings.NewReplacer("’", "'", "‘", "'", ".", " ").Replace(k))
	for {
		before := k
		k = strings.TrimRight(k, " :,;")
		k = timeAtEnd.ReplaceAllString(k, "")
		if n := len(k); n > 1 && (k[0] == '(' && k[n-1] == ')' || k[0] == '[' && k[n-1] == ']') && !strings.ContainsAny(k[1:n-1], "()[]") {
			k = strings.TrimSpace(k[1 : n-1])
		}
		if m := bracketed.FindStringSubmatch(k); m != nil && asides[m[1]] {
			k = k[:len(k)-len(m[0])]
		}
		if k == before {
			break
		}
	}
	if m := numberAtEnd.FindStringSubmatch(k); m != nil {
		k = m[1] + m[2]
	}
	return k
}

// nobody holds what tools write where they do not know who spoke.
var nobody = map[string]bool{
	"unknown": true, "unknown speaker": true, "unidentified": true, "unidentified speaker": true, "unknown participant": true,
	"unknown user": true, "speaker ?": true, "?": true, "??": true, "???": true,
}

// leader finds the words by which transcripts call the person who leads a
// group, with a number, a letter, or something in brackets after them or not.
var leader = regexp.MustCompile(`^(?:co[ -]?)?(moderator|facilitator|interviewer|host|chair|chairperson|chairman|chairwoman|convenor|convener|researcher|mod|fac|int)(?:\d+|[ -][a-z])?(?: [(\[][^()\[\]]*[)\]])?$`)

// leads tells of a key whether it is a usual word for a moderator.
func leads(k string) bool { return leader.MatchString(k) }

// role finds the words by which transcripts call a person whom they do not name.
var role = regexp.MustCompile(`^(p|r|s|fg|participant|respondent|speaker|interviewee|person|member|user|attendee|male|female|man|woman)(\d+)$`)

// numberedLabel gives the word and the number of a label such as "P3" or "speaker2".
func numberedLabel(k string) (word string, n int, ok bool) {
	m := role.FindStringSubmatch(k)
	if m == nil {
		return "", 0, false
	}
	n, err := strconv.Atoi(m[2])
	return m[1], n, err == nil && n > 0 && n < 1000
}

// Names gives what turns call their speakers, each once, in the order in which
// they first speak, without those that name nobody, such as "Moderator",
// "Speaker 2" or "P4". It is for redaction: where there is no list of
// participants, only the transcript knows their names.
func Names(turns []Turn) []string {
	var out []string
	seen := map[string]bool{}
	for _, t := range turns {
		for _, name := range namesIn(t.Speaker) {
			k := key(name)
			if k == "" || seen[k] {
				continue
			}
			seen[k] = true
			if _, _, numbered := numberedLabel(k); !numbered && !leads(k) && !nobody[k] && !asides[k] {
				out = append(out, name)
			}
		}
	}
	return out
}

// namesIn gives the names that a speaker's label may hold: the label, and what
// stands before and within brackets at its end, as in "Interviewer (Jo Lane)".
func namesIn(label string) []string {
	label = tidy(label)
	at := bracketed.FindStringSubmatchIndex(label)
	if at == nil || len(label) > longestName {
		return []string{label}
	}
	return []string{label[:at[0]], label[at[2]:at[3]]}
}
