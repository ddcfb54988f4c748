package feed

import "bulletin/internal/view"

// JSON appends the feed as JSON Feed: the file f.Path + ".json". whole is asked
// for the texts of the entries that carry theirs; it may be nil where none
// does.
func JSON(dst []byte, f *view.Feed, whole Whole) ([]byte, error) {
	j := json{dst}
	j.put(`{"version":"https://jsonfeed.org/version/1.1"`)
	j.text("title", f.Title)
	j.known("home_page_url", f.Home)
	j.text("feed_url", f.URL+".json")
	j.known("description", f.Deck)
	j.text("language", f.Language.Tag)
	j.put(`,"authors":[{"name":`)
	j.quote(f.Site)
	j.put(`}]`)
	j.alternates(f.Alternates, ".json")
	j.put(`,"items":[`)
	var text []byte // scratch
	for i := range f.Entries {
		e := f.Entries[i]
		if i > 0 {
			j.put(",")
		}
		j.put("\n")
		j.item(e, f.Language)
		if e.Whole {
			var err error
			if text, err = whole(text[:0], e); err != nil {
				return dst, err
			}
			j.known("summary", e.Summary)
			j.put(`,"content_html":"`)
			j.b = appendJSON(j.b, text)
			j.put(`"`)
		} else {
			j.text("content_text", e.Summary)
		}
		j.put("}")
	}
	j.put("\n]}\n")
	return j.b, nil
}

// A json is JSON being written.
type json struct{ b []byte }

// item begins an item and writes all of it but its text.
func (j *json) item(e *view.FeedEntry, own *view.Language) {
	j.put(`{"id":`)
	j.quote(e.ID)
	j.text("url", e.URL)
	j.text("title", e.Title)
	j.text("date_published", e.Published)
	j.text("date_modified", e.Modified)
	j.text("language", own.Tag)
	if e.Image != nil {
		j.text("image", e.Image.URL)
	}
	for i, name := range e.Authors {
		j.next("authors", i)
		j.put(`{"name":`)
		j.quote(name)
		j.put("}")
	}
	j.close(len(e.Authors))
	for i, topic := range e.Topics {
		j.next("tags", i)
		j.quote(topic)
	}
	j.close(len(e.Topics))
	j.alternates(e.Alternates, "")
	j.attachments(e.Attachments)
}

// alternates writes the counterparts, their URLs less the ending.
func (j *json) alternates(all []view.Alternate, ending string) {
	if len(all) == 0 {
		return
	}
	j.put(`,"_bulletin":{`)
	for i, a := range all {
		if i > 0 {
			j.put(",")
		} else {
			j.put(`"alternates":[`)
		}
		j.put(`{"language":`)
		j.quote(a.Tag)
		j.text("url", a.URL+ending)
		j.put("}")
	}
	j.put("]}")
}

// attachments writes the files; JSON Feed wants a type of each.
func (j *json) attachments(all []view.Attachment) {
	for i, a := range all {
		j.next("attachments", i)
		j.put(`{"url":`)
		j.quote(a.URL)
		kind := mediaType(a.URL)
		if kind == "" {
			kind = "application/octet-stream"
		}
		j.text("mime_type", kind)
		j.text("title", a.Title)
		j.put("}")
	}
	j.close(len(all))
}

// next begins member i of an array, and with the first the array.
func (j *json) next(name string, i int) {
	if i > 0 {
		j.put(",")
		return
	}
	j.put(`,"`)
	j.put(name)
	j.put(`":[`)
}

// close ends an array of n members; one of none was never begun.
func (j *json) close(n int) {
	if n > 0 {
		j.put("]")
	}
}

// known writes a text, unless it is empty.
func (j *json) known(name, text string) {
	if text != "" {
		j.text(name, text)
	}
}

func (j *json) text(name, text string) {
	j.put(`,"`)
	j.put(name)
	j.put(`":`)
	j.quote(text)
}

func (j *json) quote(s string) {
	j.put(`"`)
	j.b = appendJSON(j.b, s)
	j.put(`"`)
}

func (j *json) put(syntax string) { j.b = append(j.b, syntax...) }
