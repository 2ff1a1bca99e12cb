package decide

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"concord/pipeline/finding"
)

// The columns of a ballot sheet and of a sheet of decisions.
const (
	colAmendment   = "amendment"
	colOperation   = "operation"
	colWhere       = "where"
	colBefore      = "text_before"
	colAfter       = "text_after"
	colWhy         = "why"
	colSupport     = "support"
	colLastRound   = "last_round"
	colLastVote    = "your_last_vote"
	colVote        = "vote"
	colComment     = "comment"
	colMember      = "member"
	colRound       = "round"
	colFingerprint = "fingerprint"
)

// printMark stands before the digits of a fingerprint in a sheet: a spreadsheet
// would read 16 digits, or 15 and an e, as a number.
const printMark = "fp:"

// described are the columns that say what an amendment is.
func described() []column {
	return []column{
		{colAmendment, 18, nil}, {colOperation, 10, nil}, {colWhere, 12, nil}, {colBefore, 45, nil}, {colAfter, 45, nil}, {colWhy, 30, nil}, {colSupport, 25, nil},
	}
}

func describe(a Amendment) map[string]string {
	return map[string]string{
		colAmendment: a.ID, colOperation: a.Operation, colWhere: a.Where, colBefore: a.TextBefore, colAfter: a.TextAfter,
		colWhy: a.Why, colSupport: a.Support, colFingerprint: printMark + a.Fingerprint,
	}
}

// abstainWords are those that count as abstaining, or as unable to rate.
var abstainWords = []string{abstain, "abstained", "abstention", "unable to rate", "unable", "cannot rate"}

// Ballot gives the sheet in which a member votes in the round that is open: one row
// for each amendment, with what the member has voted so far. In a later round it
// shows how the group voted on the same text in the round before, and the member's
// own vote then; nobody else's. The error is a finding.Finding: no round is open,
// somebody without a vote, an amendment that the docket no longer has as it is put
// to the vote.
func (l *Log) Ballot(docket []Amendment, member string) (*Sheet, error) {
	o := l.state.open()
	if o == nil {
		return nil, *fault("round-closed", "", "", "no round is open", "Open one first.")
	}
	m, known := l.state.members[member]
	if !known {
		return nil, *fault("not-a-member", member, "", "nobody with this id is in the group", finding.DidYouMean(member, l.state.order))
	}
	if !m.Role.Votes() {
		return nil, *fault("no-vote", member, "", "this person has no vote", "")
	}
	byID := map[string]Amendment{}
	for _, a := range docket {
		byID[a.ID] = a
	}
	words := append([]string{}, o.rules.Scale.points()...)
	if o.rules.Scale.rated() {
		words = append(words, "unable to rate")
	} else {
		words = append(words, abstain)
	}
	columns := described()
	if o.n > 1 {
		columns = append(columns, column{colLastRound, 30, nil}, column{colLastVote, 12, nil})
	}
	columns = append(columns, column{colVote, 15, words}, column{colComment, 40, nil}, column{colMember, 12, nil}, column{colRound, 8, nil}, column{colFingerprint, 22, nil})
	s := newSheet("ballot", columns)
	for _, b := range o.ballots {
		a, is := byID[b.Amendment]
		if !is || a.Fingerprint != b.Fingerprint {
			return nil, *fault("stale", b.Amendment, "", "the docket no longer has this amendment as it was put to the vote", "Close the round, and open another with the docket as it is now.")
		}
		cells := describe(a)
		cells[colMember], cells[colRound] = member, strconv.Itoa(o.n)
		if at, voted := o.votes[voteKey{member, a.ID}]; voted {
			v := l.Events[at-1].Vote
			cells[colVote], cells[colComment] = voteWord(o.rules.Scale, v.Value), v.Comment
		}
		if out, before := l.state.outcomeOf(a.ID, a.Fingerprint); before {
			cells[colLastRound] = fmt.Sprintf("round %d: %s. %s", out.Round, out.Result, out.Why)
			last := l.state.rounds[out.Round-1]
			if at, voted := last.votes[voteKey{member, a.ID}]; voted {
				cells[colLastVote] = voteWord(last.rules.Scale, l.Events[at-1].Vote.Value)
			}
		}
		s.add(cells)
	}
	return s, nil
}

