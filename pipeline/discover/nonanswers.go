package discover

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"concord/pipeline/onpage"
)

// nonAnswers lists the units set aside by what they say.
func (c *corpus) nonAnswers() []Form {
	by := map[string][]int{}
	for _, u := range c.setAside {
		text := strings.ToLower(onpage.Clean(c.units[u].Text))
		text = strings.TrimFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if text == "" {
			text = "(blank)"
		}
		by[text] = append(by[text], u)
	}
	out := []Form{}
	for text, units := range by {
		out = append(out, Form{text, len(units), c.peopleOf(units)})
	}
	slices.SortFunc(out, func(a, b Form) int {
		return cmp.Or(cmp.Compare(b.Units, a.Units), cmp.Compare(a.Text, b.Text))
	})
	return out
}

// nothings are the usual ways of saying nothing in languages other than English,
// in small letters and without marks between the words.
var nothings = map[string][]string{
	"de": {
		"keine", "keiner", "kein", "keines", "nein", "nichts", "nö", "k a", "ka", "keine angabe", "keine angaben", "keine anmerkung", "keine anmerkungen",
		"keine bemerkung", "keine bemerkungen", "kein kommentar", "keine kommentare", "keine ergänzung", "keine ergänzungen", "keine ideen", "keine vorschläge",
		"keine wünsche", "keine änderungen", "nichts hinzuzufügen", "nichts weiter", "nichts zu ergänzen", "nichts besonderes", "nicht zutreffend", "entfällt",
		"weiß nicht", "weiss nicht", "ich weiß nicht", "ich weiss nicht", "weiß ich nicht", "keine ahnung", "siehe oben",
	},
	"fr": {
		"non", "rien", "aucun", "aucune", "néant", "neant", "sans objet", "so", "s o", "rien à ajouter", "rien a ajouter", "rien à signaler", "rien à dire", "ras", "r a s",
		"pas de commentaire", "pas de commentaires", "aucun commentaire", "sans commentaire", "je ne sais pas", "ne sais pas", "nsp", "voir ci dessus",
	},
	"es": {
		"nada", "ninguno", "ninguna", "ningún comentario", "sin comentarios", "sin comentario", "nada que añadir", "nada más", "no aplica", "no procede", "no sé", "no se", "no lo sé",
	},
	"sv": {"nej", "inget", "inga", "ingenting", "inga kommentarer", "inget att tillägga", "vet ej", "vet inte", "ej aktuellt"},
	"nb": {"nei", "ingen", "ingenting", "ingen kommentar", "ingen kommentarer", "ikke noe", "ingenting å legge til", "vet ikke", "ikke aktuelt"},
}

// nothing holds them by the language and the words.
var nothing = func() map[string]bool {
	out := map[string]bool{}
	for language, list := range nothings {
		for _, text := range list {
			out[language+" "+text] = true
		}
	}
	return out
}()

// saysNothing tells whether a text in a language is one of its usual ways of
// saying nothing and no word more.
func saysNothing(text, language string) bool {
	const longest = 60
	if len(text) > longest {
		return false
	}
	base, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(language, "_", "-")), "-")
	if base == "no" {
		base = "nb"
	}
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return nothing[base+" "+strings.Join(words, " ")]
}
