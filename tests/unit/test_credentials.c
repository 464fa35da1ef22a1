/* From a target to a connection: files, tokens, impersonation, what can be renewed. */
#include "target_cases.h"

#include "kube/base64.h"

#define CERT "-----BEGIN CERTIFICATE-----\nYQ==\n-----END CERTIFICATE-----\n"
#define KEY "-----BEGIN EC PRIVATE KEY-----\nYQ==\n-----END EC PRIVATE KEY-----\n"

static const char *base64(const char *text)
{
	AUTO(buf_free) struct buf out = { 0 };

	base64_encode(text, strlen(text), &out);
	return arena_strdup(&arena, out.at);
}

static void test_server(void)
{
	struct kube_config *t = target();

	t->proxy_url = "socks5://p";
	t->tls_server_name = "name";
	t->timeout_ms = 5;
	t->disable_compression = true;
	ok(!load(t) && !c.bearer && !c.user_name && !c.cert_pem && !c.headers, "nobody");
	is(c.server, "https://h", "at a server");
	is(c.proxy, "socks5://p", "through a proxy");
	is(c.tls_server_name, "name", "by a name");
	ok(c.timeout_ms == 5 && c.disable_compression && !c.renew, "with limits");
	t = target();
	ok(!load(t) && !c.proxy && !c.tls_server_name && !c.ca_pem, "or with nothing");
	t->server = "";
	t->server_error = "no URL";
	fails(t, "error: no URL", "no server");
}

static void test_authorities(void)
{
	struct kube_config *t = target();

	put("ca", "a comment\n" KEY CERT);
	t->ca_file = "ca";
	ok(!load(t), "authorities from a file");
	is(c.ca_pem, "a comment\n" KEY CERT, "as it is");
	t->insecure = true;
	fails(t, "error: specifying a root certificates file with the insecure flag is not allowed",
	      "not with --insecure-skip-tls-verify");
	t = target();
	t->ca_data = base64(CERT);
	ok(!load(t), "from the kubeconfig");
	is(c.ca_pem, CERT, "decoded");
	t->ca_data = base64(KEY);
	fails(t, "error: unable to load root certificates: no valid certificate authority data seen",
	      "a key is none");
	t->ca_data = base64("-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n");
	fails(t, "error: unable to load root certificates: unable to parse bytes as PEM block",
	      "nor is anything else");
	t->ca_data = "";
	t->ca_file = "/dev/null";
	fails(t, "error: unable to load root certificates: unable to parse bytes as PEM block",
	      "an empty file is not the system's roots");
	t->ca_file = "none";
	fails(t, "error: open none: no such file or directory", "a missing file");
}

static void certificate(const char *cert, const char *key, const char *expected, const char *what)
{
	struct kube_config *t = target();

	put("cert", cert);
	t->cert_file = "cert";
	t->key_data = base64(key);
	fails(t, expected, what);
}

static void test_certificate(void)
{
	certificate(CERT, KEY, "no error", "a certificate and its key");
	is(c.key_pem, KEY, "are taken");
	certificate(CERT, "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nYQ==\n"
	            "-----END RSA PRIVATE KEY-----\n", "no error", "a key with headers");
	certificate("x", KEY, "error: tls: failed to find any PEM data in certificate input", "cert");
	certificate(KEY, KEY, "error: tls: failed to find certificate PEM data in certificate input, "
	            "but did find a private key; PEM inputs may have been switched", "switched");
	certificate("-----BEGIN X-----\nYQ==\n-----END X-----\n", KEY,
	            "error: tls: failed to find \"CERTIFICATE\" PEM block in certificate input after "
	            "skipping PEM blocks of the following types: [X]", "what it is instead");
	certificate(CERT, "x", "error: tls: failed to find any PEM data in key input", "key");
	certificate(CERT, CERT, "error: tls: found a certificate rather than a key in the PEM for the "
	            "private key", "a certificate is no key");
	certificate(CERT, CERT CERT, "error: tls: failed to find PEM block with type ending in "
	            "\"PRIVATE KEY\" in key input after skipping PEM blocks of the following types: "
	            "[CERTIFICATE CERTIFICATE]", "nor are two");
}

