package pipeline

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"concord/pipeline/audit"
	"concord/pipeline/finding"
)

// The two consultations here are surveys that were held. Their data lie outside
// this repository; where they are not, these tests are skipped.
const (
	rseStudy   = "testdata/rse-uk-2016"
	rseData    = "../../shared/data/survey-rse-uk-2016/public_data.csv"
	rsePrinted = "../../shared/data/survey-rse-uk-2016/published_figures.csv"
	aphaStudy  = "testdata/apha-cpd-2022"
	aphaData   = "../../shared/data/survey-apha-cpd-2022/apha_cpd_survey.csv"
)

func needsData(t *testing.T, file string) {
	t.Helper()
	if _, err := os.Stat(file); err != nil {
		t.Skipf("%s is not here", file)
	}
}

// nothingAmiss checks that a consultation has no errors and no warnings, and
// that a question reads every column of its data.
func nothingAmiss(t *testing.T, study string) {
	t.Helper()
	findings, err := Check(context.Background(), study, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		if f.Severity != finding.Note || f.Kind == "unread-columns" {
			t.Error(f)
		}
	}
}

// sameBytes runs a consultation with one processor and with four, and then once
// more into the same folder. It gives the folder of the output.
func sameBytes(t *testing.T, study string) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "four")
	runTo(t, study, out, 4)
	one := filepath.Join(t.TempDir(), "one")
	runTo(t, study, one, 1)
	sameFiles(t, hashes(t, one), hashes(t, out))
	if again := runTo(t, study, out, 4); len(again.Ran) > 0 {
		t.Errorf("a second run, with nothing changed, ran %v", again.Ran)
	}
	sameFiles(t, hashes(t, one), hashes(t, out))
	return out
}

// The survey of research software engineers comes with 301 printed counts, and
// with somebody else's recount of each of them from the same file.
func TestRealPublishedTables(t *testing.T) {
	needsData(t, rseData)
	nothingAmiss(t, rseStudy)
	out := sameBytes(t, rseStudy)

	// Both files keep the order of the figures of one printed table and column.
	ours := map[string][]map[string]string{}
	percents := map[string]int{}
	var counts int
	for _, r := range readCSV(t, filepath.Join(out, "tables/published.csv")) {
		if r["what"] == "count" {
			ours[r["set"]] = append(ours[r["set"]], r)
			counts++
		} else {
			percents[r["status"]]++
		}
	}
	if counts != 301 {
		t.Errorf("%d printed counts, want 301", counts)
	}
	matches, differ := map[string]int{}, map[string]int{}
	for _, p := range readCSV(t, rsePrinted) {
		set := p["source_table"]
		if p["public_column"] != "" {
			set += ": " + strings.Join(strings.Fields(p["public_column"]), " ")
		}
		if len(ours[set]) == 0 {
			t.Errorf("%s: this printed count is not in published.csv: %v", set, p)
			continue
		}
		r := ours[set][0]
		ours[set] = ours[set][1:]
		if want := strings.TrimSuffix(p["published_count"], ".0"); r["printed"] != want || r["place"] != p["source_table"] {
			t.Errorf("%s, %s: printed %q at %q, want %q at %q", set, r["row"], r["printed"], r["place"], want, p["source_table"])
		}
		if r["ours"] != p["computed_count"] {
			t.Errorf("%s, %s: we count %q, the recount says %q", set, r["row"], r["ours"], p["computed_count"])
		}
		status := audit.Status(r["status"])
		matches[p["match"]]++
		switch p["match"] {
		case "yes":
			if status != audit.Reproduced {
				t.Errorf("%s, %s: %s, want reproduced", set, r["row"], status)
			}
		case "NO":
			differ[r["place"]]++
			if status != audit.NotReproduced && status != audit.Impossible {
				t.Errorf("%s, %s: %s, though %s is printed and %s counted", set, r["row"], status, r["printed"], r["ours"])
			}
		default:
			if status != audit.NotInData {
				t.Errorf("%s, %s: %s, want not-in-data", set, r["row"], status)
			}
		}
	}
	if matches["yes"] != 235 || matches["NO"] != 14 || matches["column not in public data"] != 52 {
		t.Errorf("by how they match: %v, want 235 yes, 14 NO and 52 not in the data", matches)
	}
	if len(differ) != 3 || differ["paper1_2_4_5"] != 12 || differ["turnOver1_2"] != 1 || differ["turnOver3_4"] != 1 {
		t.Errorf("the tables that differ are %v", differ)
	}
	t.Logf("percentages, by status: %v", percents)

	// The recount says which percentages are of those who answered.
	answered := map[string]int{}
	for _, p := range readCSV(t, rsePrinted) {
		if p["percent_base_that_fits"] == "answered" {
			answered[p["source_table"]+" "+p["published_percent"]]++
		}
	}
	for _, r := range readCSV(t, filepath.Join(out, "tables/published.csv")) {
		if key := r["place"] + " " + r["printed"]; r["what"] == "percent" && answered[key] > 0 {
			answered[key]--
			if audit.Status(r["status"]) != audit.Reproduced {
				t.Errorf("%s, %s: %s, want reproduced, as of those who answered", r["set"], r["row"], r["status"])
			}
		}
	}
	for key, n := range answered {
		if n > 0 {
			t.Errorf("the percentage %s is not in published.csv", key)
		}
	}
}

