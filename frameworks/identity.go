package frameworks

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/google/uuid"
)

// UUID gives the identity of an item: the version 5 UUID (RFC 9562, section
// 5.5) of its key, within a namespace that is itself the version 5 UUID of
// "concord:framework:" and the framework's id within the URL namespace. The
// same id and key give the same UUID on every machine.
func UUID(framework, key string) string {
	space := uuid.NewSHA1(uuid.NameSpaceURL, []byte("concord:framework:"+framework))
	return uuid.NewSHA1(space, []byte(key)).String()
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
// part by part between full stops, whole numbers by size and other parts by
// letter, so that 7.A.9 stands before 7.A.10 and 7 before 7.A.1.
func CompareCodes(a, b string) int {
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i := 0; i < len(as) && i < len(bs); i++ {
		x, xerr := strconv.ParseUint(as[i], 10, 64)
		y, yerr := strconv.ParseUint(bs[i], 10, 64)
		c := strings.Compare(as[i], bs[i])
		if xerr == nil && yerr == nil {
			c = cmp.Compare(x, y)
		}
		if c != 0 {
			return c
		}
	}
	return cmp.Compare(len(as), len(bs))
}
