package main

import (
	"context"
	"fmt"
	"io"

	"concord/pipeline/amend"
	"concord/pipeline/finding"
	"concord/pipeline/study"
)

const schemaHelp = `concord schema [consultation|docket]

Prints the JSON Schema of consultation.yaml, or of docket.yaml. An editor that knows
it completes keys and underlines what is wrong while you type: save it beside the
file and begin the file with
  # yaml-language-server: $schema=consultation.schema.json

For example: concord schema > consultation.schema.json
`

func schemaCommand(_ context.Context, args []string, out, errs io.Writer) int {
	f := newFlags("schema", schemaHelp)
	if len(args) == 0 {
		args = []string{"consultation"}
	}
	rest, code, ok := f.parse(args, 1, out, errs)
	if !ok {
		return code
	}
	schemas := map[string][]byte{"consultation": study.Schema, "docket": amend.Schema}
	schema := schemas[rest[0]]
	if schema == nil {
		return report(errs, fmt.Errorf("there is no schema of %q. %s", rest[0], finding.DidYouMean(rest[0], []string{"consultation", "docket"})))
	}
	if _, err := out.Write(schema); err != nil {
		return report(errs, err)
	}
	return exitDone
}
