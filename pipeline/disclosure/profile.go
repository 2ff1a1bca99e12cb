package disclosure

// Precision says to how many units a percentage is printed.
type Precision struct {
	// From is the least base that it holds for.
	From int
	// Tenths is the unit, in tenths of a percentage point: 50, 10 or 1.
	Tenths int
}

// Profile is one rule for what may be published, as plain data: no code asks for
// its name. The zero value hides and rounds nothing.
type Profile struct {
	// ID is what the study writes; Title names it for people; Source says who
	// gives the rule and where; Unknown says what of it is not in the source as
	// it is stored, or is chosen by concord.
	ID, Title, Source, Unknown string
	// Below hides counts from 1 to Below-1, and others that would give them away;
	// 0 hides none.
	Below int
	// Zero hides counts of 0 too.
	Zero bool
	// Mark stands in place of a hidden number.
	Mark string
	// Round is the number to whose multiples counts and bases are rounded, halves
	// up, each on its own after it is counted; 0 and 1 round none.
	Round int
	// Unrounded tells that percentages are of the numbers before rounding.
	Unrounded bool
	// Precision says to what a percentage is printed by its (rounded) base, the
	// least base first; none leaves it to the study.
	Precision []Precision
	// MinBase is the least base, before rounding, that has percentages; a cell
	// with a smaller one is hidden.
	MinBase int
	// MinMean is the least number of answers, before rounding, of which a mean, a
	// median and the like are printed.
	MinMean int
	// Full is the least base of which a share of all is printed: when everyone of
	// a small group gave one answer, the answer of each of them is told.
	Full int
	// Near hides a share of people whose count, or what it leaves of its base, is
	// this or less; 0 hides none for it.
	Near int
	// NoAnswer hides the number of those who gave no answer as it does others.
	NoAnswer bool
	// MinGroup is the least number of people in a group that gets a column.
	MinGroup int
}

// Profiles are the rules that can be asked for by name, in the order of the
// documents. What a source does not say is said in Unknown, and never invented.
var Profiles = []Profile{
	{
		ID: "nhs-digital-secondary-care", Title: "NHS Digital, secondary care (since 2018)",
		Source:  "NHS Digital, change notices for Hospital Episode Statistics and for SRHAD and NCMP, 2018 to 2020: below the national level.",
		Unknown: "The notices are stored in part; the numbers are from a repost of them. They say nothing of further hiding, of groups in which all gave one answer, or of those who gave no answer; there concord does what it does everywhere.",
		Below:   8, Mark: "*", Round: 5, Precision: []Precision{{0, 10}, {4000, 1}}, MinMean: 8, MinGroup: 8, NoAnswer: true,
	},
	{
		ID: "nhs-older", Title: "NHS Digital, before 2018",
		Source:  "The same notices, on the rule before: 1 to 5 hidden, and others by hand so that they cannot be worked out.",
		Unknown: "Which others, a person decided; concord does it by its own rule. A least base and a least number for a mean are not in the source: that of the counts is taken.",
		Below:   6, Mark: "*", MinMean: 6, MinGroup: 6, Full: 12,
	},
	{
		ID: "nhs-fft", Title: "NHS England, Friends and Family Test",
		Source:  "NHS England, fft_pipeline, its description: 1 to 4 hidden, the next lowest with them.",
		Unknown: "Its rule for the two lowest organisations below a hidden one has no like in a survey without organisations. The next lowest is hidden where it is needed, and more where that is not enough. A least number for a mean is not in the source: that of the counts is taken.",
		Below:   5, Mark: "*", MinMean: 5, MinGroup: 5, Full: 10,
	},
	{
		ID: "ofqual", Title: "Ofqual",
		Source:  "Ofqual, rounding policy, October 2025: counts to the nearest 5, 1 to 4 as “fewer than 5”, 0 shown, percentages of unrounded numbers with one decimal.",
		Unknown: "A percentage of unrounded numbers often tells them; concord therefore hides as if the numbers stood there unrounded. A least number for a mean is not in the source: that of the counts is taken.",
		Below:   5, Mark: "fewer than 5", Round: 5, Unrounded: true, Precision: []Precision{{0, 1}}, MinMean: 5, MinGroup: 5, Full: 10,
	},
	{
		ID: "hesa", Title: "HESA, now Jisc",
		Source:  "HESA, rounding and suppression: counts to the nearest 5, halves up, below 2.5 to 0; percentages of fewer than 22.5 people and averages of 7 or fewer hidden; totals rounded after they are counted.",
		Unknown: "The source hides the percentage alone; a table here never prints a count without its percentage, so that both are hidden.",
		Mark:    "..", Round: 5, MinBase: 23, MinMean: 8,
	},
	{
		ID: "ofs", Title: "Office for Students, transparency return",
		Source:  "Office for Students, transparency information: counts to the nearest 10, 20 or fewer as N; percentages to 5, 1 or 0.1 from bases of 0, 50 and 1,000; hidden where the count is 2 or fewer or within 2 of the base.",
		Unknown: "Which way 5 is rounded is not in the source as it is stored: upwards here. Whether 0 is among 20 or fewer is not said: it is taken to be. A hidden count hides its percentage, and the other way round. A least number for a mean is not in the source: that of the counts is taken.",
		Below:   21, Zero: true, Mark: "N", Round: 10, Precision: []Precision{{0, 50}, {50, 10}, {1000, 1}}, MinMean: 21, MinGroup: 21, Near: 2, NoAnswer: true,
	},
	{
		ID: "tre-10", Title: "Trusted research environments (UK LLC, ONS Longitudinal Study)",
		Source:  "UK LLC guidebook and CeLSIUS: counts under 10 hidden, 0 with them; at least two cells by row and by column; percentages of fewer than 10 too.",
		Unknown: "Of those who gave no answer they say nothing. A least number for a mean is not in the source: that of the counts is taken.",
		Below:   10, Zero: true, Mark: "<10", MinBase: 10, MinMean: 10, MinGroup: 10, Full: 20,
	},
}

