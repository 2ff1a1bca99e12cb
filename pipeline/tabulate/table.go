// Package tabulate counts answers into tables. Every percentage in them says
// what it is of: its count, its base, the rule of the base, and how many are
// missing from it.
package tabulate

import (
	"concord/pipeline/study"
)

// RowKind is what a row of a table counts.
type RowKind string

const (
	OptionRow RowKind = "option"  // those who gave this answer
	NetRow    RowKind = "net"     // those who gave any of several answers
	DomainRow RowKind = "domain"  // those who agree that a domain applies
	ValueRow  RowKind = "value"   // a mean or the like; no share of anything
	MissRow   RowKind = "missing" // those who were asked and gave no answer
)

// AgreementID is the id of the table of agreement by domain.
const AgreementID = "agreement"

// Table is one table: rows by groups of people.
type Table struct {
	// ID is the question's id, with what divides it where something does; or
	// AgreementID. Participants' tables have the prefix "groups_".
	ID    string
	Title string
	// Source is "survey" or "groups".
	Source string
	// Question is the question counted, "" for agreement; Kind its kind.
	Question string
	Kind     study.Kind
	About    study.About
	// By is the question that divides the table, "" for none: it has a group for
	// each of its options, whose id is By, "=" and the option.
	By string
	// Interval is the interval that shares have here.
	Interval study.Interval
	// Matrix tells that the table is of several questions with the same options:
	// its rows have Item and Answer, and Question is "".
	Matrix bool
	// Weighted tells that percentages are of weights: of each cell Weight of
	// WeightBase. Count and Base stay numbers of people.
	Weighted bool
	// Groups are the columns: everyone first.
	Groups []Group
	Rows   []Row
	// Cells has a row for each of Rows, with a cell for each of Groups.
	Cells [][]Cell
	// Notes are sentences to print under the table.
	Notes []string
	// Rounded tells that counts and bases are rounded, to keep small ones.
	Rounded bool

	tallied *tallied // until it is protected
}

// Group is a set of people that a column of a table counts.
type Group struct {
	// ID is "" for everyone.
	ID    string
	Label string
	// Where is the filter that picks them, as the study writes it.
	Where string
	// N is how many they are; Unsaid where that may not be shown.
	N int
}

// Unsaid stands for a number of people that may not be shown, where there is no
// cell to mark as hidden: Group.N and Cell.Missing.
const Unsaid = -1

// Row is the heading of a row.
type Row struct {
	Label string
	Kind  RowKind
	// Option is the option's place in the question, from 0; -1 for other rows.
	Option int
	// Domain and Question are set in the table of agreement; Question in a matrix
	// too.
	Domain   string
	Question string
	// Item is the question's name, and Answer what the row counts of it, in a
	// matrix; Label is then both.
	Item, Answer string
}

// Cell is one number of a table with all that it means.
type Cell struct {
	// Count is how many people, or mentions; Base what the percentage is of.
	Count, Base int
	Rule        study.BaseRule
	// Missing is how many of those asked are not in the base; Unsaid where that may
	// not be shown.
	Missing int
	// Weight and WeightBase are the sums of the weights behind Count and Base, in
	// units of WeightUnit; both 0 in a table that is not weighted.
	Weight, WeightBase int64
	// Effective is how many people drawn alike would tell as much as the weighted
	// base does (Kish, 1965): the square of its weights' sum over the sum of their
	// squares. 0 in a table that is not weighted, and for mentions.
	Effective float64
	// Percent is exact to four digits, half up; Shown is as printed. Both are ""
	// where the base is 0 and in value rows, whose number is in Value.
	Percent, Shown string
	Value          string
	// Low and High are the ends of the interval: of a share of people in per cent
	// (Table.Interval says how it is made), of a mean or a median in its own unit;
	// both 0 where there is none.
	Low, High float64
	// Interval tells whether Low and High are given.
	Interval bool
	// Suppressed is true where the number may not be shown; Count and all that is
	// made of it are then 0 and "".
	Suppressed bool
	// Mark stands in place of a suppressed number.
	Mark string
}

// WeightUnit is how many units of Cell.Weight a weight of 1 has. Weights of
// published surveys have nine digits after the point at most, so that sums of
// them are exact; what a weight has beyond is rounded.
const WeightUnit = 1_000_000_000

// Group gives the index of the column of that id, -1 when there is none.
func (t *Table) Group(id string) int {
	for i := range t.Groups {
		if t.Groups[i].ID == id {
			return i
		}
	}
	return -1
}

// Row gives the index of the row of that label, -1 when there is none.
func (t *Table) Row(label string) int {
	for i := range t.Rows {
		if study.Normal(t.Rows[i].Label) == study.Normal(label) {
			return i
		}
	}
	return -1
}

// Block gives the rows, from first up to but without next, that count the same
// question as row r: those of its item in a matrix, else all.
func (t *Table) Block(r int) (first, next int) {
	if !t.Matrix {
		return 0, len(t.Rows)
	}
	first, next = r, r+1
	for first > 0 && t.Rows[first-1].Question == t.Rows[r].Question {
		first--
	}
	for next < len(t.Rows) && t.Rows[next].Question == t.Rows[r].Question {
		next++
	}
	return first, next
}

// HiddenBase tells whether the base of a cell would be a small count itself,
// since all that is counted of its question in that group is hidden.
func (t *Table) HiddenBase(r, group int) bool {
	first, next := t.Block(r)
	for ; first < next; first++ {
		if !t.Cells[first][group].Suppressed {
			return false
		}
	}
	return true
}

// Hides tells whether any number of a table is hidden.
func (t *Table) Hides() bool {
	for r := range t.Cells {
		for g := range t.Cells[r] {
			if t.Cells[r][g].Suppressed {
				return true
			}
		}
	}
	return false
}

// DesignEffect is how many times more people the base has than a sample drawn
// alike would need to tell as much (Kish, 1965); 0 where it is not weighted.
func (c *Cell) DesignEffect() float64 {
	if c.Effective == 0 {
		return 0
	}
	return float64(c.Base) / c.Effective
}

// HiddenWhole tells whether a table hides all of a group, whose base is then a
// small count itself.
func (t *Table) HiddenWhole(group int) bool {
	for r := range t.Rows {
		if !t.Cells[r][group].Suppressed {
			return false
		}
	}
	return len(t.Rows) > 0
}

// Find gives the table of that id.
func Find(tables []Table, id string) (*Table, bool) {
	for i := range tables {
		if tables[i].ID == id {
			return &tables[i], true
		}
	}
	return nil, false
}
