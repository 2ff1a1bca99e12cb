package theme

import (
	"bytes"
	"fmt"
	"strings"

	"concord/pipeline/finding"

	"go.yaml.in/yaml/v4"
)

// MarshalOver gives the codebook as YAML, as Marshal does, written over the text
// that it was read from before it was changed: comments stay with the keys, themes
// and rules that they stand beside, and what has not changed keeps its spelling.
// lost is how many lines of comments are not in it, as what they stood beside is
// gone. A text whose comments cannot be kept at all, such as one that is no
// codebook, counts with all of them.
func (cb *Codebook) MarshalOver(before []byte) (data []byte, lost int, err error) {
	plain, err := cb.Marshal()
	if err != nil {
		return nil, 0, err
	}
	was := comments(before)
	if was == 0 {
		return plain, 0, nil
	}
	over, err := writeOver(before, plain)
	if err == nil && sameCodebook(over, plain) {
		return over, max(0, was-comments(over)), nil
	}
	return plain, was, nil
}

// sameCodebook tells whether two files hold the same codebook.
func sameCodebook(a, b []byte) bool {
	one, found := ReadCodebook("", a)
	two, more := ReadCodebook("", b)
	if len(finding.Errors(found)) > len(finding.Errors(more)) {
		return false
	}
	first, err := one.Marshal()
	if err != nil {
		return false
	}
	second, err := two.Marshal()
	return err == nil && bytes.Equal(first, second)
}

// writeOver gives the text of after with the comments and the spelling of before.
func writeOver(before, after []byte) (out []byte, err error) {
	// The text is untrusted and the library outside our control; without it the
	// comments are told as lost.
	defer func() {
		if recover() != nil {
			out, err = nil, fmt.Errorf("the YAML cannot be kept as it is written")
		}
	}()
	var old, now yaml.Node
	if err := yaml.Unmarshal(bytes.TrimPrefix(before, []byte("\xef\xbb\xbf")), &old); err != nil {
		return nil, err
	}
	if err := yaml.Unmarshal(after, &now); err != nil {
		return nil, err
	}
	if len(old.Content) != 1 || len(now.Content) != 1 {
		return nil, fmt.Errorf("this is not one YAML document")
	}
	old.Content[0] = over(old.Content[0], now.Content[0])
	var b bytes.Buffer
	w, err := yaml.NewDumper(&b, yaml.WithIndent(2), yaml.WithCompactSeqIndent(false), yaml.WithLineWidth(-1))
	if err == nil {
		err = w.Dump(&old)
	}
	if err == nil {
		err = w.Close()
	}
	return b.Bytes(), err
}

// over gives a value as it is now, with what it was as far as that is the same.
func over(old, now *yaml.Node) *yaml.Node {
	switch {
	case old.Kind == yaml.MappingNode && now.Kind == yaml.MappingNode:
		out := *old
		out.Content = nil
		kept := map[string]bool{}
		values := map[string]*yaml.Node{}
		for i := 0; i+1 < len(now.Content); i += 2 {
			values[now.Content[i].Value] = now.Content[i+1]
		}
		// Keys stand as they stood, and new ones after them.
		for i := 0; i+1 < len(old.Content); i += 2 {
			key := old.Content[i].Value
			if value := values[key]; value != nil && !kept[key] {
				kept[key] = true
				out.Content = append(out.Content, old.Content[i], over(old.Content[i+1], value))
			}
		}
		for i := 0; i+1 < len(now.Content); i += 2 {
			if !kept[now.Content[i].Value] {
				out.Content = append(out.Content, now.Content[i], now.Content[i+1])
			}
		}
		return &out
	case old.Kind == yaml.SequenceNode && now.Kind == yaml.SequenceNode:
		out := *old
		out.Content = nil
		for i, was := range matched(old.Content, now.Content) {
			if was == nil {
				out.Content = append(out.Content, now.Content[i])
			} else {
				out.Content = append(out.Content, over(was, now.Content[i]))
			}
		}
		return &out
	case old.Kind == yaml.ScalarNode && now.Kind == yaml.ScalarNode && old.Value == now.Value && old.ShortTag() == now.ShortTag():
		return old
	}
	out := *now
	out.HeadComment, out.LineComment, out.FootComment = old.HeadComment, old.LineComment, old.FootComment
	return &out
}

// matched gives for each entry of a list as it is now the one that it was: that
// with the same id or, for a plain value, the same value; of those that are left
// the one that has its place; nil for none.
func matched(old, now []*yaml.Node) []*yaml.Node {
	byName := map[string][]int{}
	for i, n := range old {
		byName[nameOf(n)] = append(byName[nameOf(n)], i)
	}
	taken := make([]bool, len(old))
	out := make([]*yaml.Node, len(now))
	for i, n := range now {
		name := nameOf(n)
		if at := byName[name]; len(at) > 0 && name != "" {
			out[i], taken[at[0]], byName[name] = old[at[0]], true, at[1:]
		}
	}
	for i := range min(len(old), len(now)) {
		if out[i] == nil && !taken[i] {
			out[i] = old[i]
		}
	}
	return out
}

func nameOf(n *yaml.Node) string {
	if n.Kind == yaml.ScalarNode {
		return n.Value
	}
	if id := valueOf(n, "id"); id != nil {
		return id.Value
	}
	return ""
}

// comments counts the lines of comments of a YAML text, 0 where it cannot be read.
func comments(data []byte) (lines int) {
	defer func() {
		if recover() != nil {
			lines = 0
		}
	}()
	var doc yaml.Node
	if yaml.Unmarshal(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), &doc) != nil {
		return 0
	}
	var count func(n *yaml.Node)
	count = func(n *yaml.Node) {
		for _, text := range []string{n.HeadComment, n.LineComment, n.FootComment} {
			for line := range strings.Lines(text) {
				if strings.TrimSpace(line) != "" {
					lines++
				}
			}
		}
		for _, child := range n.Content {
			count(child)
		}
	}
	count(&doc)
	return lines
}
