#!/usr/bin/env bats
# One kind of a cluster cannot be read, or only on the second try: the others are judged,
# and every object counts once. Beside faults.bats, which goes through what a server may
# do wrong with one list.

load helper

pods=300

setup() {
	private_home
	: >none
	export KUBECONFIG=$PWD/none
	mkdir -p tree/api/v1 tree/apis/apps/v1 tree/apis/batch/v1
	printf '{"gitVersion":"v1.36.3"}' >tree/version.json
	for list in api/v1/replicationcontrollers api/v1/podtemplates apis/apps/v1/deployments \
		apis/apps/v1/replicasets apis/apps/v1/statefulsets apis/apps/v1/daemonsets \
		apis/batch/v1/jobs apis/batch/v1/cronjobs; do
		printf '{"kind":"List","apiVersion":"v1","metadata":{},"items":[]}' >tree/$list.json
	done
	jq -nc '{kind: "NodeList", apiVersion: "v1", metadata: {}, items: [range(3) |
		{metadata: {name: "node-\(.)", labels: {"topology.kubernetes.io/zone": "a"}}}]}' >tree/api/v1/nodes.json
	jq -nc --argjson n $pods '{kind: "PodList", apiVersion: "v1", metadata: {}, items: [range($n) |
		{metadata: {name: "pod-\(1000 + .)", namespace: "shop"},
		 spec: {containers: [{name: "c", securityContext: {privileged: true}}]}}]}' >tree/api/v1/pods.json
	coproc SERVER { exec apiserver tree log; }
	read -r port <&"${SERVER[0]}"
}

# The server ends with its input.
teardown() {
	eval "exec ${SERVER[1]}>&-"
}

# usage: fault LINE...: what the server answers for pods, one line a request
fault() {
	printf '%s\n' "$@" >tree/api/v1/pods.fault
}

audit() {
	kubectl-mks-audit --check pss-base-privileged --check ha-single-zone-nodepool \
		-s "http://127.0.0.1:$port" "$@"
}

pages() {
	grep -c '^GET /api/v1/pods' log
}

# usage: all_once [FLAG...]: every pod is found, none twice, and nothing was left out
all_once() {
	run -2 --separate-stderr audit -o json "$@"
	[ -z "$stderr" ]
	[ "$(jq -c '[.notChecked, .target.pods, .summary.error]' <<<"$output")" = "[[],$pods,$pods]" ]
	[ "$(jq '[.findings[].object.name] | unique | length' <<<"$output")" = $((pods + 1)) ]
}

# usage: pods_not_checked WHY [FLAG...]: no pod is, the nodes are
pods_not_checked() {
	run -3 --separate-stderr audit -o json "${@:2}"
	printf '%s\n' "$output"
	printf '%s\n' "$stderr"
	[ -z "$stderr" ]
	[ "$(jq -r '.notChecked | length' <<<"$output")" = 1 ]
	[[ "$(jq -r '.notChecked[0]' <<<"$output")" == "1 check needs: list pods ($1)" ]]
	[ "$(jq -r '[.findings[].check] | unique[]' <<<"$output")" = ha-single-zone-nodepool ]
}

@test "a cluster without faults" {
	all_once
	all_once --chunk-size 7
}

# ---- a status instead of a list ----

@test "403 of one kind: the one namespace is tried, and that is said" {
	fault status=403
	mkdir -p tree/api/v1/namespaces/default
	printf 'status=403\n' >tree/api/v1/namespaces/default/pods.fault
	run -3 --separate-stderr audit
	[ "$stderr" = 'Warning: not allowed to list all namespaces; looked into namespace default only' ]
	[[ "$output" == *ha-single-zone-nodepool*'1 check needs: list pods'*' (forbidden)'* ]]
}

@test "404, 500 and 503 of one kind" {
	fault status=404
	pods_not_checked 'not served by this cluster'
	fault status=500
	pods_not_checked 'Error from server (InternalError): /api/v1/pods'
	fault 'status=503;type=text/html;body=<html>down</html>'
	pods_not_checked 'Error from server (ServiceUnavailable): the server is currently unable to handle the request (get pods)'
}

