// Command bench measures how fast the parts of concord are, and how much memory
// they take, on input that it makes itself: a survey of a million rows and 38
// columns. It prints one table. Each row is measured in a process of its own,
// so that its peak memory is its own; times are the best of several runs, since
// other work on a machine only ever makes a run slower. A second table tells how
// often, and how fast, the right item of another framework is found.
package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"concord/pipeline"
	"concord/pipeline/study"
	"concord/pipeline/survey"
	"concord/pipeline/tabulate"
	"concord/pipeline/theme"
)

const consultation = "data/iapt-digital-2020"

func main() {
	rows := flag.Int("rows", 1_000_000, "rows of the survey")
	runs := flag.Int("runs", 3, "runs of each job")
	job := flag.String("job", "", "run one job, for the program itself; likeness prints the second table alone")
	file := flag.String("file", "", "the survey, for the program itself")
	jobs := flag.Int("jobs", runtime.GOMAXPROCS(0), "processors")
	flag.Parse()
	var err error
	if done, fault := themeJob(*job, *jobs, *runs); done {
		err = fault
	} else if *job == "likeness" {
		err = crosswalks(*runs)
	} else if *job == "rules" {
		err = rules()
	} else if *job != "" {
		err = one(*job, *file, *jobs)
	} else {
		err = all(*rows, *runs)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// all measures every job and prints the table.
func all(rows, runs int) error {
	dir, err := os.MkdirTemp("", "concord-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "survey.csv")
	if err := generate(file, rows); err != nil {
		return err
	}
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	fmt.Printf("%s rows × %d columns, %d MB; %d processors; best of %d runs\n\n", thousands(rows), len(columns()), info.Size()/1_000_000, runtime.GOMAXPROCS(0), runs)
	fmt.Printf("%-52s %5s %9s %22s %10s\n", "job", "jobs", "seconds", "speed", "peak MB")
	for _, j := range []struct {
		name, words string
		jobs        int
	}{
		{"split", "split into cells by Go's encoding/csv, for comparison", 1},
		{"tables", "read, code and count into all tables", 1},
		{"tables", "read, code and count into all tables", runtime.GOMAXPROCS(0)},
		{"tag", "tag comments with 14 themes", 1},
		{"tag", "tag comments with 14 themes", runtime.GOMAXPROCS(0)},
		{"run", "the whole job on " + consultation, runtime.GOMAXPROCS(0)},
		{"rerun", "the same again, nothing changed", runtime.GOMAXPROCS(0)},
	} {
		best, err := measure(j.name, file, j.jobs, runs)
		if err != nil {
			return err
		}
		speed := ""
		if best.units > 0 {
			speed = thousands(int(float64(best.units)/best.seconds)) + " " + best.unit + "/s"
		}
		fmt.Printf("%-52s %5d %9.2f %22s %10s\n", j.words, j.jobs, best.seconds, speed, best.peak)
	}
	if err := crosswalks(runs); err != nil {
		return err
	}
	if err := rules(); err != nil {
		return err
	}
	return themes(runs)
}

type result struct {
	seconds float64
	units   int
	unit    string
	peak    string
}

// measure runs a job in processes of its own and gives the best.
func measure(job, file string, jobs, runs int) (result, error) {
	self, err := os.Executable()
	if err != nil {
		return result{}, err
	}
	var best result
	for range runs {
		cmd := exec.Command(self, "-job", job, "-file", file, "-jobs", strconv.Itoa(jobs))
		cmd.Stderr = os.Stderr
		out, err := cmd.Output()
		if err != nil {
			return result{}, fmt.Errorf("%s: %w", job, err)
		}
		var r result
		if _, err := fmt.Sscan(string(out), &r.seconds, &r.units, &r.unit); err != nil {
			return result{}, fmt.Errorf("%s: %w", job, err)
		}
		r.peak = peakMB(cmd.ProcessState)
		if best.seconds == 0 || r.seconds < best.seconds {
			best = r
		}
	}
	return best, nil
}

// one does a job and prints its seconds, how many units it worked on, and what
// they are.
func one(job, file string, jobs int) error {
	runtime.GOMAXPROCS(jobs)
	var start time.Time
	units, unit := 0, "rows"
	switch job {
	case "split":
		in, err := os.Open(file)
		if err != nil {
			return err
		}
		defer in.Close()
		start = time.Now()
		r := csv.NewReader(bufio.NewReaderSize(in, 1<<20))
		r.ReuseRecord = true
		for {
			if _, err := r.Read(); err == io.EOF {
				break
			} else if err != nil {
				return err
			}
			units++
		}
	case "loop":
		// What somebody would write without concord: encoding/csv, a map for each
		// of 30 columns, and one for the first by each of eight.
		in, err := os.Open(file)
		if err != nil {
			return err
		}
		defer in.Close()
		start = time.Now()
		r := csv.NewReader(bufio.NewReaderSize(in, 1<<20))
		r.ReuseRecord = true
		if _, err := r.Read(); err != nil {
			return err
		}
		var counts [30]map[string]int
		var crossed [8]map[[2]string]int
		for i := range counts {
			counts[i] = map[string]int{}
		}
		for i := range crossed {
			crossed[i] = map[[2]string]int{}
		}
		for {
			row, err := r.Read()
			if err == io.EOF {
				break
			} else if err != nil || len(row) < 30 {
				return fmt.Errorf("row %d: %d cells, %v", units+1, len(row), err)
			}
			for i := range counts {
				counts[i][row[i]]++
			}
			for i := range crossed {
				crossed[i][[2]string{row[0], row[14+i]}]++
			}
			units++
		}
	case "tables":
		s := instrument(file)
		start = time.Now()
		t, findings, err := survey.Read(context.Background(), *s.Survey, file, survey.Options{Jobs: jobs})
		if err != nil || len(findings) > 0 {
			return fmt.Errorf("%w %v", err, findings)
		}
		if _, err := tabulate.Build(context.Background(), s, t, nil, jobs); err != nil {
			return err
		}
		units = t.N
	case "tag":
		data, err := os.ReadFile(filepath.Join(consultation, "codebook.yaml"))
		if err != nil {
			return err
		}
		cb, findings := theme.ReadCodebook("codebook.yaml", data)
		if len(findings) > 0 {
			return fmt.Errorf("%v", findings)
		}
		tagger, err := theme.NewTagger(cb)
		if err != nil {
			return err
		}
		list := comments(200_000)
		start = time.Now()
		codings := tagger.Tag(list, jobs)
		if len(codings) == 0 {
			return fmt.Errorf("nothing was tagged")
		}
		units, unit = len(list), "comments"
	case "run", "rerun":
		out, err := os.MkdirTemp("", "concord-bench-run-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(out)
		options := pipeline.Options{Study: consultation, Out: filepath.Join(out, "report"), Jobs: jobs}
		if job == "rerun" {
			if _, err := pipeline.Run(context.Background(), options); err != nil {
				return err
			}
		}
		start = time.Now()
		if _, err := pipeline.Run(context.Background(), options); err != nil {
			return err
		}
		units, unit = 0, "-"
	default:
		return fmt.Errorf("there is no job %q", job)
	}
	fmt.Println(time.Since(start).Seconds(), units, unit)
	return nil
}

func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// column is one of the survey that is made: closed, or a comment.
type column struct {
	name    string
	options []string
}

var scale = []string{"Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"}

// columns are 30 closed questions, of which eight are on a scale of agreement,
// and eight for comments.
func columns() []column {
	var out []column
	for i := range 22 {
		c := column{name: fmt.Sprintf("q%02d", i+1)}
		for o := range 3 + i%8 {
			c.options = append(c.options, fmt.Sprintf("Answer %c of question %d", 'A'+o, i+1))
		}
		out = append(out, c)
	}
	for i := range 8 {
		out = append(out, column{fmt.Sprintf("d%d", i+1), scale})
	}
	for i := range 8 {
		out = append(out, column{name: fmt.Sprintf("d%d_comments", i+1)})
	}
	return out
}

// instrument is the study of the survey that generate makes, with a subgroup.
func instrument(file string) *study.Study {
	var b strings.Builder
	fmt.Fprintf(&b, "title: Bench\nsurvey:\n  file: %q\n  questions:\n", file)
	for i, c := range columns() {
		switch {
		case c.options == nil:
			fmt.Fprintf(&b, "    - {id: %s, kind: text, about: comment}\n", c.name)
		case i >= 22:
			fmt.Fprintf(&b, "    - {id: %s, kind: scale, about: applicability, domain: \"%d\", options: [%s], agree: [Agree, Strongly agree]}\n", c.name, i-21, strings.Join(c.options, ", "))
		default:
			fmt.Fprintf(&b, "    - {id: %s, kind: single, options: [%s]}\n", c.name, strings.Join(c.options, ", "))
		}
	}
	b.WriteString("subgroups:\n  - {id: some, where: 'q01 = \"Answer A of question 1\"'}\n")
	s, findings := study.Read("bench.yaml", []byte(b.String()))
	if len(findings) > 0 {
		panic(findings[0].String()) // a fault of this program
	}
	return s
}

// numbers is a small generator of its own (Marsaglia's xorshift, 2003), so that
// the input is the same on every machine and with every version of Go.
type numbers uint64

func (n *numbers) below(limit int) int {
	*n ^= *n << 13
	*n ^= *n >> 7
	*n ^= *n << 17
	return int(uint64(*n) >> 33 % uint64(limit))
}

var vocabulary = strings.Fields(`supervision supervisor digital client clients risk platform platforms training time data
	confidentiality, security practice competence clear needs need should more service CPD reflect therapist policy advice
	team online anxious video telephone message messages naïve café useful level role core advanced evaluation research
	measure outcome wording jargon access device broadband password breach encryption record the a of to and in for with on
	is are was be it this that we I they not no could would add remove think feel good well very much work works working`)

// words appends a comment of 4 to 46 words, 25 on average.
func words(b []byte, n *numbers) []byte {
	count := 4 + n.below(43)
	for i := range count {
		switch {
		case i == 0:
		case n.below(40) == 0:
			b = append(b, '\n')
		case n.below(12) == 0:
			b = append(b, '.', ' ')
		default:
			b = append(b, ' ')
		}
		if n.below(50) == 0 {
			b = append(b, '"')
		}
		b = append(b, vocabulary[n.below(len(vocabulary))]...)
	}
	return b
}

func comments(count int) []theme.Unit {
	n := numbers(20200401)
	out := make([]theme.Unit, count)
	for i := range out {
		person := "R" + strconv.Itoa(i/4)
		out[i] = theme.Unit{ID: person + "/c" + strconv.Itoa(i%4), Person: person, Source: "survey", Question: "c", Domain: strconv.Itoa(1 + i%8), Text: string(words(nil, &n))}
	}
	return out
}

// generate writes the survey: one answer in forty is blank, one comment in ten
// is given, and comments hold commas, quotation marks and line breaks.
func generate(file string, rows int) error {
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	defer out.Close()
	w := bufio.NewWriterSize(out, 1<<20)
	list := columns()
	for i, c := range list {
		if i > 0 {
			w.WriteByte(',')
		}
		w.WriteString(c.name)
	}
	w.WriteByte('\n')
	n := numbers(20200401)
	var text []byte
	for range rows {
		for i, c := range list {
			if i > 0 {
				w.WriteByte(',')
			}
			if c.options != nil {
				if n.below(40) != 0 {
					w.WriteString(c.options[n.below(len(c.options))])
				}
				continue
			}
			if n.below(10) != 0 {
				continue
			}
			text = words(text[:0], &n)
			w.WriteByte('"')
			w.WriteString(strings.ReplaceAll(string(text), `"`, `""`))
			w.WriteByte('"')
		}
		w.WriteByte('\n')
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return out.Close()
}
