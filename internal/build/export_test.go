package build

// At lets a workshop see the site at an hour, as Options.AsOf does.
func (s *Workshop) At(hour string) { s.options.AsOf = hour }

// Remembered is how many files a workshop need not read again.
func (s *Workshop) Remembered() int { return len(s.memory.files) }
