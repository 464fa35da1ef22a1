#!/usr/bin/env bats
# What a server may do wrong, through the real binary: the small API server of
# tests/apiserver.c does it. Texts and exit statuses; the library's own tests have the
# finer cases (tests/unit/test_api.c).

load helper

check=ha-single-zone-nodepool # needs nothing but the list of nodes

setup() {
	private_home
	mkdir -p tree/api/v1
	printf '{"gitVersion":"v1.36.3"}' >tree/version.json
	nodes 3 >tree/api/v1/nodes.json
	: >none
	export KUBECONFIG=$PWD/none
	coproc SERVER { exec apiserver tree log; }
	read -r port <&"${SERVER[0]}"
}

# The server ends with its input.
teardown() {
	eval "exec ${SERVER[1]}>&-"
}

# usage: nodes N: a list of N nodes, all in one zone
nodes() {
	local i separator=
	printf '{"kind":"NodeList","apiVersion":"v1","metadata":{},"items":['
	for ((i = 0; i < $1; i++)); do
		printf '%s{"metadata":{"name":"node-%03d","labels":{"topology.kubernetes.io/zone":"a"}},"spec":{},"status":{}}' \
			"$separator" "$i"
		separator=,
	done
	printf ']}\n'
}

# usage: fault LINE...: what the server answers for nodes, one line a request
fault() {
	printf '%s\n' "$@" >tree/api/v1/nodes.fault
}

audit() {
	kubectl-mks-audit --check "$check" -s "http://127.0.0.1:$port" "$@"
}

found() {
	run -0 audit "$@"
	[[ "$output" == *"$check"* ]]
	[[ "$output" != *'NOT CHECKED'* ]]
}

# usage: not_checked WHY: status 3, and the report says why
not_checked() {
	run -3 audit
	printf '%s\n' "$output"
	[[ "$output" == *"1 check needs: list nodes ($1"* ]]
}

asked() {
	grep -c '^GET /api/v1/nodes' log
}

@test "a server without faults" {
	found
	[ "$(asked)" = 1 ]
	grep -q '^  User-Agent: kubectl-mks-audit/' log
	grep -q '^  Accept-Encoding: gzip$' log
}

@test "--disable-compression asks for none" {
	found --disable-compression
	run ! grep -q '^  Accept-Encoding:' log
}

@test "--chunk-size asks for pages" {
	found --chunk-size 2
	[ "$(asked)" = 2 ]
	grep -q '^GET /api/v1/nodes?limit=2&continue=page-2$' log
}

@test "a server before 1.33 is asked for pages of 500" {
	printf '{"gitVersion":"v1.32.13"}' >tree/version.json
	found
	grep -q '^GET /api/v1/nodes?limit=500$' log
}

@test "nobody listens" {
	run -1 --separate-stderr audit -s http://127.0.0.1:1
	[ "$stderr" = 'The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?' ]
	[ -z "$output" ]
}

@test "a name that is none" {
	run -1 --separate-stderr audit -s https://nowhere.invalid:6443
	[ "$stderr" = 'Unable to connect to the server: dial tcp: lookup nowhere.invalid: no such host' ]
}

@test "401 ends the run" {
	fault status=401
	run -1 --separate-stderr audit
	[ "$stderr" = 'error: You must be logged in to the server (Unauthorized)' ]
}

@test "403, 404 and 500 leave a check out and say so" {
	fault status=403
	not_checked forbidden
	fault status=404
	not_checked 'not served by this cluster'
	fault status=500
	not_checked 'Error from server (InternalError)'
}

@test "too many requests are repeated when the server says when" {
	fault 'status=429;header=Retry-After: 0' 'status=503;header=Retry-After: 0' ok
	found
	[ "$(asked)" = 3 ]
}

@test "and not when it does not" {
	fault 'status=429' ok
	not_checked 'Error from server (TooManyRequests)'
	[ "$(asked)" = 1 ]
}

@test "a list that breaks off is read to its end" {
	nodes 200 >tree/api/v1/nodes.json
	fault reset=9000 cut=15000 short=12000 ok
	found
}

@test "a list that breaks off again and again is not checked" {
	fault cut=20
	run -3 audit
	[[ "$output" == *'1 check needs: list nodes'* ]]
	[ "$(asked)" = 6 ]
}

@test "a page token that expires" {
	fault ok expired ok
	found --chunk-size 2
	[ "$(asked)" = 4 ]
}

@test "HTML instead of JSON" {
	fault 'body=<html>Sign in</html>;type=text/html'
	not_checked "serializer for text/html doesn't exist"
}

@test "nonsense instead of JSON" {
	fault 'body=nix;type=application/json'
	not_checked 'the list of nodes: invalid JSON at byte 0'
}

@test "--request-timeout" {
	fault delay=3000
	run -3 audit --request-timeout 300ms
	[[ "$output" == *'1 check needs: list nodes'* ]]
}
