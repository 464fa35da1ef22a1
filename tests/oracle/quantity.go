// Quantities: the exact value and the canonical text of resource.Quantity.
package main

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"regexp"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
)

var (
	nanosOfOne = big.NewInt(1_000_000_000)
	// Kubernetes caps binary quantities at 2^63-1 and lets decimal ones grow; ours caps both.
	// Here too.
	quantityCap = new(big.Int).Mul(big.NewInt(1<<63-1), nanosOfOne)
)

// Kubernetes computes with as many digits as an exponent asks for: such a text takes it
// minutes.
var longExponent = regexp.MustCompile(`[eE][+-]?0*[0-9]{4,}$`)

// answerQuantity gives "<nanos> <canonical text>" of one quantity, or "capped" with a sign. Of
// a list of two it gives that of their sum, how they compare and the thousandths of the first.
func answerQuantity(line string) string {
	var one string
	var two [2]string
	if json.Unmarshal([]byte(line), &one) == nil {
		two[0] = one
	} else if json.Unmarshal([]byte(line), &two) != nil {
		return skip
	}
	if longExponent.MatchString(two[0]) || longExponent.MatchString(two[1]) {
		return skip
	}
	quantity, err := resource.ParseQuantity(two[0])
	if err != nil {
		return "invalid"
	}
	if strings.HasPrefix(line, `"`) {
		return quantityText(quantity)
	}
	other, err := resource.ParseQuantity(two[1])
	if err != nil {
		return "invalid"
	}
	if strings.HasPrefix(quantityText(quantity), "capped") ||
		strings.HasPrefix(quantityText(other), "capped") {
		return skip
	}
	compared, milli := quantity.Cmp(other), thousandths(quantity)
	quantity.Add(other)
	return fmt.Sprintf("%s %d %v", quantityText(quantity), compared, milli)
}

func quantityNanos(quantity resource.Quantity) *big.Int {
	amount := quantity.DeepCopy()
	decimal := amount.AsDec()
	nanos := new(big.Int).Set(decimal.UnscaledBig())
	// The value is unscaled * 10^-scale; it has no more than nine decimals.
	exponent := 9 - int64(decimal.Scale())
	power := new(big.Int).Exp(big.NewInt(10), big.NewInt(max(exponent, -exponent)), nil)
	if exponent >= 0 {
		return nanos.Mul(nanos, power)
	}
	return nanos.Quo(nanos, power)
}

func quantityText(quantity resource.Quantity) string {
	nanos := quantityNanos(quantity)
	if nanos.CmpAbs(quantityCap) >= 0 {
		return fmt.Sprintf("capped %d", nanos.Sign())
	}
	// String() would give back the text as written where it is nearly canonical.
	copied := quantity.DeepCopy()
	number, suffix := copied.CanonicalizeBytes(nil)
	return fmt.Sprintf("%v %s%s", nanos, number, suffix)
}

// thousandths are rounded up and saturate. resource.Quantity's own wrap around where they do
// not fit, and are any number below zero: none there.
func thousandths(quantity resource.Quantity) int64 {
	whole := new(big.Int).Quo(quantityNanos(quantity), big.NewInt(1_000_000))
	switch {
	case quantity.Sign() < 0:
		return 0
	case whole.Cmp(big.NewInt(math.MaxInt64)) < 0:
		return quantity.MilliValue()
	}
	return math.MaxInt64
}

func generateQuantity(p *picker) any {
	if p.percent(70) {
		return quantityOf(p)
	}
	first := quantityOf(p)
	return []any{first, p.one(first, quantityOf(p), quantityOf(p), quantityOf(p))}
}

func quantityOf(p *picker) string {
	number := p.digits(20)
	switch p.IntN(5) {
	case 0:
		number += "." + p.digits(12)
	case 1:
		number = p.one("0", "00", "") + "." + p.one("", "0", "000000000", "000000000") + p.digits(6)
	case 2:
		number += strings.Repeat("0", p.IntN(13))
	case 3:
		number += p.one("", ".", ".0", ".000")
	}
	suffix := p.one("", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi",
		"Ei")
	switch p.IntN(12) {
	case 0:
		suffix = p.one("e", "E") + p.one("", "+", "-") + p.digits(2)
	case 1:
		suffix = p.one("K", "i", "ki", "mi", "kB", "e", "Eim", "µ", "nn", "1k", "E3", "m3",
			"Mi+1", " ", "0x1")
	}
	return p.one("", "", "", "", "-", "+") + number + suffix
}