// voteWord gives a vote as people read it.
func voteWord(s Scale, value string) string {
	if value == abstain && s.rated() {
		return "unable to rate"
	}
	return value
}

// ParseVote gives a vote as the log has it from what a person wrote, such as "7",
// "7.0", "Yes" or "unable to rate". The error is a finding.Finding.
func ParseVote(s Scale, text string) (string, error) {
	word := strings.ToLower(strings.Join(strings.Fields(strings.ReplaceAll(text, "-", " ")), " "))
	for _, w := range abstainWords {
		if word == w {
			return abstain, nil
		}
	}
	if n, err := strconv.ParseFloat(word, 64); err == nil {
		word = strconv.FormatFloat(n, 'f', -1, 64) // 7.0 is what some programs make of 7
	}
	short := map[string]string{"y": "yes", "n": "no"}
	if long, is := short[word]; is && !s.rated() {
		word = long
	}
	points := s.points()
	for _, p := range points {
		if word == p {
			return p, nil
		}
	}
	expected := "yes, no or abstain"
	if s.rated() {
		expected = fmt.Sprintf("a whole number from %s to %s, or unable to rate", points[0], points[len(points)-1])
	}
	return "", *fault("vote", text, expected, "this is no vote on the scale of this round", "Leave the cell empty where nothing is to be said.")
}

// Import is what a sheet that came back adds to the log.
type Import struct {
	// Events are to be given to Append; none where nothing in the sheet is new.
	Events []Event
	// Rows were read, Same of which said what the log has already, and Blank nothing.
	Rows, Same, Blank int
}

// ImportVotes reads a ballot sheet that came back, as CSV or XLSX: the votes of one
// member or of several. at and by are the time and the person of the events: a
// member brings in their own votes, the chair or the secretary everybody's. A cell
// without a vote is no vote, and leaves an earlier one as it is. What the log has
// already is not added again. Where the findings have an error, nothing is taken.
func (l *Log) ImportVotes(file string, data []byte, docket []Amendment, at, by string) (Import, []finding.Finding) {
	r, read := readSheet(file, data, colAmendment, colVote, colMember, colRound, colFingerprint)
	if !read {
		return Import{}, r.found
	}
	o := l.state.open()
	if o == nil {
		r.add(*fault("round-closed", "", "", "no round is open, so no votes can be taken", "Votes in a closed round stay as they are; vote in the next."))
		return Import{}, r.found
	}
	byID := map[string]Amendment{}
	for _, a := range docket {
		byID[a.ID] = a
	}
	var in Import
	next := l.fork()
	first := map[voteKey]cellRow{}
	said := map[voteKey]Vote{}
	for _, row := range r.rows {
		if r.blank(row) {
			continue
		}
		in.Rows++
		v, ok := r.ballotRow(row, o)
		if !ok {
			continue
		}
		if a, is := byID[v.Amendment]; is {
			r.unchanged(row, a)
		}
		key := voteKey{v.Member, v.Amendment}
		if v.Value == "" {
			in.Blank++
			if v.Comment != "" {
				r.fault(row, colComment, finding.Finding{Severity: finding.Warning, Kind: "comment-alone", Found: v.Comment, Expected: "a vote beside it", Message: "this comment has no vote beside it, and was not taken", Do: "Vote, or say unable to rate or abstain."})
			} else if _, voted := o.votes[key]; voted {
				r.fault(row, colVote, finding.Finding{Severity: finding.Note, Kind: "blank-vote", Message: "the cell is empty; the vote that this member gave before stays as it is"})
			}
			continue
		}
		if before, twice := said[key]; twice {
			if before != v {
				r.fault(row, colAmendment, *fault("twice", v.Amendment, "one row", fmt.Sprintf("this member votes on this amendment in row %d too, and otherwise", first[key].row), "Leave one of the two."))
			}
			continue
		}
		said[key], first[key] = v, row
		if n, voted := o.votes[key]; voted {
			if was := *l.Events[n-1].Vote; was.Value == v.Value && sameText(was.Comment, v.Comment) {
				in.Same++
				continue
			}
		}
		e := Event{N: len(next.events) + 1, At: at, By: by, Kind: KindVote, Vote: &v}
		if wrong, _ := next.apply(e); wrong != nil {
			r.fault(row, columnOf(wrong.Kind), *wrong)
			continue
		}
		in.Events = append(in.Events, e)
	}
	finding.Sort(r.found)
	if len(finding.Errors(r.found)) > 0 {
		in.Events = nil
	}
	return in, r.found
}

