package audit

import (
	"regexp"
	"strconv"
	"strings"
)

// ones and tens are the numbers that reports write in words.
var (
	ones = []string{"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
		"thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"}
	tens = []string{"", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"}
)

var inWords = func() map[string]int {
	out := map[string]int{}
	for n, word := range ones {
		out[word] = n
	}
	for t := 2; t < len(tens); t++ {
		out[tens[t]] = 10 * t
		for n := 1; n < 10; n++ {
			out[tens[t]+"-"+ones[n]] = 10*t + n
		}
	}
	return out
}()

// cardinal is a pattern of a whole number in figures or words.
var cardinal = `(?:\d{1,3}(?:,\d{3})+|\d{1,9}|(?:` + strings.Join(tens[2:], "|") + `)(?:-(?:` + strings.Join(ones[1:10], "|") + `))?|` +
	`fourteen|sixteen|seventeen|eighteen|nineteen|` + strings.Join(append(append([]string{}, ones[:14]...), ones[15]), "|") + `)`

// person is a pattern of a word for the people whom a consultation counts.
const person = `(?:people|persons?|participants?|respondents?|practitioners?|psychologists?|therapists?|clinicians?|professionals?|staff|workers?|` +
	`employees|members|nurses?|doctors|trainees?|students?|teachers|patients?|clients?|users|adults|children|individuals|volunteers|women|men|females?|males?)`

// those are the words between "of" and a number.
const those = `(?:(?:all|the|these|those|our|their|its|her|his)\s+){0,2}`

const sex = `(?:women|woman|men|man|females?|males?|girls?|boys?|non-binary(?: people)?)`

func pattern(s string) *regexp.Regexp { return regexp.MustCompile(`(?i)` + s) }

var (
	inBrackets  = regexp.MustCompile(`[(\[][^()\[\]]{1,120}[)\]]`)
	nEquals     = pattern(`\bn\s*=\s*(\d{1,3}(?:,\d{3})+|\d{1,9})\b`)
	perCent     = pattern(`(\d{1,3}(?:\.\d{1,6})?)\s?(?:%|per\s?cent\b)`)
	countFirst  = regexp.MustCompile(`^\s*(\d{1,9})\s*[,;:]\s`)
	outOf       = pattern(`\b(` + cardinal + `)\s*(?:/|\s(?:out\s+of|of)\s+` + those + `)\s*(` + cardinal + `)\b`)
	statedBase  = pattern(`(?:\bbase(?:\s+(?:of|is|was|n))?\s*[:=]?\s*|\bn\s*=\s*)(\d{1,9})\b`)
	onlyPercent = pattern(`^[(\[]\s*[\d.]+\s?(?:%|per\s?cent)\s*[)\]]$`)
	wholeBefore = pattern(`\b(` + cardinal + `)\s+(?:(?:[\pL-]+\s+){0,2}?` + person + `\s*)?$`)
	slashBefore = pattern(`(?:^|[^\d/])(\d{1,9})\s?/\s?(\d{1,9})\s*(?:(?:[\pL-]+\s+){0,2}?` + person + `\s*)?$`)
	slashInside = pattern(`^\s*(\d{1,9})\s?/\s?(\d{1,9})\s*(?:$|[;,])`)
	// A number is a name or part of something else: a range, a share such as "1 in
	// 4", an amount, an age, a date, "Table 4", or the base of what is told.
	nameBefore = pattern(`(?:\d[\s,]|[-–—/.£$€#:<>≤≥]|\b(?:\d+|` + strings.Join(ones[1:11], "|") + `)\s+in|\d\s+(?:to|or|and)|\bbetween\s+\S+\s+and|` +
		`\b(?:figures?|figs?\.?|tables?|sections?|chapters?|pages?|pp?\.?|appendix|annex|items?|questions?|q|statements?|domains?|standards?|criteri(?:on|a)|goals?|objectives?|` +
		`recommendations?|bands?|grades?|levels?|tiers?|types?|class|categor(?:y|ies)|groups?|arms?|clusters?|cohorts?|waves?|rounds?|phases?|steps?|stages?|parts?|visits?|sessions?|modules?|units?|scores?|ranks?|` +
		`days?|weeks?|months?|years?|aged?|ages|over|under|above|below|than|least|most|about|around|approximately|roughly|nearly|almost|no\.?|numbers?|version|model|case|site|ward|` +
		`january|february|march|april|may|june|july|august|september|october|november|december))\s*$`)
	baseBefore  = pattern(`\bof\s+` + those + `$`)
	noneBefore  = pattern(`\b(?:none|nobody|no one|no-one)\s+of\s+(?:the\s+|these\s+|those\s+|our\s+)?$`)
	ofAfter     = pattern(`^\s*(?:out\s+)?of\s+` + those + `(` + cardinal + `)\b`)
	ofThose     = pattern(`\b(?:of|among)\s+(?:the|these|those|all|our)\s+(` + cardinal + `)\s+(?:[\pL-]+\s+){0,2}?` + person + `\b`)
	ofWhom      = pattern(`\bof\s+(?:whom|which|these|those|them)\b`)
	firstNumber = pattern(`^\W*(` + cardinal + `)\s+\pL`)
	meanEquals  = pattern(`\bm(?:ean)?\s*=\s*(\d{1,6}\.\d{1,4})\b`)
	sdEquals    = pattern(`\bs\.?d\.?\s*=\s*(\d{1,6}\.\d{1,4})\b`)
	// An estimate's level, a threshold or a rough figure is no share of people.
	levelAfter  = pattern(`^\s*-?(?:(?:[-–—]|to)\s*\d|ci\b|c\.i\.|confidence|credib|prediction|limit|significan|interval|level|one-sided|two-sided|more\b|less\b|higher|lower|increase|decrease|reduction|threshold)`)
	roughBefore = pattern(`(?:about|around|approximately|approx\.|roughly|circa|over|above|under|below|than|nearly|almost|up to|at least|at most|by|\d\s*%?\s*to|[-–~<>≤≥=]|±)\s*$`)

	completed = pattern(`^\W*(` + cardinal + `)\s+(?:[\pL-]+\s+){0,4}?` + person + `\s+(?:[\pL-]+\s+){0,2}?(?:completed|responded|took part|participated|answered|returned|replied|attended|recruited|interviewed|surveyed)\b`)
	comprised = pattern(`\b(?:sample|survey|study|participants|respondents)\s+(?:was |were )?(?:comprised|comprises|consisted|included|made up|totalled)\s+(?:of\s+)?(?:a total of\s+)?(` + cardinal + `)\s+(?:[\pL-]+\s+){0,4}?` + person + `\b`)
	bySex     = pattern(`\b(` + cardinal + `)\s+(?:were\s+|identified as\s+)?(` + sex + `)\b`)
	byOrder   = pattern(`\b(first|second|third|fourth|fifth|sixth|final|last)\b([^,.;:]{0,40}?)\b(?:had|has|of|with|comprised|included|involved)\s+(` + cardinal + `)\s+` + person + `\b`)
	multiple  = pattern(`\b(` + cardinal + `)\s+` + person + `\s+(?:had|held|have|hold|reported|gave|chose|selected)\s+(?:multiple|several|more than one|two or more|dual)\b`)
	halfOf    = pattern(`(^|[^\pL])(\pL+\s+)?half\s+(?:of\s+)?(?:the|all|our)\s+(?:sample|participants|respondents)\s*[(\[]\s*n\s*=\s*(\d{1,9})\b`)
	gaveNone  = pattern(`\b(` + cardinal + `)\s+(?:[\pL-]+\s+){0,4}?` + person + `\s+(?:did not|didn.t|chose not to|declined to|failed to|do not)\s+(?:offer|give|provide|answer|state|disclose|report|complete)`)

	captionLine = pattern(`^\W*table\s+([0-9]{1,3}[a-z]?|[ivx]{1,5})\s*[.:–—-]\s*(\S.*)$`)
	toTable     = pattern(`\btable\s+([0-9]{1,3}[a-z]?)\b`)
	headingLine = regexp.MustCompile(`^\s*(\d{1,2}(?:\.\d{1,2}){1,5})\.?\s+\p{Lu}[^%]{0,90}$`)
	hashHeading = regexp.MustCompile(`^#{1,6}\s+(.{1,120})$`)
	markup      = regexp.MustCompile(`<[^<>]{0,200}>`)
	bulletLine  = regexp.MustCompile(`^\s*(?:[•‣◦▪*–-]|\d{1,2}[.)]|\([ivxa-z]{1,4}\))\s+`)
	carriesOn   = pattern(`^\W*(?:[\pL'-]+\W+){0,6}?(?:remainder|remaining|rest|also|others?|further|additionally)\b`)
	wholeRest   = pattern(`\b(?:remainder|remaining|the rest)\b`)
	totalRow    = pattern(`^(?:grand\s+)?(?:total|all|overall|sum|n)\b\W*$`)
)

// number reads a whole number in figures or words.
func number(s string) (int, bool) {
	s = strings.ToLower(strings.ReplaceAll(s, ",", ""))
	if n, ok := inWords[s]; ok {
		return n, true
	}
	n, err := strconv.Atoi(s)
	return n, err == nil && n >= 0 && n <= maxFigure
}
