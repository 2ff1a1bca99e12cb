// Package packed reads the parts of a Word or Excel file. Such a file is a zip
// file, often from a stranger, so everything in it is bounded and nothing in it
// is believed: no part is written to disk, no name in it is used as a path, no
// link in it is followed out of the file, and neither macros nor files within
// files are opened. It imports nothing of concord but finding.
package packed

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"concord/pipeline/finding"
)

// The bounds of a packed file. They are far above what Word and Excel write: a
// page of Word is about 20 kB when unpacked, a full sheet of a million rows about
// 500 MB.
const (
	// MostParts is how many parts a file may have.
	MostParts = 10_000
	// MostPacked is how many bytes a file may have as it lies on disk.
	MostPacked = 1 << 30
	// anyRatio is how many bytes a part may unpack to however small it was.
	// Above it, a part may have at most mostRatio times its packed size: text
	// that repeats itself packs to a hundredth, and only a bomb to a thousandth.
	anyRatio  = 64 << 20
	mostRatio = 200
	// mostDirectory is how many bytes the list of parts may take.
	mostDirectory = 8 << 20
)

// Archive is an open Word or Excel file.
type Archive struct {
	parts map[string]*zip.File // by name in small letters
}

// Open reads the list of parts of a file of so many bytes. The error is always a
// finding.Finding without a file name: that the file is too large, damaged or
// locked, or that it names a part outside itself.
func Open(r io.ReaderAt, size int64) (*Archive, error) {
	if size > MostPacked {
		return nil, tooLarge(fmt.Sprintf("this file has %d MB", size>>20), fmt.Sprintf("at most %d MB", MostPacked>>20))
	}
	list := &rationed{r: r, left: mostDirectory}
	z, err := zip.NewReader(list, size)
	if errors.Is(err, errRation) {
		return nil, tooManyParts()
	}
	if err != nil {
		return nil, damaged("this file begins as a Word, Excel or zip file does, but its list of parts cannot be read: part of the file is missing or changed")
	}
	list.left = -1
	if len(z.File) > MostParts {
		return nil, tooManyParts()
	}
	a := &Archive{parts: map[string]*zip.File{}}
	for _, f := range z.File {
		// Some programs for Windows write the other slash.
		name := strings.ReplaceAll(f.Name, `\`, "/")
		if strings.HasPrefix(name, "/") || strings.Contains(name, ":") || path.Clean("/"+name) != "/"+strings.TrimSuffix(name, "/") {
			return nil, finding.Finding{
				Severity: finding.Error, Kind: "strange-path", Found: f.Name, Expected: "names such as word/document.xml",
				Message: "this file names a part outside itself, as no Word or Excel file does; it was not read",
				Do:      "Do not open it. Ask whoever sent it for the file as Word or Excel saved it.",
			}
		}
		if strings.HasSuffix(name, "/") {
			continue
		}
		if f.Flags&1 != 0 {
			return nil, finding.Finding{
				Severity: finding.Error, Kind: "locked-file", Expected: "a file without a password",
				Message: "this file is locked with a password", Do: "Open it, save it without the password, and name that file instead.",
			}
		}
		low := strings.ToLower(name)
		if a.parts[low] != nil {
			return nil, damaged("this file has two parts of one name, so that it cannot be said which is meant", name)
		}
		a.parts[low] = f
	}
	return a, nil
}

// Has tells whether there is a part of this name, in whatever case.
func (a *Archive) Has(name string) bool { return a.parts[strings.ToLower(name)] != nil }

// Kind is what program wrote a file.
type Kind string

// The kinds of file that Archive.Kind tells apart.
const (
	Word         Kind = "a Word document"
	Excel        Kind = "an Excel workbook"
	PowerPoint   Kind = "a PowerPoint file"
	OpenDocument Kind = "an OpenDocument file"
	OtherZip     Kind = "a zip file"
)

// Kind tells from the names of its parts what the file is.
func (a *Archive) Kind() Kind {
	main := strings.ToLower(a.Main())
	for _, k := range []struct {
		folder, part string
		is           Kind
	}{{"word/", "word/document.xml", Word}, {"xl/", "xl/workbook.xml", Excel}, {"ppt/", "ppt/presentation.xml", PowerPoint}} {
		if strings.HasPrefix(main, k.folder) || main == "" && a.Has(k.part) {
			return k.is
		}
	}
	if a.Has("mimetype") && a.Has("content.xml") {
		return OpenDocument
	}
	return OtherZip
}

// Part opens a part to be read to its end, which gives an error beyond so many
// bytes, or beyond what an honest file packs into so little. Every error but
// io.EOF is a finding.Finding.
func (a *Archive) Part(name string, most int64) (io.ReadCloser, error) {
	f := a.parts[strings.ToLower(name)]
	if f == nil {
		return nil, damaged("a part of this file is missing", name)
	}
	if f.UncompressedSize64 > uint64(most) {
		return nil, tooLarge("a part of this file is too large when unpacked: "+name, fmt.Sprintf("at most %d MB", most>>20))
	}
	rc, err := f.Open()
	if err != nil {
		return nil, damaged("a part of this file cannot be unpacked", name)
	}
	honest := int64(anyRatio)
	if packed := int64(min(f.CompressedSize64, MostPacked)); packed*mostRatio > honest {
		honest = packed * mostRatio
	}
	return &bounded{rc: rc, name: name, most: most, honest: honest}, nil
}

// bounded reads a part up to its bounds.
type bounded struct {
	rc                  io.ReadCloser
	name                string
	most, honest, soFar int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.rc.Read(p)
	b.soFar += int64(n)
	switch {
	case b.soFar > b.most:
		return 0, tooLarge("a part of this file is too large when unpacked: "+b.name, fmt.Sprintf("at most %d MB", b.most>>20))
	case b.soFar > b.honest:
		return 0, finding.Finding{
			Severity: finding.Error, Kind: "zip-bomb", Found: b.name, Expected: fmt.Sprintf("at most %d times its packed size", mostRatio),
			Message: "a part of this file unpacks to far more than any Word or Excel file does; it was not read further",
			Do:      "Do not open it. Ask whoever sent it for the file as Word or Excel saved it.",
		}
	case err != nil && err != io.EOF:
		return n, damaged("a part of this file cannot be unpacked: it is damaged or cut off", b.name)
	}
	return n, err
}

func (b *bounded) Close() error { return b.rc.Close() }

// rationed gives at most so many bytes, or any number when left is below 0.
type rationed struct {
	r    io.ReaderAt
	left int64
}

var errRation = errors.New("the list of parts is too long")

func (r *rationed) ReadAt(p []byte, at int64) (int, error) {
	if r.left >= 0 {
		if r.left -= int64(len(p)); r.left < 0 {
			r.left = 0
			return 0, errRation
		}
	}
	return r.r.ReadAt(p, at)
}

func damaged(message string, found ...string) finding.Finding {
	return finding.Finding{
		Severity: finding.Error, Kind: "damaged-file", Found: strings.Join(found, ""), Message: message,
		Do: "Open it in Word or Excel, save it again under another name, and name that file instead.",
	}
}

func tooLarge(message, expected string) finding.Finding {
	return finding.Finding{
		Severity: finding.Error, Kind: "too-large", Expected: expected, Message: message,
		Do: "Divide the file, or save only what is needed as text or CSV.",
	}
}

func tooManyParts() finding.Finding {
	return tooLarge("this file has more parts than any Word or Excel file", fmt.Sprintf("at most %d parts", MostParts))
}
