package check

import (
	"fmt"
	"testing"

	"bulletin/internal/site"
)

func TestNumbers(t *testing.T) {
	for id, want := range map[string]string{
		"2024-07": "2024-07 true", "2024-7": "2024-7 true", "96": "96 true", "007": "007 true", "2024-12": "2024-12 true",
		"special": "0 false", "2024-a": "2024-0 false", "-1": "1 false",
	} {
		n, ok := numberOf(id)
		if got := fmt.Sprint(n, ok); got != want {
			t.Errorf("%s is %s, want %s", id, got, want)
		}
	}
}

// What is left out between issues is told, of which the newest comes first.
func TestIssues(t *testing.T) {
	for _, tt := range []struct {
		ids  []string
		want string
	}{
		{[]string{"2024-3", "2024-2", "2024-1"}, ""},
		{[]string{"2024-10", "2024-08"}, "[2024-09 2024-08 2024-10]"},
		{[]string{"2025-1", "2024-12"}, ""},
		{[]string{"2025-2", "2024-9"}, "[2025-1 2024-9 2025-2]"},
		{[]string{"2026-5", "2024-9"}, ""}, // an office that paused
		{[]string{"2024-2", "98", "96"}, "[97 96 98]"},
		{[]string{"2024-2", "special"}, ""},
	} {
		s := &site.Site{}
		for _, id := range tt.ids {
			e := &site.Edition{File: "a.md"}
			s.Issues = append(s.Issues, &site.Issue{ID: id, Articles: []*site.Article{{Editions: []*site.Edition{nil, e}}}})
		}
		got := ""
		for _, p := range issues(s) {
			got += fmt.Sprint(p.Args)
		}
		if got != tt.want {
			t.Errorf("%v: %s, want %s", tt.ids, got, tt.want)
		}
	}
}
