#!/usr/bin/env bats
# Where Kubernetes has a library for the very thing, ours is compared with it: kept cases and
# thousands of generated ones. A difference is printed with the smallest input that shows it;
# once it is mended, that input belongs in tests/oracle/cases.
#
#   ORACLE_SEED=7 ORACLE_TIMES=50 bats tests/oracle.bats     other cases, and more of them

bats_require_minimum_version 1.5.0

setup_file() {
	command -v go >/dev/null || skip 'Go is missing'
	export ORACLE_DIR=$BATS_TEST_DIRNAME/oracle
	ORACLE=$("$ORACLE_DIR/build")
	export ORACLE OURS=${MKS_BUILD:-$BATS_TEST_DIRNAME/../build}/tests/oracle/ours
}

# usage: same_answers SUBCOMMAND HOW_MANY
same_answers() {
	"$ORACLE" compare --ours "$OURS" --cases "$ORACLE_DIR/cases/$1.txt" \
		--seed "${ORACLE_SEED:-1}" --n $(($2 * ${ORACLE_TIMES:-1})) "$1"
}

@test "Pod Security: the same checks fail as in Kubernetes' evaluator, at every level and version" {
	same_answers pss 10000
}

@test "quantities have the value and the canonical text that apimachinery gives them" {
	same_answers quantity 20000
}

@test "label selectors match what apimachinery matches, and -l reads the same" {
	same_answers selector 15000
}

@test "durations are Go's" {
	same_answers duration 10000
}

@test "ages read as kubectl's" {
	same_answers age 5000
}

@test "times are those that the API reads" {
	same_answers time 10000
}

@test "kubeconfig files and flags come to what clientcmd makes of them" {
	same_answers kubeconfig 1500
}

@test "YAML becomes the JSON that sigs.k8s.io/yaml makes of it" {
	same_answers yaml 8000
}

@test "a wrong answer is found, shrunk to its cause and saved" {
	cat > "$BATS_TEST_TMPDIR/wrong" <<-EOF
		#!/bin/sh
		# Right but for all that ends in "Ki".
		"$ORACLE" "\$1" | sed -u 's/Ki\$/K/'
	EOF
	chmod +x "$BATS_TEST_TMPDIR/wrong"
	run -1 "$ORACLE" compare --ours "$BATS_TEST_TMPDIR/wrong" --save "$BATS_TEST_TMPDIR/saved" \
		--n 2000 --max 1 quantity
	[[ $output == *'expected 1024000000000 1Ki'*'got      1024000000000 1K'* ]]
	[ "$(cat "$BATS_TEST_TMPDIR/saved")" = '"1Ki"' ]
}

@test "a program that dies or gives no answer is a difference" {
	run -1 "$ORACLE" compare --ours /bin/false --n 10 age
	[[ $output == *'got      crashed: exit status 1'* ]]
}
