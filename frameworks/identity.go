package frameworks

import (
	"cmp"
	"strings"

	"github.com/google/uuid"
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

// wellFormedUUID tells whether s is a UUID as files must write it: 36
// characters, lower case.
func wellFormedUUID(s string) bool {
	if len(s) != 36 || strings.ToLower(s) != s {
		return false
	}
	_, err := uuid.Parse(s)
	return err == nil
}

// CompareCodes gives -1, 0 or 1 as code a stands before, at or after code b:
// part by part between full stops, in each part runs of digits by size and
// other runs by letter, so that 7.A.9 stands before 7.A.10, K9 before K10 and 7
// before 7.A.1.
func CompareCodes(a, b string) int {
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i := 0; i < len(as) && i < len(bs); i++ {
		if c := compareParts(as[i], bs[i]); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(as), len(bs))
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
