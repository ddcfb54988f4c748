package serve

import (
	"bytes"
	_ "embed" // for the page of problems
	"fmt"
	"html/template"
	"strings"

	"bulletin/internal/diag"
)

// A Failure is why there is no good build.
type Failure struct {
	Problems []diag.Problem
	Line     func(file string, n int) (string, bool) // a line of a source file, for excerpts; may be nil
	Err      error                                   // what the machine did wrong; may be nil
}

// A trouble is a failure as people read it.
type trouble struct {
	panel panel
	page  []byte // of its own, for when there is no other
}

// A notice is what people see of a failure.
type notice struct {
	Lang, Title string
	Items       []item
	More        string // how many there are besides
}

// An item is one problem.
type item struct {
	Where, What, Hint string
	Excerpt           excerpt
}

// A panel is a notice as the script takes it: elements, one after the other.
type panel struct {
	Lang string      `json:"lang"`
	Rows [][2]string `json:"rows"` // tag and text
}

func (n notice) panel() panel {
	p := panel{n.Lang, [][2]string{{"h1", n.Title}}}
	for _, i := range n.Items {
		for _, row := range [][2]string{
			{"code", i.Where}, {"p", i.What},
			{"samp", i.Excerpt.Before}, {"mark", i.Excerpt.Marked}, {"samp", i.Excerpt.After},
			{"p", i.Hint},
		} {
			if row[1] != "" {
				p.Rows = append(p.Rows, row)
			}
		}
	}
	if n.More != "" {
		p.Rows = append(p.Rows, [2]string{"p", n.More})
	}
	return p
}

// shown is how many problems one can see at once; the terminal has them all.
const shown = 50

func (s *Server) describe(f Failure) *trouble {
	n := s.notice("The site cannot be built.", "网站无法生成。")
	if f.Err != nil {
		n.Items = append(n.Items, item{What: f.Err.Error()})
	}
	printer := diag.Printer{Format: diag.TextFormat, Language: s.language, Line: f.Line}
	for _, q := range f.Problems[:min(shown, len(f.Problems))] {
		n.Items = append(n.Items, s.item(printer, q))
	}
	if more := len(f.Problems) - shown; more > 0 {
		n.More = fmt.Sprintf(s.words("And %d more; the terminal lists all of them.", "另有 %d 处，终端中已全部列出。"), more)
	}
	return &trouble{panel: n.panel(), page: n.page()}
}

// notice is one without items.
func (s *Server) notice(english, chinese string) notice {
	n := notice{Lang: "en", Title: s.words(english, chinese)}
	if s.language == diag.Chinese {
		n.Lang = "zh-Hans"
	}
	return n
}

// item is a problem with the excerpt that the terminal shows.
func (s *Server) item(printer diag.Printer, q diag.Problem) item {
	i := item{
		Where: fmt.Sprintf("%s:%d:%d", q.Pos.File, q.Pos.Line, max(1, q.Pos.Column)),
		What:  s.severity(q.Severity) + q.Text(s.language) + " [" + q.Message.Rule() + "]",
	}
	var text strings.Builder
	_ = printer.Print(&text, []diag.Problem{q}) // a strings.Builder takes everything
	lines := strings.Split(strings.TrimSuffix(text.String(), "\n"), "\n")[1:]
	if hint := q.Hint(s.language); hint != "" {
		i.Hint = s.words("Hint: ", "提示：") + hint
		lines = lines[:len(lines)-1]
	}
	i.Excerpt = mark(lines)
	return i
}

func (s *Server) severity(v diag.Severity) string {
	switch v {
	case diag.Error:
		return s.words("Error: ", "错误：")
	case diag.Warning:
		return s.words("Warning: ", "警告：")
	}
	return s.words("Advice: ", "建议：")
}

// words picks the text in the reader's language.
func (s *Server) words(english, chinese string) string {
	if s.language == diag.Chinese {
		return chinese
	}
	return english
}

//go:embed problem.html
var problemText string

var problemTemplate = template.Must(template.New("problem").Parse(problemText))

// problemPage is what every address shows before the first good build.
func (s *Server) problemPage(t *trouble) []byte {
	if t != nil {
		return t.page
	}
	return s.notice("The site is being built …", "正在生成网站……").page()
}

func (n notice) page() []byte {
	var b bytes.Buffer
	_ = problemTemplate.Execute(&b, n) // of strings alone, into memory
	return b.Bytes()
}
