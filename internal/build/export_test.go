package build

// At lets a session see the site at an hour, as Options.AsOf does.
func (s *Session) At(hour string) { s.options.AsOf = hour }

// Remembered is how many files a session need not read again.
func (s *Session) Remembered() int { return len(s.memory.files) }
