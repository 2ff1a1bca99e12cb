package review

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/wholefile"
)

// LinksName is the name of the file, in the folder of a consultation, that holds
// who may come in by which link.
const LinksName = "review-links.json"

// Link is one person's way in. The link itself is nowhere written down: only what
// it is recognised by.
type Link struct {
	// ID is the member's id.
	ID string `json:"id"`
	// SHA256 is that of the link's secret, in hexadecimal digits; "" where the link was
	// revoked and none was given since.
	SHA256 string `json:"sha256"`
	// Made is the day on which it was made or revoked, such as 2026-03-04.
	Made string `json:"made"`
}

// Links are the links of a consultation, one a member at most, in the order of the ids.
type Links struct {
	Links []Link `json:"links"`
}

// secretBytes is how long the secret of a link is: 256 bits, twice what cannot be guessed.
const secretBytes = 32

const mostLinksBytes = 1 << 20

// ReadLinks reads the links of the consultation in a folder; a file that is not
// there holds none. The error is a finding.Finding.
func ReadLinks(dir string) (Links, error) {
	path := filepath.Join(dir, LinksName)
	wrong := func(message string) error {
		return finding.Finding{Severity: finding.Error, Kind: "links", File: path, Message: message, Do: "Put the file back as it was, or take it away: then every member needs a new link."}
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Links{}, nil
	}
	if err != nil {
		return Links{}, wrong("the file of links cannot be read")
	}
	if !info.Mode().IsRegular() || info.Size() > mostLinksBytes {
		return Links{}, wrong("this is no file of links: it is too large, or no ordinary file")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return Links{}, wrong("the file of links cannot be read")
	}
	var l Links
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&l); err != nil || dec.More() {
		return Links{}, wrong("the file of links is damaged")
	}
	seen := map[string]bool{}
	for _, x := range l.Links {
		raw, err := hex.DecodeString(x.SHA256)
		if x.ID == "" || seen[x.ID] || err != nil || len(raw) != 0 && len(raw) != sha256.Size {
			return Links{}, wrong("the file of links is damaged, at the link of " + finding.Quote(x.ID))
		}
		seen[x.ID] = true
	}
	return l, nil
}

// Save writes the links into the folder of a consultation, for its owner's eyes only.
func (l Links) Save(dir string) error {
	slices.SortFunc(l.Links, func(a, b Link) int { return strings.Compare(a.ID, b.ID) })
	data, err := json.MarshalIndent(l, "", "  ")
	if err != nil {
		return err
	}
	path := filepath.Join(dir, LinksName)
	// wholefile keeps the mode of a file that is there, and a new one must at no
	// moment be open to others.
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("the file of links could not be written: %w", err)
	}
	f.Close()
	if err := os.Chmod(path, 0o600); err != nil {
		return fmt.Errorf("the file of links could not be written: %w", err)
	}
	return wholefile.Write(path, append(data, '\n'))
}

// Has tells whether a member's link was ever made, and whether it opens still.
func (l Links) Has(id string) (made, opens bool) {
	for _, x := range l.Links {
		if x.ID == id {
			return true, x.SHA256 != ""
		}
	}
	return false, false
}

// New gives a member a new link in place of any earlier one. The secret is given
// here and never again. day is written beside it.
func (l *Links) New(id, day string) (secret string, err error) {
	raw := make([]byte, secretBytes)
	if _, err := rand.Read(raw); err != nil {
		return "", fmt.Errorf("no link can be made: this computer gives no random numbers: %w", err)
	}
	secret = base64.RawURLEncoding.EncodeToString(raw)
	l.put(Link{ID: id, SHA256: hashed(secret), Made: day})
	return secret, nil
}

// Revoke ends a member's link at once, for those too who came in by it. It tells
// whether there was one.
func (l *Links) Revoke(id, day string) bool {
	if _, opens := l.Has(id); !opens {
		return false
	}
	l.put(Link{ID: id, Made: day})
	return true
}

func (l *Links) put(link Link) {
	l.Links = slices.DeleteFunc(slices.Clone(l.Links), func(x Link) bool { return x.ID == link.ID })
	l.Links = append(l.Links, link)
}

// Find gives the member whose link has the secret.
func (l Links) Find(secret string) (id string, ok bool) {
	if len(secret) != base64.RawURLEncoding.EncodedLen(secretBytes) {
		return "", false
	}
	want := []byte(hashed(secret))
	for _, x := range l.Links {
		if subtle.ConstantTimeCompare(want, []byte(x.SHA256)) == 1 {
			return x.ID, true
		}
	}
	return "", false
}

func hashed(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// Door gives the path, after the beginning of the address, that a link has.
func Door(secret string) string { return "/enter/" + secret }
