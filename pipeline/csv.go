package pipeline

import (
	"bytes"
	"encoding/csv"

	"concord/pipeline/sheet"
)

// wideCSV writes rows whose columns depend on the study.
func wideCSV(header []string, rows [][]string) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	for _, row := range append([][]string{header}, rows...) {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = sheet.Neutral(cell)
		}
		if err := w.Write(safe); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}
