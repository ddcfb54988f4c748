package build

import (
	"context"
	"sync"
	"sync/atomic"
)

// each calls f for 0…n-1, several at a time, and returns when all are done.
func (r *run) each(n int, f func(i int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(max(1, r.Jobs), n) {
		group.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				f(i)
			}
		})
	}
	group.Wait()
}

// all is each for work that can fail: after the first failure, or when ctx is
// done, nothing more is begun.
func (r *run) all(ctx context.Context, n int, f func(i int) error) error {
	var once sync.Once
	var first error
	var stop atomic.Bool
	fail := func(err error) {
		once.Do(func() { first = err })
		stop.Store(true)
	}
	r.each(n, func(i int) {
		if stop.Load() {
			return
		}
		if err := ctx.Err(); err != nil {
			fail(err)
			return
		}
		if err := f(i); err != nil {
			fail(err)
		}
	})
	return first
}
