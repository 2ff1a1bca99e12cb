package audit

// byHand is what a reading of the report's sections 4.1.2 to 4.2.3 with pencil and
// paper found: each contradiction once, with the lines (of the text file) of the
// figures that it is about. A finding of the audit on the report must be one of
// these, and each of these must be found.
var byHand = []struct {
	name, place string
	// lines are those of the figures; kinds are what a finding on it may be called.
	lines []int
	kinds []string
	level Level
	why   string
}{
	{"60% below 45", "4.1.2", []int{301}, []string{"sum-of-rounded", "not-of-base"}, ByConvention,
		"33 of 54 is 61.1; 32 of 54 is 59.3; 7 + 33 + 20 = 60, a sum of rounded percentages; the bands count people of 45"},
	{"56-66 and 65+", "4.1.2, Table 1", []int{315, 316}, []string{"bands-overlap"}, Certain, "65 and 66 are in both"},
	{"roles not of 54", "4.1.2", []int{317, 319, 321, 323}, []string{"other-convention"}, ByConvention,
		"13 of 54 is 24.1; rounded half up no base gives all eight (14 and 22% asks for 63 to 65, 3 and 4% for 67 to 85); 61 gives all eight cut off: 21.3 22.95 19.7 8.2 4.9 6.6 8.2 6.6"},
	{"roles add up to 60", "4.1.2", []int{317, 319, 321, 323}, []string{"mentions-short"}, NotStated,
		"13+14+12+5+3+4+5+4 = 60; 54 people of whom 7 have several make at least 61"},
	{"experience adds up to 58", "4.1.2", []int{329, 331}, []string{"parts-sum"}, Certain, "24+15+19 = 58; each of 54: 44.4 27.8 35.2; 44+28+35 = 107"},
	{"10-20 and 20+", "4.1.2", []int{329, 331}, []string{"bands-overlap"}, Certain, "20 is in both"},
	{"37% and 63% of 19 and 35", "4.1.3.1", []int{339, 341}, []string{"no-common-base", "copied"}, Certain,
		"19 is 37% of 51 or 52, 35 is 63% of 55 or 56; of 54: 35.2 and 64.8; 37 and 63 are of the training question"},
	{"training", "4.1.3.1", []int{341, 343, 347}, []string{"base-not-stated"}, NotStated, "19+32 = 51; 37.3 and 62.7; 51 is printed nowhere"},
	{"27% lacking confidence", "4.1.3.1", []int{353, 361}, []string{"sum-of-rounded", "not-of-base", "two-ways"}, ByConvention,
		"8+4+2 = 14 of 53 is 26.4; 15+8+4 = 27; of 14 printed as 26% in Table 2"},
	{"no base for 100, 95 and 84%", "4.1.3.2", []int{388, 395, 401}, []string{"base-not-stated"}, NotStated,
		"18 of 19 is 94.7, 16 of 19 is 84.2; of 18 only rounding up: 17 is 94.4, 15 is 83.3; at least 18 are said to be there"},
	{"Table 2 twice", "4.1.3.1 and 4.2.2", []int{355, 464}, []string{"table-number"}, Certain, "two captions"},
	{"see Table 1", "4.2.2", []int{459, 464}, []string{"table-reference"}, NotStated, "Table 1 is of the survey, the ages of the groups stand in the second Table 2"},
	{"5, 6 and 3 of 15", "4.2.2", []int{459, 461, 463}, []string{"parts-sum"}, Certain, "5+6+3 = 14"},
	{"7 of 12 is 59%", "4.2.2, second Table 2", []int{468}, []string{"other-convention", "not-of-base"}, ByConvention,
		"58.3: 59 only rounding up, but 1 of 12 is 8.3, printed as 8; 8+59+17+17 = 101"},
	{"7 of 12 twice", "4.2.2 and 4.2.3.1", []int{468, 502}, []string{"two-ways"}, Certain, "59% and 58%"},
	{"roles of 15, with 3 who gave none", "4.2.2", []int{476, 482, 484}, []string{"missing-counted"}, NotStated, "8+6+1 = 15 and 12+3 = 15"},
	{"half of 12, not of 15", "4.2.2", []int{488}, []string{"half"}, NotStated, "6 is half of 12; the sample is said to be 15 (7.5)"},
	{"14 and 34%", "4.2.2", []int{488, 490, 492}, []string{"above-base", "not-of-base", "parts-sum", "no-common-base"}, Certain,
		"6 is 50% of 12, 2 is 17% of 12, 14 is 34% of 41 or 42; the remainder of 12 is 4; 6+2+14 = 22"},
	{"8 of 12 is 66%", "4.2.3.1", []int{510, 512}, []string{"other-convention"}, ByConvention, "66.7: 66 only cut off; 4 of 12 is 33 either way"},
}

// soundByHand are the figures that the same reading found to hold, by line: no
// finding may be about one of these alone.
var soundByHand = []struct {
	line    int
	figures string
	why     string
}{
	{299, "54, 45 and 9", "45+9 = 54"},
	{311, "4 7%", "7.4"}, {312, "18 33%", "33.3"}, {313, "11 20%", "20.4"}, {314, "12 22%", "22.2"},
	{315, "7 13%", "12.96 (the band is another matter)"}, {316, "2 4%", "3.7; 4+18+11+12+7+2 = 54"},
	{325, "at least 18", "of 54"},
	{343, "19 37%", "of 51: 37.3"}, {347, "32 63%", "of 51: 62.7"},
	{359, "6 11%", "11.3"}, {361, "14 26%", "26.4"}, {363, "19 36%", "35.8"}, {364, "8 15%", "15.1"}, {366, "4 8%", "7.5"}, {368, "2 4%", "3.8; 6+14+19+8+4+2 = 53"},
	{388, "five out of eight", "five named; 5+2+1 = 8"}, {395, "two out of eight", "two named"},
	{467, "1 8%", "8.3"}, {469, "2 17%", "16.7"}, {470, "2 17%", "16.7"}, {471, "0 0%", "0"}, {472, "0 0%", "0; 1+7+2+2 = 12"},
	{476, "3 without data", "12+3 = 15"},
	{482, "8 53%", "of 15: 53.3"}, {484, "6 40% and 1 7%", "40, 6.7; 8+6+1 = 15"},
	{504, "7 58% and 5 42%", "of 12: 58.3, 41.7; 7+5 = 12"},
	{506, "75%", "9 of 12; 6+1+1+1 = 9"},
	{510, "4 33%", "33.3"},
	{520, "3 25%", "25"}, {521, "6 50%", "50"}, {522, "1 8%", "8.3"}, {523, "1 8%", "8.3"}, {524, "1 8%", "8.3; 3+6+1+1+1 = 12"},
}
