package workbook

import (
	"encoding/xml"
	"io"
	"strconv"
	"strings"

	"concord/pipeline/packed"
)

// readShared gives the texts that cells share, in order.
func readShared(archive *packed.Archive, part string) ([]string, error) {
	var out []string
	err := elements(archive, part, mostSharedXML, func(tokens *packed.Tokens, e xml.StartElement) error {
		if e.Name.Local != "si" {
			return nil
		}
		s, err := richText(tokens)
		out = append(out, s)
		return err
	})
	return out, err
}

// richText gives the text of the element whose start was read last, whatever
// its fonts, without the hints that say how Japanese is pronounced.
func richText(tokens *packed.Tokens) (string, error) {
	var b strings.Builder
	for depth := 1; depth > 0; {
		token, err := tokens.Next()
		if err != nil {
			return "", err
		}
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "t":
				s, err := text(tokens)
				if err != nil {
					return "", err
				}
				b.WriteString(s)
			case "rPh":
				if err := tokens.Skip(); err != nil {
					return "", err
				}
			default:
				depth++
			}
		case xml.EndElement:
			depth--
		}
	}
	return unescape(b.String()), nil
}

// text gives the words of the element whose start was read last.
func text(tokens *packed.Tokens) (string, error) {
	var words []byte
	for {
		token, err := tokens.Next()
		if err == io.EOF {
			return string(words), nil
		}
		if err != nil {
			return "", err
		}
		switch e := token.(type) {
		case xml.CharData:
			words = append(words, e...)
		case xml.StartElement:
			if err := tokens.Skip(); err != nil {
				return "", err
			}
		case xml.EndElement:
			return string(words), nil
		}
	}
}

// unescape gives the characters that XML cannot hold and Excel writes as
// _x000D_ (ECMA-376 part 1, 22.4.2.4), and makes every line ending one "\n".
func unescape(s string) string {
	if strings.Contains(s, "_x") {
		var b strings.Builder
		for {
			at := strings.Index(s, "_x")
			if at < 0 {
				break
			}
			b.WriteString(s[:at])
			s = s[at:]
			code, err := uint64(0), strconv.ErrSyntax
			if len(s) >= 7 && s[6] == '_' {
				code, err = strconv.ParseUint(s[2:6], 16, 16)
			}
			if err != nil || code >= 0xD800 && code <= 0xDFFF {
				b.WriteString(s[:2])
				s = s[2:]
				continue
			}
			b.WriteRune(rune(code))
			s = s[7:]
		}
		b.WriteString(s)
		s = b.String()
	}
	return newlines.Replace(s)
}

var newlines = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "\uFFFD")
