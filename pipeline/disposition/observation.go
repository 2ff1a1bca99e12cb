package disposition

import (
	"regexp"
	"strings"

	"concord/pipeline/onpage"
)

// Observation gives what is written of a row in the column "Observations of the
// secretariat": the disposition, the text as decided, the reason, the amendment
// and the votes, one a line. It is "" where there is nothing of these.
// ReadObservation reads the same disposition out of it again.
func Observation(r Row) string {
	var lines []string
	add := func(label, text string) {
		if text = onpage.Clean(text); text != "" {
			lines = append(lines, label+text)
		}
	}
	if final := onpage.Clean(r.Final); final != "" && final != onpage.Clean(r.Proposed) {
		// Other words than those proposed are a modification, so only there "Now".
		if r.Disposition == Modified {
			add("Now ", "“"+final+"”")
		} else {
			add("Text: ", "“"+final+"”")
		}
	}
	add("Why: ", r.Rationale)
	if r.Amendment != "" && r.Amendment != r.ID {
		add("Amendment: ", r.Amendment)
	}
	add("Operation: ", r.Operation)
	add("Votes: ", r.Votes)
	if r.Disposition == Undecided && len(lines) == 0 {
		return ""
	}
	return strings.Join(append([]string{r.Disposition.Words() + "."}, lines...), "\n")
}

// Reading is what an observation says was decided.
type Reading struct {
	// Disposition is Undecided where nothing was decided, and where it cannot be
	// told.
	Disposition Disposition
	// Told is false where the observation has words, but they do not say which
	// disposition is meant. A person must read it.
	Told bool
	// Final is the text as decided, where it says "Now" with a text in quotation
	// marks.
	Final string
	// Remark is what the observation says beyond the disposition and Final.
	Remark string
	// Doubt says why it could not be told, or what was taken from the words that a
	// person may wish to look at; "" where there is no doubt.
	Doubt string
}

// phrases are the usual ways to begin an observation. A longer one is tried
// before a shorter one with which it begins. Most are seen in published comment
// sheets of standards bodies, W3C's issue lists, and HL7 ballots.
var phrases = map[string]Disposition{
	"accepted": Accepted, "accept": Accepted, "agreed": Accepted, "agree": Accepted, "approved": Accepted, "adopted": Accepted,
	"implemented": Accepted, "incorporated": Accepted, "persuasive": Accepted, "fully accepted": Accepted, "accepted in full": Accepted,
	"accepted as proposed": Accepted, "done": Accepted, "fixed": Accepted,

	"accepted with": Modified, "accept with": Modified, "agreed with": Modified, "accepted in part": Modified, "accepted in principle": Modified,
	"accept in principle": Modified, "agreed in principle": Modified, "agree in principle": Modified, "accepted partially": Modified,
	"accepted partly": Modified, "partially": Modified, "partly": Modified, "partial": Modified, "in part": Modified, "in principle": Modified,
	"accepted with modification": Modified, "accepted with modifications": Modified, "accepted with changes": Modified,
	"accepted with amendment": Modified, "accepted with amendments": Modified, "partially accepted": Modified, "partly accepted": Modified,
	"accepted as modified": Modified, "persuasive with": Modified, "revised": Modified, "not fully accepted": Modified, "modified": Modified,
	"persuasive with modification": Modified,

	"not accepted": Rejected, "rejected": Rejected, "reject": Rejected, "not agreed": Rejected, "disagree": Rejected, "disagreed": Rejected,
	"declined": Rejected, "not persuasive": Rejected, "non persuasive": Rejected, "not approved": Rejected, "not adopted": Rejected, "invalid": Rejected, "refused": Rejected,
	"won't fix": Rejected, "wontfix": Rejected, "do not agree": Rejected, "not implemented": Rejected, "not incorporated": Rejected,

	"deferred": Deferred, "defer": Deferred, "postponed": Deferred, "future version": Deferred, "future edition": Deferred,
	"future revision": Deferred, "next edition": Deferred, "next revision": Deferred,
	"next version": Deferred, "for the next": Deferred, "for a future": Deferred, "for future": Deferred, "kept for": Deferred, "on hold": Deferred,

	"duplicate": Duplicate, "same as": Duplicate, "already covered by comment": Duplicate,

	"noted": Noted, "acknowledged": Noted, "note taken": Noted, "taken note": Noted,

	"out of scope": OutOfScope, "outofscope": OutOfScope, "not in scope": OutOfScope, "outside the scope": OutOfScope,
	"beyond the scope": OutOfScope, "outside scope": OutOfScope, "beyond scope": OutOfScope,

	"clarification needed": NeedsInformation, "clarification required": NeedsInformation, "clarification requested": NeedsInformation,
	"needs clarification": NeedsInformation, "need clarification": NeedsInformation, "please clarify": NeedsInformation,
	"needs information": NeedsInformation, "more information": NeedsInformation, "further information": NeedsInformation,

	"withdrawn": Withdrawn, "retracted": Withdrawn,

	"not decided": Undecided, "undecided": Undecided, "open": Undecided, "pending": Undecided, "tbd": Undecided, "to be discussed": Undecided,
	"under discussion": Undecided, "unresolved": Undecided, "for discussion": Undecided, "to be decided": Undecided,
}

// alone are the phrases that begin many other sentences: they count only where
// nothing but a stop follows.
var alone = map[string]bool{"open": true, "done": true, "fixed": true, "modified": true, "revised": true, "partial": true, "more information": true,
	"further information": true, "future version": true, "future edition": true, "future revision": true, "in principle": true}

