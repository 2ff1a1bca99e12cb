package qda

import (
	"strings"

	"github.com/google/uuid"
)

// canonical gives a GUID in small letters without braces, and whether it was one
// as REFI-QDA has them: 8-4-4-4-12 hexadecimal digits, braces allowed.
func canonical(s string) (string, bool) {
	s = strings.TrimSpace(s)
	if inner, ok := strings.CutPrefix(s, "{"); ok {
		if s, ok = strings.CutSuffix(inner, "}"); !ok {
			return "", false
		}
	}
	if len(s) != 36 {
		return "", false
	}
	id, err := uuid.Parse(s)
	return id.String(), err == nil
}

// named gives the GUID of a stable name within a space: version 5 (RFC 9562,
// section 5.5), so that the same thing has the same GUID in every export.
func named(space uuid.UUID, kind, name string) string {
	return uuid.NewSHA1(space, []byte(kind+":"+name)).String()
}

// space gives the space of names of one codebook, consultation or file.
func space(kind, name string) uuid.UUID {
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte("concord:"+kind+":"+name))
}

// The GUIDs by which concord knows its own parts again when they come back.
func codeGUID(codebook, theme string) string {
	return named(space("codebook", codebook), "theme", theme)
}

func answerGUID(project, unit string) string { return named(space("project", project), "unit", unit) }

// userGUID does not depend on the project: a coder of two consultations is one
// user.
func userGUID(coder string) string { return named(space("coders", ""), "coder", coder) }
