package casefile

// What CASE has no field for stands in extensions, under one key, so that a
// package read again gives the framework that was written.

// extensionKey is the one key under extensions that this package writes and reads.
const extensionKey = "concord"

// extensionFormat is the number of the layout described here.
const extensionFormat = 1

// original is a text that its field in CASE does not hold as it is, because the
// field asks for one line, or for something where there is nothing. It counts
// only as long as the field still says what was written then: where another
// system has changed it since, the change counts.
type original struct {
	Written  string `json:"written"`
	Original string `json:"original"`
}

type originals map[string]original

// keep notes what a reader of the field would not get back.
func (o *originals) keep(name, written, back, want string) {
	if back == want {
		return
	}
	if *o == nil {
		*o = originals{}
	}
	(*o)[name] = original{Written: written, Original: want}
}

type extension[T any] struct {
	Concord T `json:"concord"`
}

// documentExtra is what the document's extension holds.
type documentExtra struct {
	Format     int             `json:"format"`
	ID         string          `json:"id"`
	Source     string          `json:"source,omitempty"`
	Wording    string          `json:"wording,omitempty"`
	References []referenceJSON `json:"references,omitempty"`
	Relations  []relationJSON  `json:"relations,omitempty"`
	Originals  originals       `json:"originals,omitempty"`
}

type referenceJSON struct {
	Scheme string `json:"scheme"`
	Code   string `json:"code"`
	Title  string `json:"title,omitempty"`
}

type relationJSON struct {
	ID      string `json:"id"`
	Label   string `json:"label,omitempty"`
	Inverse string `json:"inverse,omitempty"`
	Ordered bool   `json:"ordered,omitempty"`
	CASE    string `json:"case,omitempty"`
}

// itemExtra is what an item's extension holds.
type itemExtra struct {
	Key       string    `json:"key,omitempty"`
	Wording   string    `json:"wording,omitempty"`
	Sources   []string  `json:"sources,omitempty"`
	Originals originals `json:"originals,omitempty"`
}

// valueExtra is what the extension of a kind or of a level holds.
type valueExtra struct {
	ID        string    `json:"id"`
	Letter    string    `json:"letter,omitempty"`
	Originals originals `json:"originals,omitempty"`
}

// linkExtra is what a link's extension holds.
type linkExtra struct {
	Relation    string    `json:"relation,omitempty"`
	Score       *float64  `json:"score,omitempty"`
	Method      string    `json:"method,omitempty"`
	ConfirmedBy string    `json:"confirmedBy,omitempty"`
	Originals   originals `json:"originals,omitempty"`
}

// extra gives what the extension of an entity holds for this package, or nil.
func extra(v *value) *value {
	if e := v.get("extensions").get(extensionKey); e != nil && e.kind == object {
		return e
	}
	return nil
}

// kept gives the original of a field, and whether the extension has one and the
// field still says what was written with it.
func kept(e *value, name, written string) (string, bool) {
	o := e.get("originals").get(name)
	w, was := o.get("written"), o.get("original")
	if w == nil || was == nil || w.kind != text || was.kind != text || w.text != written {
		return "", false
	}
	return was.text, true
}

// keptOr gives the original of a field, or else what reading the field gave.
func keptOr(e *value, name, written, read string) string {
	if was, ok := kept(e, name, written); ok {
		return was
	}
	return read
}
