#!/usr/bin/env bats
# kubectl mks: finds its siblings, says what there is.

load helper

setup() {
	private_home
}

@test "alone it says what the suite does, on one screen" {
	run -0 --separate-stderr kubectl-mks
	[ "${#lines[@]}" -le 24 ]
	[[ "$output" == *"audit"*"upgradecheck"*"backup"* ]]
	[ -z "$stderr" ]
	local alone=$output
	run -0 kubectl-mks --help
	[ "$output" = "$alone" ]
}

@test "it runs the sibling beside it, with its arguments and its exit status" {
	run -2 kubectl-mks audit demo --check pss-base-privileged -o name
	[ "$output" = deployment.apps/web ]
	run -1 kubectl-mks audit --bogus
	[ "${lines[0]}" = "error: unknown flag: --bogus" ]
}

@test "it finds the sibling through a link, as krew installs it, also with spaces in the path" {
	mkdir -p "my krew/store/mks" "my krew/bin"
	cp "$MKS_BUILD/bin/kubectl-mks" "$MKS_BUILD/bin/kubectl-mks-audit" "my krew/store/mks"
	ln -s "$PWD/my krew/store/mks/kubectl-mks" "my krew/bin/kubectl-mks"
	PATH="$PWD/my krew/bin:/usr/bin:/bin" run -2 kubectl-mks audit demo --check pss-base-privileged -o name
	[ "$output" = deployment.apps/web ]
}

@test "it finds a sibling on PATH" {
	mkdir one two
	cp "$MKS_BUILD/bin/kubectl-mks" one
	printf '#!/bin/sh\necho "here: $*"\nexit 7\n' >two/kubectl-mks-audit
	chmod +x two/kubectl-mks-audit
	PATH="$PWD/one:$PWD/two:/usr/bin:/bin" run -7 kubectl-mks audit a 'b c'
	[ "$output" = "here: a b c" ]
}

@test "a sibling that is not installed is named" {
	mkdir one
	cp "$MKS_BUILD/bin/kubectl-mks" one
	PATH="$PWD/one:/usr/bin:/bin" run -1 kubectl-mks backup list
	[[ "$output" == "error: kubectl-mks-backup is not installed"* ]]
}

@test "an unknown command suggests the nearest, and is never looked up by path" {
	run -1 kubectl-mks audti
	[[ "$output" == *'unknown command "audti" for "kubectl mks"'*"audit"* ]]
	run -1 kubectl-mks ../../bin/sh
	[[ "$output" == 'error: unknown command "../../bin/sh" for "kubectl mks"'* ]]
}

@test "help COMMAND and COMMAND --help are the same" {
	run -0 kubectl-mks help audit
	local help=$output
	run -0 kubectl-mks audit --help
	[ "$output" = "$help" ]
	[[ "$output" == *"kubectl mks audit"* ]]
}

@test "version -o json names the version, the commit and the libraries" {
	run -0 kubectl-mks version -o json
	[ "$(jq -r 'has("version") and has("gitCommit") and has("platform") and has("libcurl")' <<<"$output")" = true ]
	run -0 kubectl-mks-audit version -o json
	run -1 kubectl-mks version -o bogus
}
