package study

import _ "embed"

// Schema is the JSON Schema (draft 2020-12) of consultation.yaml.
//
//go:embed consultation.schema.json
var Schema []byte
