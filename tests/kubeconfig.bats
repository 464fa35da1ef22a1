#!/usr/bin/env bats
# Kubeconfigs, flags and credentials: what kubectl says and does, we say and do. Every case is
# given to kubectl, at the lab's version, and to us; differences that are meant are at the end.

load helper
load lab/lab

setup_file() {
	lab_start
	lab_kubectl create namespace kubeconfig-bats
	cd "$BATS_FILE_TMPDIR" || return
	openssl ecparam -name prime256v1 -out curve
	for name in one two; do
		openssl req -x509 -nodes -newkey ec:curve -days 2 -subj "/CN=$name" \
			-keyout "$name.key" -out "$name.crt" 2>/dev/null
	done
}

teardown_file() {
	lab_kubectl delete namespace kubeconfig-bats --wait=false
	lab_stop
}

setup() {
	local lab=$KUBECONFIG
	private_home
	cp "$BATS_FILE_TMPDIR"/{one,two}.{key,crt} .
	cp "$lab" lab
	echo garbage >garbage
	: >empty
	export KUBECONFIG=$PWD/config LAB=$PWD/lab
}

# usage: config CLUSTER USER: fields of the one cluster and its one user, as YAML in one line
config() {
	cat >config <<-YAML
		clusters: [{name: k, cluster: {server: 'https://127.0.0.1:1', $1}}]
		contexts: [{name: c, context: {cluster: k, user: u}}]
		current-context: c
		users: [{name: u, user: {$2}}]
	YAML
}

# What kubectl is asked, and what it logs besides left out.
ASK='get --raw /api/v1/namespaces'

kubectl_says() {
	# shellcheck disable=SC2086
	"$LAB_BIN/kubectl" $ASK "$@" 2>&1 >/dev/null </dev/null | grep -v '^[EIW][0-9][0-9][0-9][0-9] '
}

we_say() {
	raw /api/v1/namespaces "$@" 2>&1 >/dev/null </dev/null
}

# usage: same_words [FLAG...]: both fail, with the same text
same_words() {
	local theirs ours status=0
	theirs=$(kubectl_says "$@") || :
	ours=$(we_say "$@") || status=$?
	if [ "$theirs" != "$ours" ] || [ -z "$ours" ] || [ "$status" -ne 1 ]; then
		printf 'flags:   %s\nkubectl: %s\nwe, %d:   %s\n' "$*" "$theirs" "$status" "$ours"
		cut -c1-300 config
		return 1
	fi
}

@test "what is not there: contexts, clusters, users, files" {
	config '' 'token: x'
	same_words
	for flag in --context --cluster --user; do
		ASK='get namespaces' same_words $flag=nope
		same_words $flag=nope -n default
	done
	same_words --kubeconfig=nope
	same_words --certificate-authority=nope
	same_words --client-certificate=nope
	same_words --client-certificate=one.crt --client-key=nope
	echo 'current-context: nope' >config
	same_words
	ASK='get namespaces' same_words
	KUBECONFIG=$PWD/nope same_words
	KUBECONFIG=$PWD/nope KUBERNETES_MASTER=http://127.0.0.1:7 same_words
	KUBECONFIG=$PWD:$PWD/one.crt same_words
}

@test "files of another kind and values of another type" {
	local text
	for text in 'kind: Pod' 'apiVersion: v2' 'apiVersion: a/b/c' 'kind: 5' foo '[]' '5' \
		'users: 5' 'users: [a]' 'users: {a: b}' 'current-context: 5' 'preferences: 5' \
		'users: [{name: 5}]' 'users: [{name: a, user: 5}]' 'users: [{name: a, user: {token: 5}}]' \
		'users: [{name: a, user: {exec: {args: [5]}}}]' \
		'users: [{name: a, user: {exec: {env: [{name: 5}]}}}]' \
		'users: [{name: a, user: {as-user-extra: {a: [5]}}}]' \
		'users: [{name: a, user: {client-key-data: "%%"}}]' \
		'clusters: [{name: a, cluster: {insecure-skip-tls-verify: "true"}}]' \
		'clusters: [{name: a, cluster: {server: 5}}, {name: b, cluster: 5}]'; do
		printf '%s\n' "$text" >config
		same_words
	done
}

@test "what does not go together" {
	config '' 'token: x'
	same_words --username=me --password=secret
	same_words --as-uid=5
	same_words --as-group=5
	same_words --as-user-extra=a=b
	same_words --certificate-authority=one.crt --insecure-skip-tls-verify
	same_words --client-certificate=one.crt
	config 'certificate-authority: one.crt, certificate-authority-data: eA==' ''
	same_words
	config 'certificate-authority: one.crt, insecure-skip-tls-verify: true' 'token: x'
	same_words
	config '' "client-certificate: one.crt, client-certificate-data: eA==, client-key: nope"
	same_words
	config '' "exec: {command: x}, auth-provider: {name: x}"
	same_words
}

