package read

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"bulletin/internal/diag"
)

// ParseDate reads a date as writers type it: 2024-11-06, 2024/11/6, 2024.11.6,
// 20241106, 2024年11月6日, 6 November 2024 or Nov 6, 2024, with or without the
// day of the week and a time of day, in ordinary or full-width characters. A
// date alone is midnight in zone; so is a time without an offset meant there.
// m is empty, or what to report and with which arguments.
func ParseDate(s string, zone *time.Location) (t time.Time, m diag.Message, args []any) {
	if zone == nil {
		zone = time.UTC
	}
	c := clock{rest: trim(narrow(s))}
	if first, second, ok := c.yearLast(); ok {
		return t, "date.ambiguous", []any{s, first, second}
	}
	t, ok := c.date(zone)
	switch {
	case ok:
		return t, "", nil
	case c.hour != "":
		return time.Time{}, "date.time", []any{c.hour}
	case c.last > 0:
		return time.Time{}, "date.day", []any{c.is.day, time.Month(c.is.month).String(), c.is.month, c.is.year, c.last}
	}
	return time.Time{}, "date", []any{s}
}

// A clock takes a date apart from the left.
type clock struct {
	rest string
	is   struct{ year, month, day int }
	full bool   // 日 or the day of the week was read: a time may follow without a space
	last int    // of the month, where the day is beyond it
	hour string // what should be a time of day and is none
}

// date reads the whole.
func (c *clock) date(zone *time.Location) (t time.Time, ok bool) {
	if !c.named() && !c.day() || !c.real() {
		return t, false
	}
	gap := c.space() || c.full
	if c.weekday() {
		gap = c.space() || c.full
	}
	year, month, day := c.is.year, time.Month(c.is.month), c.is.day
	if c.rest == "" {
		return time.Date(year, month, day, 0, 0, 0, 0, zone), true
	}
	if c.take("T") || c.take("t") {
		gap = true
	}
	if r, _ := utf8.DecodeRuneInString(c.rest); !gap && r < utf8.RuneSelf {
		return t, false
	}
	written := c.rest
	hour, minute, second, nano, ok := c.time()
	if !ok {
		if c.rest != written { // it began like a time
			c.hour = written
		}
		return t, false
	}
	c.space()
	if c.rest == "" {
		return time.Date(year, month, day, hour, minute, second, nano, zone), true
	}
	offset, ok := c.offset()
	if !ok || c.rest != "" {
		return t, false
	}
	at := time.FixedZone("", offset)
	return time.Date(year, month, day, hour, minute, second, nano, at).In(zone), true
}

// day reads year, month and day in this order.
func (c *clock) day() (ok bool) {
	digits, n := c.number(8)
	switch n {
	case 4:
		c.is.year = digits
	case 8:
		c.is.year, c.is.month, c.is.day = digits/10000, digits/100%100, digits%100
		return true
	default:
		return false
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
		return false
	}
	c.space()
	c.is.month, n = c.number(2)
	c.space()
	if sep == "年" {
		sep = "月"
	}
	if n == 0 || !c.take(sep) {
		return false
	}
	c.space()
	if c.is.day, n = c.number(2); n == 0 {
		return false
	}
	if sep == "月" {
		rest := c.rest
		c.space()
		if c.full = c.take("日") || c.take("号"); !c.full {
			c.rest = rest
		}
	}
	return true
}

// named reads 6 November 2024 and November 6, 2024. Nothing is read when it is
// neither.
func (c *clock) named() bool {
	d := *c
	if d.weekday() {
		d.space()
	}
	n := 0
	if d.is.month = d.month(); d.is.month == 0 {
		if d.is.day = d.ordinal(); d.is.day == 0 {
			return false
		}
		_ = d.space() && d.take("of") && d.space()
		d.is.month = d.month()
	} else if d.space(); d.is.month > 0 {
		d.is.day = d.ordinal()
	}
	_ = d.take(",")
	d.space()
	if d.is.year, n = d.number(4); n != 4 || d.is.month == 0 || d.is.day == 0 {
		return false
	}
	_ = d.take(",")
	*c = d
	return true
}

// ordinal reads a day of the month, as 6 or 6th; 0 when there is none.
func (c *clock) ordinal() int {
	day, n := c.number(2)
	if n > 0 {
		_ = c.take("st") || c.take("nd") || c.take("rd") || c.take("th")
	}
	return day
}

// month reads the English name of a month or its beginning, with or without a
// full stop; 0 when there is none.
func (c *clock) month() int {
	for m := time.January; m <= time.December; m++ {
		if c.word(m.String()) {
			return int(m)
		}
	}
	return 0
}

// weekday passes over the day of the week, which says nothing new.
func (c *clock) weekday() bool {
	d := *c
	open := d.take("(")
	if !d.dayOfWeek() || open && !d.take(")") {
		return false
	}
	_ = d.take(",")
	*c = d
	return true
}

func (c *clock) dayOfWeek() bool {
	if c.take("星期") || c.take("周") || c.take("礼拜") {
		for _, s := range [...]string{"一", "二", "三", "四", "五", "六", "日", "天"} {
			if c.take(s) {
				c.full = true
				return true
			}
		}
		return false
	}
	for d := time.Sunday; d <= time.Saturday; d++ {
		if c.word(d.String()) {
			return true
		}
	}
	return false
}

// word reads an English name, or its first letters: three at least.
func (c *clock) word(name string) bool {
	n := 0
	for n < len(c.rest) && 'a' <= c.rest[n]|0x20 && c.rest[n]|0x20 <= 'z' {
		n++
	}
	if n < 3 || n > len(name) || !strings.EqualFold(c.rest[:n], name[:n]) {
		return false
	}
	c.rest = c.rest[n:]
	_ = n < len(name) && c.take(".")
	return true
}

// real reports whether there is such a day.
func (c *clock) real() bool {
	if valid(c.is.year, c.is.month, c.is.day) {
		return true
	}
	if valid(c.is.year, c.is.month, 1) && c.is.day > 0 {
		c.last = daysIn(c.is.year, c.is.month)
	}
	return false
}

// never is the year that other programs write where a text does not expire.
const never = 9999

func valid(year, month, day int) bool {
	return (1900 <= year && year <= 2200 || year == never) && 1 <= month && month <= 12 && 1 <= day && day <= daysIn(year, month)
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
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
