//go:build !cgo

package picture

import (
	"bytes"
	"compress/gzip"
	"context"
	_ "embed"
	"errors"
	"io"
	"sync"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
)

// Encoder says what makes the WebPs.
const Encoder = "libwebp 1.4.0, as WebAssembly"

// libwebp is libwebp 1.4.0 as WebAssembly: lib/webp.wasm.gz of
// github.com/gen2brain/webp v0.5.5, byte for byte. That module itself would
// load whatever libwebp the machine has, unless a build tag that nobody
// remembers forbids it, and makes a program without cgo need the machine's C
// library.
//
//go:embed libwebp.wasm.gz
var libwebp []byte

// An engine runs libwebp.
type engine struct {
	runtime wazero.Runtime
	module  wazero.CompiledModule
}

// theEngine is made when the first WebP is: it takes a fifth of a second.
var theEngine = sync.OnceValues(func() (*engine, error) {
	unzipped, err := gzip.NewReader(bytes.NewReader(libwebp))
	if err != nil {
		return nil, err
	}
	program, err := io.ReadAll(unzipped)
	if err != nil {
		return nil, err
	}
	ctx := context.Background()
	e := &engine{runtime: wazero.NewRuntime(ctx)}
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, e.runtime); err != nil {
		return nil, err
	}
	e.module, err = e.runtime.CompileModule(ctx, program)
	return e, err
})

// A room is the memory of one run of libwebp. It never moves as long as the
// guess of its size was right, and is used again by a later run.
type room struct{ memory []byte }

// rooms holds one that is free, and no more: a preview that encodes nothing for
// hours must not hold the memory of all its jobs.
var rooms = make(chan *room, 1)

func takeRoom(size int) *room {
	free := &room{}
	select {
	case free = <-rooms:
	default:
	}
	if cap(free.memory) < size {
		free.memory = make([]byte, 0, size)
	}
	return free
}

func (r *room) giveBack() {
	clear(r.memory)
	r.memory = r.memory[:0]
	select {
	case rooms <- r:
	default:
	}
}

// Reallocate implements experimental.LinearMemory.
func (r *room) Reallocate(size uint64) []byte {
	if size > uint64(cap(r.memory)) {
		larger := make([]byte, size, size+size/4)
		copy(larger, r.memory)
		r.memory = larger
	}
	r.memory = r.memory[:size]
	return r.memory
}

// Free implements experimental.LinearMemory.
func (r *room) Free() {}

var errWebP = errors.New("libwebp does not encode it")

// encodeWebP encodes with libwebp 1.4.0, as the other file that has this
// function does.
func encodeWebP(r *raster, quality int, lossless bool) ([]byte, error) {
	e, err := theEngine()
	if err != nil {
		return nil, err
	}
	guess := r.width*r.height*16 + 4<<20
	if lossless {
		guess *= 2
	}
	memory := takeRoom(guess)
	ctx := experimental.WithMemoryAllocator(context.Background(),
		experimental.MemoryAllocatorFunc(func(uint64, uint64) experimental.LinearMemory { return memory }))
	run, err := e.runtime.InstantiateModule(ctx, e.module, wazero.NewModuleConfig().WithName(""))
	if err != nil {
		return nil, err
	}
	out, err := runWebP(ctx, run, r, quality, lossless)
	if closed := run.Close(ctx); err == nil {
		err = closed
	}
	memory.giveBack()
	return out, err
}

func runWebP(ctx context.Context, run api.Module, r *raster, quality int, lossless bool) ([]byte, error) {
	pix := r.pack(4)
	place := func(size int) (uint32, error) {
		got, err := run.ExportedFunction("malloc").Call(ctx, uint64(size))
		if err == nil && got[0] == 0 {
			err = errWebP
		}
		if err != nil {
			return 0, err
		}
		return uint32(got[0]), nil
	}
	in, err := place(len(pix))
	if err != nil {
		return nil, err
	}
	size, err := place(4)
	if err != nil || !run.Memory().Write(in, pix) {
		return nil, errors.Join(err, errWebP)
	}
	const rgba, method = 0, 4
	exact := uint64(0)
	if lossless {
		exact, quality = 1, 100 // what the other encoder takes: here it means effort
	}
	got, err := run.ExportedFunction("encode").Call(ctx, uint64(in), uint64(r.width), uint64(r.height),
		uint64(size), rgba, uint64(quality), method, exact, exact)
	if err != nil {
		return nil, err
	}
	n, ok := run.Memory().ReadUint32Le(size)
	if !ok || got[0] == 0 || n == 0 {
		return nil, errWebP
	}
	out, ok := run.Memory().Read(uint32(got[0]), n)
	if !ok {
		return nil, errWebP
	}
	return bytes.Clone(out), nil
}
