#!/usr/bin/env bats
# TLS: whom the plugins trust, how they prove who they are, and what they say when it fails.
# The server is "openssl s_server" with certificates made here.

load helper

# usage: authority NAME
authority() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
		-subj "/CN=$1" -keyout "$1.key" -out "$1.crt"
}

# usage: certify NAME AUTHORITY SAN [KEY OPTIONS...]
certify() {
	local name=$1 authority=$2 san=$3
	shift 3
	openssl req -nodes -subj "/CN=$name" -keyout "$name.key" -out "$name.csr" \
		-newkey "${@:-ec:$BATS_FILE_TMPDIR/curve}"
	printf '%s\n' "${san:+subjectAltName=$san}" >"$name.ext"
	openssl x509 -req -in "$name.csr" -CA "$authority.crt" -CAkey "$authority.key" \
		-CAcreateserial -days 2 -extfile "$name.ext" -out "$name.crt"
}

# usage: certify_from NAME START END: signed by "good", for a time of its own
certify_from() {
	openssl req -nodes -subj "/CN=$1" -keyout "$1.key" -out "$1.csr" -newkey ec:curve
	openssl ca -batch -config ca.cnf -cert good.crt -keyfile good.key -in "$1.csr" \
		-out "$1.crt" -notext -extfile server.ext -startdate "$2" -enddate "$3"
}

make_certificates() {
	openssl ecparam -name prime256v1 -out curve
	authority good
	authority other
	certify server good DNS:localhost,DNS:mks.example,IP:127.0.0.1
	certify names good DNS:a.example,DNS:b.example,IP:10.0.0.1
	certify no-address good DNS:a.example
	certify no-names good ''
	cat >ca.cnf <<'CNF'
[ca]
default_ca = this
[this]
database = index
serial = serial
new_certs_dir = .
default_md = sha256
policy = any
[any]
commonName = supplied
CNF
	: >index
	echo 01 >serial
	certify_from old 20190101000000Z 20200201000000Z
	certify_from early 20900101000000Z 20900201000000Z
	certify user good ''
	certify stranger other ''
	certify rsa good '' rsa:2048
	certify ed25519 good '' ed25519
	openssl rsa -traditional -in rsa.key -out rsa-pkcs1.key
	openssl ec -in user.key -out user-sec1.key
}

# What s_server -HTTP sends is the whole answer, from a file named by the path.
make_answers() {
	mkdir -p www/api/v1
	printf 'HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n%s' \
		'{"gitVersion":"v1.36.3"}' >www/version
	printf 'HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n%s' \
		'{"kind":"NodeList","items":[]}' >www/api/v1/nodes
}

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	make_certificates 2>openssl.log || { cat openssl.log; return 1; }
	make_answers
}

setup() {
	private_home
	cd "$BATS_FILE_TMPDIR" || return
	: >none
	export KUBECONFIG=$BATS_FILE_TMPDIR/none
}

teardown() {
	[ -z "${server_pid-}" ] || kill "$server_pid"
}

# usage: serve CERTIFICATE [s_server options...]; sets $port
serve() {
	local certificate=$PWD/$1
	shift
	: >server.out
	(cd www && exec openssl s_server -accept 127.0.0.1:0 -cert "$certificate.crt" \
		-key "$certificate.key" -HTTP "$@" >../server.out 2>&1 3>&-) &
	server_pid=$!
	until port=$(sed -n 's/^ACCEPT .*://p' server.out) && [ -n "$port" ]; do sleep 0.02; done
}

audit() {
	kubectl-mks-audit --check ha-single-zone-nodepool -s "https://127.0.0.1:$port" "$@"
}

fails() {
	run -1 --separate-stderr audit "${@:2}"
	printf '%s\n' "$stderr"
	[ "$stderr" = "$1" ]
}

x509='Unable to connect to the server: tls: failed to verify certificate: x509:'

# ---- whom we trust ----

@test "a certificate of the given authority is trusted" {
	serve server
	run -0 audit --certificate-authority good.crt
}

@test "the server's own certificate may be given as the authority" {
	serve server
	run -0 audit --certificate-authority server.crt
}

@test "a certificate of another authority is refused" {
	serve server
	fails "$x509 certificate signed by unknown authority" --certificate-authority other.crt
}

@test "a given authority replaces the system's" {
	serve server
	SSL_CERT_FILE=good.crt SSL_CERT_DIR=$PWD run -0 audit
	SSL_CERT_FILE=good.crt SSL_CERT_DIR=$PWD fails \
		"$x509 certificate signed by unknown authority" --certificate-authority other.crt
}

