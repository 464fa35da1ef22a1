// The oracle answers, line by line, as Kubernetes' own libraries do, and compares another
// program with itself.
//
//	oracle SUBCOMMAND                       one case a line on stdin, one answer a line on stdout
//	oracle compare --ours PATH SUBCOMMAND   the same cases to both; see compare.go
//
// Every case is one line of JSON, so that one generator of mutations and one shrinker serve all
// subcommands. A subcommand is a file with an answer and a generate function, and a row of the
// table below.
package main

import (
	"bufio"
	"fmt"
	"os"
	"regexp"
	"strings"
)

// A subcommand is one thing that Kubernetes has a library for.
type subcommand struct {
	name     string
	answer   func(line string) string // one line; skip when the case means nothing
	generate func(p *picker) any      // one case, as a JSON value
	alphabet string                   // what mutations of strings are made of
	mutated  int                      // how many cases of a hundred are mutations, not fresh ones
}

// skip answers a case that is not one: the comparison leaves it out.
const skip = "skip"

func subcommands() []subcommand {
	return []subcommand{
		{"pss", answerPSS, generatePSS, "abz:/ALNET_", 20},
		{"quantity", answerQuantity, generateQuantity, "0123456789.eE+-numkKMGTPEi ", 40},
		{"selector", answerSelector, generateSelector, "ab=!,()<> innot-_./A1", 30},
		{"duration", answerDuration, generateDuration, "0123456789.nuµmsh+- ", 40},
		{"age", answerAge, generateAge, "", 20},
		{"time", answerTime, generateTime, "0123456789-:.,TZtz+ ", 40},
		{"kubeconfig", answerKubeconfig, generateKubeconfig, "abc:/ -\n\"'{}[]", 10},
		{"yaml", answerYAML, generateYAML, "-:{}[],&*!|>'\"%@`#? \n\tab0123yes~<.", 40},
	}
}

func find(name string) (subcommand, error) {
	names := []string{}
	for _, sub := range subcommands() {
		if sub.name == name {
			return sub, nil
		}
		names = append(names, sub.name)
	}
	return subcommand{}, fmt.Errorf("unknown subcommand %q; there are %s", name,
		strings.Join(names, ", "))
}

// nul is U+0000 in a string of a case: it does not reach the functions of C that are asked.
var nul = regexp.MustCompile(`(^|[^\\])(\\\\)*\\u0000`)

// safely turns a panic of the library into a skipped case: there is no answer to be equal to.
func (sub subcommand) safely(line string) (answer string) {
	if nul.MatchString(line) {
		return skip
	}
	defer func() {
		if recover() != nil {
			answer = skip
		}
	}()
	return sub.answer(line)
}

func answerAll(sub subcommand) error {
	in := bufio.NewReaderSize(os.Stdin, 1<<16)
	out := bufio.NewWriter(os.Stdout)
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return out.Flush()
		}
		fmt.Fprintln(out, sub.safely(strings.TrimSuffix(line, "\n")))
		if in.Buffered() == 0 {
			if err := out.Flush(); err != nil {
				return err
			}
		}
	}
}

func run(args []string) (int, error) {
	if len(args) > 0 && args[0] == "compare" {
		return compareCommand(args[1:])
	}
	if len(args) != 1 {
		return 2, fmt.Errorf("usage: oracle [compare --ours PATH [FLAG...]] SUBCOMMAND")
	}
	sub, err := find(args[0])
	if err != nil {
		return 2, err
	}
	if err := answerAll(sub); err != nil {
		return 2, err
	}
	return 0, nil
}

func main() {
	status, err := run(os.Args[1:])
	leaveConfigDirectory()
	if err != nil {
		fmt.Fprintln(os.Stderr, "oracle:", err)
	}
	os.Exit(status)
}
