// oracle compare: the kept cases, then generated ones, to the oracle and to another program.
//
// A difference is shrunk and printed as input, expected and got; with --save its input is
// appended to a file. The status is 1 when anything differs. The same seed gives the same
// cases.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

type comparison struct {
	sub                  subcommand
	ours                 *peer
	save                 string
	most                 int
	differences, skipped int
	seen                 map[string]bool
}

// kind is what of a difference must survive its shrinking, lest it turn into another one.
func kind(answer string) string {
	word, _, _ := strings.Cut(answer, " ")
	switch word {
	case "invalid", "error", crashed:
		return word
	}
	return "answer"
}

func (c *comparison) ask(line string) (expected, got string, err error) {
	expected = c.sub.safely(line)
	if expected == skip {
		return skip, skip, nil
	}
	got, err = c.ours.ask(line)
	if expected != got && !c.certain(line, expected) {
		return skip, skip, nil
	}
	return expected, got, err
}

// certain is false where the oracle contradicts itself: Go walks maps in any order, and some
// answers depend on it.
func (c *comparison) certain(line, answer string) bool {
	for range 8 {
		if c.sub.safely(line) != answer {
			return false
		}
	}
	return true
}

func (c *comparison) check(line string) error {
	expected, got, err := c.ask(line)
	if expected == skip {
		c.skipped++
	}
	if err != nil || expected == got {
		return err
	}
	tries := 20000
	if kind(got) == crashed {
		tries = 1000 // each starts a process
	}
	small := shrink(line, tries, func(candidate string) bool {
		want, have, err := c.ask(candidate)
		return err == nil && want != have && kind(want) == kind(expected) && kind(have) == kind(got)
	})
	if c.seen[small] {
		return nil
	}
	c.seen[small] = true
	return c.report(small)
}

func (c *comparison) report(line string) error {
	expected, got, err := c.ask(line)
	if err != nil {
		return err
	}
	c.differences++
	fmt.Printf("input    %s\nexpected %s\ngot      %s\n\n", line, expected, got)
	if c.save == "" {
		return nil
	}
	file, err := os.OpenFile(c.save, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = fmt.Fprintln(file, line)
	return err
}

// enough ends a comparison that has nothing new to say.
func (c *comparison) enough() bool { return c.differences >= c.most }

// kept are the cases of a file: one a line, without comments and empty lines. No file is no
// case.
func kept(path string) ([]string, error) {
	text, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		return nil, nil
	}
	lines := []string{}
	for _, line := range strings.Split(string(text), "\n") {
		if line != "" && !strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	return lines, err
}

// generated is case number index: a fresh one, or a mutation of a fresh or of a kept one.
func (sub subcommand) generated(seed, index uint64, corpus []string) string {
	p := newPicker(sub.name, seed, index)
	fresh := sub.generate(p)
	if !p.percent(sub.mutated) {
		return encode(fresh)
	}
	if len(corpus) > 0 && p.percent(50) {
		if tree, err := decode(corpus[p.IntN(len(corpus))]); err == nil {
			return encode(p.mutate(tree, sub.alphabet))
		}
	}
	tree, err := decode(encode(fresh))
	if err != nil {
		panic(err)
	}
	return encode(p.mutate(tree, sub.alphabet))
}

// How long a comparison goes on after the kept cases.
type limits struct {
	seed, count uint64
	time        time.Duration // 0 is no end
}

func (c *comparison) run(corpus []string, l limits) (uint64, error) {
	for _, line := range corpus {
		if err := c.check(line); err != nil || c.enough() {
			return 0, err
		}
	}
	end := time.Now().Add(l.time)
	for i := uint64(0); i < l.count; i++ {
		if l.time > 0 && time.Now().After(end) {
			return i, nil
		}
		if err := c.check(c.sub.generated(l.seed, i, corpus)); err != nil || c.enough() {
			return i + 1, err
		}
	}
	return l.count, nil
}

// compareFlags reads the command line; the last result is the file of kept cases.
func compareFlags(args []string) (c *comparison, l limits, cases string, err error) {
	c = &comparison{ours: &peer{}, seen: map[string]bool{}}
	flags := flag.NewFlagSet("oracle compare", flag.ContinueOnError)
	flags.StringVar(&c.ours.path, "ours", "",
		"the `program` to compare with, called with the subcommand")
	flags.StringVar(&cases, "cases", "", "a `file` of cases that run first and are mutated")
	flags.StringVar(&c.save, "save", "", "append the input of every difference to this `file`")
	flags.Uint64Var(&l.seed, "seed", 1, "where the choices begin")
	flags.Uint64Var(&l.count, "n", 1000, "how many cases to generate")
	flags.IntVar(&c.most, "max", 10, "end after this many differences")
	flags.DurationVar(&l.time, "time", 0, "end after this time, 0 for never")
	if err = flags.Parse(args); err != nil {
		return
	}
	if c.ours.path == "" || flags.NArg() != 1 {
		err = fmt.Errorf("compare needs --ours PROGRAM and one subcommand")
		return
	}
	if c.sub, err = find(flags.Arg(0)); err != nil {
		return
	}
	c.ours.subcommand = c.sub.name
	// A subcommand may change the working directory.
	for _, path := range []*string{&c.ours.path, &c.save} {
		if *path != "" && err == nil {
			*path, err = filepath.Abs(*path)
		}
	}
	return
}

func compareCommand(args []string) (int, error) {
	c, l, cases, err := compareFlags(args)
	if err != nil {
		return 2, err
	}
	corpus, err := kept(cases)
	if err != nil {
		return 2, err
	}
	made, err := c.run(corpus, l)
	ended := c.ours.stop()
	if err != nil {
		return 2, err
	}
	if ended != nil { // of a sanitizer that found a leak, say
		c.differences++
		fmt.Printf("expected to end with the input\ngot      %v\n\n", ended)
	}
	fmt.Printf("%s: %d kept and %d generated cases, %d skipped, seed %d: %d differences\n",
		c.sub.name, len(corpus), made, c.skipped, l.seed, c.differences)
	if c.differences > 0 {
		return 1, nil
	}
	return 0, nil
}
