package tabulate

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"strings"
	"testing"
	"time"

	"concord/pipeline/study"
	"concord/pipeline/survey"
)

// crossTab is a study of eight scales, each by role.
func crossTab(tb testing.TB) *study.Study {
	tb.Helper()
	var b strings.Builder
	b.WriteString("title: Eight scales by role\nsurvey:\n  file: survey.csv\n  questions:\n    - {id: role, kind: single, options: [" + strings.Join(roles, ", ") + "]}\n")
	for i := range 8 {
		fmt.Fprintf(&b, "    - {id: s%d, kind: scale, scale: agreement}\n", i+1)
	}
	b.WriteString("scales: {agreement: [" + strings.Join(scalePoints, ", ") + "]}\ntables:\n")
	for i := range 8 {
		fmt.Fprintf(&b, "  - {question: s%d, by: role}\n", i+1)
	}
	s, findings := study.Read("consultation.yaml", []byte(b.String()))
	if len(findings) > 0 {
		tb.Fatal(findings)
	}
	return s
}

var (
	roles       = []string{"Nurse", "Doctor", "Psychologist", "Counsellor", "Trainee", "Trainer", "Manager", "Researcher", "Student", "Volunteer"}
	scalePoints = []string{"Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"}
)

// writeRows writes a survey row by row, so that it is never in memory.
func writeRows(tb testing.TB, path string, rows int) {
	tb.Helper()
	file, err := os.Create(path)
	if err != nil {
		tb.Fatal(err)
	}
	w := bufio.NewWriterSize(file, 1<<20)
	fmt.Fprint(w, "role,s1,s2,s3,s4,s5,s6,s7,s8\n")
	draw := rand.New(rand.NewPCG(1, 2))
	for range rows {
		w.WriteString(roles[draw.IntN(len(roles))])
		for range 8 {
			w.WriteByte(',')
			if n := draw.IntN(20); n > 0 { // one in twenty gives no answer
				w.WriteString(scalePoints[n%5])
			}
		}
		w.WriteByte('\n')
	}
	if err := w.Flush(); err != nil {
		tb.Fatal(err)
	}
	if err := file.Close(); err != nil {
		tb.Fatal(err)
	}
}

// peak runs work and gives the most memory that was in use on the heap, live or
// not yet collected, above what was live before.
func peak(work func()) uint64 {
	runtime.GC()
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	before, most := sample[0].Value.Uint64(), uint64(0)
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			metrics.Read(sample)
			most = max(most, sample[0].Value.Uint64())
			select {
			case <-stop:
				return
			case <-time.After(200 * time.Microsecond):
			}
		}
	}()
	work()
	close(stop)
	<-done
	return most - min(before, most)
}

// BenchmarkCrossTab reads a survey and counts eight scales by role. Beside the
// time it gives, in MB: the file, the coded columns that stay, the most that
// reading needs above them, and the most that counting needs above them.
func BenchmarkCrossTab(b *testing.B) {
	for _, rows := range []int{100_000, 1_000_000} {
		b.Run(fmt.Sprint(rows), func(b *testing.B) {
			s := crossTab(b)
			path := filepath.Join(b.TempDir(), "survey.csv")
			writeRows(b, path, rows)
			info, err := os.Stat(path)
			if err != nil {
				b.Fatal(err)
			}
			const MB = 1e6
			for b.Loop() {
				var t *survey.Table
				read := peak(func() {
					t, _, err = survey.Read(context.Background(), *s.Survey, path, survey.Options{Source: "survey"})
				})
				if err != nil || t.N != rows {
					b.Fatal(t, err)
				}
				coded := uint64(4 * len(t.Lines))
				for i := range t.Columns {
					coded += uint64(2 * len(t.Columns[i].Codes))
				}
				var tables []Table
				count := peak(func() { tables, err = Build(context.Background(), s, t, nil, runtime.GOMAXPROCS(0)) })
				if err != nil || len(tables) != 8 {
					b.Fatal(len(tables), err)
				}
				b.ReportMetric(float64(coded)/MB, "columns-MB")
				b.ReportMetric((float64(read)-float64(coded))/MB, "read-MB")
				b.ReportMetric(float64(count)/MB, "count-MB")
			}
			b.ReportMetric(float64(info.Size())/MB, "file-MB")
		})
	}
}

// A cross-tab takes memory for its cells, however many people answered.
func TestCrossTabMemory(t *testing.T) {
	s := crossTab(t)
	allocated := func(people int) uint64 {
		table := &survey.Table{Source: "survey", Prefix: "R", N: people}
		for i, q := range s.Survey.Questions {
			codes := make([]uint16, people)
			for p := range codes {
				codes[p] = uint16((p + i) % (len(q.Options) + 1))
			}
			table.Columns = append(table.Columns, survey.Column{Question: q, Codes: codes})
		}
		build := func() {
			if _, err := Build(context.Background(), s, table, nil, 1); err != nil {
				t.Fatal(err)
			}
		}
		build()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		build()
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	few, many := allocated(1_000), allocated(1_000_000)
	// Ten groups and everyone, eight tables: numbers have more digits, no more.
	if many > few+few/4+100_000 {
		t.Errorf("%d bytes for a thousand people, %d for a million", few, many)
	}
}
