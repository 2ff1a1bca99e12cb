package transcript

import (
	"regexp"
	"strconv"
	"strings"
)

// timings reads "00:01.000 --> 00:02.000", with settings after it or not, by
// the rules of the WebVTT specification. Both times are in milliseconds.
func timings(line string) (start, end int, ok bool) {
	rest := strings.TrimLeft(line, " \t\f")
	if start, rest, ok = timestamp(rest); !ok {
		return 0, 0, false
	}
	rest = strings.TrimLeft(rest, " \t\f")
	if rest, ok = strings.CutPrefix(rest, "-->"); !ok {
		return 0, 0, false
	}
	end, _, ok = timestamp(strings.TrimLeft(rest, " \t\f"))
	return start, end, ok
}

// timestamp reads one time at the start of s, and gives what follows it. Hours
// may be left out and may have any number of digits; minutes and seconds have
// two, milliseconds three.
func timestamp(s string) (ms int, rest string, ok bool) {
	first, s := digits(s)
	if first == "" {
		return 0, "", false
	}
	var second, third, fraction string
	if second, s, ok = part(s, ':', 2); !ok {
		return 0, "", false
	}
	long := len(first) != 2 || first > "59"
	if long || strings.HasPrefix(s, ":") {
		if third, s, ok = part(s, ':', 2); !ok {
			return 0, "", false
		}
	} else {
		first, second, third = "0", first, second
	}
	if fraction, s, ok = part(s, '.', 3); !ok {
		return 0, "", false
	}
	ms, ok = milliseconds(first, second, third, fraction)
	return ms, s, ok
}

// digits divides s after its leading ASCII digits.
func digits(s string) (number, rest string) {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return s[:n], s[n:]
}

// part reads a mark and exactly so many digits after it.
func part(s string, mark byte, width int) (number, rest string, ok bool) {
	if s == "" || s[0] != mark {
		return "", "", false
	}
	number, rest = digits(s[1:])
	return number, rest, len(number) == width
}

// milliseconds puts the parts of a time together; an empty part counts as 0.
// Nine digits of hours are more than a hundred thousand years.
func milliseconds(hours, minutes, seconds, fraction string) (int, bool) {
	if len(strings.TrimLeft(hours, "0")) > 9 {
		return 0, false
	}
	h, _ := strconv.Atoi(hours)
	m, _ := strconv.Atoi(minutes)
	s, _ := strconv.Atoi(seconds)
	f, _ := strconv.Atoi((fraction + "000")[:3])
	return h*3_600_000 + m*60_000 + s*1000 + f, m <= 59 && s <= 59
}

var looseLine = regexp.MustCompile(`^\s*(?:(\d{1,9}):)?(\d{1,4}):(\d{1,2})(?:[.,](\d{1,3}))?\s*-->` +
	`\s*(?:(\d{1,9}):)?(\d{1,4}):(\d{1,2})(?:[.,](\d{1,3}))?(?:\s|$)`)

// looseTimings reads times as Microsoft Teams has written them ("0:0:5.32"), as
// SubRip writes them ("00:00:05,320"), and with minutes that run past the hour
// ("120:05.320").
func looseTimings(line string) (start, end int, ok bool) {
	m := looseLine.FindStringSubmatch(line)
	if m == nil {
		return 0, 0, false
	}
	start, ok1 := looseTime(m[1], m[2], m[3], m[4])
	end, ok2 := looseTime(m[5], m[6], m[7], m[8])
	return start, end, ok1 && ok2
}

func looseTime(hours, minutes, seconds, fraction string) (int, bool) {
	over := 0
	if hours == "" {
		m, _ := strconv.Atoi(minutes)
		over, minutes = m/60, strconv.Itoa(m%60)
	}
	ms, ok := milliseconds(hours, minutes, seconds, fraction)
	return ms + over*3_600_000, ok
}
