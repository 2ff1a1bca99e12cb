package disclosure

// Account is a small set of linked numbers outside the tables, such as the people
// who speak of a theme and of whom they are made up: each is entered once, with
// the sums between them, and Hide says which may be shown.
type Account struct {
	rules  Profile
	linked Linked
}

// NewAccount gives an empty account by those rules.
func NewAccount(rules Profile) *Account { return &Account{rules: rules} }

// Printed enters a number that is printed unless it is hidden, and gives its
// place. A small one is hidden; 0 is shown, unless another needs it hidden.
func (a *Account) Printed(n int) int {
	low, high := a.rules.Seen(n)
	a.linked.Cells = append(a.linked.Cells, Cell{Value: n, Printed: true, SeenLow: low, SeenHigh: high, Protect: n > 0 && a.rules.Small(n)})
	return len(a.linked.Cells) - 1
}

// Known enters a number that readers know whatever is hidden.
func (a *Account) Known(n int) int {
	a.linked.Cells = append(a.linked.Cells, Cell{Value: n, Printed: true, Fixed: true, SeenLow: n, SeenHigh: n})
	return len(a.linked.Cells) - 1
}

// Rest enters a number that is printed nowhere; a small one must not be worked
// out either.
func (a *Account) Rest(n int) int {
	// What is left of rounded numbers is blurred already.
	blurred := a.rules.Rounds() && !a.rules.Unrounded
	a.linked.Cells = append(a.linked.Cells, Cell{Value: n, Protect: n > 0 && a.rules.Small(n) && !blurred})
	return len(a.linked.Cells) - 1
}

// Protect hides the number at a place, and keeps it from being worked out.
func (a *Account) Protect(at int) { a.linked.Cells[at].Protect = true }

// Sum notes that one number is the sum of others.
func (a *Account) Sum(total int, parts ...int) {
	a.linked.Sums = append(a.linked.Sums, Sum{Total: total, Parts: parts})
}

// Hide hides what must be: afterwards Hidden tells what.
func (a *Account) Hide() {
	if a.rules.Below > 1 {
		a.linked.Width = a.rules.Width()
		a.linked.Hide()
	}
}

// Hidden tells whether the number at a place may not be shown.
func (a *Account) Hidden(at int) bool { return a.linked.Cells[at].Hidden }
