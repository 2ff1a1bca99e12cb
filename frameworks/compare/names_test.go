package compare

import (
	"maps"
	"testing"
)

// What people read says more than an id that a program made up.
func TestSameNames(t *testing.T) {
	for _, c := range []struct {
		name string
		a, b []name
		want map[string]string
	}{
		{"the same", []name{{"core", "Core"}}, []name{{"core", "Core"}}, map[string]string{"core": "core"}},
		{"another label", []name{{"core", "Core"}}, []name{{"core", "Basic"}}, map[string]string{"core": "core"}},
		{"another id", []name{{"core", "Core"}}, []name{{"level-1", "core"}}, map[string]string{"core": "level-1"}},
		{"ids counted in another order", []name{{"kind-1", "Domain"}, {"kind-2", "Skill"}}, []name{{"kind-1", "Skill"}, {"kind-2", "Domain"}},
			map[string]string{"kind-1": "kind-2", "kind-2": "kind-1"}},
		{"one id, others labels", []name{{"x", "Domain"}, {"y", "Skill"}}, []name{{"x", "Skill"}, {"z", "Duty"}}, map[string]string{"y": "x"}},
		{"no labels", []name{{"x", ""}, {"y", ""}}, []name{{"y", ""}, {"z", ""}}, map[string]string{"y": "y"}},
		{"a label that was an id", []name{{"core", ""}}, []name{{"level-1", "Core"}}, map[string]string{"core": "level-1"}},
		{"another id and another label", []name{{"core", "Core"}}, []name{{"advanced", "Advanced"}}, map[string]string{}},
		{"a label twice", []name{{"x", "Skill"}, {"y", "Skill"}}, []name{{"y", "Skill"}, {"z", "Skill"}}, map[string]string{"x": "z", "y": "y"}},
	} {
		if got := sameNames(c.a, c.b); !maps.Equal(got, c.want) {
			t.Errorf("%s: %v, expected %v", c.name, got, c.want)
		}
	}
}
