package serve

import (
	"context"
	"errors"
	"net"
	"slices"
	"strconv"
	"sync"
	"syscall"
)

// A Door is where the server listens.
type Door struct {
	net.Listener
	URL   string   // how a person on this machine gets there: "http://localhost:1414"
	Hosts []string // the Host headers of those who come through it
	Port  int
	Moved bool // the port asked for was taken
}

// tries is how many ports after the one asked for are tried.
const tries = 20

// Listen opens the address, "localhost:1414". A port that is taken is an error
// if it is fixed; otherwise the next free one of the following twenty is
// taken. At localhost both loopback addresses are listened to, where there are
// both, because browsers take the one or the other.
func Listen(ctx context.Context, address string, fixed bool) (*Door, error) {
	host, service, err := net.SplitHostPort(address)
	if err != nil {
		return nil, &AddressError{address}
	}
	first, err := strconv.ParseUint(service, 10, 16)
	if err != nil {
		return nil, &AddressError{address}
	}
	port := int(first)
	for try := 0; ; try++ {
		l, err := open(ctx, host, port)
		switch {
		case err == nil:
			return door(l, host, first != 0 && port != int(first)), nil
		case !Taken(err) || fixed && first != 0 || try == tries || port == 65535:
			return nil, err
		case first != 0: // else the system chooses again
			port++
		}
	}
}

// An AddressError says that an address is none to listen at.
type AddressError struct{ Address string }

func (e *AddressError) Error() string { return e.Address + " is not HOST:PORT" }

// open listens at one port.
func open(ctx context.Context, host string, port int) (net.Listener, error) {
	var config net.ListenConfig
	if host != "localhost" {
		return config.Listen(ctx, "tcp", net.JoinHostPort(host, strconv.Itoa(port)))
	}
	four, err4 := config.Listen(ctx, "tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err4 == nil {
		port = portOf(four)
	} else if Taken(err4) {
		return nil, err4
	}
	six, err6 := config.Listen(ctx, "tcp6", net.JoinHostPort("::1", strconv.Itoa(port)))
	switch {
	case err4 != nil && err6 != nil:
		return nil, err4
	case err4 != nil:
		return six, nil
	case err6 == nil:
		return pair(four, six), nil
	case Taken(err6): // what browsers call localhost is half another's
		_ = four.Close()
		return nil, err6
	}
	return four, nil
}

// Taken reports whether another program has the port. Windows has its own
// numbers, and one for ports that it keeps to itself.
func Taken(err error) bool {
	var number syscall.Errno
	return errors.Is(err, syscall.EADDRINUSE) || errors.As(err, &number) && (number == 10048 || number == 10013)
}

func portOf(l net.Listener) int {
	if at, ok := l.Addr().(*net.TCPAddr); ok {
		return at.Port
	}
	return 0
}

func door(l net.Listener, host string, moved bool) *Door {
	d := &Door{Listener: l, Port: portOf(l), Moved: moved}
	port := strconv.Itoa(d.Port)
	names := []string{host}
	visit := host
	ip := net.ParseIP(host)
	switch {
	case host == "" || ip.IsUnspecified():
		visit = "localhost"
		names = append(loopback(), own()...)
	case host == "localhost" || ip.IsLoopback():
		names = append(loopback(), host)
	}
	d.URL = "http://" + net.JoinHostPort(visit, port)
	for _, name := range names {
		full := net.JoinHostPort(name, port)
		d.Hosts = append(d.Hosts, full, full[:len(full)-len(port)-1])
	}
	slices.Sort(d.Hosts)
	d.Hosts = slices.Compact(d.Hosts)
	return d
}

func loopback() []string { return []string{"localhost", "127.0.0.1", "::1"} }

// own are the machine's addresses, by which others reach one that listens
// everywhere.
func own() []string {
	var names []string
	addresses, _ := net.InterfaceAddrs() // without them there is still localhost
	for _, a := range addresses {
		if n, ok := a.(*net.IPNet); ok {
			names = append(names, n.IP.String())
		}
	}
	return names
}

// A double is two listeners as one.
type double struct {
	net.Listener
	other  net.Listener
	calls  chan call
	closed chan struct{}
	close  sync.Once
	err    error // of closing
}

// A call is what one of the listeners accepts.
type call struct {
	conn net.Conn
	err  error
}

func pair(a, b net.Listener) net.Listener {
	d := &double{Listener: a, other: b, calls: make(chan call), closed: make(chan struct{})}
	go d.accept(a)
	go d.accept(b)
	return d
}

func (d *double) accept(l net.Listener) {
	for {
		conn, err := l.Accept()
		select {
		case d.calls <- call{conn, err}:
		case <-d.closed:
			if conn != nil {
				_ = conn.Close()
			}
			return
		}
	}
}

// Accept is the next connection to either.
func (d *double) Accept() (net.Conn, error) {
	select {
	case c := <-d.calls:
		return c.conn, c.err
	case <-d.closed:
		return nil, net.ErrClosed
	}
}

// Close closes both.
func (d *double) Close() error {
	d.close.Do(func() {
		close(d.closed)
		d.err = errors.Join(d.Listener.Close(), d.other.Close())
	})
	return d.err
}