// columnOf gives the column that a fault of an event is about.
func columnOf(kind string) string {
	switch kind {
	case "not-a-member", "no-vote", "not-allowed", "member-id":
		return colMember
	case "too-long":
		return colComment
	}
	return colVote
}

// ballotRow reads one row of a ballot sheet; the value is "" where there is no vote.
func (r *reader) ballotRow(row cellRow, o *round) (Vote, bool) {
	v := Vote{Round: o.n, Member: strings.ToLower(r.cell(row, colMember)), Amendment: r.cell(row, colAmendment), Comment: strings.ToValidUTF8(r.cell(row, colComment), "\ufffd")}
	print, asked := o.prints[v.Amendment]
	if !asked {
		var ids []string
		for _, b := range o.ballots {
			ids = append(ids, b.Amendment)
		}
		r.fault(row, colAmendment, *fault("not-asked", v.Amendment, "", "this amendment is not put to the vote in this round", finding.DidYouMean(v.Amendment, ids)))
		return v, false
	}
	v.Fingerprint = print
	ok := r.print(row, print)
	if said := r.cell(row, colRound); said != strconv.Itoa(o.n) && said != strconv.Itoa(o.n)+".0" {
		ok = false
		r.fault(row, colRound, *fault("round-closed", said, strconv.Itoa(o.n), "this ballot is not for the round that is open", "Take a new ballot sheet."))
	}
	if text := r.cell(row, colVote); text != "" {
		value, err := ParseVote(o.rules.Scale, text)
		if err != nil {
			ok = false
			r.fault(row, colVote, err.(finding.Finding))
		}
		v.Value = value
	}
	return v, ok
}

// print faults a row whose fingerprint is not that of the amendment.
func (r *reader) print(row cellRow, is string) bool {
	said := strings.ToLower(r.cell(row, colFingerprint))
	if said != printMark+is {
		r.fault(row, colFingerprint, *fault("stale", said, printMark+is, "this row is about another text of the amendment, or columns were sorted apart from each other", "Take a new sheet."))
	}
	return said == printMark+is
}

// unchanged warns where somebody wrote into a text that is not taken from the sheet.
func (r *reader) unchanged(row cellRow, a Amendment) {
	if _, is := r.at[colAfter]; is && !sameText(a.TextAfter, r.cell(row, colAfter)) {
		r.fault(row, colAfter, finding.Finding{Severity: finding.Warning, Kind: "text-changed", Found: r.cell(row, colAfter), Expected: finding.Quote(a.TextAfter), Message: "the proposed text was changed in the sheet; that is not taken", Do: "Propose other words in the comment or the modified text."})
	}
}

// sameText tells whether a cell says what a text says, as far as a cell shows it.
func sameText(text, cell string) bool {
	return slices.Equal(strings.Fields(shown(text)), strings.Fields(cell))
}

// fork gives the state of the log, to try events on.
func (l *Log) fork() *replay {
	next := newReplay()
	for _, e := range l.Events {
		next.apply(e) // each was taken before
	}
	return next
}
