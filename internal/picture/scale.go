package picture

// A grid says where the samples of one direction of a plane come from. Both
// planes begin at the same edge of the picture; a sample of the new one is as
// long as over/under samples of the old one.
type grid struct {
	old, new    int // samples
	over, under int64
	early       bool // the samples of the new one begin half a sample before the edge
}

// same reports whether the new samples are the old ones.
func (g grid) same() bool { return g.old == g.new && g.over == g.under && !g.early }

// A weight says how one new sample is made: from these old ones on, in parts of
// 1<<weightBits.
type weight struct {
	first int
	parts []int32
}

const weightBits = 14

// weights are those of the filter of Catmull and Rom (the cubic with a = -1/2),
// made as much longer as the picture is made smaller. All is reckoned in
// integers, so that every machine makes the same bytes.
func (g grid) weights() []weight {
	out := make([]weight, g.new)
	long := max(g.over, g.under) // twice the filter's unit, in old samples, by 2*under
	early := int64(0)
	if g.early {
		early = 1
	}
	raw := []int64{}
	for i := range out {
		// The middle of the new sample, in old samples by 2*under; the middle of
		// old sample k is at (2k+1)*under.
		middle := (2*int64(i) + 1 - early) * g.over
		first := max(0, (middle-4*long)/(2*g.under)-1)
		first = min(first, int64(g.old-1))
		raw = raw[:0]
		for k := first; k < int64(g.old) && (2*k+1)*g.under < middle+4*long; k++ {
			raw = append(raw, cubic(((2*k+1)*g.under-middle)<<16/(2*long)))
		}
		out[i] = normal(int(first), raw, g.old)
	}
	return out
}

// cubic is the filter at a distance; both are in parts of 1<<16.
func cubic(t int64) int64 {
	t = max(t, -t)
	switch square := t * t >> 16; {
	case t < 1<<16:
		return (3*(square*t>>16)-5*square)/2 + 1<<16
	case t < 2<<16:
		return (5*square-(square*t>>16))/2 - 4*t + 2<<16
	}
	return 0
}

// normal makes the sum of weights exactly one and drops those that are zero at
// the edges.
func normal(first int, raw []int64, old int) weight {
	for len(raw) > 1 && raw[0] == 0 {
		raw, first = raw[1:], first+1
	}
	for len(raw) > 1 && raw[len(raw)-1] == 0 {
		raw = raw[:len(raw)-1]
	}
	var sum int64
	for _, v := range raw {
		sum += v
	}
	if len(raw) == 0 || sum <= 0 {
		return weight{first: min(first, old-1), parts: []int32{1 << weightBits}}
	}
	w := weight{first: first, parts: make([]int32, len(raw))}
	left, greatest := int32(1<<weightBits), 0
	for i, v := range raw {
		w.parts[i] = int32((2*v<<weightBits + sum) / (2 * sum))
		left -= w.parts[i]
		if w.parts[i] > w.parts[greatest] {
			greatest = i
		}
	}
	w.parts[greatest] += left
	return w
}

// fine is how many bits more than 8 a row has that is scaled across only.
const fine = 6

// scalePlane makes a plane of another size. row gives a row of the old one,
// which is used before the next is asked for; rows are asked for in order.
func scalePlane(across, down grid, row func(y int) []byte) []byte {
	out := make([]byte, across.new*down.new)
	if across.same() && down.same() {
		for y := range down.new {
			copy(out[y*across.new:][:across.new], row(y))
		}
		return out
	}
	horizontal, vertical := across.weights(), down.weights()
	keep := 0
	for _, w := range vertical {
		keep = max(keep, len(w.parts))
	}
	keep += 3 & -keep // taken four by four
	rows := make([][]int16, keep)
	for i := range rows {
		rows[i] = make([]int16, across.new)
	}
	sums := make([]int32, across.new)
	done := 0
	for y, w := range vertical {
		for ; done < w.first+len(w.parts); done++ {
			if to := rows[done%keep]; across.same() {
				widen(to, row(done))
			} else {
				scaleRow(to, row(done), horizontal)
			}
		}
		blend(out[y*across.new:][:across.new], sums, rows, w)
	}
	return out
}

func widen(to []int16, from []byte) {
	for i := range to {
		to[i] = int16(from[i]) << fine
	}
}

// scaleRow scales a row across.
func scaleRow(to []int16, from []byte, weights []weight) {
	const round = 1 << (weightBits - fine - 1)
	for i := range to {
		w := &weights[i]
		old := from[w.first:][:len(w.parts)]
		sum := int32(round)
		for j, part := range w.parts {
			sum += part * int32(old[j])
		}
		to[i] = int16(sum >> (weightBits - fine))
	}
}

// blend makes a row of rows that are scaled across. sums is room for it.
func blend(out []byte, sums []int32, rows [][]int16, w weight) {
	for i := range sums {
		sums[i] = 1 << (weightBits + fine - 1)
	}
	keep := len(rows)
	at := func(i int) ([]int16, int32) {
		if i < len(w.parts) {
			return rows[(w.first+i)%keep][:len(sums)], w.parts[i]
		}
		return rows[0][:len(sums)], 0
	}
	for i := 0; i < len(w.parts); i += 4 {
		a, wa := at(i)
		b, wb := at(i + 1)
		c, wc := at(i + 2)
		d, wd := at(i + 3)
		for x := range sums {
			sums[x] += wa*int32(a[x]) + wb*int32(b[x]) + wc*int32(c[x]) + wd*int32(d[x])
		}
	}
	for x, sum := range sums {
		v := sum >> (weightBits + fine)
		if uint32(v) > 255 {
			v = ^(v >> 31) & 255
		}
		out[x] = byte(v)
	}
}
