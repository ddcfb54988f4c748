package build

// At lets a workshop see the site at an hour, as Options.AsOf does.
func (s *Workshop) At(hour string) { s.options.AsOf = hour }

// Remembered is how many files a workshop need not read again.
func (s *Workshop) Remembered() int { return len(s.memory.files) }

// Last is the same as long as nothing but single texts is looked at again.
func (s *Workshop) Last() any { return s.last }

// Site is the same as long as nothing but a few articles is looked at again.
func (s *Workshop) Site() any {
	if s.last == nil {
		return nil
	}
	return s.last.site
}
