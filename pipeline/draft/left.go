package draft

import (
	"regexp"
	"strconv"
	"strings"

	"concord/pipeline/survey"
)

// personalHeads are headers of columns that tell who people are, each with what
// it is called in the list of what was left out. They are matched with the whole
// of a short header, white space, _ and capitals aside.
var personalHeads = []struct {
	form *regexp.Regexp
	what string
}{
	{regexp.MustCompile(`\be-? ?mail(?: address(?:es)?)?$|^e-? ?mail\b|recipient ?email|correo electrónico`), "e-mail addresses"},
	{regexp.MustCompile(`\b(?:first|last|full|given|family|sur|fore|middle|maiden|your|respondent|participant|contact|recipient(?:first|last)?|user|line manager'?s?|what is your) ?name\b|^name(?:s)?$|^name (?:first|last)|^surname$|^forename$|^initials$|\b(?:manager|supervisor|mentor|colleague|preferred|nick)'?s? ?name$|^(?:line )?manager$|^supervisor$|\b(?:line )?manager'?s? called\b|\bname(?:,| and surname| please)|^(?:nom|prénom|nom de famille|vorname|nachname|familienname|nombre|nombres|apellidos?|nome|cognome)$|\bsubject initials\b|^(?:your|the) name\b`), "names"},
	{regexp.MustCompile(`\b(?:tele)?phone(?: ?number)?(?: \d)?$|^(?:tele)?phone\b|\bmobile(?: number)?$|^tel\b|\bcontact number\b|^teléfono`), "telephone numbers"},
	{regexp.MustCompile(`\bip ?addr(?:ess)?\b`), "addresses of computers"},
	{regexp.MustCompile(`^(?:location ?)?(?:latitude|longitude|accuracy)$|\bcoordinates\b|^gps\b|\b(?:lat|lon|lng)$`), "coordinates"},
	{regexp.MustCompile(`\bpost ?code\b|\bpostal ?code\b|\bpostalcode\b|\bzip(?:code| ?code)?\b|\bcode postal\b`), "postcodes"},
	{regexp.MustCompile(`^(?:home |street |your |postal )?address(?: ?\d| line ?\d)?$|^street\b|\b(?:employer|work|office|practice)'?s? address$`), "addresses"},
	{regexp.MustCompile(`^dob$|\bdate of birth\b|\bbirth ?date\b|\bbirthday\b`), "dates of birth"},
	{regexp.MustCompile(`\bssn\b|social security|\bnhs number\b|\bnational insurance\b|\bpassport\b|\bstaff number\b|\bemployee (?:number|id)\b|\bmedical record\b|\bmrn\b|^signature$|\b(?:ni|gmc|nmc|hcpc|bps|bacp|babcp|registration|membership) (?:number|no|pin)$`), "numbers of persons"},
	{regexp.MustCompile(`\btwitter (?:handle|name)\b|\bsocial media handle\b|\blinkedin (?:profile|url)\b|^(?:skype|twitter|instagram|facebook|linkedin|whatsapp|telegram)(?: (?:name|id|handle))?$`), "names in networks"},
}

// contactBlock is a question whose parts are all about who a person is.
var contactBlock = regexp.MustCompile(`(?i)\bcontact (?:information|details|info)\b|\byour details\b`)

// personalCells tell by its form what a cell is.
var personalCells = []struct {
	form *regexp.Regexp
	what string
}{
	{regexp.MustCompile(`^[^\s@]+@[^\s@]+\.[A-Za-z]{2,}$`), "e-mail addresses"},
	{regexp.MustCompile(`^(?:\d{1,3}\.){3}\d{1,3}$|^(?:[0-9A-Fa-f]{1,4}:){4,7}[0-9A-Fa-f]{1,4}$`), "addresses of computers"},
	{regexp.MustCompile(`^(?i)[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$`), "postcodes"},
	{regexp.MustCompile(`^(?:\+\d{1,3}[ -]?)?\(?0?\d{2,5}\)?[ -]\d{3,4}[ -]?\d{3,4}$|^(?:\+44|07)\d{9,10}$`), "telephone numbers"},
}

var (
	idHead     = regexp.MustCompile(`^(?:respondent|response|participant|record|subject|person|user|unique|case|study|survey|submission|entry|collector|participante)?[ _]?(?:id|ids|guid|uuid|identifier|number|no|nr)$|^(?:respondent|response|participant|record|unique|case|subject)(?:[ _]?(?:id|number|no|identifier))$|^id[ _]`)
	weightHead = regexp.MustCompile(`^(?:survey |sample |final |post ?strat(?:ification)? ?)?(?:weight|weights|weighting|wt|wgt)(?: [a-z0-9]+)?$`)
	timeHead   = regexp.MustCompile(`^(?:start|end|started|ended|completion|completed|submit|submitted|submission|last modified|recorded|recording|finish|date submitted|created)? ?(?:date|time|timestamp|datetime|date time)$|^(?:time ?stamp|zeitstempel|horodateur|marca temporal|duration|duration in seconds|interview ?time|submitdate)$`)
	orderHead  = regexp.MustCompile(`_DO(?:_\d+)?$`)
)

