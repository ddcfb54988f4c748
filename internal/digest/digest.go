// Package digest takes sums of bytes, by which what has not changed is known.
package digest

import (
	"io"

	"github.com/zeebo/xxh3"
)

// A Sum is an XXH3 sum, of 128 bits. It tells what has changed from what has
// not; nobody's safety depends on it, and it takes a tenth of the time of a
// cryptographic one. The zero Sum stands for none.
type Sum = [16]byte

// Of is the sum of bytes.
func Of(data []byte) Sum { return xxh3.Hash128(data).Bytes() }

// OfText is the sum of a text.
func OfText(text string) Sum { return xxh3.HashString128(text).Bytes() }

// Joined is the sum of sums.
func Joined(sums ...Sum) Sum {
	var all []byte
	for _, s := range sums {
		all = append(all, s[:]...)
	}
	return Of(all)
}

// A Running sum is that of bytes as they are written to it.
type Running struct{ hash xxh3.Hasher }

// Write is part of io.Writer; it never fails.
func (r *Running) Write(data []byte) (int, error) { return r.hash.Write(data) }

// Sum is the sum so far.
func (r *Running) Sum() Sum { return r.hash.Sum128().Bytes() }

// All is the sum of what can be read.
func All(r io.Reader) (Sum, error) {
	h := xxh3.New()
	if _, err := io.Copy(h, r); err != nil {
		return Sum{}, err
	}
	return h.Sum128().Bytes(), nil
}
