# For bats files that need a real API server: load it before anything that changes HOME.
#
#     load lab/lab
#     setup_file() { lab_start; }
#     teardown_file() { lab_stop; }
#
# lab_start takes the lab whose kubeconfig MKS_LAB_KUBECONFIG names, else starts one for this file,
# and exports KUBECONFIG; lab_stop removes only what lab_start started. A lab may be shared, so a
# test works in namespaces of its own. What else the lab can do is in the head of tests/lab/lab.

LAB_ROOT=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)

# Tests have a HOME of their own; what is built once for all of them must not go there.
export MKS_LAB_CACHE="${MKS_LAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/kubectl-mks/lab}"

# usage: lab_start [--filled | --from SNAPSHOT]
lab_start() {
	if [ -z "${MKS_LAB_KUBECONFIG:-}" ]; then
		LAB_STARTED=$BATS_FILE_TMPDIR/lab
		export LAB_STARTED
		# Bats waits until nobody holds its descriptor 3.
		MKS_LAB_KUBECONFIG=$("$LAB_ROOT/lab" start "$@" "$LAB_STARTED" 3>&-) || return
	fi
	LAB_BIN=$("$LAB_ROOT/build") || return
	export MKS_LAB_KUBECONFIG LAB_BIN KUBECONFIG="$MKS_LAB_KUBECONFIG"
}

lab_stop() {
	[ ! -e "${LAB_STARTED:-}/prepared" ] || "$LAB_ROOT/lab" delete "$LAB_STARTED"
}

# kubectl of the lab's own version, as its administrator unless --context says who else.
lab_kubectl() {
	"$LAB_BIN/kubectl" --kubeconfig="$MKS_LAB_KUBECONFIG" \
		--cache-dir="$BATS_FILE_TMPDIR/kubectl-cache" "$@"
}

# usage: lab_wait SECONDS COMMAND...; until COMMAND succeeds; if it never does, what it said last
lab_wait() {
	local deadline=$((SECONDS + $1)) said
	shift
	until said=$("$@" 2>&1); do
		if [ $SECONDS -ge $deadline ]; then
			printf 'not within the time: %s\n%s\n' "$*" "$said" >&2
			return 1
		fi
		sleep 0.2
	done
}