@test "nobody is trusted without any authority" {
	serve server
	fails "$x509 certificate signed by unknown authority"
}

@test "an authority that is none is told" {
	serve server
	fails "error: unable to load root certificates: unable to parse bytes as PEM block" \
		--certificate-authority none
}

@test "--insecure-skip-tls-verify trusts anybody" {
	serve old
	run -0 audit --insecure-skip-tls-verify
}

@test "the names of a certificate for another host are told" {
	serve names
	fails "$x509 certificate is valid for 10.0.0.1, not 127.0.0.1" \
		--certificate-authority good.crt
	fails "$x509 certificate is valid for a.example, b.example, not localhost" \
		--certificate-authority good.crt -s "https://localhost:$port"
}

@test "a certificate without an address or any name is told" {
	serve no-address
	fails "$x509 cannot validate certificate for 127.0.0.1 because it doesn't contain any IP SANs" \
		--certificate-authority good.crt
	kill "$server_pid"
	serve no-names
	fails "$x509 certificate relies on legacy Common Name field, use SANs instead" \
		--certificate-authority good.crt
}

@test "--tls-server-name is the name that counts, and the host is still asked" {
	serve server
	run -0 audit --certificate-authority good.crt --tls-server-name mks.example
	fails "$x509 certificate is valid for localhost, mks.example, not nks.example" \
		--certificate-authority good.crt --tls-server-name nks.example
}

@test "an expired certificate is told with its dates" {
	serve old
	run -1 audit --certificate-authority good.crt
	printf "%s\n" "$output"
	[[ "$output" == "$x509 certificate has expired or is not yet valid: current time 2"*"Z is after 2020-02-01T00:00:00Z" ]]
}

@test "a certificate of the future is told with its dates" {
	serve early
	run -1 audit --certificate-authority good.crt
	printf "%s\n" "$output"
	[[ "$output" == "$x509 certificate has expired or is not yet valid: current time 2"*"Z is before 2090-01-01T00:00:00Z" ]]
}

@test "TLS older than 1.2 is refused" {
	serve server -tls1_1 -cipher ALL:@SECLEVEL=0
	fails "Unable to connect to the server: remote error: tls: protocol version not supported" \
		--certificate-authority good.crt
}

@test "a server without TLS is told" {
	coproc HTTP { exec apiserver "$BATS_FILE_TMPDIR/www"; }
	read -r port <&"${HTTP[0]}"
	run -1 audit --certificate-authority good.crt --request-timeout 1s
	[[ "$output" == 'Unable to connect to the server: '* ]]
	eval "exec ${HTTP[1]}>&-"
}

# ---- who we are ----

wants_certificate() {
	serve server -Verify 1 -verify_return_error -CAfile "$PWD/good.crt"
}

@test "a client certificate opens the door" {
	wants_certificate
	run -0 audit --certificate-authority good.crt --client-certificate user.crt --client-key user.key
}

@test "keys of every kind and form are read" {
	wants_certificate
	run -0 audit --certificate-authority good.crt --client-certificate rsa.crt --client-key rsa.key
	run -0 audit --certificate-authority good.crt --client-certificate rsa.crt --client-key rsa-pkcs1.key
	run -0 audit --certificate-authority good.crt --client-certificate user.crt --client-key user-sec1.key
	run -0 audit --certificate-authority good.crt --client-certificate ed25519.crt --client-key ed25519.key
}

@test "a missing client certificate is told in the server's words" {
	wants_certificate
	fails "Unable to connect to the server: remote error: tls: certificate required" \
		--certificate-authority good.crt
}

@test "a client certificate nobody knows is told in the server's words" {
	wants_certificate
	fails "Unable to connect to the server: remote error: tls: unknown certificate authority" \
		--certificate-authority good.crt --client-certificate stranger.crt --client-key stranger.key
}

@test "a key of another certificate is told" {
	serve server
	fails "error: tls: private key does not match public key" \
		--certificate-authority good.crt --client-certificate user.crt --client-key server.key
}

@test "a client certificate that is none is told" {
	serve server
	fails "error: tls: failed to find any PEM data in certificate input" \
		--certificate-authority good.crt --client-certificate none --client-key user.key
	fails "error: tls: failed to find any PEM data in key input" \
		--certificate-authority good.crt --client-certificate user.crt --client-key none
}
