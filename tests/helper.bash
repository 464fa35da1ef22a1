# What every bats file begins with: a private HOME, no kubeconfig of the user's, our
# programs first on PATH, the same clock and the same words on every machine.
bats_require_minimum_version 1.5.0

MKS_TREE=${MKS_TREE:-$(cd "$BATS_TEST_DIRNAME" && git rev-parse --show-toplevel)}
MKS_BUILD=${MKS_BUILD:-$MKS_TREE/build}

private_home() {
	export HOME=$BATS_TEST_TMPDIR/home
	mkdir -p "$HOME"
	unset KUBECONFIG KUBERNETES_SERVICE_HOST KUBERNETES_SERVICE_PORT POD_NAMESPACE
	unset HTTP_PROXY HTTPS_PROXY http_proxy https_proxy ALL_PROXY all_proxy NO_PROXY no_proxy
	export LC_ALL=C TZ=UTC TERM=dumb
	export SOURCE_DATE_EPOCH=1790000000
	PATH=$MKS_BUILD/bin:$MKS_BUILD/tests:$PATH
	cd "$BATS_TEST_TMPDIR" || return
}

# same EXPECTED_FILE: compares $output with a file of the tree; ACCEPT=1 rewrites the file.
same() {
	local expected=$MKS_TREE/tests/$1
	if [ -n "${ACCEPT-}" ]; then
		mkdir -p "${expected%/*}"
		printf '%s\n' "$output" >"$expected"
	fi
	diff -u "$expected" <(printf '%s\n' "$output")
}
