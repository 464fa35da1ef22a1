#!/usr/bin/env bats
# The lab itself: what every test against a real API server stands on.

load lab/lab

setup_file() {
	lab_start
	lab_kubectl create namespace lab-bats
}

teardown_file() {
	lab_kubectl delete namespace lab-bats --wait=false
	lab_stop
}

pods_run() {
	[ "$(lab_kubectl get pods -n lab-bats -l "$1" -o name --field-selector=status.phase=Running |
		wc -l)" -eq "$2" ]
}

nobody_runs_in() {
	! grep -ls "[=]$1/" /proc/[0-9]*/cmdline
}

# Labs that a test started itself, ended also where the test failed.
teardown() {
	local prepared
	for prepared in "$BATS_TEST_TMPDIR"/*/prepared; do
		[ ! -e "$prepared" ] || "$LAB_ROOT/lab" delete "${prepared%/prepared}"
	done
}

@test "the server says that it is ready" {
	run lab_kubectl get --raw /readyz
	[ "$status" -eq 0 ]
	[ "$output" = ok ]
}

@test "server and client are of one version, which is not a development stamp" {
	run lab_kubectl version -o json
	[ "$status" -eq 0 ]
	[ "$(grep -c '"gitVersion": "v1\.[0-9]*\.[0-9]*"' <<<"$output")" -eq 2 ]
}

@test "the pods of a Deployment run, are ready and have addresses" {
	lab_kubectl create deployment web -n lab-bats --image=example.com/web:1 --replicas=3
	lab_wait 30 pods_run app=web 3
	run lab_kubectl get pods -n lab-bats -l app=web -o \
		jsonpath='{range .items[*]}{.status.containerStatuses[0].ready} {.status.podIP}{"\n"}{end}'
	[ "$(grep -c '^true 10\.' <<<"$output")" -eq 3 ]
}

@test "the pod of a Job completes" {
	lab_kubectl create job once -n lab-bats --image=example.com/once:1
	lab_wait 30 lab_kubectl wait --for=condition=complete --timeout=1s -n lab-bats job/once
}

@test "a deleted pod goes at once" {
	lab_kubectl run short -n lab-bats --image=example.com/short:1
	lab_kubectl delete pod short -n lab-bats --timeout=20s
}

@test "a user without rights is told which right is missing" {
	run lab_kubectl --context=viewer get pods -n lab-bats
	[ "$status" -eq 1 ]
	[[ $output == 'Error from server (Forbidden): pods is forbidden: User "viewer" cannot list'* ]]
}

@test "a user can be given rights in one namespace" {
	lab_kubectl create rolebinding dev -n lab-bats --clusterrole=view --user=dev
	lab_wait 10 lab_kubectl --context=dev get pods -n lab-bats
	run lab_kubectl --context=dev get pods -n default
	[ "$status" -eq 1 ]
}

@test "a second lab beside the first continues after a stop, and delete leaves nothing" {
	local dir=$BATS_TEST_TMPDIR/second lab=$LAB_ROOT/lab
	export MKS_LAB_NODES=0

	[ "$("$lab" start "$dir" 3>&-)" = "$dir/kubeconfig" ]
	"$LAB_BIN/kubectl" --kubeconfig="$dir/kubeconfig" create configmap kept -n default
	[ "$("$lab" status "$dir" | grep -c ' runs, process ')" -eq 5 ]

	"$lab" stop "$dir"
	run "$lab" status "$dir"
	[ "$status" -eq 1 ]
	nobody_runs_in "$dir"

	"$lab" start "$dir" 3>&-
	"$LAB_BIN/kubectl" --kubeconfig="$dir/kubeconfig" get configmap kept -n default
	"$lab" delete "$dir"
	nobody_runs_in "$dir"
	[ ! -e "$dir" ]
	lab_kubectl get --raw /readyz
}

@test "a stop does not end a process that only has an old number" {
	local dir=$BATS_TEST_TMPDIR/old
	mkdir -p "$dir/pid"
	sleep 60 3>&- &
	echo $! >"$dir/pid/etcd"
	"$LAB_ROOT/lab" stop "$dir"
	grep -q sleep "/proc/$!/cmdline"
	kill $!
}

@test "requests are written down when asked for, without those of the lab" {
	local dir=$BATS_TEST_TMPDIR/audited
	MKS_LAB_AUDIT=1 MKS_LAB_NODES=0 "$LAB_ROOT/lab" start "$dir" 3>&-
	"$LAB_BIN/kubectl" --kubeconfig="$dir/kubeconfig" get pods -n default
	run grep -c '"verb":"list"' "$dir/log/audit.log"
	"$LAB_ROOT/lab" delete "$dir"
	[ "$output" -eq 1 ]
}