// headWords brings a header to the form that the lists above are in.
func headWords(s string) string {
	s = strings.ToLower(quotes.Replace(s))
	s = strings.NewReplacer("_", " ", "?", " ", ":", " ", ".", " ", "(", " ", ")", " ", "*", " ").Replace(camel.ReplaceAllString(s, "$1 $2"))
	return strings.Join(strings.Fields(s), " ")
}

var camel = regexp.MustCompile(`([a-z])([A-Z])`)

// leaveOut finds the columns that no question should read, and names the
// respondent's id and the weight.
func (b *builder) leaveOut() {
	for i := range b.cols {
		if c := &b.cols[i]; c.Group != "" && c.filled > 0 && b.tickOf(c).is {
			b.ticked[c.Group] = true
		}
	}
	var weights []int
	for i := range b.cols {
		c := &b.cols[i]
		why, personal := b.reason(c)
		switch {
		case c.Platform != "":
			c.left = true
			continue
		case why == weightReason:
			weights = append(weights, i)
		case why == idReason && b.draft.Survey.Respondent == "" && b.isUnique(c) && b.profile.Dialect == "csv":
			b.draft.Survey.Respondent = c.Name
			c.left = true
			continue
		}
		if why != "" {
			c.left = true
			b.leave(c, why, personal)
		}
	}
	if len(weights) == 1 {
		c := &b.cols[weights[0]]
		b.draft.Survey.Weight = c.Name
		b.unleave(c.Name)
		b.draft.Ask = append(b.draft.Ask, "Is \""+cut(c.Name, 60)+"\" how much each respondent counts? If everyone counts alike, take \"weight\" out.")
	} else if len(weights) > 1 {
		var names []string
		for _, i := range weights {
			names = append(names, b.cols[i].Name)
		}
		b.draft.Doubt("Which of " + strings.ReplaceAll(inWords(names), " or ", " and ") + " is how much each respondent counts? Take that one out of \"ignore\" and write it after \"weight:\"; with none, everyone counts alike.")
	}
}

// Reasons that are looked for again.
const (
	weightReason = "how much a respondent counts"
	idReason     = "an id of respondents or rows"
)

func (b *builder) leave(c *column, why string, personal bool) {
	b.draft.Left = append(b.draft.Left, LeftOut{c.Name, why, personal})
	b.draft.Survey.Ignore = append(b.draft.Survey.Ignore, c.Name)
}

// unleave takes a column back.
func (b *builder) unleave(name string) {
	for i, l := range b.draft.Left {
		if l.Column == name {
			b.draft.Left = append(b.draft.Left[:i], b.draft.Left[i+1:]...)
			b.draft.Survey.Ignore = append(b.draft.Survey.Ignore[:i], b.draft.Survey.Ignore[i+1:]...)
			return
		}
	}
}

// reason says why no question should read a column; "" for a column of answers.
func (b *builder) reason(c *column) (why string, personal bool) {
	if c.Platform != "" {
		return "", false
	}
	if c.item != nil && (c.item.Leave != "" || c.item.Kind.Closed()) {
		return c.item.Leave, c.item.Personal
	}
	name, wording := headWords(c.Name), headWords(plainText(c.Wording))
	switch {
	case orderHead.MatchString(c.Name):
		return "the order in which options were shown", false
	case weightHead.MatchString(name) && b.isWeight(c):
		return weightReason, false
	}
	if why := b.personalReason(c, name, wording); why != "" {
		return "personal: " + why, true
	}
	switch {
	case (idHead.MatchString(name) || idHead.MatchString(wording)) && (b.isUnique(c) || c.filled == 0):
		return idReason, true
	case idHead.MatchString(name) && b.nearlyUnique(c):
		b.draft.Doubt("Column \"" + cut(c.Name, 60) + "\" numbers the rows, but a few numbers stand twice: are some rows given twice? Then delete the second of each from the export, and draft again.")
		return idReason, true
	case b.isRowNumber(c):
		return "the number of the row", false
	case timeHead.MatchString(name) && (c.Dates < c.filled || c.filled == 0):
		return "when the form was filled in, or how long it took", false
	case c.item == nil && c.filled <= 0 && c.Group == "" && !b.inRun(c):
		return "nobody answered", false
	case b.isConstant(c):
		return "the same number in every row", false
	}
	return "", false
}

