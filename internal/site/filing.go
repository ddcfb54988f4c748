package site

import (
	"maps"
	"slices"
	"strings"

	"bulletin/internal/diag"
)

// filed finds the sections that texts say to be filed under, by the name of
// their folder or by a title that they have in any language. A name that no
// section has is reported, and the text stays where it is.
func filed(cfg *Config, parts Parts) (problems []diag.Problem) {
	var names, labels map[string]string // nobody may ask
	for _, e := range parts.Editions {
		said := &e.Header.Section
		if !said.Set {
			continue
		}
		if names == nil {
			names, labels = sectionNames(cfg, parts)
		}
		id := names[fold(said.Value)]
		if id == "" {
			id = labels[fold(said.Value)]
		}
		switch {
		case id != "":
			said.Value = id
		case !inside(said.Value):
			problems = append(problems, diag.At(e.Place(said.Spot), "outside", said.Value))
			*said = Field[string]{}
		default:
			problems = append(problems, noSection(e, names, labels))
			*said = Field[string]{}
		}
	}
	return problems
}

// sectionNames are the sections by the name of their folder, and by their titles.
func sectionNames(cfg *Config, parts Parts) (names, labels map[string]string) {
	names, labels = make(map[string]string), make(map[string]string)
	for _, id := range cfg.Sections {
		names[fold(id)] = id
	}
	for _, e := range parts.Editions {
		if id, _, below := strings.Cut(e.Key, "/"); below {
			names[fold(id)] = id
		}
	}
	for _, e := range parts.Indexes {
		if e.Key != "" && !strings.Contains(e.Key, "/") {
			names[fold(e.Key)] = e.Key
			if title := fold(e.Title.Value); title != "" && labels[title] == "" {
				labels[title] = e.Key
			}
		}
	}
	return names, labels
}

func noSection(e *Edition, names, labels map[string]string) diag.Problem {
	at, said := e.Place(e.Header.Section.Spot), e.Header.Section.Value
	all := slices.Sorted(maps.Values(names))
	known := slices.Concat(all, slices.Sorted(maps.Keys(labels)))
	if like := diag.Suggest(said, known); like != "" {
		return diag.At(at, "section.named.like", said, like)
	}
	return diag.At(at, "section.named", said, strings.Join(slices.Compact(all), ", "))
}
