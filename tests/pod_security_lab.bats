#!/usr/bin/env bats
# The API server itself says which pods it refuses at a level and version, and
# psa-existing-violations has to say the same of every pod of audit/checks.

load helper
load lab/lab

setup_file() {
	lab_start
	lab_kubectl create namespace pss-bats
	lab_kubectl create serviceaccount default -n pss-bats || true
}

teardown_file() {
	lab_kubectl delete namespace pss-bats --wait=false
	lab_stop
}

setup() {
	private_home
	export KUBECONFIG=$MKS_LAB_KUBECONFIG
}

# Every pod and template of the checks' cases as pods p0, p1, ... of one namespace.
cases() {
	local file
	for file in "$MKS_TREE"/tests/audit/checks/p[so]*-*/*.yaml; do
		yamljson "$file" | jq -c 'if .items then .items[] else . end'
	done | jq -s '{ apiVersion: "v1", kind: "List", items: [.[]
		| if .kind == "Pod" then . else .spec.template // empty end | select(.spec)] | to_entries
		| map({ apiVersion: "v1", kind: "Pod", spec: .value.spec,
			metadata: { name: "p\(.key)", namespace: "pss-bats",
				annotations: (.value.metadata.annotations // {} | del(.expect)) } }) }'
}

admitted() { # admitted FILE: names of the pods the API server would take
	lab_kubectl create --dry-run=server --validate=false -o name -f "$1" 2>/dev/null |
		sed -n 's,^pod/,,p' | sort
}

enforce() { # enforce LEVEL VERSION: on the server, and as namespace.json
	lab_kubectl label namespace pss-bats --overwrite "pod-security.kubernetes.io/enforce=$1" \
		"pod-security.kubernetes.io/enforce-version=$2" >/dev/null 2>&1
	jq -n --arg level "$1" --arg version "$2" '{ apiVersion: "v1", kind: "Namespace",
		metadata: { name: "pss-bats", labels: { "pod-security.kubernetes.io/enforce": $level,
			"pod-security.kubernetes.io/enforce-version": $version } } }' >namespace.json
}

same_as_server() { # same_as_server LEVEL VERSION
	enforce "$1" "$2"
	admitted valid.json >let-in
	kubectl-mks-audit -f namespace.json -f valid.json -n pss-bats --kubeconfig "$KUBECONFIG" \
		--check psa-existing-violations -o json >found.json || [ $? -eq 2 ]
	jq -r '.findings[].object.name' found.json | sort >refused
	diff <(jq -r '.items[].metadata.name' valid.json | sort) <(sort let-in refused) || {
		echo "at $1 $2"
		return 1
	}
}

@test "a pod is refused by the API server if and only if we say so" {
	local level version
	cases >all.json
	enforce privileged latest
	admitted all.json >valid
	jq --rawfile valid valid '($valid | split("\n")) as $names
		| .items |= map(select(.metadata.name | IN($names[])))' all.json >valid.json
	[ "$(jq '.items | length' valid.json)" -gt 300 ]
	for level in baseline restricted; do
		for version in v1.0 v1.8 v1.18 v1.19 v1.22 v1.23 v1.25 v1.33 v1.34 v1.35 latest v1.99; do
			same_as_server "$level" "$version"
		done
	done
}

@test "a workload that the label came too late for is told, and not when the label is gone" {
	lab_kubectl create deployment plain -n pss-bats --image=example.com/web:1
	enforce restricted latest
	run -2 kubectl-mks-audit -n pss-bats --check psa-existing-violations -o name
	[ "$output" = deployment.apps/plain ]
	enforce privileged latest
	run -0 kubectl-mks-audit -n pss-bats --check psa-existing-violations -o name
	[ "$output" = '' ]
	lab_kubectl delete deployment plain -n pss-bats
}
