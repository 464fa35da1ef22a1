package main

import (
	"embed"
	"fmt"
	"regexp"
	"strings"
	"text/template"
)

//go:embed objects
var files embed.FS

// object is one Kubernetes object as YAML and the path of the collection it is posted to.
type object struct {
	path, yaml string
}

// place is what a file of objects/ sees: the number of this rendering, and the shape. Whatever
// differs between two objects follows from their numbers, so two fills of a shape are alike.
type place struct {
	shape
	I int
}

// Every is true for one number in n: how traits, good and bad, are spread over the objects.
func (p place) Every(n int) bool { return p.I%n == 0 }

// Mod spreads objects over n groups.
func (p place) Mod(n int) int { return p.I % n }

func (p place) Div(n int) int { return p.I / n }

func (p place) Name() string { return fmt.Sprintf("app-%04d", p.I) }

func (p place) Namespace() string { return fmt.Sprintf("team-%02d", p.I%p.Namespaces) }

// Number returns the place of another number. Those beyond the Deployments are free for others.
func (p place) Number(i int) place { return place{p.shape, i} }

var templates = template.New("")

func init() {
	templates.Funcs(template.FuncMap{"pod": pod, "sum": sum, "product": product})
	template.Must(templates.ParseFS(files, "objects/*.yaml"))
}

func sum(a, b int) int { return a + b }

func product(a, b int) int { return a * b }

// pod renders the pod template of p, indented to where it stands.
func pod(spaces int, p place, restartPolicy string) (string, error) {
	var text strings.Builder
	err := templates.ExecuteTemplate(&text, "pod.yaml", struct {
		place
		RestartPolicy string
	}{p, restartPolicy})
	indent := "\n" + strings.Repeat(" ", spaces)
	return indent + strings.ReplaceAll(text.String(), "\n", indent), err
}

// render renders a file of objects/ for the numbers from 0 on and cuts it into objects.
func render(file string, s shape, times int) ([]object, error) {
	var all []object
	for i := range times {
		var text strings.Builder
		if err := templates.ExecuteTemplate(&text, file, place{s, i}); err != nil {
			return nil, err
		}
		for document := range strings.SplitSeq(text.String(), "\n---\n") {
			if strings.TrimSpace(document) != "" {
				all = append(all, object{collection(document), document})
			}
		}
	}
	return all, nil
}

var (
	apiVersionLine = regexp.MustCompile(`(?m)^apiVersion: (\S+)$`)
	kindLine       = regexp.MustCompile(`(?m)^kind: (\S+)$`)
	namespaceLine  = regexp.MustCompile(`(?m)^  namespace: (\S+)$`)
)

// collection finds where an object is posted to; objects/ writes these three lines in one way.
func collection(document string) string {
	api := apiVersionLine.FindStringSubmatch(document)[1]
	path := "/apis/" + api
	if !strings.Contains(api, "/") {
		path = "/api/" + api
	}
	if namespace := namespaceLine.FindStringSubmatch(document); namespace != nil {
		path += "/namespaces/" + namespace[1]
	}
	kind := strings.ToLower(kindLine.FindStringSubmatch(document)[1])
	switch {
	case strings.HasSuffix(kind, "y"):
		return path + "/" + strings.TrimSuffix(kind, "y") + "ies"
	case strings.HasSuffix(kind, "s"):
		return path + "/" + kind + "es"
	}
	return path + "/" + kind + "s"
}
