package frameworks

import (
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"concord/pipeline/finding"
)

//go:embed */*.yaml
var bundled embed.FS

// Bundled gives the frameworks that come with concord: a folder for each, named
// by its id, and in it a file for each version, such as 1.0.0.yaml.
func Bundled() fs.FS { return bundled }

// Load gives a version of a framework that comes with concord; version "" means
// the newest. See Find.
func Load(id, version string) (*Framework, []finding.Finding, error) {
	return Find(bundled, id, version)
}

// Find gives a version of a framework from dir, which is laid out as Bundled
// is; version "" means the newest. The error says that there is no such
// framework or version, and which there are; the findings, what is wrong in it.
func Find(dir fs.FS, id, version string) (*Framework, []finding.Finding, error) {
	ids := IDs(dir)
	if !slices.Contains(ids, id) {
		return nil, nil, fmt.Errorf("there is no framework %s. %s", finding.Quote(id), oneOfThese(id, ids))
	}
	versions := Versions(dir, id)
	if version == "" {
		version = versions[0]
	}
	if !slices.Contains(versions, version) {
		return nil, nil, fmt.Errorf("the framework %s has no version %s; there is %s", id, finding.Quote(version), strings.Join(versions, ", "))
	}
	file := id + "/" + version + ".yaml"
	data, err := fs.ReadFile(dir, file)
	if err != nil {
		return nil, nil, fmt.Errorf("the framework could not be read: %w", err)
	}
	f, findings := Read(file, data)
	if len(findings) == 0 && (f.ID != id || f.Version != version) {
		findings = append(findings, finding.Finding{
			Severity: finding.Error, Kind: "other-framework", File: file, Line: f.Line, Column: f.Column,
			Found: f.ID + " " + f.Version, Expected: id + " " + version,
			Message: "the id and the version in this file are not those of its folder and its name",
		})
	}
	return f, findings, nil
}

// IDs gives the ids of the frameworks in dir, sorted.
func IDs(dir fs.FS) []string {
	folders, err := fs.ReadDir(dir, ".")
	if err != nil {
		return nil
	}
	var out []string
	for _, folder := range folders {
		if folder.IsDir() && len(Versions(dir, folder.Name())) > 0 {
			out = append(out, folder.Name())
		}
	}
	slices.Sort(out)
	return out
}

// Versions gives the versions of a framework in dir, the newest first; none
// where dir has no such framework.
func Versions(dir fs.FS, id string) []string {
	if !idForm.MatchString(id) {
		return nil
	}
	files, err := fs.ReadDir(dir, id)
	if err != nil {
		return nil
	}
	var out []string
	for _, file := range files {
		version, ok := strings.CutSuffix(file.Name(), ".yaml")
		if ok && !file.IsDir() && versionForm.MatchString(version) {
			out = append(out, version)
		}
	}
	slices.SortFunc(out, func(a, b string) int { return compareVersions(b, a) })
	return out
}

// compareVersions gives -1, 0 or 1 as version a is older than, the same as or
// newer than b. Both are of versionForm.
func compareVersions(a, b string) int {
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i := range as {
		x, _ := strconv.Atoi(as[i])
		y, _ := strconv.Atoi(bs[i])
		if c := cmp.Compare(x, y); c != 0 {
			return c
		}
	}
	return 0
}

func oneOfThese(s string, candidates []string) string {
	if len(candidates) == 0 {
		return "There are none here."
	}
	return finding.DidYouMean(s, candidates)
}
