package view

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestArrange(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for n := range 60 {
		list, places, want := make([]int, n), make([]int32, n), make([]int, n)
		for i, at := range r.Perm(n) {
			list[i], places[i] = 100+r.IntN(50), int32(at)
		}
		for i, at := range places {
			want[i] = list[at]
		}
		if arrange(list, places); !slices.Equal(list, want) {
			t.Fatalf("%d in a list: got %v, want %v", n, list, want)
		}
	}
}
