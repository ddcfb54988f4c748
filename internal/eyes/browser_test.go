package eyes

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// chrome is the program to look with; "" when there is none.
func chrome() string {
	for _, name := range []string{os.Getenv("CHROME"), "chromium", "google-chrome"} {
		if name == "" {
			continue
		}
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// browser is the one that all tests share; it ends with them.
var browser context.Context

// attic is a folder for what several tests need; it goes with them.
var attic string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		var err error
		if attic, err = os.MkdirTemp("", "bulletin-eyes-"); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer os.RemoveAll(attic)
		path := chrome()
		if path == "" {
			return m.Run()
		}
		options := append(chromedp.DefaultExecAllocatorOptions[:],
			chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
			chromedp.Flag("touch-events", "enabled"))
		alloc, cancel := chromedp.NewExecAllocator(context.Background(), options...)
		defer cancel()
		ctx, end := chromedp.NewContext(alloc)
		defer end()
		if err := chromedp.Do(ctx); err != nil {
			fmt.Fprintln(os.Stderr, "starting", path+":", err)
			return 1
		}
		browser = ctx
		return m.Run()
	}())
}

// step is something done in a tab.
type step = chromedp.Action[chromedp.Void]

// A tab shows one page at a time, and notes what the page complains about.
type tab struct {
	t   *testing.T
	ctx context.Context

	mutex      sync.Mutex
	complaints []string
}

// eyes skips the test where there is no browser.
func eyes(t *testing.T) {
	t.Helper()
	if browser == nil {
		const none = "there is no Chromium: set CHROME, or install chromium"
		if os.Getenv("BULLETIN_CI") == "1" {
			t.Fatal(none)
		}
		t.Skip(none)
	}
}

// newTab opens a tab of that size, before any page is in it. When the test is
// over no page in it may have complained.
func newTab(t *testing.T, width, height int64, before ...step) *tab {
	t.Helper()
	eyes(t)
	p := &tab{t: t}
	ctx, end := chromedp.NewContext(browser, chromedp.WithListener(p.listen))
	ctx, cancel := context.WithTimeout(ctx, 10*time.Minute)
	p.ctx = ctx
	t.Cleanup(func() {
		p.settle()
		cancel()
		end()
	})
	p.do(call(log.Enable, cdp.Empty{}), call(network.Enable, network.EnableParams{}), sized(width, height), call(emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}))
	p.do(before...)
	return p
}

// settle fails the test for what the pages have complained about.
func (p *tab) settle() {
	p.t.Helper()
	p.mutex.Lock()
	defer p.mutex.Unlock()
	for _, c := range p.complaints {
		p.t.Error("the page complains:", c)
	}
	p.complaints = nil
}

// A rack holds tabs that tests which run at once take from and give back: a
// browser opens a page sooner where it has shown one like it.
type rack chan *tab

// newRack opens as many tabs.
func newRack(t *testing.T, tabs int, open func() *tab) rack {
	t.Helper()
	r := make(rack, tabs)
	for range tabs {
		r <- open()
	}
	return r
}

// lend gives the test a tab until it is over.
func (r rack) lend(t *testing.T) *tab {
	t.Helper()
	p := <-r
	owner := p.t
	p.t = t
	t.Cleanup(func() {
		p.settle()
		p.t = owner
		r <- p
	})
	return p
}

// listen notes whatever is said on the console, by the page or by the browser,
// and whatever is asked of another machine.
func (p *tab) listen(event any) {
	var c string
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		c = fmt.Sprint(e.Type)
		for _, a := range e.Args {
			c += " " + string(a.Value)
		}
	case *runtime.EventExceptionThrown:
		c = fmt.Sprintf("%s (%s:%d)", e.ExceptionDetails.Text, e.ExceptionDetails.URL, e.ExceptionDetails.LineNumber+1)
	case *log.EventEntryAdded:
		c = fmt.Sprint(e.Entry.Source, ": ", e.Entry.Text, " ", e.Entry.URL)
	case *network.EventRequestWillBeSent:
		if strings.HasPrefix(e.Request.URL, "http://127.0.0.1:") {
			return
		}
		c = "asks for " + e.Request.URL
	default:
		return
	}
	p.mutex.Lock()
	p.complaints = append(p.complaints, c)
	p.mutex.Unlock()
}

