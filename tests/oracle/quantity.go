// Quantities: the exact value and the canonical text of resource.Quantity.
package main

import (
	"encoding/json"
	"fmt"
	"math/big"
	"regexp"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
)

var (
	nanosOfOne = big.NewInt(1_000_000_000)
	// Kubernetes caps binary quantities at 2^63-1 and lets decimal ones grow; ours caps both. Here too.
	quantityCap = new(big.Int).Mul(big.NewInt(1<<63-1), nanosOfOne)
)

// Kubernetes computes with as many digits as an exponent asks for: such a text takes it minutes.
var longExponent = regexp.MustCompile(`[eE][+-]?0*[0-9]{4,}$`)

// answerQuantity gives "<nanos> <canonical text>", or "capped" with a sign.
func answerQuantity(line string) string {
	var text string
	if json.Unmarshal([]byte(line), &text) != nil || longExponent.MatchString(text) {
		return skip
	}
	quantity, err := resource.ParseQuantity(text)
	if err != nil {
		return "invalid"
	}
	amount := quantity.DeepCopy()
	decimal := amount.AsDec()
	nanos := new(big.Int).Set(decimal.UnscaledBig())
	// The value is unscaled * 10^-scale; it has no more than nine decimals.
	exponent := 9 - int64(decimal.Scale())
	power := new(big.Int).Exp(big.NewInt(10), big.NewInt(max(exponent, -exponent)), nil)
	if exponent >= 0 {
		nanos.Mul(nanos, power)
	} else {
		nanos.Quo(nanos, power)
	}
	if nanos.CmpAbs(quantityCap) >= 0 {
		return fmt.Sprintf("capped %d", nanos.Sign())
	}
	// String() would give back the text as written where it is nearly canonical.
	number, suffix := quantity.CanonicalizeBytes(nil)
	return fmt.Sprintf("%v %s%s", nanos, number, suffix)
}

func generateQuantity(p *picker) any {
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
	suffix := p.one("", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei")
	switch p.IntN(12) {
	case 0:
		suffix = p.one("e", "E") + p.one("", "+", "-") + p.digits(2)
	case 1:
		suffix = p.one("K", "i", "ki", "mi", "kB", "e", "Eim", "µ", "nn", "1k", "E3", "m3", "Mi+1", " ", "0x1")
	}
	return p.one("", "", "", "", "-", "+") + number + suffix
}
