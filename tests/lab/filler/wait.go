package main

import (
	"errors"
	"fmt"
	"time"
)

// patience is how long nothing may change before the fill is given up.
const patience = 5 * time.Minute

// waitForPods returns when every workload has the pods it asks for.
func waitForPods(c *client) error {
	last, since := -1, time.Now()
	for {
		ready, wanted, err := countPods(c)
		if err != nil {
			return err
		}
		say("%d of %d pods run", ready, wanted)
		if ready == wanted {
			return nil
		}
		if ready != last {
			last, since = ready, time.Now()
		}
		if time.Since(since) > patience {
			return errors.New("no further pod gets ready; see the logs of the lab")
		}
		time.Sleep(5 * time.Second)
	}
}

// countPods asks the workloads and not the pods, whose list is as long as the cluster is large.
func countPods(c *client) (ready, wanted int, err error) {
	for _, path := range []string{"apps/v1/deployments", "apps/v1/statefulsets",
		"apps/v1/daemonsets", "batch/v1/jobs"} {
		var list struct {
			Items []struct {
				Spec   struct{ Replicas, Completions int }
				Status struct {
					ReadyReplicas, NumberReady, DesiredNumberScheduled, Succeeded int
				}
			}
		}
		if err := c.get("/apis/"+path+"?resourceVersion=0", &list); err != nil {
			return 0, 0, err
		}
		for _, item := range list.Items {
			spec, status := item.Spec, item.Status
			ready += status.ReadyReplicas + status.NumberReady + status.Succeeded
			wanted += max(1, spec.Replicas+spec.Completions+status.DesiredNumberScheduled)
		}
	}
	return ready, wanted, nil
}

// shrink waits until the events of the fill have expired and drops the history that etcd holds.
func shrink(c *client, etcd string) error {
	say("waiting for the events to expire")
	for deadline := time.Now().Add(patience); ; time.Sleep(5 * time.Second) {
		var events struct{ Items []any }
		if err := c.get("/api/v1/events?limit=1", &events); err != nil {
			return err
		}
		if len(events.Items) == 0 {
			return compact(c, etcd)
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("events do not expire, among them %v", events.Items[0])
		}
	}
}

func compact(c *client, etcd string) error {
	var now struct {
		Header struct{ Revision string }
	}
	var ignored any
	if err := c.askEtcd(etcd+"/v3/kv/range", `{"key": "AA=="}`, &now); err != nil {
		return err
	}
	question := fmt.Sprintf(`{"revision": %q, "physical": true}`, now.Header.Revision)
	if err := c.askEtcd(etcd+"/v3/kv/compaction", question, &ignored); err != nil {
		return err
	}
	return c.askEtcd(etcd+"/v3/maintenance/defragment", "{}", &ignored)
}
