package casefile

// The classes of a CASE 1.1 package, in the order in which their fields are
// written. What is empty is left out, since the schema knows no null.

type packageJSON struct {
	Document     documentJSON      `json:"CFDocument"`
	Items        []itemJSON        `json:"CFItems"`
	Associations []associationJSON `json:"CFAssociations"`
	Definitions  *definitionsJSON  `json:"CFDefinitions,omitempty"`
}

type documentJSON struct {
	Identifier         string                    `json:"identifier"`
	URI                string                    `json:"uri"`
	FrameworkType      string                    `json:"frameworkType,omitempty"`
	CASEVersion        string                    `json:"caseVersion"`
	Creator            string                    `json:"creator"`
	Title              string                    `json:"title"`
	LastChangeDateTime string                    `json:"lastChangeDateTime"`
	OfficialSourceURL  string                    `json:"officialSourceURL,omitempty"`
	Publisher          string                    `json:"publisher,omitempty"`
	Subject            []string                  `json:"subject,omitempty"`
	Language           string                    `json:"language,omitempty"`
	Version            string                    `json:"version,omitempty"`
	AdoptionStatus     string                    `json:"adoptionStatus,omitempty"`
	StatusStartDate    string                    `json:"statusStartDate,omitempty"`
	StatusEndDate      string                    `json:"statusEndDate,omitempty"`
	LicenseURI         *linkJSON                 `json:"licenseURI,omitempty"`
	Notes              string                    `json:"notes,omitempty"`
	Extensions         *extension[documentExtra] `json:"extensions,omitempty"`
}

type itemJSON struct {
	Identifier           string                `json:"identifier"`
	URI                  string                `json:"uri"`
	FullStatement        string                `json:"fullStatement"`
	CFItemType           string                `json:"CFItemType,omitempty"`
	CFItemTypeURI        *linkJSON             `json:"CFItemTypeURI,omitempty"`
	HumanCodingScheme    string                `json:"humanCodingScheme,omitempty"`
	AbbreviatedStatement string                `json:"abbreviatedStatement,omitempty"`
	Notes                string                `json:"notes,omitempty"`
	Language             string                `json:"language,omitempty"`
	StatusStartDate      string                `json:"statusStartDate,omitempty"`
	StatusEndDate        string                `json:"statusEndDate,omitempty"`
	LastChangeDateTime   string                `json:"lastChangeDateTime"`
	Extensions           *extension[itemExtra] `json:"extensions,omitempty"`
}

type associationJSON struct {
	Identifier         string                `json:"identifier"`
	URI                string                `json:"uri"`
	AssociationType    string                `json:"associationType"`
	SequenceNumber     int                   `json:"sequenceNumber,omitempty"`
	Origin             linkJSON              `json:"originNodeURI"`
	Destination        linkJSON              `json:"destinationNodeURI"`
	LastChangeDateTime string                `json:"lastChangeDateTime"`
	Notes              string                `json:"notes,omitempty"`
	Extensions         *extension[linkExtra] `json:"extensions,omitempty"`
}

type linkJSON struct {
	Title      string `json:"title"`
	Identifier string `json:"identifier"`
	URI        string `json:"uri"`
}

type definitionsJSON struct {
	Concepts  []definitionJSON `json:"CFConcepts,omitempty"`
	Licenses  []licenseJSON    `json:"CFLicenses,omitempty"`
	ItemTypes []definitionJSON `json:"CFItemTypes,omitempty"`
}

// definitionJSON is a CFItemType or a CFConcept.
type definitionJSON struct {
	Identifier         string                 `json:"identifier"`
	URI                string                 `json:"uri"`
	Title              string                 `json:"title"`
	Description        string                 `json:"description,omitempty"`
	HierarchyCode      string                 `json:"hierarchyCode"`
	TypeCode           string                 `json:"typeCode,omitempty"`
	LastChangeDateTime string                 `json:"lastChangeDateTime"`
	Extensions         *extension[valueExtra] `json:"extensions,omitempty"`
}

type licenseJSON struct {
	Identifier         string `json:"identifier"`
	URI                string `json:"uri"`
	Title              string `json:"title"`
	LicenseText        string `json:"licenseText"`
	LastChangeDateTime string `json:"lastChangeDateTime"`
}