func (p *tab) do(steps ...step) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, steps...); err != nil {
		p.t.Fatal(err)
	}
}

func (p *tab) open(url string) {
	p.t.Helper()
	p.do(chromedp.Navigate(url))
}

// run evaluates a script in the page.
func (p *tab) run(script string) {
	p.t.Helper()
	p.do(chromedp.Evaluate[chromedp.Void](script))
}

// ask evaluates an expression in the page.
func ask[T any](p *tab, expression string) T {
	p.t.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		p.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// want waits until the expression has that value. It may fail meanwhile.
func want[T comparable](p *tab, expression string, value T) {
	p.t.Helper()
	var got T
	var err error
	for deadline := time.Now().Add(15 * time.Second); time.Now().Before(deadline); time.Sleep(15 * time.Millisecond) {
		if got, err = chromedp.Run(p.ctx, chromedp.Evaluate[T](expression)); err == nil && got == value {
			return
		}
	}
	p.t.Fatalf("%s is %v (%v), not %v", expression, got, err, value)
}

func (p *tab) press(keys ...string) {
	p.t.Helper()
	for _, key := range keys {
		p.do(chromedp.KeyEvent(key))
	}
}

// middle is the point in the middle of what the selector finds first.
func (p *tab) middle(selector string) (x, y float64) {
	p.t.Helper()
	at := ask[[]float64](p, `(() => {
		const e = document.querySelector(`+"`"+selector+"`"+`);
		e.scrollIntoView({block: 'center'});
		const r = e.getBoundingClientRect();
		return [r.x + r.width / 2, r.y + r.height / 2];
	})()`)
	return at[0], at[1]
}

func (p *tab) click(selector string, options ...chromedp.MouseOption) {
	p.t.Helper()
	x, y := p.middle(selector)
	p.do(chromedp.MouseClickXY(x, y, options...))
}

// swipe draws a finger from one point to another.
func (p *tab) swipe(x, y, toX, toY float64) {
	p.t.Helper()
	touch := func(kind input.DispatchTouchEventType, points ...*input.TouchPoint) {
		p.do(call(input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: kind, TouchPoints: append([]*input.TouchPoint{}, points...)}))
	}
	touch(input.DispatchTouchEventTypeTouchStart, &input.TouchPoint{X: x, Y: y})
	for i := 1.0; i <= 4; i++ {
		touch(input.DispatchTouchEventTypeTouchMove, &input.TouchPoint{X: x + (toX-x)*i/4, Y: y + (toY-y)*i/4})
	}
	touch(input.DispatchTouchEventTypeTouchEnd)
}

// call is a step that is one command of the protocol.
func call[P, R any](command cdp.Command[P, R], params P) step {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, command, params)
		return err
	})
}

// told is what a command of the protocol answers.
func told[P, R any](p *tab, command cdp.Command[P, R], params P) R {
	p.t.Helper()
	answer, err := chromedp.Run(p.ctx, chromedp.Action[R](func(ctx context.Context, target *chromedp.Target) (R, error) {
		return cdp.Call(ctx, target, command, params)
	}))
	if err != nil {
		p.t.Fatal(err)
	}
	return answer
}

// first runs a script in each page before those of the page.
func first(script string) step {
	return call(page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
}

// sized gives the window another size.
func sized(width, height int64) step {
	return call(emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: 1})
}

// touching makes the screen one for fingers.
func touching() step {
	return call(emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: true, MaxTouchPoints: 5})
}

// scaled is the page pinched to that scale.
func scaled(scale float64) step {
	return call(emulation.SetPageScaleFactor, emulation.SetPageScaleFactorParams{PageScaleFactor: scale})
}
