package workbook

import (
	"encoding/xml"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"concord/pipeline/packed"
)

// look is what the style of a cell makes of a number.
type look int

const (
	plain   look = iota
	date         // a day
	clock        // a time of day
	moment       // a day and a time
	elapsed      // a span of time
)

// readStyles gives the look of each style that cells can have, in order.
func readStyles(archive *packed.Archive, part string) ([]look, error) {
	codes := map[int]string{} // of the workbook's own number formats
	var out []look
	cells := false // within the styles of cells
	err := elements(archive, part, mostStylesXML, func(_ *packed.Tokens, e xml.StartElement) error {
		switch e.Name.Local {
		case "numFmt":
			id, _ := strconv.Atoi(packed.Attr(e, "numFmtId"))
			codes[id] = packed.Attr(e, "formatCode")
		case "cellStyleXfs", "cellStyles", "dxfs":
			cells = false
		case "cellXfs":
			cells = true
		case "xf":
			if !cells {
				break
			}
			id, _ := strconv.Atoi(packed.Attr(e, "numFmtId"))
			if code, own := codes[id]; own {
				out = append(out, lookOf(code))
			} else {
				out = append(out, builtIn(id))
			}
		}
		return nil
	})
	return out, err
}

// builtIn gives the look of a format that every workbook has (ECMA-376 part 1,
// 18.8.30; 27 to 36 and 50 to 58 are dates in East Asian Excel).
func builtIn(id int) look {
	switch {
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return date
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id == 45, id == 47, id == 55, id == 56:
		return clock
	case id == 22:
		return moment
	case id == 46:
		return elapsed
	}
	return plain
}

// lookOf tells what the code of a format shows, by the letters in its first
// section that are not quoted or escaped.
func lookOf(code string) look {
	day, month, hour, span := false, false, false, false
	code = strings.ToLower(code)
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case ';':
			i = len(code)
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				return plain
			}
			i += end + 1
		case '\\', '_', '*':
			i++
		case '[':
			inside, _, closed := strings.Cut(code[i+1:], "]")
			if !closed {
				return plain
			}
			// [h], [mm] and [s] count beyond a day; [red] and [$-809] show nothing.
			span = span || inside != "" && (strings.Trim(inside, "h") == "" || strings.Trim(inside, "m") == "" || strings.Trim(inside, "s") == "")
			i += len(inside) + 1
		case 'y', 'd':
			day = true
		case 'm':
			month = true // or minutes, beside hours or seconds
		case 'h', 's':
			hour = true
		case 'g':
			if strings.HasPrefix(code[i:], "general") {
				return plain
			}
		}
	}
	switch {
	case span:
		return elapsed
	case day && hour:
		return moment
	case hour:
		return clock
	case day || month:
		return date
	}
	return plain
}

// epoch is the day from which a workbook counts.
type epoch int

const (
	epoch1900 epoch = iota
	epoch1904
)

// show gives a number of days as a date or time; false where it is none that
// Excel has (before the epoch, or after the year 9999).
func (e epoch) show(days float64, as look) (string, bool) {
	if !(days >= 0 && days < 2_958_466) {
		return "", false
	}
	ms := int64(math.Round(days * 86_400_000))
	if as == elapsed || as == clock && ms < 86_400_000 {
		s := ms / 1000
		return fmt.Sprintf("%02d:%02d:%02d", s/3600, s/60%60, s%60) + fraction(ms%1000), true
	}
	first := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case e == epoch1904:
		first = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case days < 60:
		// Excel counts a 29 February 1900 that there was not, as Lotus 1-2-3 did.
		first = time.Date(1899, 12, 31, 0, 0, 0, 0, time.UTC)
	}
	t := first.AddDate(0, 0, int(ms/86_400_000)).Add(time.Duration(ms%86_400_000) * time.Millisecond)
	if as == date && ms%86_400_000 == 0 {
		return t.Format("2006-01-02"), true
	}
	return t.Format("2006-01-02 15:04:05") + fraction(ms%1000), true
}

// fraction gives ".250" for 250 ms and nothing for none.
func fraction(ms int64) string {
	if ms == 0 {
		return ""
	}
	return fmt.Sprintf(".%03d", ms)
}
