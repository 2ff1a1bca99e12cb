package theme

import (
	"slices"
	"strings"

	"github.com/kljensen/snowball/english"
	"github.com/kljensen/snowball/french"
	"github.com/kljensen/snowball/hungarian"
	"github.com/kljensen/snowball/norwegian"
	"github.com/kljensen/snowball/russian"
	"github.com/kljensen/snowball/spanish"
	"github.com/kljensen/snowball/swedish"
)

// stemmers are the Snowball stemmers that the library has, by language. English
// words are seen to by stem.
var stemmers = map[string]func(word string, stopWords bool) string{
	"en": english.Stem, "es": spanish.Stem, "fr": french.Stem, "hu": hungarian.Stem,
	"nb": norwegian.Stem, "no": norwegian.Stem, "ru": russian.Stem, "sv": swedish.Stem,
}

// Languages are the codes of the languages whose inflections a rule finds. A
// codebook can be in any other: a word of a rule then stands for just the form
// written, and word* for all that begin so.
var Languages = languages()

func languages() []string {
	var out []string
	for code := range stemmers {
		out = append(out, code)
	}
	slices.Sort(out)
	return out
}

// baseLanguage gives the language of a codebook without country or script:
// "en" for "en-GB" and for "".
func baseLanguage(code string) string {
	base, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(strings.TrimSpace(code)), "_", "-"), "-")
	if base == "" {
		return "en"
	}
	return base
}

// stemmerFor gives what makes of a normal word the form that all its
// inflections in a language share.
func stemmerFor(language string) func(string) string {
	if language == "en" {
		return stem
	}
	other, ok := stemmers[language]
	if !ok {
		return func(word string) string { return word }
	}
	return func(word string) string { return other(word, true) }
}

// languageSaid gives what a person should know of a codebook in a language other
// than English, "" for English.
func languageSaid(language string) (message, do string) {
	if language == "en" {
		return "", ""
	}
	message = "stances, non-answers (such as \"nothing to add\"), irregular words and American spellings are known in English only: codings in this codebook have the stance of their theme, or none"
	if _, ok := stemmers[language]; !ok {
		return message + "; and inflections in this language are not known, so that a word stands for just the form written",
			"Write every form with | between them, or the beginning of the word with *, as in Supervis*."
	}
	return message, "Give a theme that is a wish or a judgement its own stance:."
}
