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
}

// Group is a set of people that a column of a table counts.
type Group struct {
	// ID is "" for everyone.
	ID    string
	Label string
	// Where is the filter that picks them, as the study writes it.
	Where string
	// N is how many they are.
	N int
}

// Row is the heading of a row.
type Row struct {
	Label string
	Kind  RowKind
	// Option is the option's place in the question, from 0; -1 for other rows.
	Option int
	// Domain and Question are set in the table of agreement.
	Domain   string
	Question string
}

// Cell is one number of a table with all that it means.
type Cell struct {
	// Count is how many people, or mentions; Base what the percentage is of.
	Count, Base int
	Rule        study.BaseRule
	// Missing is how many of those asked are not in the base.
	Missing int
	// Weight and WeightBase are the sums of the weights behind Count and Base, in
	// units of WeightUnit; both 0 in a table that is not weighted.
	Weight, WeightBase int64
	// Percent is exact to four digits, half up; Shown is as printed. Both are ""
	// where the base is 0 and in value rows, whose number is in Value.
	Percent, Shown string
	Value          string
	// Low and High are the 95 per cent Wilson interval, in per cent; both 0
	// where the cell is no share of people.
	Low, High float64
	// Interval tells whether Low and High are given.
	Interval bool
	// Suppressed is true where the number may not be shown.
	Suppressed bool
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
