package build_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"bulletin/internal/build"
)

// Builds into one folder and into another, which share their cache, and a
// preview, all at once and again after each edit: every destination is as a
// clean build makes it, and what they leave of themselves is believed rightly.
func TestManyAtOnce(t *testing.T) {
	o := office{room(t)}
	check(t, os.WriteFile(o.at("program"), []byte("program"), 0o777))
	s := series(6)
	check(t, os.MkdirAll(o.at("source"), 0o777))
	one := o.options()
	two := o.options(func(b *build.Options) { b.Clock.Drafts = true })
	two.Destination = o.at("source/preview")
	workshop := build.NewWorkshop(one)
	for round := range 6 {
		s.write(t, o.at("source"))
		at := filepath.Join("content", "news", "edited.en.md")
		o.put(t, "source/"+filepath.ToSlash(at), fmt.Sprintf("---\ntitle: Edited %d\ndate: 2024-02-03\n---\nText.\n", round))
		var group sync.WaitGroup
		for i := range 6 {
			b := one
			if i%3 == 2 {
				b = two
			}
			group.Go(func() {
				if r, err := build.Run(context.Background(), b); err != nil || r.Failed {
					t.Error(round, err)
				}
			})
		}
		group.Go(func() {
			if _, held, err := workshop.Hold(context.Background(), time.Now()); err != nil || held == nil {
				t.Error(round, err)
			}
		})
		group.Wait()
		o.clean(t, one, fmt.Sprintf("round %d", round))
		o.clean(t, two, fmt.Sprintf("round %d, the other", round))
		for _, b := range []build.Options{one, two} {
			if _, worked := o.run(t, b); worked && round > 0 {
				if _, worked = o.run(t, b); worked {
					t.Errorf("round %d: nothing has changed, and %s is built again", round, b.Destination)
				}
			}
			o.clean(t, b, fmt.Sprintf("round %d, once more", round))
		}
	}
}
