// Go's durations, kubectl's ages and the times of the API.
package main

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/duration"
)

func answerDuration(line string) string {
	var text string
	if json.Unmarshal([]byte(line), &text) != nil {
		return skip
	}
	value, err := time.ParseDuration(text)
	if err != nil {
		return "invalid"
	}
	return strconv.FormatInt(int64(value), 10)
}

func generateDuration(p *picker) any {
	text := p.one("", "", "", "-", "+")
	for range 1 + p.IntN(1+p.IntN(4)) {
		number := p.digits(8)
		switch p.IntN(4) {
		case 0:
			number += "." + p.digits(14)
		case 1:
			number = p.one("", number) + "." + p.one("", number)
		}
		text += number + p.one("ns", "us", "µs", "μs", "ms", "s", "s", "m", "m", "h", "h", "",
			"d", "H", "sm")
	}
	if p.percent(3) {
		return p.one("0", "-0", "+0", "", "-", "9223372036854775807ns", "9223372036854775808ns",
			"-9223372036854775808ns", "-9223372036854775809ns", "2562047h47m16.854775807s",
			"2562047h47m16.854775808s",
			"0.9223372036854775807h", "3000000h", ".s", "1.s", "0.100000000000000000000h", "1e3s")
	}
	return text
}

// The longest age that a Go duration holds, in seconds.
const longestAge = 9_223_372_036

func answerAge(line string) string {
	seconds, err := strconv.ParseInt(line, 10, 64)
	if err != nil || seconds > longestAge || seconds < -longestAge {
		return skip
	}
	return duration.HumanDuration(time.Duration(seconds) * time.Second)
}

// generateAge goes by the borders between one way to write an age and the next.
func generateAge(p *picker) any {
	const day = 24 * 60 * 60
	border := []int64{0, 60, 120, 600, 3 * 3600, 8 * 3600, 2 * day, 8 * day, 365 * day,
		2 * 365 * day, 8 * 365 * day}
	seconds := border[p.IntN(len(border))] + int64(p.IntN(121)) - 60
	switch p.IntN(4) {
	case 0:
		seconds = p.Int64N(1 << (1 + p.IntN(33)))
	case 1:
		unit := []int64{1, 60, 3600, day, 365 * day}[p.IntN(5)]
		seconds = unit*int64(p.IntN(20)) + int64(p.IntN(3)) - 1
	}
	return json.Number(strconv.FormatInt(seconds, 10))
}

// answerTime reads a time as a field of an object is read. Null and "" are not times here.
func answerTime(line string) string {
	var text string
	var value metav1.Time
	if json.Unmarshal([]byte(line), &text) != nil || line == "null" {
		return skip
	}
	if value.UnmarshalJSON([]byte(line)) != nil {
		return "invalid"
	}
	return strconv.FormatInt(value.Unix(), 10)
}

func generateTime(p *picker) any {
	// rarely replaces a part that is fine.
	rarely := func(percent int, fine string, odd ...string) string {
		if p.percent(percent) {
			return p.one(odd...)
		}
		return fine
	}
	two := func(from, below int) string { return fmt.Sprintf("%02d", from+p.IntN(below-from)) }
	year := rarely(25, fmt.Sprintf("%04d", 1900+p.IntN(200)), "0000", "0001", "0004", "0100",
		"0400", "1600", "1970", "2000",
		"2100", "9999", "10000", "999", "-001")
	month := rarely(20, two(1, 13), "02", "02", "04", "12", "00", "13", "2")
	day := rarely(20, two(1, 29), "28", "29", "30", "31", "32", "00", "1")
	clock := rarely(6, two(0, 24), "24", "23", "5", "005") + ":" + rarely(6, two(0, 60), "60",
		"59", "7") + ":" +
		rarely(8, two(0, 60), "60", "61", "59", "9")
	fraction := rarely(30, "", "."+p.digits(12), ","+p.digits(3), ".", ".0")
	zone := rarely(10, p.one("Z", "Z", p.one("+", "-")+two(0, 15)+":"+p.one("00", "30", "45")),
		"z", "", "+0100", " Z", "+1:00",
		"UTC", "-00:00", "+24:00", "+25:00", "+00:60", "-23:59", "+12:61", "+05", "Z0")
	return year + "-" + month + "-" + day + rarely(4, "T", "t", " ", "", "T ") + clock +
		fraction + zone
}
