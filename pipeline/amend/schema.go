package amend

import _ "embed"

// Schema is the JSON Schema of docket.yaml (draft 2020-12), for editors that
// complete and check YAML.
//
//go:embed docket.schema.json
var Schema []byte