// Named gives the profile of that name.
func Named(id string) (Profile, bool) {
	for _, p := range Profiles {
		if p.ID == id {
			return p, true
		}
	}
	return Profile{}, false
}

// Names lists the profiles' names.
func Names() []string {
	var out []string
	for _, p := range Profiles {
		out = append(out, p.ID)
	}
	return out
}

// Threshold is the plain rule that counts from 1 to below-1 are hidden, and a
// share of everyone in a group of fewer than twice as many with them. A below of
// 1 or less hides nothing.
func Threshold(below int) Profile {
	if below <= 1 {
		return Profile{}
	}
	return Profile{Below: below, Mark: "hidden", MinMean: below, MinGroup: below, Full: 2 * below}
}

// Active tells whether it hides or rounds anything.
func (p *Profile) Active() bool { return p.Below > 1 || p.Rounds() || p.MinBase > 1 }

// Rounds tells whether counts are rounded.
func (p *Profile) Rounds() bool { return p.Round > 1 }

// Small tells whether a count is hidden for its own sake.
func (p *Profile) Small(n int) bool { return n < p.Below && (n > 0 || n == 0 && p.Zero) }

// Width is how far apart the numbers must be that a hidden count can have, so
// that it is not as good as told: half of the threshold, rounded up, and at
// least 2, but no more than rounding itself leaves open.
func (p *Profile) Width() int {
	width := max(2, (p.Below+1)/2)
	if p.Rounds() && !p.Unrounded {
		width = min(width, p.Round-1)
	}
	return width
}

// Seen gives the numbers, from low to high, that a count can have when it is
// printed by the profile.
func (p *Profile) Seen(n int) (low, high int) {
	if !p.Rounds() || p.Unrounded {
		return n, n
	}
	low, high = Preimage(n, p.Round)
	for low < high && p.Small(low) && !p.Small(n) {
		low++ // a smaller one would be hidden
	}
	return low, high
}

// Number rounds a count as the profile does.
func (p *Profile) Number(n int) int {
	if !p.Rounds() {
		return n
	}
	return Nearest(n, p.Round)
}

// Unit gives the unit of a percentage of that base in tenths of a point; 0 where
// the profile leaves it to the study.
func (p *Profile) Unit(base int) int {
	unit := 0
	for _, k := range p.Precision {
		if base >= k.From {
			unit = k.Tenths
		}
	}
	return unit
}
