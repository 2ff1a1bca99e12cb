package qda

import (
	"archive/zip"
	"bytes"
	"errors"
	"path"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/packed"
	"concord/pipeline/textfile"
)

// Read reads the data of the named file: a REFI-QDA project (.qdpx, or the .qde
// in it), a REFI-QDA codebook (.qdc), or the codebook table of Taguette (CSV) or
// MAXQDA (XLSX). Which of them it is, the data say, not the name. Findings of
// severity Error mean that the file could not be read to its end; what was read
// until then is given. A warning of the kind not-taken-in says what the file
// holds that concord has no use for.
//
// Files that bend the standard, as most programs' do, are read where it can be
// told what was meant: see docs/qda.md.
func Read(file string, data []byte) (Project, []finding.Finding) {
	t := &tally{file: file}
	p, err := read(t, data)
	if err != nil {
		t.add(asFinding(err))
	}
	return p, t.findings()
}

func read(t *tally, data []byte) (Project, error) {
	if bytes.HasPrefix(data, []byte("PK")) {
		archive, err := packed.Open(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return Project{}, inProject(err)
		}
		switch kind := archive.Kind(); kind {
		case packed.Excel:
			return readMAXQDA(t, data)
		case packed.OtherZip:
			return readPacked(t, archive, data)
		default:
			return Project{}, notQDA(string(kind))
		}
	}
	if kind := textfile.NotText(data); kind != "" {
		return Project{}, notQDA(kind)
	}
	if len(data) > mostXML {
		return Project{}, tooMuch(0, "this file is too large", "at most 256 MB")
	}
	text, note := textfile.Decode(data)
	if note != "" {
		t.add(finding.Finding{Severity: finding.Note, Kind: "encoding", Message: note})
	}
	if strings.HasPrefix(strings.TrimSpace(text), "<") {
		return readXML(t, text, nil)
	}
	return readTaguette(t, text)
}

func notQDA(kind string) finding.Finding {
	return finding.Finding{
		Severity: finding.Error, Kind: "not-qda", Found: kind,
		Expected: "a REFI-QDA project (.qdpx) or codebook (.qdc), or the codebook table of Taguette (CSV) or MAXQDA (XLSX)",
		Message:  "this file holds no codebook and no project that concord can read",
	}
}

// readPacked reads a project: a zip file with one .qde and a folder of sources.
func readPacked(t *tally, archive *packed.Archive, data []byte) (Project, error) {
	name, err := projectPart(data)
	if err != nil {
		return Project{}, err
	}
	raw, err := part(archive, name, mostXML)
	if err != nil {
		return Project{}, err
	}
	text, note := textfile.Decode(raw)
	if note != "" {
		t.add(finding.Finding{Severity: finding.Note, Kind: "encoding", Message: note})
	}
	return readXML(t, text, archive)
}

// projectPart names the project's XML: project.qde, or the only .qde there is,
// because ATLAS.ti has named it after the project.
func projectPart(data []byte) (string, error) {
	// packed.Open has found the list of parts sound and short.
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return "", inProject(err)
	}
	var all []string
	for _, f := range z.File {
		name := strings.ReplaceAll(f.Name, `\`, "/")
		if strings.EqualFold(name, "project.qde") {
			return name, nil
		}
		if strings.EqualFold(path.Ext(name), ".qde") {
			all = append(all, name)
		}
	}
	if len(all) == 1 {
		return all[0], nil
	}
	return "", finding.Finding{
		Severity: finding.Error, Kind: "no-project", Found: strings.Join(all, ", "), Expected: "one part named project.qde",
		Message: "this zip file is not a REFI-QDA project", Do: "Export the project as REFI-QDA (.qdpx) from the program that you code in.",
	}
}

// part gives the bytes of a part of the file, at most so many.
func part(archive *packed.Archive, name string, most int64) ([]byte, error) {
	r, err := archive.Part(name, most)
	if err != nil {
		return nil, inProject(err)
	}
	defer r.Close()
	var b bytes.Buffer
	if _, err := b.ReadFrom(r); err != nil {
		return nil, inProject(err)
	}
	return b.Bytes(), nil
}

// inProject says of a project what packed says of Word and Excel files.
func inProject(err error) finding.Finding {
	f := asFinding(err)
	f.Expected, f.Do = "", "Export the project again from the program that wrote it."
	switch f.Kind {
	case "damaged-file":
		f.Message = "this project file is damaged or cut off: a part of it cannot be unpacked"
	case "strange-path":
		f.Message = "this file names a part outside itself, as no project does; it was not read"
		f.Do = "Do not open it. Ask whoever sent it to export the project again."
	case "locked-file":
		f.Do = "Export the project without a password."
	case "zip-bomb":
		f.Message = "a part of this file unpacks to far more than any text does; it was not read further"
		f.Do = "Do not open it. Ask whoever sent it to export the project again."
	case "too-large":
		f.Message = "this project file is too large, or has too many parts"
		f.Do = "Export fewer texts at a time."
	}
	return f
}

func asFinding(err error) finding.Finding {
	var f finding.Finding
	if errors.As(err, &f) {
		return f
	}
	return finding.Finding{Severity: finding.Error, Kind: "damaged-file", Message: "this file is damaged: " + err.Error()}
}
