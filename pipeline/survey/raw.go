package survey

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/packed"
)

// rawFile gives the bytes of an export: those of a file, or, since platforms send
// their exports in zip files, those of the one export in such a file.
type rawFile struct {
	io.Reader
	in *os.File
	// part is open for an export in a zip file, and inside its name there.
	part   io.ReadCloser
	inside string
	// size is how many bytes there are, as the file or the zip file says.
	size int64
}

// mostUnpacked is the largest export in a zip file, in bytes.
const mostUnpacked = 16 << 30

// openRaw opens a file. The error is a finding.Finding for a zip file in which
// no export, or more than one, can be found.
func openRaw(name string) (*rawFile, error) {
	in, err := os.Open(name)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%s: there is no such file; give the path of the export", name)
		}
		return nil, err
	}
	r := &rawFile{Reader: in, in: in}
	info, err := in.Stat()
	switch {
	case err != nil:
	case info.IsDir():
		err = fmt.Errorf("%s: this is a folder; give the path of the export in it", name)
	default:
		r.size = info.Size()
		err = r.unpack()
	}
	if err != nil {
		r.Close()
		return nil, err
	}
	return r, nil
}

// unpack opens the export in a zip file. It does nothing to other files, among
// them damaged ones, of which those who read them tell.
func (r *rawFile) unpack() error {
	var begin [4]byte
	if n, _ := r.in.ReadAt(begin[:], 0); n < len(begin) || string(begin[:]) != zipMark {
		return nil
	}
	archive, err := packed.Open(r.in, r.size)
	if err != nil || archive.Kind() != packed.OtherZip {
		return nil
	}
	z, err := zip.NewReader(r.in, r.size)
	if err != nil {
		return nil
	}
	var names, exports []string
	for _, f := range z.File {
		name := strings.ReplaceAll(f.Name, `\`, "/")
		// Macs add a folder of their own, and hidden files.
		if strings.HasSuffix(name, "/") || strings.HasPrefix(name, "__MACOSX/") || strings.HasPrefix(path.Base(name), ".") {
			continue
		}
		names = append(names, name)
		if slices.Contains([]string{".csv", ".tsv", ".txt", ".tab"}, strings.ToLower(path.Ext(name))) {
			exports = append(exports, name)
			r.size = int64(min(f.UncompressedSize64, mostUnpacked))
		}
	}
	if len(exports) != 1 {
		return finding.Finding{
			Severity: finding.Error, Kind: "zip-file", Found: strings.Join(names[:min(len(names), firstPlaces)], ", "), Count: len(names),
			Expected: "one CSV or TSV file in it",
			Message:  "this is a zip file, and what is in it is not one export",
			Do:       "Take the export out of it (in Windows: right-click, Extract All), and name that file.",
		}
	}
	r.inside = exports[0]
	if r.part, err = archive.Part(r.inside, mostUnpacked); err != nil {
		return err
	}
	r.Reader = r.part
	return nil
}

const zipMark = "PK\x03\x04"

// Close lets go of the file.
func (r *rawFile) Close() {
	if r.part != nil {
		r.part.Close()
	}
	r.in.Close()
}
