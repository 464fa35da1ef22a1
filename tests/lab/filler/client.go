package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

// connections is how many requests are under way at once: enough to keep the server busy.
const connections = 16

type client struct {
	http   *http.Client
	server string
}

// newClient reads what "kubectl config view --raw --minify --flatten -o json" prints: one cluster,
// one user.
func newClient(in io.Reader) (*client, error) {
	var config struct {
		Clusters []struct {
			Cluster struct {
				Server string
				CA     []byte `json:"certificate-authority-data"`
			}
		}
		Users []struct {
			User struct {
				Certificate []byte `json:"client-certificate-data"`
				Key         []byte `json:"client-key-data"`
			}
		}
	}
	if err := json.NewDecoder(in).Decode(&config); err != nil {
		return nil, fmt.Errorf("reading the kubeconfig: %w", err)
	}
	if len(config.Clusters) != 1 || len(config.Users) != 1 {
		return nil, errors.New("the kubeconfig has not one cluster and one user")
	}
	pair, err := tls.X509KeyPair(config.Users[0].User.Certificate, config.Users[0].User.Key)
	if err != nil {
		return nil, fmt.Errorf("the client certificate: %w", err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(config.Clusters[0].Cluster.CA)
	transport := &http.Transport{
		TLSClientConfig:     &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{pair}},
		MaxIdleConnsPerHost: connections,
	}
	return &client{
		http:   &http.Client{Transport: transport, Timeout: time.Minute},
		server: config.Clusters[0].Cluster.Server,
	}, nil
}

// createAll posts the objects over all connections and ends with the first error.
func (c *client) createAll(objects []object) error {
	queue := make(chan object)
	failed := make(chan error, connections)
	var workers sync.WaitGroup
	for range connections {
		workers.Go(func() {
			for o := range queue {
				if err := c.create(o); err != nil {
					failed <- err
					return
				}
			}
		})
	}
	var err error
	for _, o := range objects {
		select {
		case queue <- o:
			continue
		case err = <-failed:
		}
		break
	}
	close(queue)
	workers.Wait()
	select {
	case err = <-failed:
	default:
	}
	return err
}

// create posts one object. One that is there already stays as it is: a fill can be run again.
func (c *client) create(o object) error {
	response, err := c.http.Post(c.server+o.path, "application/yaml", strings.NewReader(o.yaml))
	if err != nil {
		return err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusCreated && response.StatusCode != http.StatusConflict {
		return fmt.Errorf("POST %s: %s: %s", o.path, response.Status, answer)
	}
	return nil
}

// get decodes what the server answers to path into out.
func (c *client) get(path string, out any) error {
	request, err := http.NewRequest(http.MethodGet, c.server+path, nil)
	if err != nil {
		return err
	}
	return c.ask(request, out)
}

// askEtcd decodes what etcd answers to a question, both JSON, into out.
func (c *client) askEtcd(url, question string, out any) error {
	request, err := http.NewRequest(http.MethodPost, url, strings.NewReader(question))
	if err != nil {
		return err
	}
	return c.ask(request, out)
}

func (c *client) ask(request *http.Request, out any) error {
	response, err := c.http.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s %s: %s", request.Method, request.URL.Path, response.Status)
	}
	return json.NewDecoder(response.Body).Decode(out)
}
