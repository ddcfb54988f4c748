package picture

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"sync"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
)

// An engine runs a library that was compiled to WebAssembly.
type engine struct {
	runtime wazero.Runtime
	module  wazero.CompiledModule
}

// newEngine returns what makes the engine of a gzipped module when it is asked for
// first: that takes a fifth of a second and more.
func newEngine(packed []byte) func() (*engine, error) {
	return sync.OnceValues(func() (*engine, error) {
		unzipped, err := gzip.NewReader(bytes.NewReader(packed))
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
}

// A room is the memory of one run of an engine. It never moves as long as the
// guess of its size was right, and is used again by a later run.
type room struct{ memory []byte }

// rooms holds one that is free, and no more: a preview that encodes nothing for
// hours must not hold the memory of all its jobs.
var rooms = make(chan *room, 1)

// keptRoom is the largest that is held, mostRoom the largest that is guessed; both in
// bytes.
const (
	keptRoom = 128 << 20
	mostRoom = 1 << 30
)

func takeRoom(guess int64) *room {
	size := int(min(guess, mostRoom))
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
	if cap(r.memory) > keptRoom {
		return
	}
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

// An encoding is one run of an engine, which encodes one picture.
type encoding struct {
	context.Context
	api.Module
}

var errWasm = errors.New("the library does not encode it")

// encode calls the engine's function encode with the place of the pixels of a
// picture, its sides, the place where the size of what it makes is to be put, and
// what else there is to say. guess is about how many bytes it needs.
func (e *engine) encode(pix []byte, width, height int, guess int64, options ...uint64) ([]byte, error) {
	memory := takeRoom(guess)
	ctx := experimental.WithMemoryAllocator(context.Background(),
		experimental.MemoryAllocatorFunc(func(uint64, uint64) experimental.LinearMemory { return memory }))
	module, err := e.runtime.InstantiateModule(ctx, e.module, wazero.NewModuleConfig().WithName(""))
	if err != nil {
		return nil, err
	}
	out, err := encoding{ctx, module}.run(pix, width, height, options)
	if closed := module.Close(ctx); err == nil {
		err = closed
	}
	memory.giveBack()
	return out, err
}

func (run encoding) run(pix []byte, width, height int, options []uint64) ([]byte, error) {
	in, err := run.place(len(pix))
	if err != nil {
		return nil, err
	}
	size, err := run.place(8)
	if err != nil || !run.Memory().Write(in, pix) {
		return nil, errors.Join(err, errWasm)
	}
	said := append([]uint64{uint64(in), uint64(width), uint64(height), uint64(size)}, options...)
	got, err := run.ExportedFunction("encode").Call(run, said...)
	if err != nil {
		return nil, err
	}
	n, ok := run.Memory().ReadUint32Le(size)
	if !ok || got[0] == 0 || n == 0 {
		return nil, errWasm
	}
	out, ok := run.Memory().Read(uint32(got[0]), n)
	if !ok {
		return nil, errWasm
	}
	return bytes.Clone(out), nil
}

// place finds room for some bytes.
func (run encoding) place(size int) (uint32, error) {
	got, err := run.ExportedFunction("malloc").Call(run, uint64(size))
	if err == nil && got[0] == 0 {
		err = errWasm
	}
	if err != nil {
		return 0, err
	}
	return uint32(got[0]), nil
}
