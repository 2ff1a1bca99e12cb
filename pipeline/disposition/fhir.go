package disposition

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"regexp"
	"strings"

	"concord/pipeline/finding"
	"concord/pipeline/onpage"
)

// Assessment is a comment or an amendment as HL7 FHIR R5 (5.0.0) has it: the
// resource ArtifactAssessment.
type Assessment struct {
	// System is the URI within which the row's id is unique, such as that of the
	// consultation; "" for none.
	System string
	// Title is for people; "" for none.
	Title string
	// Cite says how to cite it; "" for none.
	Cite string
	// Date is when it was last decided: a year, a month or a day as ISO 8601 has
	// them, or a time with its offset; "" for none. FHIR asks that it changes
	// whenever the disposition or the status does.
	Date string
	// Artifact is the URI of the framework's version that is commented upon; FHIR
	// requires it. Paths are the URIs of its items, such as urn:uuid:….
	Artifact string
	Paths    []string
	Row      Row
	// Quotes is the evidence; only what is cleared goes out.
	Quotes []Quote
	// Version is the version of the framework in which it is published; "" where
	// it is in none. Applied tells that it was applied.
	Version string
	Applied bool
}

// The elements of the resource, in FHIR's order.
type (
	fhirAssessment struct {
		ResourceType   string           `json:"resourceType"`
		ID             string           `json:"id"`
		Identifier     []fhirIdentifier `json:"identifier,omitempty"`
		Title          string           `json:"title,omitempty"`
		CiteAs         string           `json:"citeAsMarkdown,omitempty"`
		Date           string           `json:"date,omitempty"`
		Artifact       string           `json:"artifactUri"`
		Content        []fhirContent    `json:"content,omitempty"`
		WorkflowStatus string           `json:"workflowStatus"`
		Disposition    string           `json:"disposition,omitempty"`
	}
	fhirIdentifier struct {
		System string `json:"system,omitempty"`
		Value  string `json:"value"`
	}
	fhirContent struct {
		InformationType string         `json:"informationType"`
		Summary         string         `json:"summary,omitempty"`
		Type            *fhirConcept   `json:"type,omitempty"`
		Classifier      []fhirConcept  `json:"classifier,omitempty"`
		Author          *fhirReference `json:"author,omitempty"`
		Path            []string       `json:"path,omitempty"`
		FreeToShare     bool           `json:"freeToShare"`
	}
	fhirConcept struct {
		Text string `json:"text"`
	}
	fhirReference struct {
		Display string `json:"display"`
	}
)

// fhirDisposition is the code of http://hl7.org/fhir/artifactassessment-disposition
// for a disposition; "" where none of its five says it: FHIR then has none.
func fhirDisposition(d Disposition) string {
	switch d {
	case Undecided, NeedsInformation, Deferred:
		return "unresolved"
	case Accepted:
		return "persuasive"
	case Modified:
		return "persuasive-with-modification"
	case Rejected, OutOfScope:
		return "not-persuasive"
	}
	return "" // duplicate, noted, withdrawn: nobody said whether it persuades
}

// fhirStatus is the code of http://hl7.org/fhir/artifactassessment-workflow-status.
func (a Assessment) fhirStatus() string {
	switch a.Row.Disposition {
	case Undecided:
		return "submitted"
	case NeedsInformation:
		return "waiting-for-input"
	case Deferred:
		return "deferred"
	case Duplicate:
		return "duplicate"
	case Accepted, Modified:
		switch {
		case a.Version != "":
			return "published"
		case a.Applied:
			return "applied"
		}
		return "resolved-change-required"
	}
	return "resolved-no-change"
}

var (
	// fhirDate is FHIR's dateTime.
	fhirDate = regexp.MustCompile(`^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d{1,9})?(Z|[+-]((0\d|1[0-3]):[0-5]\d|14:00)))?)?)?$`)
	fhirID   = regexp.MustCompile(`^[A-Za-z0-9.-]{1,64}$`)
	notInID  = regexp.MustCompile(`[^A-Za-z0-9.-]+`)
)

