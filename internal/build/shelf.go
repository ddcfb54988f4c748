package build

import (
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"bulletin/internal/codec"
	"bulletin/internal/digest"
	"bulletin/internal/document"
	"bulletin/internal/ledger"
)

// The files of a store are STEM.texts, which is replaced in one step, and the
// layers that it names, which never change. What is being written ends in .new.
const (
	textsHeader = "bulletin texts 1\n"
	textsEnding = ".texts"
	layerEnding = ".bodies"
	newEnding   = ".new"

	mostLayers = 8         // more are made one
	mostBodies = 1<<32 - 1 // bytes in a layer: a Ref has no room for more
	mostStores = 10
)

// A layer is a file of bodies.
type layer struct {
	layerRecord
	number int // in the pack of this build
}

// A layerRecord is a layer as it is written down.
type layerRecord struct {
	Name  string
	Sum   digest.Sum
	Seal  ledger.Seal
	Young bool // the seal says nothing
}

// An index is what STEM.texts begins with; so many records follow, each with
// what was made of the file.
type index struct {
	Program ledger.Answer
	Layers  []layerRecord
	Records int
}

var errNoStore = errors.New("this is no store, or it is damaged")

func (s *store) path() string { return filepath.Join(s.dir, s.stem+textsEnding) }

// load reads what the builds before have left, if it is whole, of this program,
// and with all its layers. Otherwise there is nothing.
func (s *store) load(o Options, self *ledger.Answer) {
	records, found, err := s.readTexts()
	switch {
	case self != nil:
		s.program = *self
	case err == nil:
		s.program, err = programOf(o, s.began, &found.Program)
	default:
		s.program, _ = programOf(o, s.began, nil)
	}
	if err != nil || s.program.Sum != found.Program.Sum || !s.openLayers(found.Layers) {
		return
	}
	s.old = make(map[string]*stored, len(records))
	for i := range records {
		e := &records[i]
		if e.Body.Len > 0 && (e.Layer >= len(s.layers) || e.Body.Offset < 0 || e.Body.Offset+int64(e.Body.Len) > s.layers[e.Layer].Seal.Size) {
			s.old = nil
			return
		}
		s.old[e.Answer.Path] = e
	}
}

// readTexts reads STEM.texts. Its sum stands at its end.
func (s *store) readTexts() ([]stored, index, error) {
	var head index
	text, _, err := readCache(s.path())
	if err != nil {
		return nil, head, errNoStore
	}
	end := len(text) - len(digest.Sum{})
	if end < len(textsHeader) || !strings.HasPrefix(text, textsHeader) {
		return nil, head, errNoStore
	}
	if sum := digest.OfText(text[:end]); string(sum[:]) != text[end:] {
		return nil, head, errNoStore
	}
	d := &codec.Decoder{Rest: text[len(textsHeader):end]} // texts may be parts of it
	if err := d.Decode(&head); err != nil || head.Records > len(d.Rest) {
		return nil, head, errNoStore
	}
	records := make([]stored, head.Records)
	for i := range records {
		if err := d.Decode(&records[i].record); err != nil {
			return nil, head, err
		}
		if records[i].made, err = d.Text(); err != nil {
			return nil, head, err
		}
	}
	return records, head, nil
}

// openLayers opens the files of bodies: each must be as it was written.
func (s *store) openLayers(layers []layerRecord) bool {
	for _, l := range layers {
		path := filepath.Join(s.dir, l.Name)
		if !ourLayer.MatchString(l.Name) {
			return false
		}
		look, err := ledger.On(path)
		if err != nil || !look.Type.IsRegular() || look.Seal.Size > mostBodies {
			return false
		}
		f, err := os.Open(path)
		if err != nil {
			return false
		}
		opened := layer{l, s.pack.lay(f)} // and closed with the pack
		s.layers = append(s.layers, opened)
		if !l.Young && look.Tells(l.Seal) {
			continue
		}
		if sum, err := digest.All(f); err != nil || sum != l.Sum {
			return false
		}
		known := &s.layers[len(s.layers)-1]
		known.Seal, known.Young = look.Seal, look.Young(s.began)
		s.moved.Store(true)
	}
	return true
}

// save writes down what is kept, if it is not what was there before. What goes
// wrong costs the next build time.
func (s *store) save() {
	if s.program.Sum == (digest.Sum{}) {
		return
	}
	all := s.entries()
	fresh := slices.ContainsFunc(all, func(e *stored) bool { return e.fresh })
	if !fresh && len(all) == len(s.old) && !s.moved.Load() {
		return
	}
	layers, err := s.arrange(all)
	if err != nil {
		return
	}
	if replaceFile(s.path(), func(w io.Writer) error { return s.fill(w, all, layers) }) == nil {
		s.tidy(layers)
	}
}

