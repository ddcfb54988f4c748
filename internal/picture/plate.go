package picture

// scaled makes a raster of that size out of a plate, which is stored with that
// orientation and will be turned upright afterwards.
func (p *plate) scaled(width, height, orientation int) *raster {
	r := &raster{width: width, height: height, sparse: p.sparse}
	across, down := flipped(orientation)
	weighed := len(p.planes) == 4 && (width != p.width || height != p.height)
	for i, l := range p.planes {
		size := 1 // pixels that a new sample stands for
		if p.sparse && i > 0 {
			size = 2
		}
		w, h := r.size(i)
		room := make([]byte, l.width)
		x := direction(l.width, l.across, p.width, w, size, width)
		y := direction(l.height, l.down, p.height, h, size, height)
		// Turned, the last sample of an odd number of pixels is the first, and
		// must not stand for only one of them.
		x.early = across && size == 2 && width%2 == 1
		y.early = down && size == 2 && height%2 == 1
		r.planes = append(r.planes, scalePlane(x, y, func(y int) []byte { return l.row(y, room, weighed) }))
	}
	if weighed {
		r.unweigh()
	}
	return r
}

// direction is the grid of one direction: samples that stand for some pixels of
// a picture become samples that stand for some pixels of another.
func direction(old, oldSize, oldPixels, new, newSize, newPixels int) grid {
	return grid{
		old: old, new: new,
		over: int64(oldPixels) * int64(newSize), under: int64(oldSize) * int64(newPixels),
	}
}

// unweigh takes the weight of alpha out of the colours.
func (r *raster) unweigh() {
	for i, a := range r.planes[3] {
		for c := range 3 {
			if v := &r.planes[c][i]; a > 0 {
				*v = byte(min((uint32(*v)*255+uint32(a)/2)/uint32(a), 255))
			}
		}
	}
}

// plate makes a smaller raster possible.
func (r *raster) plate() *plate {
	p := &plate{width: r.width, height: r.height, sparse: r.sparse}
	for i, plane := range r.planes {
		w, h := r.size(i)
		size := 1
		if r.sparse && i > 0 {
			size = 2
		}
		p.planes = append(p.planes, layer{w, h, size, size, func(y int, room []byte, weighed bool) []byte {
			row := plane[y*w:][:w]
			if !weighed || i == 3 {
				return row
			}
			for x, a := range r.planes[3][y*w:][:w] {
				room[x] = byte((uint32(row[x])*uint32(a) + 127) / 255)
			}
			return room[:w]
		}})
	}
	return p
}