// longestPhrase is how many words the longest of phrases has.
const longestPhrase = 4

var (
	label = regexp.MustCompile(`^(?i:disposition|decision|resolution|status|closed|outcome|secretariat|response|proposed disposition|wg decision)\s*:\s*`)
	now   = regexp.MustCompile(`(?is)^\s*(?:(?:it|the text|this) )?now(?: reads)?\s*:?\s*[“"„«]([^”"»]+)[”"»]`)
	// but turns an acceptance into one of something else.
	but = regexp.MustCompile(`(?i)\b(but|except|however|although|apart from|subject to|in part|partly|partially|in principle|modif\w*|instead|not all)\b`)
	// mixed are the words of dispositions that cannot be true at once with another.
	mixed = map[Disposition]*regexp.Regexp{
		Accepted: regexp.MustCompile(`(?i)\b(accepted|agreed)\b`),
		Rejected: regexp.MustCompile(`(?i)\b(rejected|not accepted|declined)\b`),
		Deferred: regexp.MustCompile(`(?i)\b(deferred|postponed)\b`),
	}
	notAccepted = regexp.MustCompile(`(?i)\bnot (accepted|agreed)\b`)
)

// ReadObservation reads what an observation of the secretariat decides; change is
// the change that the comment proposed, with which the words after "Now" are
// compared. Only the first sentence decides. Nothing written is Undecided. What
// follows an acceptance and changes it ("but", "in part", other words than those
// proposed) makes it an acceptance with modification, and Doubt says so.
func ReadObservation(observation, change string) Reading {
	text := strings.TrimSpace(observation)
	if strings.Trim(text, "-–—./ \t\n") == "" {
		return Reading{Told: true}
	}
	text = label.ReplaceAllString(text, "")
	first, rest := sentence(text)
	d, said, ok := begins(first)
	r := Reading{Disposition: d, Told: true}
	switch {
	case !ok:
		return Reading{Remark: onpage.Clean(text), Doubt: "it does not begin with a disposition"}
	case strings.HasSuffix(strings.TrimSpace(first), "?"):
		return Reading{Remark: onpage.Clean(text), Doubt: "it is a question"}
	}
	if other := says(first[said:], d); other != "" {
		return Reading{Remark: onpage.Clean(text), Doubt: "it says two things: " + d.Words() + ", and " + other.Words()}
	}
	more := rest
	if m := now.FindStringSubmatchIndex(rest); m != nil {
		r.Final, more = onpage.Clean(rest[m[2]:m[3]]), rest[m[1]:]
	}
	r.Remark = onpage.Clean(strings.TrimLeft(onpage.Clean(first[said:])+" "+strings.TrimLeft(more, ",.; \n"), ",;:–—- "))
	if d == Accepted {
		switch {
		case but.MatchString(first[said:]):
			r.Disposition, r.Doubt = Modified, "accepted, with something that limits it"
		case r.Final != "" && change != "" && !strings.Contains(plain(change), plain(r.Final)):
			r.Disposition, r.Doubt = Modified, "accepted, with other words than those proposed"
		}
	}
	return r
}

// begins finds the phrase with which a sentence begins, and how many bytes of the
// sentence it takes.
func begins(s string) (d Disposition, end int, ok bool) {
	var words []string
	at := 0
	for len(words) < longestPhrase {
		start := at + len(s[at:]) - len(strings.TrimLeft(s[at:], " \t\n\u00a0-"))
		stop := start
		for stop < len(s) && !strings.ContainsRune(" \t\n.,;:()!?-/", rune(s[stop])) && !strings.HasPrefix(s[stop:], "\u00a0") {
			stop++
		}
		if stop == start {
			break
		}
		words = append(words, strings.ReplaceAll(strings.ToLower(s[start:stop]), "’", "'"))
		at = stop
		phrase := strings.Join(words, " ")
		if found, yes := phrases[phrase]; yes && (!alone[phrase] || strings.Trim(s[stop:], " .,;:!\t\n") == "") {
			d, end, ok = found, stop, true
		}
		if at < len(s) && !strings.ContainsRune(" \t\n-", rune(s[at])) && !strings.HasPrefix(s[at:], "\u00a0") {
			break
		}
	}
	return d, end, ok
}

// says gives another disposition that the rest of the first sentence names, ""
// for none.
func says(rest string, d Disposition) Disposition {
	for _, other := range []Disposition{Accepted, Rejected, Deferred} {
		if other == d || d == Modified && other != Deferred {
			continue // what is accepted in part is rejected in part
		}
		text := rest
		if other == Accepted {
			text = notAccepted.ReplaceAllString(text, "")
		}
		if mixed[other].MatchString(text) {
			return other
		}
	}
	return ""
}

// sentence divides a text after its first sentence or line.
func sentence(s string) (first, rest string) {
	for i, r := range s {
		switch {
		case r == '\n' && i > 0:
			return s[:i], s[i:]
		case r == '.' || r == '!' || r == '?' || r == ';':
			if end := i + 1; end == len(s) || strings.ContainsRune(" \t\n\r", rune(s[end])) || s[end] >= 0x80 {
				if r == '?' {
					return s[:end], s[end:]
				}
				return s[:i], s[end:]
			}
		}
	}
	return s, ""
}

// plain gives a text for comparison: small letters, one kind of space.
func plain(s string) string { return strings.ToLower(onpage.Clean(s)) }
