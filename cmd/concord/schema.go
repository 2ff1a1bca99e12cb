package main

import (
	"context"
	"io"

	"concord/pipeline/study"
)

const schemaHelp = `concord schema

Prints the JSON Schema of consultation.yaml. An editor that knows it completes
keys and underlines what is wrong while you type: save it beside the file and
begin the file with
  # yaml-language-server: $schema=consultation.schema.json

For example: concord schema > consultation.schema.json
`

func schemaCommand(_ context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("schema", schemaHelp)
	if _, code, ok := f.parse(args, 0, out, errs); !ok {
		return code
	}
	if _, err := out.Write(study.Schema); err != nil {
		return report(errs, err)
	}
	return exitDone
}
