package chart

import "strconv"

// percent gives count of base as a whole per cent, half up, by integers alone
// so that no half is lost to binary fractions. base must not be 0.
func percent(count, base int) string {
	return strconv.Itoa((200*count+base)/(2*base)) + "%"
}

// shown gives the figure that the study prints, or else percent.
func shown(given string, count, base int) string {
	if given == "" {
		return percent(count, base)
	}
	// A figure is short; room is kept for it and not for a sentence.
	const most = 12
	if r := []rune(clean(given)); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return clean(given)
}
