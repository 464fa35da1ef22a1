// The program that is compared: one process, asked line by line, started anew after it crashed
// or hung.
package main

import (
	"bufio"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"time"
)

// How long an answer may take; a case that takes longer is a difference.
const answerTimeout = 10 * time.Second

// crashed begins what stands for an answer of a program that has none.
const crashed = "crashed:"

type peer struct {
	path, subcommand string
	command          *exec.Cmd
	in               io.WriteCloser
	answers          chan string // closed when the process ends
}

func (p *peer) start() error {
	p.command = exec.Command(p.path, p.subcommand)
	in, err := p.command.StdinPipe()
	if err != nil {
		return err
	}
	out, err := p.command.StdoutPipe()
	if err != nil {
		return err
	}
	if err := p.command.Start(); err != nil {
		return err
	}
	answers := make(chan string)
	go func() {
		defer close(answers)
		reader := bufio.NewReader(out)
		for {
			line, err := reader.ReadString('\n')
			if err != nil {
				return
			}
			answers <- strings.TrimSuffix(line, "\n")
		}
	}()
	p.in, p.answers = in, answers
	return nil
}

// stop closes the input of the process and says how it ended.
func (p *peer) stop() error {
	if p.command == nil {
		return nil
	}
	p.in.Close()
	for range p.answers {
	}
	err := p.command.Wait()
	p.command = nil
	return err
}

// ask gives one line to the process and returns its answer, or what became of it instead.
func (p *peer) ask(line string) (string, error) {
	if p.command == nil {
		if err := p.start(); err != nil {
			return "", err
		}
	}
	// A write to a process that has ended fails; its missing answer says so.
	io.WriteString(p.in, line+"\n")
	timer := time.NewTimer(answerTimeout)
	defer timer.Stop()
	select {
	case answer, answered := <-p.answers:
		if !answered {
			return fmt.Sprintf("%s %v", crashed, p.stop()), nil
		}
		return answer, nil
	case <-timer.C:
		p.command.Process.Kill()
		p.stop()
		return fmt.Sprintf("%s no answer in %v", crashed, answerTimeout), nil
	}
}
