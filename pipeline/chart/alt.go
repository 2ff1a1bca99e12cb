package chart

import (
	"strconv"
	"strings"
)

// altRows is how many rows a description spells out. The table beside a picture
// has them all.
const altRows = 12

// number gives "1 row", "3 rows".
func number(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	if strings.HasSuffix(what, "person") {
		return strconv.Itoa(n) + " " + strings.TrimSuffix(what, "person") + "people"
	}
	return strconv.Itoa(n) + " " + what + "s"
}

// sentence ends a text with a full stop, unless it ends in a mark already, and
// a space.
func sentence(s string) string {
	if strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "…") {
		return s + " "
	}
	return s + ". "
}
