package frameworks

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"
)

// UUID gives the identity of an item: the version 5 UUID (RFC 9562, section
// 5.5) of its key, within a namespace that is itself the version 5 UUID of
// "concord:framework:" and the framework's id within the URL namespace. The
// same id and key give the same UUID on every machine.
func UUID(framework, key string) string {
	return uuid.NewSHA1(space(framework), []byte(key)).String()
}

// DocumentUUID gives the identity of a framework that has no UUID of its own:
// the namespace that the UUIDs of its items are made in.
func DocumentUUID(framework string) string { return space(framework).String() }

func space(framework string) uuid.UUID {
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte("concord:framework:"+framework))
}

// WellFormedUUID tells whether s is a UUID as files must write it: 36
// characters, lower case.
func WellFormedUUID(s string) bool {
	if len(s) != 36 || strings.ToLower(s) != s {
		return false
	}
	_, err := uuid.Parse(s)
	return err == nil
}

// Slug gives s in lower-case Latin letters and digits with single hyphens
// between its words, accents taken off, at most about 80 characters; "" where
// it has neither.
func Slug(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(s) {
		switch r = unicode.ToLower(r); {
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
			if gap && b.Len() > 0 {
				if b.Len() >= 80 {
					return b.String()
				}
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’':
			// An accent or an apostrophe is within a word.
		default:
			gap = true
		}
		if b.Len() > 200 {
			break
		}
	}
	return b.String()
}

// LabelID gives the id that a label makes: its slug, or, where it has letters of
// another script, which a slug loses, what it is (such as kind) and the first
// eight hexadecimal digits of the SHA-256 of the label on one line (FIPS 180-4),
// so that one label makes the same id in every file that it stands in.
func LabelID(what, label string) string {
	label = OneLine(label)
	slug := Slug(label)
	lost := strings.ContainsFunc(norm.NFKC.String(label), func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) })
	if slug != "" && !lost {
		return slug
	}
	sum := sha256.Sum256([]byte(label))
	return what + "-" + hex.EncodeToString(sum[:4])
}

// OneLine gives a text on one line: every run of white space in it is one space,
// and none stands at its ends.
func OneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// CompareCodes gives -1, 0 or 1 as code a stands before, at or after code b:
// part by part between separators (. - / _ : and space, all alike), in each part
// runs of digits by size and other runs by letter, so that 7.A.9 stands before
// 7.A.10, K9 before K10, CS-A-2 before CS-A-10 and 7 before 7.A.1.
func CompareCodes(a, b string) int {
	as, bs := strings.FieldsFunc(a, separates), strings.FieldsFunc(b, separates)
	for i := 0; i < len(as) && i < len(bs); i++ {
		if c := compareParts(as[i], bs[i]); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(as), len(bs))
}

// separates tells the signs that part a code from what is put after it.
func separates(r rune) bool { return strings.ContainsRune(".-/_: ", r) }

// codeBelow tells whether a code is formed of that of the item above: after it
// stands a separator, or a letter after its last digit or a digit after its last
// letter, so that CS-A and CS1 are below CS, and 3a is below 3, but 10 is not
// below 1.
func codeBelow(code, above string) bool {
	rest, ok := strings.CutPrefix(code, above)
	if !ok || rest == "" {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(above)
	next, _ := utf8.DecodeRuneInString(rest)
	return separates(next) || separates(last) || unicode.IsLetter(next) && unicode.IsDigit(last) || unicode.IsDigit(next) && unicode.IsLetter(last)
}

// codeStem gives what a code has in common with those that differ from it in
// numbers alone, whatever separators they are written with.
func codeStem(code string) string {
	var b strings.Builder
	in := false
	for _, r := range code {
		if now := '0' <= r && r <= '9'; !now || !in {
			switch {
			case now:
				r = '0'
			case separates(r):
				r = '.'
			}
			b.WriteRune(r)
		}
		in = '0' <= r && r <= '9'
	}
	return b.String()
}

func compareParts(a, b string) int {
	for a != "" && b != "" {
		var x, y string
		x, a = cutRun(a)
		y, b = cutRun(b)
		c := strings.Compare(x, y)
		if digit(x[0]) && digit(y[0]) {
			// By length first, leading zeros aside: a number of any size compares
			// right without being read.
			p, q := strings.TrimLeft(x, "0"), strings.TrimLeft(y, "0")
			c = cmp.Or(cmp.Compare(len(p), len(q)), strings.Compare(p, q))
		}
		if c != 0 {
			return c
		}
	}
	return cmp.Compare(len(a), len(b))
}

// cutRun cuts the digits, or the other letters, that s begins with.
func cutRun(s string) (run, rest string) {
	n := 1
	for n < len(s) && digit(s[n]) == digit(s[0]) {
		n++
	}
	return s[:n], s[n:]
}

func digit(b byte) bool { return '0' <= b && b <= '9' }