// A person is one row of a file, read without concord.
type person = map[string]string

func is(column string, values ...string) func(person) bool {
	return func(p person) bool { return slices.Contains(values, strings.TrimSpace(p[column])) }
}

func not(f func(person) bool) func(person) bool { return func(p person) bool { return !f(p) } }

func both(f, g func(person) bool) func(person) bool {
	return func(p person) bool { return f(p) && g(p) }
}

func anyone(person) bool { return true }

var (
	aphaBand       = "q05a_afc_band_cat"
	aphaRegistered = "q09a_apha_registered_cat"
	aphaTime       = "q12a_cpd_time_at_work_cat"
	aphaSenior     = is(aphaBand, "Band 8a or 8b", "Band 8c or 8d", "Band 9 or VSM")
	aphaMember     = not(is(aphaRegistered, "-", "No, and I am not planning on being professionally registered"))
	aphaRoles      = []string{"Data analyst", "Data scientist", "Data engineer", "Information Manager", "Information manager"}
	aphaElsewhere  = not(is("q20h_cpd_opps_other_txt", "", "No"))
)

func starts(column, with string) func(person) bool {
	return func(p person) bool { return strings.HasPrefix(p[column], with) }
}

// aphaCells are cells of tables, each with who is counted in it and who is in
// its base, in the words of the file.
var aphaCells = []struct {
	table, subgroup, row string
	base, counted        func(person) bool
	rule                 string
}{
	{"age", "", "45 to 49", anyone, is("q00a_age_bracket_cat", "45~49"), "answered"},
	{"age", "", "65 and above", anyone, is("q00a_age_bracket_cat", "65 and above"), "answered"},
	{"gender", "", "Male", anyone, is("q01a_gender_cat", "Male"), "answered"},
	{"gender", "", "Prefer not to say", anyone, is("q01a_gender_cat", "Prefer not to say"), "answered"},
	{"education", "", "A degree", anyone, is("q02a_max_education_level_cat", "Bachelor's degree", "Postgraduate degree"), "answered"},
	{"education", "", "Apprenticeships", anyone, is("q02a_max_education_level_cat", "Apprenticeships"), "answered"},
	{"role", "", "Data analyst", anyone, is("q04a_role_description_cat", "Data analyst"), "answered"},
	{"role", "", "Information manager", anyone, is("q04a_role_description_cat", "Information Manager", "Information manager"), "answered"},
	{"role", "", "Another role", anyone, not(is("q04a_role_description_cat", aphaRoles...)), "answered"},
	{"band", "", "Band 6 or 7", not(is(aphaBand, "-")), is(aphaBand, "Band 6 or 7"), "answered"},
	{"band", "", "Prefer not to say", not(is(aphaBand, "-")), is(aphaBand, "Prefer not to say"), "answered"},
	{"organisation", "", "NHS England", anyone, is("q22a_org_nhs_type_cat", "NHS England", "NHSE", "Nhse", "NHSE&I"), "answered"},
	{"registered", "senior", "Not yet but planning to", aphaSenior, starts(aphaRegistered, "Not yet,"), "answered"},
	{"registered", "", "Senior practitioner", anyone, starts(aphaRegistered, "Yes, I am a senior"), "answered"},
	{"time_at_work", "", "Often or always", anyone, func(p person) bool { return starts(aphaTime, "Often")(p) || starts(aphaTime, "Always")(p) }, "answered"},
	{"time_at_work", "apha", "Sometimes", aphaMember, starts(aphaTime, "Sometimes"), "answered"},
	{"time_at_work_by_team_size", "team_size=11 or above", "Often", starts("q23a_org_analyst_team_size_cat", "11"), starts(aphaTime, "Often"), "answered"},
	{"time_at_work_by_team_size", "team_size=6 to 10", "Always", starts("q23a_org_analyst_team_size_cat", "6"), starts(aphaTime, "Always"), "answered"},
	{"outside_work", "", "Yes", is("q13a_cpd_outside_work_ind", "Yes", "No"), is("q13a_cpd_outside_work_ind", "Yes"), "answered"},
	{"outside_work", "apha", "No", both(aphaMember, is("q13a_cpd_outside_work_ind", "Yes", "No")), is("q13a_cpd_outside_work_ind", "No"), "answered"},
	{"study_leave", "", "Yes", anyone, is("q18a_org_study_leave_ind", "Yes"), "asked"},
	{"study_leave", "senior", "No", aphaSenior, is("q18a_org_study_leave_ind", "No"), "asked"},
	{"manager_supportive", "senior", "Very supportive", aphaSenior, starts("q14a_mgr_cpd_supportive_cat", "Very"), "answered"},
	{"organisation_supportive", "apha", "Not at all", aphaMember, is("q16a_org_cpd_supportive_cat", "Not at all"), "answered"},
	{"sources", "", "Elsewhere", anyone, aphaElsewhere, "answered"},
	{"sources", "senior", "Twitter", aphaSenior, is("q20d_cpd_opps_twitter_ind", "Yes"), "answered"},
	{"sources", "", "Any social medium or blog", anyone, func(p person) bool {
		return p["q20c_cpd_opps_blogs_ind"] == "Yes" || p["q20d_cpd_opps_twitter_ind"] == "Yes" || p["q20e_cpd_opps_linkedin_ind"] == "Yes"
	}, "answered"},
	{"influence", "apha", "Most decisions", aphaMember, starts("q24a_org_analytics_influence_cat", "Yes – analytics"), "answered"},
}