static void test_token(void)
{
	struct kube_config *t = target();

	t->token = "t";
	ok(!load(t) && !c.renew, "a token");
	is(c.bearer, "t", "is sent");
	put("token", " from file\n");
	t->token_file = "token";
	ok(!load(t) && c.renew, "a file");
	is(c.bearer, "from file", "comes before it, trimmed");
	ok(c.renew(c.renew_arg, &c, NULL), "it is not new");
	put("token", "newer");
	ok(!c.renew(c.renew_arg, &c, NULL), "until it changes");
	is(c.bearer, "newer", "and is taken again");
	put("token", "bad\ntoken");
	ok(c.renew(c.renew_arg, &c, NULL), "a bad one is not");
	is(c.bearer, "newer", "and leaves the old");
	put("token", "\n");
	ok(!load(t), "an empty file");
	is(c.bearer, "t", "does not count beside a token");
	t->token = "";
	fails(t, "error: read empty token from file \"token\"", "alone it is an error");
	t->token_file = "none";
	fails(t, "error: open none: no such file or directory", "like a missing one");
	t->token_file = "";
	t->token = "a\tb";
	ok(!load(t), "a tab may stand in a header");
	t->token = "a\x7f";
	ok(load(t), "no other control character");
	t->token = "a\nb";
	fails(t, "Unable to connect to the server: net/http: invalid header field value for "
	      "\"Authorization\"", "a header has one line");
}

static void test_basic(void)
{
	struct kube_config *t = target();

	t->login = "me";
	ok(!load(t), "basic authentication");
	is(c.user_name, "me", "has a name");
	is(c.password, "", "and a password");
	t->token_file = "ca";
	fails(t, "error: username/password or bearer token may be set, but not both", "not both");
}

static void test_impersonation(void)
{
	const char *groups[] = { "g:1", "g 2" }, *extra[] = { "Foo/Bar%x=v=w", "scopes=" };
	struct kube_config *t = target();

	t->as = "system:x";
	t->as_uid = "7";
	t->as_groups = groups;
	t->n_as_groups = 2;
	t->as_extra = extra;
	t->n_as_extra = 2;
	ok(!load(t) && c.headers && c.headers->n == 6, "impersonation is headers");
	is(c.headers->at[0], "Impersonate-User: system:x", "user");
	is(c.headers->at[1], "Impersonate-Uid: 7", "uid");
	is(c.headers->at[3], "Impersonate-Group: g 2", "each group");
	is(c.headers->at[4], "Impersonate-Extra-Foo%2fbar%25x: v=w", "extra, with its key escaped");
	is(c.headers->at[5], "Impersonate-Extra-Scopes: ", "without a value");
	groups[1] = "g\r\nImpersonate-User: root";
	fails(t, "Unable to connect to the server: net/http: invalid header field value for "
	      "\"Impersonate-Group\"", "no header begins in a header");
}

static void test_provider(void)
{
	struct kube_config *t = target();

	t->auth_provider = "oidc";
	fails(t, "error: auth-provider \"oidc\" is not supported.\nPlease use the \"kubectl oidc-login\" "
	      "credential plugin (kubelogin) instead.\nSee https://github.com/int128/kubelogin for "
	      "further details", "what to use instead");
	t->auth_provider = "x";
	fails(t, "error: no Auth Provider found for name \"x\"", "no such thing");
	t->token = "t";
	t->auth_provider = "oidc";
	ok(!load(t), "with a token it is not needed");
}

static void test_renewal(void)
{
	struct kube_config *t = plugin("echo x >>runs; echo '{" V1 ",\"status\":{\"token\":\"'"
	                               "$(wc -l <runs)'\"}}'");

	ok(!load(t) && c.renew, "a plugin can be asked again");
	is(c.bearer, "1", "once");
	ok(!c.renew(c.renew_arg, &c, NULL), "when the server refuses");
	is(c.bearer, "2", "and then says something else");
	remove("runs");
	ok(!c.renew(c.renew_arg, &c, NULL) && c.renew(c.renew_arg, &c, NULL) == 0, "each time");
	put("output", "{" V1 ",\"status\":{\"clientCertificateData\":\"-----BEGIN CERTIFICATE-----"
	    "\\nYQ==\\n-----END CERTIFICATE-----\\n\",\"clientKeyData\":\"-----BEGIN PRIVATE KEY-----"
	    "\\nYQ==\\n-----END PRIVATE KEY-----\\n\"}}");
	put("plugin", "#!/bin/sh\ncat output\n");
	ok(!c.renew(c.renew_arg, &c, NULL) && c.cert_pem && !c.bearer,
	   "a certificate takes the token's place");
	put("plugin", "#!/bin/sh\nexit 1\n");
	ok(c.renew(c.renew_arg, &c, NULL), "a failure is one");
}

int main(void)
{
	static const char *const files[] = { "ca", "cert", "token", "plugin", "output", "runs", NULL };

	enter_directory();
	test_server();
	test_authorities();
	test_certificate();
	test_token();
	test_basic();
	test_impersonation();
	test_provider();
	test_renewal();
	leave_directory(files);
	return tap_end();
}
