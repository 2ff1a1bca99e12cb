package survey

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"concord/pipeline/study"
)

// bigSource is the instrument of the big file: 30 closed questions and 8 of
// free words.
func bigSource() study.Source {
	lists := [][]string{
		{"CBT therapist", "Clinical psychologist", "Trainee", "PWP", "Counsellor", "Head of service", "Other, please specify"},
		{"18-25", "26-35", "36-45", "46-55", "56-65", "66+"},
		{"Yes", "No"},
		{"Extremely confident", "Very confident", "Somewhat confident", "Somewhat unconfident", "Very unconfident", "Extremely unconfident"},
		{"North East", "North West", "Yorkshire and The Humber", "East Midlands", "West Midlands", "East of England", "London", "South East", "South West"},
		{"Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"},
	}
	var src study.Source
	for i := range 30 {
		src.Questions = append(src.Questions, question(fmt.Sprintf("closed_%d", i+1), study.Single, lists[i%len(lists)]...))
	}
	for i := range 8 {
		src.Questions = append(src.Questions, question(fmt.Sprintf("comment_%d", i+1), study.Text))
	}
	return src
}

// writeBig writes a file of so many rows for bigSource, always the same one.
func writeBig(path string, src study.Source, rows int) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	w := bufio.NewWriterSize(file, 1<<20)
	random := rand.New(rand.NewPCG(2020, 4))
	words := strings.Fields("supervision digital client risk platform training data confidentiality, practice needs “clear” service online café team role level")
	for i, q := range src.Questions {
		if i > 0 {
			w.WriteByte(',')
		}
		w.WriteString(q.ID)
	}
	w.WriteByte('\n')
	for range rows {
		for i, q := range src.Questions {
			if i > 0 {
				w.WriteByte(',')
			}
			switch {
			case q.Kind == study.Single:
				if random.IntN(40) == 0 {
					continue
				}
				if label := q.Options[random.IntN(len(q.Options))].Label; strings.Contains(label, ",") {
					w.WriteString(`"` + label + `"`)
				} else {
					w.WriteString(label)
				}
			case random.IntN(10) == 0:
				w.WriteByte('"')
				for j := range 4 + random.IntN(25) {
					switch {
					case j > 0 && random.IntN(40) == 0:
						w.WriteByte('\n')
					case j > 0:
						w.WriteByte(' ')
					}
					if random.IntN(50) == 0 {
						w.WriteString(`""`)
					}
					w.WriteString(words[random.IntN(len(words))])
				}
				w.WriteByte('"')
			}
		}
		w.WriteByte('\n')
	}
	return w.Flush()
}

// peakHeap samples the heap until stop is called, which gives the most of it in
// bytes.
func peakHeap() (stop func() uint64) {
	quit, peak := make(chan struct{}), make(chan uint64)
	go func() {
		var m runtime.MemStats
		most := uint64(0)
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc)
			select {
			case <-tick.C:
			case <-quit:
				peak <- most
				return
			}
		}
	}()
	return func() uint64 { close(quit); return <-peak }
}

// BenchmarkRead reads 1,000,000 rows of 38 columns.
func BenchmarkRead(b *testing.B) {
	const rows = 1_000_000
	src := bigSource()
	path := filepath.Join(b.TempDir(), "big.csv")
	if err := writeBig(path, src, rows); err != nil {
		b.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	for _, jobs := range []int{1, 2} {
		b.Run(fmt.Sprintf("jobs=%d", jobs), func(b *testing.B) {
			b.SetBytes(info.Size())
			stop := peakHeap()
			for b.Loop() {
				t, findings, err := Read(context.Background(), src, path, Options{Source: "survey", Jobs: jobs})
				if err != nil || t.N != rows || len(findings) > 0 {
					b.Fatal(t.N, findings, err)
				}
				// The table of one reading is not to count in the next.
				b.StopTimer()
				runtime.GC()
				b.StartTimer()
			}
			b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
			b.ReportMetric(float64(stop())/1e6, "peak-heap-MB")
		})
	}
}