// personalReason tells what a column says of who people are, by its header or by
// what its cells look like.
func (b *builder) personalReason(c *column, name, wording string) string {
	if b.closedTick(c) || c.filled <= 0 && b.ticked[c.Group] {
		return ""
	}
	if c.Option != "" && recurring(c.values) {
		return "" // a row of a grid: how often do you use e-mail
	}
	if contactBlock.MatchString(c.Wording) && c.Option != "" {
		return "contact details"
	}
	for _, head := range []string{name, wording, headWords(c.Option)} {
		if len(strings.Fields(head)) > 7 || head == "" {
			continue
		}
		for _, p := range personalHeads {
			if p.form.MatchString(head) {
				return p.what
			}
		}
	}
	rows, hits := 0, make([]int, len(personalCells))
	for _, v := range c.values {
		rows += v.Rows
		for i, p := range personalCells {
			if len(v.Text) < 100 && p.form.MatchString(v.Text) {
				hits[i] += v.Rows
				break
			}
		}
	}
	for i, n := range hits {
		if n > 0 && n*10 >= rows*3 {
			return personalCells[i].what
		}
	}
	if namesOnly(c) {
		return "names"
	}
	return ""
}

// closedTick tells of a column whose cells are ticks or yes and no: an option
// called "Email", or "May we e-mail you?", tells nothing of who people are.
func (b *builder) closedTick(c *column) bool {
	if t := b.tickOf(c); t.is && (t.usual || labelIs(t.label, c)) {
		return true
	}
	for _, v := range c.values {
		if s := low(v.Text); !yes[s] && !no[s] {
			return false
		}
	}
	return len(c.values) > 0
}

// isUnique tells whether every row has a value of its own, as far as is known.
func (b *builder) isUnique(c *column) bool {
	if c.Filled == 0 || c.Filled < b.rows {
		return false
	}
	for _, v := range c.Values {
		if v.Rows > 1 {
			return false
		}
	}
	return c.Many || len(c.Values) == c.Filled
}

// nearlyUnique tells whether hardly any value comes again, and none more than
// twice.
func (b *builder) nearlyUnique(c *column) bool {
	const fewest = 10 // rows
	if c.Filled < fewest || c.Filled < b.rows || c.Many {
		return false
	}
	twice := 0
	for _, v := range c.Values {
		if v.Rows > 2 {
			return false
		}
		if v.Rows == 2 {
			twice++
		}
	}
	return twice > 0 && twice*10 <= len(c.Values)
}

// isRowNumber tells of a column without a header, or the first, that counts.
func (b *builder) isRowNumber(c *column) bool {
	if c.at > 0 && !strings.HasPrefix(c.Name, "column ") || !b.isUnique(c) || c.Numbers < c.Filled || len(c.Values) < 3 {
		return false
	}
	last := -1.0
	for _, v := range c.Values {
		x, ok := plainNumber(v.Text)
		if !ok || x <= last {
			return false
		}
		last = x
	}
	return strings.HasPrefix(c.Name, "column ") || c.Wording == c.Name && len(c.Name) < 12
}

// isConstant tells of a column with the same number in many rows.
func (b *builder) isConstant(c *column) bool {
	return len(c.values) == 1 && !c.Many && c.numbers == c.filled && c.filled >= 20 && c.Group == "" && !strings.Contains(c.Wording, " ") && !b.inRun(c)
}

// inRun tells whether the column beside has the same name but for the number.
func (b *builder) inRun(c *column) bool {
	stem, n, ok := numbered(c.Name)
	if !ok {
		return false
	}
	for _, at := range []int{c.at - 1, c.at + 1} {
		if at >= 0 && at < len(b.profile.Columns) {
			if s, m, ok := numbered(b.profile.Columns[at].Name); ok && s == stem && m-n == at-c.at {
				return true
			}
		}
	}
	return false
}

// isWeight tells whether the cells can be weights: positive numbers, hardly any
// of them whole, about 1.
func (b *builder) isWeight(c *column) bool {
	sum, rows, whole := 0.0, 0, 0
	for _, v := range c.Values {
		x, ok := plainNumber(v.Text)
		if !ok || x <= 0 || x > survey.MaxWeight {
			return false
		}
		sum += x * float64(v.Rows)
		rows += v.Rows
		if x == float64(int(x)) {
			whole += v.Rows
		}
	}
	if rows == 0 {
		return false
	}
	mean := sum / float64(rows)
	return c.Filled == b.rows && whole*4 < rows && mean > 0.05 && mean < 20
}

func itoa(n int) string { return strconv.Itoa(n) }