@test "401 ends all, with the words for its body" {
	fault 'status=401;type=text/plain;body=who are you'
	run -1 --separate-stderr audit
	[ -z "$output" ]
	[ "$stderr" = 'error: You must be logged in to the server (the server has asked for the client to provide credentials (get pods))' ]
}

@test "429 with seconds" {
	fault 'status=429;header=Retry-After: 0' ok
	all_once
	[ "$(pages)" = 2 ]
}

@test "429 with a date, which client-go does not read either" {
	fault 'status=429;header=Retry-After: Wed, 21 Oct 2015 07:28:00 GMT' ok
	pods_not_checked 'Error from server (TooManyRequests): /api/v1/pods'
	[ "$(pages)" = 1 ]
}

# ---- pages ----

@test "410 in the middle, without a token: from the beginning, each pod once" {
	fault ok expired ok
	all_once --chunk-size 100
	[ "$(pages)" = 5 ]
}

@test "410 with a fresh token goes on with it" {
	fault ok expired=page-100 ok
	all_once --chunk-size 100
	[ "$(pages)" = 4 ]
	grep -q '^GET /api/v1/pods?limit=100&continue=page-100$' log
}

@test "410 again and again" {
	fault expired
	run -3 timeout 20 kubectl-mks-audit --check pss-base-privileged -s "http://127.0.0.1:$port" --chunk-size 100
	[[ "$output" == *'list pods (Error from server (Expired): /api/v1/pods)'* ]]
}

@test "empty pages that say there is more" {
	fault token token ok
	all_once --chunk-size 100
	[ "$(pages)" = 5 ]
}

# ---- lists that break off ----

@test "a reset, a truncated chunk, a body cut short: each pod once" {
	fault reset=9000 cut=20000 short=12345 ok
	all_once
	[ "$(pages)" = 4 ]
}

@test "in the second page as well" {
	fault ok cut=5000 reset=5000 ok
	all_once --chunk-size 100
}

@test "a server that closes at once, at first" {
	fault close close ok
	all_once
	[ "$(pages)" = 3 ]
}

# ---- time ----

@test "a list without end is bounded by --request-timeout" {
	fault endless
	pods_not_checked 'timed out' --request-timeout 2s
}

@test "a slow body is bounded by --request-timeout, and what came is judged" {
	fault slow=500
	run -3 audit --request-timeout 2s --fail-on never
	[[ "$output" == *'NOT CHECKED'*'1 check needs: list pods (timed out)'* ]]
	[[ "$output" == *ha-single-zone-nodepool* ]]
}

# ---- bodies ----

@test "gzip" {
	fault gzip
	all_once
	all_once --disable-compression
	all_once --chunk-size 100
}

@test "HTML, a list, nonsense" {
	fault 'body=<html>Sign in</html>;type=text/html'
	pods_not_checked "serializer for text/html doesn't exist"
	fault 'body=[];type=application/json'
	pods_not_checked "the list of pods: the server's answer is something else"
	fault 'body=<html>;type=application/json'
	pods_not_checked "the list of pods: invalid JSON at byte 0: expected a value, found '<'"
}

@test "a list of another kind" {
	fault 'body={"kind":"NodeList","apiVersion":"v1","items":[{"metadata":{"name":"x"}}]};type=application/json'
	pods_not_checked "the list of pods: the server's answer is something else"
	fault 'body={"items":[],"kind":"NodeList","apiVersion":"v1"};type=application/json'
	pods_not_checked "the list of pods: the server's answer is something else"
}

@test "a list whose items is no list" {
	fault 'body={"kind":"PodList","apiVersion":"v1","items":{}};type=application/json'
	pods_not_checked "the list of pods: the server's answer is something else"
	fault 'body={"kind":"PodList","apiVersion":"v1","items":null};type=application/json'
	run -0 audit
	[[ "$output" != *'NOT CHECKED'* ]]
}

@test "items that are no objects" {
	for item in 7 null '"x"' '[]'; do
		fault 'body={"kind":"PodList","apiVersion":"v1","items":['"$item"']};type=application/json'
		pods_not_checked 'the list of pods: items[0] is not an object'
	done
}
