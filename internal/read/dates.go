package read

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"bulletin/internal/diag"
)

// ParseDate reads a date as writers type it: 2024-11-06, 2024/11/6, 2024.11.6
// or 2024年11月6日, with or without a time of day, in ordinary or full-width
// characters. A date alone is midnight in zone; so is a time without an offset
// meant there. m is empty, or what to report and with which arguments.
func ParseDate(s string, zone *time.Location) (t time.Time, m diag.Message, args []any) {
	if zone == nil {
		zone = time.UTC
	}
	c := clock{rest: trim(narrow(s))}
	if first, second, ok := c.yearLast(); ok {
		return t, "date.ambiguous", []any{s, first, second}
	}
	t, ok := c.date(zone)
	if !ok {
		return time.Time{}, "date", []any{s}
	}
	return t, "", nil
}

// A clock takes a date apart from the left.
type clock struct {
	rest string
	full bool // 日 was read: a time may follow without a space
}

// date reads the whole.
func (c *clock) date(zone *time.Location) (t time.Time, ok bool) {
	year, month, day, ok := c.day()
	if !ok {
		return t, false
	}
	gap := c.space() || c.full
	if c.rest == "" {
		return time.Date(year, time.Month(month), day, 0, 0, 0, 0, zone), true
	}
	if c.take("T") || c.take("t") {
		gap = true
	}
	if r, _ := utf8.DecodeRuneInString(c.rest); !gap && r < utf8.RuneSelf {
		return t, false
	}
	hour, minute, second, nano, ok := c.time()
	if !ok {
		return t, false
	}
	c.space()
	if c.rest == "" {
		return time.Date(year, time.Month(month), day, hour, minute, second, nano, zone), true
	}
	offset, ok := c.offset()
	if !ok || c.rest != "" {
		return t, false
	}
	at := time.FixedZone("", offset)
	return time.Date(year, time.Month(month), day, hour, minute, second, nano, at).In(zone), true
}

// day reads year, month and day.
func (c *clock) day() (year, month, day int, ok bool) {
	year, n := c.number(4)
	if n != 4 {
		return 0, 0, 0, false
	}
	c.space()
	sep := ""
	for _, s := range [...]string{"-", "/", ".", "年"} {
		if c.take(s) {
			sep = s
			break
		}
	}
	if sep == "" {
		return 0, 0, 0, false
	}
	c.space()
	month, n = c.number(2)
	c.space()
	if sep == "年" {
		sep = "月"
	}
	if n == 0 || !c.take(sep) {
		return 0, 0, 0, false
	}
	c.space()
	day, n = c.number(2)
	if n == 0 || !valid(year, month, day) {
		return 0, 0, 0, false
	}
	if sep == "月" {
		rest := c.rest
		c.space()
		if c.full = c.take("日") || c.take("号"); !c.full {
			c.rest = rest
		}
	}
	return year, month, day, true
}

func valid(year, month, day int) bool {
	return 1900 <= year && year <= 2200 && 1 <= month && month <= 12 && 1 <= day &&
		day <= time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// time reads a time of day: 10:30, 10:30:05.5, 10时30分, 下午3:00.
func (c *clock) time() (hour, minute, second, nano int, ok bool) {
	half := c.half()
	hour, n := c.number(2)
	if n == 0 {
		return 0, 0, 0, 0, false
	}
	switch {
	case c.take(":"):
		minute, n = c.number(2)
		if ok = n == 2; ok && c.take(":") {
			second, n = c.number(2)
			ok = n == 2
			if c.take(".") {
				nano = c.fraction()
			}
		}
	case c.take("时"), c.take("点"):
		ok = true
		if minute, n = c.number(2); n > 0 && c.take("分") {
			if second, n = c.number(2); n > 0 {
				ok = c.take("秒")
			}
		}
	}
	if half == "" {
		c.space()
		half = c.half()
	}
	if half != "" && hour > 12 && half != "下午" && half != "PM" || minute > 59 || second > 59 {
		return 0, 0, 0, 0, false
	}
	switch half {
	case "下午", "PM":
		if hour < 12 {
			hour += 12
		}
	case "上午", "AM":
		hour %= 12
	}
	return hour, minute, second, nano, ok && hour < 24
}

func (c *clock) half() string {
	for _, s := range [...]string{"上午", "下午", "AM", "PM"} {
		if len(c.rest) >= len(s) && strings.EqualFold(c.rest[:len(s)], s) {
			c.rest = c.rest[len(s):]
			c.space()
			return s
		}
	}
	return ""
}

// offset reads Z, +08:00, +0800 or +08, in seconds.
func (c *clock) offset() (seconds int, ok bool) {
	if c.take("Z") || c.take("z") {
		return 0, true
	}
	sign := 1
	if !c.take("+") {
		if !c.take("-") {
			return 0, false
		}
		sign = -1
	}
	hours, n := c.number(2)
	if n != 2 || hours > 14 {
		return 0, false
	}
	colon := c.take(":")
	minutes, n := c.number(2)
	if n != 2 && (colon || n != 0) || minutes > 59 {
		return 0, false
	}
	return sign * (hours*3600 + minutes*60), true
}

// yearLast recognises 06/11/2024, and returns both ways to read it.
func (c clock) yearLast() (first, second string, ok bool) {
	a, n := c.number(2)
	if n == 0 || c.rest == "" {
		return "", "", false
	}
	sep := c.rest[:1]
	if !strings.Contains("/.-", sep) {
		return "", "", false
	}
	c.take(sep)
	b, n := c.number(2)
	if n == 0 || !c.take(sep) {
		return "", "", false
	}
	year, n := c.number(4)
	if n != 4 || a == b || !valid(year, a, b) || !valid(year, b, a) {
		return "", "", false
	}
	return fmt.Sprintf("%04d-%02d-%02d", year, a, b), fmt.Sprintf("%04d-%02d-%02d", year, b, a), true
}

// number reads at most so many digits; n is how many there were.
func (c *clock) number(most int) (value, n int) {
	for n < most && n < len(c.rest) && '0' <= c.rest[n] && c.rest[n] <= '9' {
		n++
	}
	value, _ = strconv.Atoi(c.rest[:n])
	c.rest = c.rest[n:]
	return value, n
}

// fraction reads the digits of a fraction of a second, as nanoseconds.
func (c *clock) fraction() (nano int) {
	unit := 100_000_000
	for c.rest != "" && '0' <= c.rest[0] && c.rest[0] <= '9' {
		nano += int(c.rest[0]-'0') * unit
		unit /= 10
		c.rest = c.rest[1:]
	}
	return nano
}

func (c *clock) take(s string) bool {
	ok := strings.HasPrefix(c.rest, s)
	if ok {
		c.rest = c.rest[len(s):]
	}
	return ok
}

func (c *clock) space() bool {
	n := len(c.rest)
	c.rest = strings.TrimLeft(c.rest, " ")
	return len(c.rest) < n
}

// narrow writes full-width forms and odd spaces as the ordinary ones.
func narrow(s string) string {
	i := 0
	for i < len(s) && s[i] < utf8.RuneSelf && s[i] != '\t' {
		i++
	}
	if i == len(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case '！' <= r && r <= '～':
			return r - '！' + '!'
		case r == '\u00a0' || r == '\u3000' || r == '\t':
			return ' '
		}
		return r
	}, s)
}
