#!/usr/bin/env bats
# kubectl mks audit on a real control plane.

load helper
load lab/lab

setup_file() {
	export MKS_LAB_AUDIT=1
	lab_start
	lab_kubectl create namespace shop
	lab_kubectl apply -f - <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
      - { name: nginx, image: registry.example/web:1, securityContext: { privileged: true } }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [ { port: 80 } ] }
---
apiVersion: v1
kind: Node
metadata: { name: node-1 }
status: { allocatable: { cpu: "4", memory: 8Gi, pods: "110" }, capacity: { cpu: "4", memory: 8Gi, pods: "110" } }
---
apiVersion: v1
kind: LimitRange
metadata: { name: defaults, namespace: shop }
spec: { limits: [ { type: Container, defaultRequest: { cpu: 100m } } ] }
YAML
	lab_wait 60 lab_kubectl rollout status deployment/web -n shop --timeout=1s
}

teardown_file() {
	lab_stop
}

setup() {
	local kubeconfig=$KUBECONFIG
	private_home
	export KUBECONFIG=$kubeconfig
}

audit() {
	kubectl-mks-audit "$@"
}

@test "the cluster's pods, ReplicaSet and Deployment are reported once" {
	run -2 audit -n shop --check pss-base-privileged -o json
	[ "$(jq -r '.findings[] | "\(.object.kind)/\(.object.name) \(.container)"' <<<"$output")" = "Deployment/web nginx" ]
	[ "$(jq -r '.target | "\(.live) \(.serverVersion)"' <<<"$output")" = "true v1.36.3" ]
}

@test "kubectl mks audit, kubectl-mks audit and kubectl-mks-audit are the same" {
	PATH=$LAB_BIN:$PATH
	run -2 audit --check pss-base-privileged -o name
	local direct=$output
	run -2 kubectl-mks audit --check pss-base-privileged -o name
	[ "$output" = "$direct" ]
	run -2 kubectl mks audit --check pss-base-privileged -o name
	[ "$output" = "$direct" ]
	[ "$output" = deployment.apps/web ]
}

@test "kubectl plugin list shows no warning" {
	run -0 --separate-stderr "$LAB_BIN/kubectl" plugin list
	[[ "$output" == *kubectl-mks* ]]
	[[ "$stderr" != *kubectl-mks* ]]
}

@test "a LimitRange of the cluster quiets what it supplies" {
	run -0 audit -n shop --check res-cpu-request-missing -o json
	[ "$(jq -r '.findings[] | "\(.severity) \(.message)"' <<<"$output")" = "info requests no cpu; LimitRange defaults supplies it" ]
}

@test "a user who may list nothing gets not checked for every check, and exit status 3" {
	run -3 audit --context viewer --check pss-base-privileged
	[[ "$output" == *"NOT CHECKED"*"1 check needs: list pods (forbidden)"* ]]
	[[ "$output" != *"needs: list services"* ]]
}

@test "who may read one namespace sees that, and is told so" {
	lab_kubectl create rolebinding dev-view --clusterrole=view --user=dev -n shop
	lab_wait 20 lab_kubectl auth can-i list pods -n shop --as dev
	run -2 audit --context dev -n shop --check pss-base-privileged -o json
	[ "$(jq '.summary.error' <<<"$output")" = 1 ]
	[ "$(jq '.notChecked | length' <<<"$output")" = 0 ]
}

@test "--as impersonates: what is forbidden to that user is not checked" {
	run -3 audit --as nobody --check ha-pdb-no-policy
	[[ "$output" == *"list poddisruptionbudgets.policy (forbidden)"* ]]
}

@test "--preflight asks the server" {
	run -3 audit --context viewer --preflight --check ha-pdb-no-policy
	[[ "$output" == *"list"*"poddisruptionbudgets.policy"*"no"* ]]
	run -0 audit --preflight --check ha-pdb-no-policy
	[[ "$output" == *"poddisruptionbudgets.policy"*"yes"* ]]
}

@test "--print-rbac is enough for a whole run" {
	audit --print-rbac >role.yaml
	lab_kubectl apply -f role.yaml
	lab_kubectl create clusterrolebinding mks-audit --clusterrole=kubectl-mks-audit --user=auditor
	lab_wait 20 lab_kubectl auth can-i list pods -A --as auditor
	run audit --as auditor -o json
	[ "$status" -eq 2 ]
	[ "$(jq -c .notChecked <<<"$output")" = '[]' ]
}

@test "files and the cluster are one set of objects" {
	cat >pdb.yaml <<'YAML'
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web, namespace: shop }
spec: { minAvailable: 2, selector: { matchLabels: { app: web } } }
YAML
	run -2 audit -f pdb.yaml --context lab -n shop --check ha-pdb-blocks-eviction --check ha-pdb-missing -o json
	[ "$(jq -r '.findings[] | "\(.check) \(.source.file)"' <<<"$output")" = "ha-pdb-blocks-eviction pdb.yaml" ]
}

@test "pages of one object say the same as one list" {
	run -2 audit -o json --chunk-size 1
	jq 'del(.takenAt)' <<<"$output" >paged.json
	run -2 audit -o json --chunk-size 0
	jq 'del(.takenAt)' <<<"$output" | diff -u paged.json -
}

@test "only lists of the kinds needed are asked for, and Secrets never with their data" {
	run -2 audit --check pss-base-privileged
	[ -n "${LAB_STARTED-}" ] || skip "the running lab has no audit log of ours"
	sleep 1
	jq -r 'select(.userAgent | startswith("kubectl-mks-audit")) | "\(.verb) \(.objectRef.resource // .requestURI)"' \
		"$LAB_STARTED"/log/*audit* | sort -u >asked
	! grep -vE '^(list [a-z]+|get /version|create self.*)$' asked
	! grep -q 'list secrets' asked
}

@test "a server that is not there is kubectl's sentence and exit status 1" {
	run -1 audit --server https://127.0.0.1:1
	[ "$output" = "The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?" ]
}

@test "a context that is not there is kubectl's sentence" {
	run -1 audit --context nowhere
	[ "$output" = "Error in configuration: context was not found for specified context: nowhere" ]
}