// arrange finds a place in a layer for every body. Layers of which nothing is
// left go; where there are many, or most of them is left over, all that is kept
// goes into one.
func (s *store) arrange(all []*stored) ([]layerRecord, error) {
	live := make([]int64, len(s.layers))
	var kept, size int64
	for _, e := range all {
		if !e.fresh && e.Body.Len > 0 {
			live[e.Layer] += int64(e.Body.Len)
			kept += int64(e.Body.Len)
		}
	}
	for _, l := range s.layers {
		size += l.Seal.Size
	}
	if len(s.layers) >= mostLayers || kept < size/2 {
		return s.compact(all)
	}
	var layers []layerRecord
	places := make([]int, len(s.layers))
	for i, l := range s.layers {
		if places[i] = len(layers); live[i] > 0 {
			layers = append(layers, l.layerRecord)
		}
	}
	own, err := s.settle(s.pack)
	if err != nil {
		return nil, err
	}
	for _, e := range all {
		switch {
		case e.Body.Len == 0:
			e.Layer, e.Body = 0, document.Ref{}
		case e.fresh:
			e.Layer, e.Body = len(layers), s.pack.place(e.Body)
		default:
			e.Layer = places[e.Layer]
		}
	}
	return append(layers, own...), nil
}

// compact puts all bodies into one layer.
func (s *store) compact(all []*stored) ([]layerRecord, error) {
	one := &pack{dir: s.dir, stem: s.stem}
	defer func() { _ = one.Close() }()
	var room []byte
	for _, e := range all {
		if e.Body.Len == 0 {
			e.Layer, e.Body = 0, document.Ref{}
			continue
		}
		body := e.Body
		if !e.fresh {
			body = s.pack.in(s.layers[e.Layer].number, body)
		}
		var err error
		if room, err = s.pack.fetch(room[:0], body); err != nil {
			return nil, err
		}
		if e.Body, err = one.Keep(room); err != nil {
			return nil, err
		}
		e.Layer = 0
	}
	layers, err := s.settle(one)
	if err != nil {
		return nil, err
	}
	for _, e := range all {
		if e.Body.Len > 0 {
			e.Body = one.place(e.Body)
		}
	}
	return layers, nil
}

// settle makes a layer of what a pack holds; there is none of nothing.
func (s *store) settle(p *pack) ([]layerRecord, error) {
	name, sum, err := p.settle()
	if err != nil || name == "" {
		return nil, err
	}
	look, err := ledger.On(filepath.Join(s.dir, name))
	if err != nil {
		return nil, err
	}
	return []layerRecord{{name, sum, look.Seal, true}}, nil // it was written just now
}

// fill writes STEM.texts.
func (s *store) fill(f io.Writer, all []*stored, layers []layerRecord) error {
	var sum digest.Running
	w := bufio.NewWriterSize(io.MultiWriter(f, &sum), 64<<10)
	e := codec.Encoder{Bytes: []byte(textsHeader)}
	err := e.Encode(&index{s.program, layers, len(all)})
	var room []byte
	for _, kept := range all {
		room = append(room[:0], kept.made...)
		if kept.fresh && err == nil {
			room, err = s.heads.fetch(room[:0], kept.head)
		}
		if err == nil {
			err = e.Encode(&kept.record)
		}
		if err != nil {
			return err
		}
		e.Text(room)
		_, _ = w.Write(e.Bytes) // Flush tells
		e.Bytes = e.Bytes[:0]
	}
	_, _ = w.Write(e.Bytes)
	if err = errors.Join(err, w.Flush()); err != nil {
		return err
	}
	end := sum.Sum()
	_, err = f.Write(end[:])
	return err
}

// ourTexts and ourLayer are the names of what belongs to stores: nothing else in
// the folder is touched.
var (
	ourTexts = regexp.MustCompile(`^[0-9a-f]{16}\.texts$`)
	ourLayer = regexp.MustCompile(`^[0-9a-f]{16}-[0-9]+\.bodies$`)
	ourDraft = regexp.MustCompile(`^[0-9a-f]{16}-[0-9]+\.(texts|bodies)\.new$|^bodies-[0-9]+\.pack$`)
)

// tidy removes the layers that are named no more, what killed builds have left,
// and the stores of other sites beyond the last ten.
func (s *store) tidy(layers []layerRecord) {
	named := make(map[string]bool)
	for _, l := range layers {
		named[l.Name] = true
	}
	for _, l := range s.layers {
		if !named[l.Name] {
			_ = os.Remove(filepath.Join(s.dir, l.Name))
		}
	}
	entries, _ := os.ReadDir(s.dir)
	ages := make(map[string]time.Time)
	for _, e := range entries {
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() {
			ages[e.Name()] = info.ModTime()
		}
	}
	var stores []string
	for name := range ages {
		if ourTexts.MatchString(name) {
			stores = append(stores, name)
		}
	}
	slices.SortFunc(stores, func(a, b string) int { return ages[b].Compare(ages[a]) })
	gone := make(map[string]bool)
	for _, name := range stores[min(len(stores), mostStores):] {
		gone[strings.TrimSuffix(name, textsEnding)] = true
	}
	for name, changed := range ages {
		stem, _, _ := strings.Cut(strings.TrimSuffix(name, textsEnding), "-")
		old := s.began-changed.UnixNano() > int64(time.Hour)
		orphan := ourLayer.MatchString(name) && stem == s.stem && !named[name] && old
		if orphan || ourDraft.MatchString(name) && old || gone[stem] && (ourTexts.MatchString(name) || ourLayer.MatchString(name)) {
			_ = os.Remove(filepath.Join(s.dir, name))
		}
	}
}
