package diag

// Rules lists every rule with the severity it has unless site.yaml says
// otherwise. It is the order of the documentation.
func Rules() []Rule { return rules[:] }

// A Rule is something the program looks after.
type Rule struct {
	Name     string
	Severity Severity
	Fixed    bool // no setting lowers it
}

// DefaultSeverity is the severity of the rule before site.yaml is asked.
// Unknown names are errors, so that a slip in the program shows.
func DefaultSeverity(rule string) Severity {
	for i := range rules {
		if rules[i].Name == rule {
			return rules[i].Severity
		}
	}
	return Error
}

// Fixed reports whether no setting changes the rule's severity.
func Fixed(rule string) bool {
	for i := range rules {
		if rules[i].Name == rule {
			return rules[i].Fixed
		}
	}
	return false
}

// IsRule reports whether there is a rule of that name.
func IsRule(name string) bool {
	for i := range rules {
		if rules[i].Name == name {
			return true
		}
	}
	return false
}

var rules = [...]Rule{
	{Name: "config", Severity: Error, Fixed: true},
	{Name: "unreadable", Severity: Error},
	{Name: "encoding", Severity: Warning},
	{Name: "symlink", Severity: Warning},
	{Name: "case", Severity: Warning},
	{Name: "language", Severity: Warning},
	{Name: "section", Severity: Warning},
	{Name: "front-matter", Severity: Error},
	{Name: "unknown-key", Severity: Warning},
	{Name: "duplicate-key", Severity: Error},
	{Name: "kind", Severity: Error},
	{Name: "comment", Severity: Advice},
	{Name: "title", Severity: Error},
	{Name: "date", Severity: Error},
	{Name: "differs", Severity: Warning},
	{Name: "disagree", Severity: Error},
	{Name: "pairing", Severity: Error},
	{Name: "only", Severity: Warning},
	{Name: "topic", Severity: Error},
	{Name: "vocabulary", Severity: Error},
	{Name: "issue", Severity: Warning},
	{Name: "identity", Severity: Warning},
	{Name: "string", Severity: Error},
	{Name: "classified", Severity: Error, Fixed: true},
	{Name: "url", Severity: Error},
	{Name: "outside", Severity: Error},
	{Name: "link", Severity: Error},
	{Name: "anchor", Severity: Error},
	{Name: "picture", Severity: Error},
	{Name: "ending", Severity: Warning},
	{Name: "metadata", Severity: Warning},
	{Name: "place", Severity: Warning},
	{Name: "unsafe", Severity: Error},
	{Name: "unpublished-link", Severity: Warning},
	{Name: "remote", Severity: Warning},
	{Name: "alt", Severity: Warning},
	{Name: "caption", Severity: Advice},
	{Name: "full-width", Severity: Warning},
	{Name: "slip", Severity: Warning},
	{Name: "html", Severity: Warning},
	{Name: "unclosed", Severity: Error},
	{Name: "shortcode", Severity: Warning},
	{Name: "placeholder", Severity: Warning},
	{Name: "limit", Severity: Error},
	{Name: "layout", Severity: Error},
	{Name: "contrast", Severity: Warning},
	{Name: "foreign", Severity: Warning},
	{Name: "blocked", Severity: Error, Fixed: true},
	{Name: "unpublished", Severity: Advice},
}
