package serve

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"
)

// Serve answers at the listener until the context ends: then it ends the
// streams, gives other requests half a second, and closes the listener.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	h := &http.Server{
		Handler:                      s,
		ReadHeaderTimeout:            10 * time.Second,
		IdleTimeout:                  2 * time.Minute,
		MaxHeaderBytes:               32 << 10,
		DisableGeneralOptionsHandler: true, // "OPTIONS *" has to pass the Host check as well
	}
	over := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(over)
		s.Close()
		soon, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second/2)
		defer cancel()
		_ = h.Shutdown(soon) // a browser may hold a connection that it never used
		_ = h.Close()
	})
	err := h.Serve(l)
	if !stop() {
		<-over
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}
