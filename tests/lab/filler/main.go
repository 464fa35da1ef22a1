// Command filler fills a lab with a cluster of a given shape and waits until it runs. The script
// fill, one directory up, builds it and tells it where the cluster is: it reads a kubeconfig,
// minified and as JSON, from stdin.
//
// How to read it: main.go says what is made in which order, objects/ what it looks like,
// render.go how objects become requests, client.go how those are sent, wait.go when all is done.
package main

import (
	"flag"
	"fmt"
	"os"
)

// shape is how many of what there are. Pods are deployments times replicas, and a few more.
type shape struct {
	Nodes, Namespaces, Deployments, Replicas int
}

func (s shape) String() string {
	return fmt.Sprintf("nodes=%d namespaces=%d deployments=%d replicas=%d",
		s.Nodes, s.Namespaces, s.Deployments, s.Replicas)
}

func main() {
	var s shape
	flag.IntVar(&s.Nodes, "nodes", 100, "`number` of nodes")
	flag.IntVar(&s.Namespaces, "namespaces", 0, "`number` of namespaces (one per 20 Deployments)")
	flag.IntVar(&s.Deployments, "deployments", 1000, "`number` of Deployments")
	flag.IntVar(&s.Replicas, "replicas", 10, "`number` of pods of a Deployment")
	describe := flag.Bool("describe", false, "print the shape on one line and make nothing")
	etcd := flag.String("etcd", "", "`URL` of an etcd to be made small when all pods run")
	flag.Parse()
	if s.Namespaces == 0 {
		s.Namespaces = (s.Deployments + 19) / 20
	}
	if flag.NArg() > 0 || min(s.Nodes, s.Namespaces, s.Deployments, s.Replicas) < 1 {
		flag.Usage()
		os.Exit(2)
	}
	if *describe {
		fmt.Println(s)
		return
	}
	if err := run(s, *etcd); err != nil {
		fmt.Fprintln(os.Stderr, "lab:", err)
		os.Exit(1)
	}
}

func say(format string, values ...any) {
	fmt.Fprintf(os.Stderr, "lab: "+format+"\n", values...)
}

func run(s shape, etcd string) error {
	c, err := newClient(os.Stdin)
	if err != nil {
		return err
	}
	// A step begins when the one before has ended: a namespace is there before what is in it, an
	// account before the pods that run as it.
	steps := []struct {
		what, file string
		times      int
	}{
		{"nodes", "node.yaml", s.Nodes},
		{"namespaces", "namespace.yaml", s.Namespaces},
		{"accounts, roles and limits", "inside-namespace.yaml", s.Namespaces},
		{"services and their configuration", "beside-deployment.yaml", s.Deployments},
		{"Deployments", "deployment.yaml", s.Deployments},
		{"other workloads", "other-workloads.yaml", s.Deployments/100 + 1},
		{"parts of the system", "system.yaml", 1},
	}
	for _, step := range steps {
		objects, err := render(step.file, s, step.times)
		if err != nil {
			return err
		}
		if err := c.createAll(objects); err != nil {
			return err
		}
		say("%d %s", len(objects), step.what)
	}
	if err := waitForPods(c); err != nil {
		return err
	}
	if etcd != "" {
		return shrink(c, etcd)
	}
	return nil
}