// resourceID makes a resource's id of a row's: letters, digits, - and ., at most
// 64. Where something had to be changed it ends in a hash, so that two ids never
// become one.
func resourceID(id string) string {
	if fhirID.MatchString(id) {
		return id
	}
	hash := sha256.Sum256([]byte(id))
	kept := notInID.ReplaceAllString(id, "-")
	return strings.Trim(kept[:min(40, len(kept))], "-") + "-" + hex.EncodeToString(hash[:8])
}

// FHIR gives the assessment as JSON of FHIR R5 (5.0.0): the change asked for, the
// comments behind it that may be published, and the response to it. The error is
// a finding.Finding: there is no artifact or id, or the date or a URI is none.
func (a Assessment) FHIR() ([]byte, error) {
	bad := func(what, found, expected string) error {
		return finding.Finding{
			Severity: finding.Error, Kind: "not-fhir", Cell: what, Found: finding.Quote(found), Expected: expected,
			Message: "this amendment cannot be written as a FHIR ArtifactAssessment",
		}
	}
	switch {
	case strings.TrimSpace(a.Row.ID) == "":
		return nil, bad("id", a.Row.ID, "an id")
	case !uri(a.Artifact):
		return nil, bad("artifact", a.Artifact, "the URI of the framework, without spaces")
	case a.System != "" && !uri(a.System):
		return nil, bad("system", a.System, "a URI, without spaces")
	case a.Date != "" && !fhirDate.MatchString(a.Date):
		return nil, bad("date", a.Date, "a date such as 2026-11-22, or a time such as 2026-11-22T09:00:00Z")
	}
	for _, p := range a.Paths {
		if !uri(p) {
			return nil, bad("path", p, "a URI, without spaces")
		}
	}
	text := onpage.Markdown
	r := a.Row
	out := fhirAssessment{
		ResourceType: "ArtifactAssessment", ID: resourceID(r.ID), Identifier: []fhirIdentifier{{a.System, onpage.Clean(r.ID)}},
		Title: onpage.Clean(a.Title), CiteAs: text(a.Cite), Date: a.Date, Artifact: a.Artifact,
		WorkflowStatus: a.fhirStatus(), Disposition: fhirDisposition(r.Disposition),
	}
	request := fhirContent{InformationType: "change-request", Summary: text(r.Proposed), Path: a.Paths, FreeToShare: true}
	if request.Summary == "" {
		request.Summary = text(strings.TrimSpace(r.Operation + " " + r.Where))
	}
	if op := onpage.Clean(r.Operation); op != "" {
		request.Type = &fhirConcept{op}
	}
	if kind := typeWords(onpage.Clean(r.Type)); kind != "" {
		request.Classifier = []fhirConcept{{kind}}
	}
	if request.Summary != "" || request.Type != nil {
		out.Content = append(out.Content, request)
	}
	quotes := a.Quotes
	if r.Comment != "" {
		quotes = append([]Quote{{Text: r.Comment, Who: r.Who, Cleared: true}}, quotes...)
	}
	for _, q := range quotes {
		if !q.Cleared || onpage.Clean(q.Text) == "" {
			continue
		}
		c := fhirContent{InformationType: "comment", Summary: text(q.Text), FreeToShare: true}
		if by := q.shown().By; by != "" {
			c.Author = &fhirReference{by}
		}
		if role := onpage.Clean(q.Role); role != "" {
			c.Classifier = []fhirConcept{{role}}
		}
		out.Content = append(out.Content, c)
	}
	if r.Disposition != Undecided {
		r.ID, r.Amendment, r.Operation = "", "", "" // said above
		out.Content = append(out.Content, fhirContent{
			InformationType: "response", Summary: text(Observation(r)), Classifier: []fhirConcept{{onpage.Clean(string(r.Disposition))}}, FreeToShare: true,
		})
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(out); err != nil {
		return nil, bad("", err.Error(), "")
	}
	return b.Bytes(), nil
}

// uri tells whether a text can be a FHIR uri: some words without white space.
func uri(s string) bool {
	return s != "" && !strings.ContainsAny(s, " \t\r\n\u00a0\"<>\\^`{|}") && onpage.Clean(s) == s
}
