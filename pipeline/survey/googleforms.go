package survey

import "strings"

// googleTimestamps are what Google Forms calls its first column, in the
// languages of western Europe.
var googleTimestamps = []string{
	"Timestamp", "Zeitstempel", "Horodateur", "Marca temporal", "Informazioni cronologiche",
	"Carimbo de data/hora", "Tijdstempel",
}

// googleHeaders: one header record, whose first cell names the time at which
// the answers were sent; the rows begin with it.
func googleHeaders(records [][]string, named bool) int {
	first := normalAll(records[0][:1])[0]
	if named || oneOf(first, googleTimestamps...) && (len(records) < 2 || strings.Contains(cellOf(records[1], 0), ":")) {
		return 1
	}
	return 0
}

func googleColumns(head [][]string) []column {
	out := plainColumns(head)
	for i := range out {
		c := &out[i]
		question, part, _ := splitBrackets(c.name)
		switch {
		case i == 0:
			c.platform = "Timestamp"
		case i < 3 && oneOf(c.name, "Email Address", "Username", "Score"):
			c.platform = c.name
		case (part == "Score" || part == "Feedback") && i > 0 && strings.HasPrefix(out[i-1].name, question):
			c.platform = part // of a quiz: they follow their question
		}
	}
	groupBrackets(out, splitBrackets)
	return out
}