@test "values that are none" {
	config '' 'token: x'
	for time in x -1 5x; do same_words --request-timeout=$time; done
	for server in foo/bar 'https://[::1' 127.0.0.1:1; do same_words --server=$server; done
	for proxy in ftp://p socks5h://p p:8080 : 'http://[::1' p; do
		config "proxy-url: '$proxy'" 'token: x'
		same_words
	done
	for name in gcp azure other; do
		config '' "auth-provider: {name: $name}"
		same_words
	done
	config '' 'token: "a\nb"'
	same_words
	config '' 'token: x, as: a, as-groups: ["a\r\nImpersonate-User: root"]'
	same_words
	config '' 'token: x, as: a, as-user-extra: {foo-bar/x: ["a\nb"]}'
	same_words
}

@test "certificates and keys that are none" {
	local cert key
	for ca in garbage one.key /tmp; do
		config "certificate-authority: $ca" 'token: x'
		same_words
	done
	for cert in one.crt one.key garbage; do
		for key in one.key one.crt garbage; do
			[ "$cert $key" != "one.crt one.key" ] || continue
			config '' "client-certificate-data: $(base64 -w0 <$cert), client-key-data: $(base64 -w0 <$key)"
			same_words
		done
	done
	config '' 'tokenFile: nope'
	same_words
}

# usage: plugin FIELDS: the user is who a plugin says
plugin() {
	config '' "exec: {command: ./plugin, apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, $1}"
}

# usage: prints TEXT: the plugin
prints() {
	printf '%b' "$1" >output
	printf '#!/bin/sh\ncat "${0%%/*}/output"\n' >plugin
	chmod +x plugin
}

@test "plugins that cannot be run" {
	local fields
	for fields in 'command: nope' 'command: nope, installHint: "get\ta\e[1mit"' 'command: ./nope' \
		'command: ./garbage' 'command: /tmp' 'apiVersion: client.authentication.k8s.io/v1alpha1' \
		'apiVersion: v1' 'interactiveMode: Sometimes' 'interactiveMode: Always' 'env: [{value: x}]'; do
		plugin "$fields"
		same_words
	done
	printf '#!/bin/sh\nexit 3\n' >plugin
	chmod +x plugin
	plugin ''
	same_words
}

@test "plugins that print what they should not" {
	local v1='"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential"'
	plugin ''
	for output in '' hello '{}' '[]' '{"kind":"ExecCredential"}' \
		'{"apiVersion":"client.authentication.k8s.io/v1","kind":"Pod"}' \
		'{"apiVersion":"client.authentication.k8s.io/v1alpha1","kind":"ExecCredential"}' \
		'{"apiVersion":"client.authentication.k8s.io/v1beta1","kind":"ExecCredential","status":{"token":"x"}}' \
		"{$v1}" "{$v1,\"status\":5}" "{$v1,\"status\":{}}" "{$v1,\"status\":{\"token\":5}}" \
		"{$v1,\"status\":{\"token\":\"x\",\"clientKeyData\":\"x\"}}" \
		"{$v1,\"status\":{\"clientCertificateData\":\"x\",\"clientKeyData\":\"x\"}}" \
		"{$v1,\"status\":{\"token\":\"x\",\"expirationTimestamp\":\"x\"}}" \
		"{$v1,\"status\":{\"token\":\"a\\\\nb\"}}"; do
		prints "$output"
		same_words
	done
}

@test "plugins that the user's kuberc does not permit" {
	local policy
	plugin ''
	prints ''
	export KUBERC=$PWD/kuberc
	for policy in DenyAll Some Allowlist 'Allowlist\ncredentialPluginAllowlist: []' \
		'Allowlist\ncredentialPluginAllowlist: [{}]' \
		'Allowlist\ncredentialPluginAllowlist: [{command: other}]' \
		'Allowlist\ncredentialPluginAllowlist: [{command: a/../plugin}]' \
		'AllowAll\ncredentialPluginAllowlist: []'; do
		printf 'apiVersion: kubectl.config.k8s.io/v1beta1\nkind: Preference\ncredentialPluginPolicy: %b\n' \
			"$policy" >kuberc
		same_words
	done
}

# ---- what reaches the server ----

# usage: lab_user USER: the lab's cluster, for a user of that name
lab_user() {
	"$LAB_BIN/kubectl" --kubeconfig=lab config view --raw --minify -o json |
		jq --argjson user "$1" '.users[0].user = $user' >config
}