const aphaBelow = 5

// halfUp gives count of base in per cent, rounded half up to a number of digits
// after the point, by whole numbers alone.
func halfUp(count, base, digits int) string {
	unit := 1
	for range digits {
		unit *= 10
	}
	n := (2*count*100*unit + base) / (2 * base)
	if digits == 0 {
		return strconv.Itoa(n)
	}
	return fmt.Sprintf("%d.%0*d", n/unit, digits, n%unit)
}

func number(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// The survey of healthcare analysts is counted here a second time, from the
// cells of its file, and its small counts must be nowhere.
func TestRealSurveyOfAnalysts(t *testing.T) {
	needsData(t, aphaData)
	nothingAmiss(t, aphaStudy)
	out := sameBytes(t, aphaStudy)
	people := readCSV(t, aphaData)
	cells := readCSV(t, filepath.Join(out, "tables/tables.csv"))
	t.Run("counts", func(t *testing.T) { realCounts(t, people, cells) })
	t.Run("sums", func(t *testing.T) { realSums(t, cells) })
	t.Run("hidden cells", func(t *testing.T) { realHidden(t, out) })
	t.Run("written answers", func(t *testing.T) { realWords(t, people, out) })
	t.Run("hidden numbers", func(t *testing.T) { realNumbers(t, people) })
}

func realCounts(t *testing.T, people []person, cells []map[string]string) {
	find := func(table, subgroup, row string) map[string]string {
		i := slices.IndexFunc(cells, func(c map[string]string) bool {
			return c["table"] == table && c["subgroup"] == subgroup && c["row"] == row
		})
		if i < 0 {
			t.Errorf("%s, %q, %s: there is no such cell", table, subgroup, row)
			return nil
		}
		return cells[i]
	}
	shown, hidden := 0, 0
	for _, w := range aphaCells {
		count, base, everyone := 0, 0, 0
		for _, p := range people {
			if w.counted(p) {
				everyone++
			}
			if w.base(p) {
				base++
				if w.counted(p) {
					count++
				}
			}
		}
		c := find(w.table, w.subgroup, w.row)
		if c == nil {
			continue
		}
		name := fmt.Sprintf("%s, %q, %s", w.table, w.subgroup, w.row)
		if c["base_rule"] != w.rule || c["base"] != strconv.Itoa(base) {
			t.Errorf("%s: base %s (%s), want %d (%s)", name, c["base"], c["base_rule"], base, w.rule)
		}
		// Those outside a subgroup are a small count too.
		rest := everyone - count
		if count > 0 && count < aphaBelow || w.subgroup != "" && rest > 0 && rest < aphaBelow {
			hidden++
			if c["suppressed"] != "true" || c["count"] != "" {
				t.Errorf("%s: %d people gave this answer, and the cell is not hidden: %v", name, count, c)
			}
			continue
		}
		shown++
		if c["suppressed"] != "false" || c["count"] != strconv.Itoa(count) || c["percent"] != halfUp(count, base, 4) || c["shown"] != halfUp(count, base, 0) {
			t.Errorf("%s: %s, %s%%, shown as %s; want %d of %d, %s%%, %s", name, c["count"], c["percent"], c["shown"], count, base, halfUp(count, base, 4), halfUp(count, base, 0))
		}
	}
	if shown < 12 || hidden < 4 {
		t.Errorf("%d cells shown and %d hidden were counted again; the test means to have more", shown, hidden)
	}

	ticks := 0
	for _, p := range people {
		for column, cell := range p {
			if strings.HasPrefix(column, "q20") && !strings.HasPrefix(column, "q20h") && cell == "Yes" {
				ticks++
			}
		}
		if aphaElsewhere(p) {
			ticks++
		}
	}
	if c := find("sources_2", "", "Blogs"); c != nil && (c["base"] != strconv.Itoa(ticks) || c["base_rule"] != "mentions") {
		t.Errorf("the base of the ticks is %s (%s), want %d mentions", c["base"], c["base_rule"], ticks)
	}
	years, sum := 0, 0.0
	for _, p := range people {
		if x, err := strconv.ParseFloat(p["q03a_analyst_years_n"], 64); err == nil {
			years++
			sum += x
		}
	}
	if c := find("analyst_years", "", "Mean"); c != nil {
		mean, err := strconv.ParseFloat(c["shown"], 64)
		if off := mean - sum/float64(years); err != nil || off > 0.0051 || off < -0.0051 || c["count"] != strconv.Itoa(years) {
			t.Errorf("the mean of years is %s of %s people, want %.4f of %d", c["shown"], c["count"], sum/float64(years), years)
		}
	}
}

// column is one column of one table.
type column struct{ table, subgroup string }

// byColumn gathers the cells of each column, in the order of the file.
func byColumn(cells []map[string]string) (columns []column, of map[column][]map[string]string) {
	of = map[column][]map[string]string{}
	for _, c := range cells {
		k := column{c["table"], c["subgroup"]}
		if of[k] == nil {
			columns = append(columns, k)
		}
		of[k] = append(of[k], c)
	}
	return columns, of
}

// realSums checks that the answers and those who gave none add up to those who
// were asked, and what is hidden to what the rest leaves.
func realSums(t *testing.T, cells []map[string]string) {
	columns, of := byColumn(cells)
	checked := 0
	for _, k := range columns {
		if k.table == "sources" || k.table == "analyst_years" {
			continue // several answers each, and no answers to choose from
		}
		sum, hidden, missing, asked, base := 0, 0, 0, 0, 0
		for _, c := range of[k] {
			switch {
			case c["row_kind"] == "missing":
				missing, asked = number(t, c["count"]), number(t, c["base"])
			case c["row_kind"] == "option" && c["suppressed"] == "true":
				hidden++
			case c["row_kind"] == "option":
				sum += number(t, c["count"])
			}
			if c["row_kind"] == "option" {
				base = number(t, c["base"])
			}
		}
		whole := asked - missing
		if k.table == "sources_2" {
			whole = base
		}
		switch {
		case hidden == 0 && sum != whole:
			t.Errorf("%v: the answers add up to %d, want %d", k, sum, whole)
		case hidden == 1:
			t.Errorf("%v: one hidden answer alone is what the others leave", k)
		case hidden > 1 && whole-sum <= hidden:
			t.Errorf("%v: %d hidden answers have %d people, so each is known", k, hidden, whole-sum)
		}
		checked++
	}
	if checked < 20 {
		t.Errorf("only %d columns of tables were added up", checked)
	}
}

// realHidden looks at every cell of every table, and at the numbers of every
// picture: none from 1 to 4 may stand there, and a hidden one has no numbers.
// Those who gave no answer are counted whatever their number.
func realHidden(t *testing.T, out string) {
	hidden := 0
	for _, folder := range []string{"tables", "charts"} {
		files, err := filepath.Glob(filepath.Join(out, folder, "*.csv"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no files in %s: %v", folder, err)
		}
		for _, file := range files {
			for _, c := range readCSV(t, file) {
				name := fmt.Sprintf("%s: %s, %s", filepath.Base(file), c["row"], c["subgroup"]+c["series"])
				if c["suppressed"] == "true" {
					hidden++
					if got := c["count"] + c["percent"] + c["shown"] + c["ci_low"] + c["ci_high"]; got != "" {
						t.Errorf("%s is hidden and has %q", name, got)
					}
					continue
				}
				if c["row_kind"] == "missing" {
					continue
				}
				for _, key := range []string{"count", "base"} {
					if n := number(t, c[key]); n > 0 && n < aphaBelow {
						t.Errorf("%s: a %s of %d is shown", name, key, n)
					}
				}
			}
		}
	}
	if hidden < 40 {
		t.Errorf("only %d cells are hidden; the test means to have more", hidden)
	}

	// A row of a table divided by a question that everyone answered has one more
	// sum to work with: the column of everyone.
	perRow := map[string][]map[string]string{}
	for _, c := range readCSV(t, filepath.Join(out, "tables/time_at_work_by_team_size.csv")) {
		perRow[c["row"]] = append(perRow[c["row"]], c)
	}
	for row, cells := range perRow {
		n := 0
		for _, c := range cells {
			if c["suppressed"] == "true" {
				n++
			}
		}
		if n == 1 {
			t.Errorf("%s: one hidden cell alone is what the row's others leave", row)
		}
	}
}

var plainWords = regexp.MustCompile(`^[A-Za-z]+( [A-Za-z]+)+$`)

// realWords checks that what single people wrote in place of a listed answer is
// in no table, picture or report.
func realWords(t *testing.T, people []person, out string) {
	var texts []string
	for _, pattern := range []string{"report.*", "tables/*", "charts/*.csv", "charts/*.svg"} {
		files, err := filepath.Glob(filepath.Join(out, pattern))
		if err != nil || len(files) == 0 {
			t.Fatalf("no files %s: %v", pattern, err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			texts = append(texts, strings.ToLower(string(data)))
		}
	}
	var comments strings.Builder
	seen := map[string]bool{}
	var words []string
	for _, p := range people {
		for name, cell := range p {
			if strings.HasSuffix(name, "_txt") {
				comments.WriteString(strings.ToLower(cell) + "\n")
			}
		}
		for _, name := range []string{"q04a_role_description_cat", "q22a_org_nhs_type_cat", aphaBand} {
			w := strings.TrimSpace(p[name])
			if plainWords.MatchString(w) && !seen[w] {
				seen[w] = true
				words = append(words, w)
			}
		}
	}
	study, err := os.ReadFile(filepath.Join(aphaStudy, "consultation.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	listed := strings.ToLower(string(study))
	checked := 0
	for _, w := range words {
		w = strings.ToLower(w)
		// What the instrument lists may be shown, and a comment may be quoted.
		if strings.Contains(listed, w) || strings.Contains(comments.String(), w) {
			continue
		}
		checked++
		if slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(text, w) }) {
			t.Errorf("%q, which somebody wrote in place of a listed answer, is in the output", w)
		}
	}
	if checked < 20 {
		t.Errorf("only %d written answers were looked for", checked)
	}
}

// realNumbers moves one person from one hidden answer to another, three times,
// so that each count changes and each stays hidden. If any file of the tables,
// any picture or the report is another then, it tells something of a hidden
// count.
func realNumbers(t *testing.T, people []person) {
	moves := []struct{ column, from, to string }{
		{"q01a_gender_cat", "Female", "Prefer not to say"},
		{"q02a_max_education_level_cat", "GCSE or equivalent qualifications", "Apprenticeships"},
		{aphaRegistered, "Yes, I am a leading practitioner", "Yes, I am a senior practitioner"},
	}
	changed := make([]person, len(people))
	for i, p := range people {
		changed[i] = maps.Clone(p)
	}
	for _, m := range moves {
		i := slices.IndexFunc(changed, func(p person) bool {
			if p[m.column] != m.from {
				return false
			}
			// The tables of band 8a and above have these answers too: there as well
			// the move must leave none of them with 0, nor begin or make one large.
			for _, answer := range []struct {
				text string
				more int
			}{{m.from, -1}, {m.to, 1}} {
				n := answer.more
				for _, other := range changed {
					if aphaSenior(other) == aphaSenior(p) && other[m.column] == answer.text {
						n++
					}
				}
				if n == 0 || n == aphaBelow || (answer.more > 0 && n == 1) {
					return false
				}
			}
			return true
		})
		if i < 0 {
			t.Fatalf("nobody can be moved in %s", m.column)
		}
		changed[i][m.column] = m.to
	}

	run := func(people []person) map[string]string {
		dir := filepath.Join(t.TempDir(), "copy")
		if err := os.CopyFS(dir, os.DirFS(aphaStudy)); err != nil {
			t.Fatal(err)
		}
		edit(t, filepath.Join(dir, "consultation.yaml"), "../../../../shared/data/survey-apha-cpd-2022/apha_cpd_survey.csv", "data.csv")
		header := slices.Sorted(maps.Keys(people[0]))
		rows := [][]string{header}
		for _, p := range people {
			var row []string
			for _, name := range header {
				row = append(row, p[name])
			}
			rows = append(rows, row)
		}
		var data bytes.Buffer
		if err := csv.NewWriter(&data).WriteAll(rows); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "data.csv"), data.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		out := filepath.Join(t.TempDir(), "out")
		runTo(t, dir, out, 0)
		return hashes(t, out)
	}
	before, after := run(people), run(changed)
	if before["ingest/responses.csv"] == after["ingest/responses.csv"] {
		t.Error("the answers were not changed")
	}
	for name, hash := range before {
		if strings.HasPrefix(name, "tables/") || strings.HasPrefix(name, "charts/") || strings.HasPrefix(name, "report.") {
			if after[name] != hash {
				t.Errorf("%s tells something of a hidden count", name)
			}
		}
	}
}
