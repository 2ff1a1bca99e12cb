package likeness

import "strings"

// stopWords are the English words that say nothing of what a statement is
// about. Words of denial (not, no, without) are not among them.
var stopWords = func() map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(`a about after all also an and any are as at be been before being between both but by can
		could did do does during each either etc for from had has have he her his how i if in including into is it its
		may might more most must of on one or other our out over own per she should so some such than that the their
		them then there these they this those through to under up upon us use used uses using various was we were what
		when where which while who whose will with within would you your`) {
		out[w] = true
	}
	return out
}()
