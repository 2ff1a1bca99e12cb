package compare

// text is the title and the statement of an item, each on one line.
type text struct{ title, statement string }

// single tells whether the item has one text only, be it in both places.
func (t text) single() bool {
	return t.title == "" || t.statement == "" || plain(t.title) == plain(t.statement)
}

// aligned puts what two makers, or two formats, wrote in different places side
// by side: a text that stands as title and as statement is one, and where one of
// the two items has one text and the other two, it is set against the one that
// it is. Moved says that texts which stood as titles stand as statements, or the
// other way; they are then as they stood.
func aligned(was, is text) (text, text, bool) {
	switch {
	case was.single() && is.single():
		switch none := (text{}); {
		case was == none, is == none, was.statement == "" && is.statement == "":
			return was, is, false
		case was.title == "" && is.statement == "", was.statement == "" && is.title == "":
			return was, is, true
		}
		return was.asStatement(), is.asStatement(), false
	case was.single():
		was = was.against(is)
	case is.single():
		is = is.against(was)
	default:
		swapped := plain(was.title) == plain(is.statement) && plain(was.statement) == plain(is.title)
		return was, is, swapped
	}
	return was, is, false
}

// asStatement gives the one text of an item as its statement.
func (t text) asStatement() text {
	if t.statement == "" {
		t.statement = t.title
	}
	return text{statement: t.statement}
}

// against puts the one text of an item where it stands in the other, which has
// two.
func (t text) against(other text) text {
	one := t.asStatement().statement
	switch plain(one) {
	case plain(other.statement):
		return text{statement: one}
	case plain(other.title):
		return text{title: one}
	}
	return t
}
