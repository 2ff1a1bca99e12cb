package survey

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"

	"concord/pipeline/crew"
	"concord/pipeline/finding"
	"concord/pipeline/study"
)

// Options say how to read a file, beyond what the study says of it.
type Options struct {
	// Source is "survey" or "groups", for Table.Source. Only with "groups" does
	// the table take people's ids from the column Source.Respondent; respondents
	// of a survey are numbered, so that a platform's ids are not shown.
	Source string
	// Prefix stands before the number in an id; "" means R.
	Prefix string
	// Jobs is how many processors to use; 0 means all there are. The table does
	// not depend on it.
	Jobs int
	// DisplayName is how findings call the file; "" means by its path.
	DisplayName string

	// chunk is the size of the pieces a file is cut into, for tests.
	chunk int
	// trials reads previews and tests of a survey.
	trials bool
}

// errNotUTF8 tells that a file taken for UTF-8 is not.
var errNotUTF8 = errors.New("not UTF-8")

// Read reads the export at path as the source describes it. The error says that
// it could not be read at all (there is no such file, it is a folder, the disk
// failed, ctx was cancelled); all that is wrong with what the file holds is in
// the findings, sorted by place, and the table is then what could be read.
//
// How the file is written: an Excel workbook (XLSX), of which Source.Sheet or the
// first sheet that is shown is read; text; or a zip file with one text file in it,
// as platforms send them. Text is UTF-8 with or without a
// byte order mark; UTF-16, of either byte order, told by its mark or by every
// other byte being 0; a file that is not valid UTF-8 is Windows-1252, unless more
// of its letters are proper UTF-8 than not. Mac OS Roman cannot be told from
// that, and must be asked for. The delimiter is the one that a first line
// "sep=;" names, or that of comma, tab and semicolon which divides the first
// records alike. Source.Encoding and Source.Delimiter settle both.
//
// Who wrote the file, and so how many header records it has, is told from these
// (see dialects), and a note says so; Source.Dialect settles it. Columns are named
// by their headers, in SurveyMonkey's exports by "Question [Option]". Where
// several columns have the same header, the second is called "Header (2)", the
// third "Header (3)", which a note tells; one without a header is called
// "column 4" by its place, unless it is blank too and at the right end, when it
// is no column.
//
// From Qualtrics, previews, tests, spam and unfinished rows are left out (where
// there are no rows but previews and tests, they are kept, and a warning says
// so); from LimeSurvey, rows never sent; from REDCap, rows of repeated
// instruments, which are not one a person; from any file, rows with nothing in
// them, rows with a wrong number of cells and what follows a quotation mark that
// is never closed. Table.Flow counts them. A line without a single character is
// no row.
//
// A person who ticked nothing is told from one who did not answer where the
// export writes something into boxes that are not ticked (Option.Unticked);
// REDCap writes 0 there for those who never saw the question, too. Who was not
// asked is not told from the cells at all, but by Question.Asked.
//
// Headers, options and cells are compared after white space (no-break spaces
// too) is trimmed at both ends and each run of it made one space; letters must
// be the same, capitals included. A cell is an option when it is its code, its
// label or one of its other spellings. An answer that is not among the options
// is counted under Question.Other and its words kept in Column.Other; without
// Question.Other it is an error, one finding for each such answer, and counted
// as no answer. Column.Other is filled (one text a person) only for questions
// that can have such words: with Other, OtherColumn or an option whose Ticked
// has "*"; else its Len is 0. Where a person's words come from several cells,
// "; " stands between them.
//
// Text keeps its words and line breaks (as \n); white space around it and
// control characters in it are taken out. Dates stay as written: 2024-03-31,
// 2024-03-31 09:30:00, 2024-03-31T09:30:00Z or 31/03/2024. Numbers are plain
// decimals. Where no comma divides the cells of a text, it may be a decimal one;
// 1,234 is then read only if other numbers of the column show that it is no
// thousand. A per cent sign is left out of a number question in which every
// number has one. A note tells of either.
//
// Lines above the headers that hold a title are skipped, which a note tells: the
// first record has one cell filled, and one of the four after it three or more.
//
// No more than 200 findings of one kind are listed; another one, whose kind
// ends in "-more", counts the rest.
func Read(ctx context.Context, src study.Source, path string, opt Options) (*Table, []finding.Finding, error) {
	if opt.DisplayName == "" {
		opt.DisplayName = path
	}
	if opt.Prefix == "" {
		opt.Prefix = "R"
	}
	if opt.Jobs <= 0 {
		opt.Jobs = runtime.GOMAXPROCS(0)
	}
	if opt.chunk <= 0 {
		opt.chunk = chunkSize
	}
	var t *Table
	var findings []finding.Finding
	err := inEncoding(path, &src, func(encoding string, strict bool) (err error) {
		opt.trials = false
		t, findings, err = read(ctx, &src, path, opt, encoding, strict)
		if err == nil && onlyTrials(&t.Flow) {
			opt.trials = true
			t, findings, err = read(ctx, &src, path, opt, encoding, strict)
		}
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	return t, findings, nil
}

// read reads the file in one encoding. strict makes errNotUTF8 of bytes that
// are not UTF-8.
func read(ctx context.Context, src *study.Source, path string, opt Options, encoding string, strict bool) (*Table, []finding.Finding, error) {
	r := newReport(opt.DisplayName)
	t := &Table{Source: opt.Source, Prefix: opt.Prefix, Encoding: encoding}
	o, err := open(path, opt.DisplayName, src, encoding)
	var found finding.Finding
	if errors.As(err, &found) {
		r.add(ofList(opt.Source, found))
		newMerger(src, &plan{questions: make([]questionPlan, len(src.Questions))}, r, t, 0)
		return t, r.all(), nil
	}
	if err != nil {
		return nil, nil, err
	}
	defer o.close()
	h := &o.head
	strict = strict && o.sheet == ""
	if strict && !h.valid {
		return nil, nil, errNotUTF8
	}
	t.Dialect, t.Encoding, t.Delimiter, t.Sheet = o.readAs()
	p := makePlan(src, h, r)
	if opt.trials {
		p.keepTrials(h, r)
	}
	m := newMerger(src, p, r, t, o.size)
	if o.decoded || !h.valid {
		m.lost.addTo(h.lines[0], h.lost)
	}
	err = readRows(ctx, o.cutter(opt.chunk, opt.Jobs), m, opt.Jobs, strict && o.encoding == utf8Name, o.decoded)
	switch {
	case err == nil:
	case errors.As(err, &found):
		r.add(found) // a workbook is damaged further down
	case errors.Is(err, errNotUTF8), errors.Is(err, ctx.Err()):
		return nil, nil, err
	case err != nil:
		return nil, nil, fmt.Errorf("%s: cannot be read: %w", path, err)
	}
	o.say(src, r)
	m.finish(o, src.Encoding, opt.Source == "groups" && src.Respondent != "")
	return t, r.all(), nil
}

// task is a chunk on its way through a worker; done gives the part that became
// of it.
type task struct {
	chunk chunk
	done  chan *part
}

// readRows cuts the rows into chunks, has workers read them, and merges what
// they give in the order of the file. One goroutine cuts; the tasks go to the
// workers and, in their order, to the merger, which waits for each in turn.
func readRows(ctx context.Context, cut *cutter, m *merger, jobs int, strict, decoded bool) error {
	ctx, cancel := context.WithCancel(ctx)
	toWorkers := make(chan task)
	inOrder := make(chan task, 2*jobs)
	spare := make(chan *part, 4*jobs)
	wait := crew.Crew{OnPanic: cancel}
	defer wait.Wait()
	defer cancel()

	var cutError error
	wait.Go(func() {
		defer close(inOrder)
		defer close(toWorkers)
		for {
			ch, err := cut.next()
			if err != nil {
				if err != io.EOF {
					cutError = err
				}
				return
			}
			t := task{ch, make(chan *part, 1)}
			for _, to := range []chan task{inOrder, toWorkers} {
				select {
				case to <- t:
				case <-ctx.Done():
					return
				}
			}
		}
	})
	for range jobs {
		wait.Go(func() {
			w := newWorker(m.plan, strict, decoded)
			for t := range toWorkers {
				var p *part
				select {
				case p = <-spare:
					p.reset()
				default:
					p = newPart(len(m.plan.questions))
				}
				w.read(t.chunk, p)
				cut.giveBack(t.chunk)
				t.done <- p
			}
		})
	}
	for t := range inOrder {
		var p *part
		select {
		case p = <-t.done:
		case <-ctx.Done():
			return ctx.Err()
		}
		if p.notUTF8 {
			return errNotUTF8
		}
		m.add(p)
		select {
		case spare <- p:
		default:
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return cutError
}