field() {
	"$LAB_BIN/kubectl" --kubeconfig=lab config view --raw --minify -o jsonpath="{.users[0].user.$1}"
}

admin_credential() {
	jq -n --arg cert "$(field client-certificate-data | base64 -d)" \
		--arg key "$(field client-key-data | base64 -d)" \
		'{apiVersion: "client.authentication.k8s.io/v1", kind: "ExecCredential",
		  status: {clientCertificateData: $cert, clientKeyData: $key}}'
}

can_look() {
	run -0 --separate-stderr raw /api/v1/namespaces/kubeconfig-bats
	[ -z "$stderr" ]
}

@test "impersonation: user, groups, uid" {
	cp lab config
	same_words --as=alice
	same_words --as=system:serviceaccount:x:y --as-group=g --as-uid=7
	same_words --as=alice --as-user-extra=a=b --as-user-extra=Foo/Bar%=c
	run -0 raw /api/v1/namespaces --as=alice --as-group=g --as-group=system:masters
}

@test "a token, its file, and one that is refused" {
	lab_kubectl create token default -n kubeconfig-bats >token
	lab_user '{"token": "wrong"}'
	same_words
	lab_user '{"tokenFile": "token", "token": "wrong"}'
	same_words
	[[ "$(we_say)" == *'User "system:serviceaccount:kubeconfig-bats:default" cannot list'* ]]
}

@test "a plugin's certificate" {
	lab_user '{"exec": {"command": "./plugin", "interactiveMode": "IfAvailable",
		"apiVersion": "client.authentication.k8s.io/v1"}}'
	prints ''
	admin_credential >output
	can_look
}

@test "a plugin is told about its cluster as kubectl tells it" {
	lab_user '{"exec": {"command": "./plugin", "interactiveMode": "Never", "provideClusterInfo": true,
		"args": ["a b", "$HOME"], "env": [{"name": "NAME", "value": "v"}],
		"apiVersion": "client.authentication.k8s.io/v1beta1"}}'
	printf '#!/bin/sh\nprintf "<%%s>" "$@" "$NAME" "$KUBERNETES_EXEC_INFO" >told\nexit 1\n' >plugin
	chmod +x plugin
	kubectl_says || :
	mv told expected
	we_say || :
	cmp told expected
}

@test "no file is written, and nothing of a key is said" {
	lab_user '{"exec": {"command": "./plugin", "interactiveMode": "Never",
		"apiVersion": "client.authentication.k8s.io/v1"}}'
	prints ''
	admin_credential >output
	mkdir here tmp
	(cd here && TMPDIR=$OLDPWD/tmp raw /api/v1/namespaces/kubeconfig-bats >/dev/null)
	[ -z "$(ls -A here tmp "$HOME" | grep -v :)" ]
	echo '{"users": [{"name": "u", "user": {"token": "s3cret"}}, {"name": "u"}]}' >config
	[[ "$(kubectl_says)" == *s3cret* ]]
	[[ "$(we_say)" == *'duplicate name "u" in list' ]]
}

@test "a namespace that cannot be one piece of a path" {
	cp lab config
	for name in ns/foo a%b ..; do ASK='get pods' same_words -n "$name"; done
}

# ---- meant to be different ----

@test "a plugin is asked again when its token is refused, and the request repeated" {
	lab_kubectl create token default -n kubeconfig-bats >token
	lab_user '{"exec": {"command": "./plugin", "interactiveMode": "Never",
		"apiVersion": "client.authentication.k8s.io/v1"}}'
	cat >plugin <<-'SH'
		#!/bin/sh
		echo run >>runs
		token=wrong
		[ "$(wc -l <runs)" -lt 2 ] || token=$(cat token)
		printf 'apiVersion: client.authentication.k8s.io/v1\nkind: ExecCredential\nstatus: {token: %s}\n' $token
	SH
	chmod +x plugin
	[[ "$(we_say)" == *'User "system:serviceaccount:kubeconfig-bats:default" cannot list'* ]]
	[ "$(wc -l <runs)" -eq 2 ]
	rm runs
	[[ "$(kubectl_says)" == *'You must be logged in to the server'* ]]
}

@test "a server without TLS is shown no credentials" {
	coproc SERVER { exec apiserver "$PWD" log; }
	read -r port <&"${SERVER[0]}"
	config '' 'token: s3cret'
	we_say --server="http://127.0.0.1:$port" --as=alice || :
	eval "exec ${SERVER[1]}>&-"
	grep -q 'Impersonate-User: alice' log
	! grep -i authorization log
}

@test "oidc as an auth provider: what to use instead" {
	config '' 'auth-provider: {name: oidc}'
	[[ "$(we_say)" == *'Please use the "kubectl oidc-login" credential plugin'* ]]
}
