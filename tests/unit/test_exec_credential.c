/*
 * Credential plugins: what they are told, what they print, how they fail. A plugin is a shell
 * script that prints what a test wants, or tells what it was given.
 */
#include "target_cases.h"

#include "kube/base64.h"

#define CERT "-----BEGIN CERTIFICATE-----\nYQ==\n-----END CERTIFICATE-----\n"
static const char *base64(const char *text)
{
	AUTO(buf_free) struct buf out = { 0 };

	base64_encode(text, strlen(text), &out);
	return arena_strdup(&arena, out.at);
}

static void prints(const char *output, const char *expected, const char *what)
{
	put("output", output);
	fails(plugin("cat output"), expected, what);
}

static void test_plugin_output(void)
{
	prints("{" V1 ",\"status\":{\"token\":\"t\"}}", "no error", "JSON");
	is(c.bearer, "t", "with a token");
	prints("apiVersion: client.authentication.k8s.io/v1\nkind: ExecCredential\n"
	       "status: {token: from yaml}\n", "no error", "YAML");
	is(c.bearer, "from yaml", "as well");
	prints(arena_printf(&arena, "{" V1 ",\"status\":{\"clientCertificateData\":\"%s\","
	                    "\"clientKeyData\":\"%s\",\"expirationTimestamp\":"
	                    "\"2026-11-22T10:00:00Z\"}}",
	                    "-----BEGIN CERTIFICATE-----\\nYQ==\\n-----END CERTIFICATE-----\\n",
	                    "-----BEGIN PRIVATE KEY-----\\nYQ==\\n-----END PRIVATE KEY-----\\n"),
	       "no error", "a certificate");
	ok(c.cert_pem && c.key_pem && !c.bearer, "with its key");
	prints("{" V1 "}", GET "exec plugin didn't return a status field", "no status");
	prints("{" V1 ",\"status\":{}}", GET "exec plugin didn't return a token or cert/key pair",
	       "nothing");
	prints("{" V1 ",\"status\":{\"token\":\"t\",\"clientKeyData\":\"k\"}}",
	       GET "exec plugin returned only certificate or key, not both", "half");
	prints("{" V1 ",\"status\":{\"clientCertificateData\":\"c\",\"clientKeyData\":\"k\"}}",
	       GET "failed parsing client key/certificate: tls: failed to find any PEM data in "
	       "certificate input", "no PEM");
	prints("{" V1 ",\"status\":{\"token\":5}}",
	       GET "decoding stdout: json: cannot unmarshal number into Go struct field "
	       "ExecCredentialStatus.status.token of type string", "a number");
	prints("{" V1 ",\"status\":{\"token\":\"t\",\"expirationTimestamp\":\"x\"}}",
	       GET "decoding stdout: parsing time \"x\" as \"2006-01-02T15:04:05Z07:00\": cannot parse "
	       "\"x\" as \"2006\"", "no time");
	prints("", GET "exec plugin is configured to use API version client.authentication.k8s.io/v1, "
	       "plugin returned version client.authentication.k8s.io/__internal", "no output");
	prints("{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"Pod\"}",
	       GET "decoding stdout: no kind \"Pod\" is registered for version "
	       "\"client.authentication.k8s.io/v1\" in scheme \"pkg/runtime/scheme.go:111\"",
	       "another kind");
	prints("{" V1 ",\"status\":{\"token\":\"a\\nb\"}}", "Unable to connect to the server: net/http: "
	       "invalid header field value for \"Authorization\"", "two lines");
	prints("a: b: secret", GET "decoding stdout: yaml: line 1: mapping values are not allowed in "
	       "this context", "no YAML");
}

static void test_plugin_errors(void)
{
	struct kube_config *t = plugin("exit 3");

	fails(t, arena_printf(&arena, GET "exec: executable %s failed with exit code 3", command),
	      "a failure");
	t->exec->interactive_mode = "Always";
	fails(t, GET "exec plugin cannot support interactive mode: standard input is not a terminal",
	      "nobody to ask");
	t = plugin("");
	t->exec->api_version = "client.authentication.k8s.io/v1alpha1";
	fails(t, "error: exec plugin: invalid apiVersion \"client.authentication.k8s.io/v1alpha1\"",
	      "too old");
	t->token = "t";
	fails(t, "error: exec plugin: invalid apiVersion \"client.authentication.k8s.io/v1alpha1\"",
	      "even if it is not run");
	t = plugin("touch ran");
	t->token = "t";
	ok(!load(t) && access("ran", F_OK), "with a token it is not run");
	t->token = "";
	t->exec->command = "no-such-plugin";
	t->exec->install_hint = "get it";
	fails(t, GET "exec: executable no-such-plugin not found\n\nIt looks like you are trying to use a "
	      "client-go credential plugin that is not installed.\n\nTo learn more about this feature, "
	      "consult the documentation available at:\n      "
	      "https://kubernetes.io/docs/reference/access-authn-authz/authentication/"
	      "#client-go-credential-plugins\n\nget it", "not there");
	t->exec->command = "/no/such/plugin";
	fails(t, GET "exec: fork/exec /no/such/plugin: no such file or directory", "no such path");
}

static void tells(struct kube_config *t, const char *expected, const char *what)
{
	AUTO(buf_free) struct buf text = { 0 };

	load(t);
	ok(!buf_read_file(&text, "told", &err), "a plugin is run");
	is(buf_text(&text), expected, what);
}

static void test_plugin_input(void)
{
	const char *args[] = { "a b", "$HOME" }, *env[] = { "NAME=v" };
	struct kube_config *t = plugin("printf '%s|' \"$KUBERNETES_EXEC_INFO\" $NAME \"$@\" >told");

	t->exec->args = args;
	t->exec->n_args = 2;
	t->exec->env = env;
	t->exec->n_env = 1;
	tells(t, "{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\","
	      "\"spec\":{\"interactive\":false}}\n|v|a b|$HOME|", "with its arguments and variables");
	put("input", "typed\n");
	ok(freopen("input", "r", stdin) != NULL, "somebody types");
	put("plugin", "#!/bin/sh\nread line; echo \"[$line]\" >told\n");
	tells(t, "[]\n", "but not for a plugin that may not ask");
	ok(freopen("/dev/null", "r", stdin) != NULL, "nobody types");
	put("plugin", "#!/bin/sh\nprintf '%s|' \"$KUBERNETES_EXEC_INFO\" $NAME \"$@\" >told\n");
	ok(!getenv("NAME") && !getenv("KUBERNETES_EXEC_INFO"), "which stay its own");
	t->exec->n_args = 0;
	t->exec->provide_cluster_info = true;
	tells(t, "{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\","
	      "\"spec\":{\"cluster\":{\"server\":\"https://h\",\"config\":null},"
	      "\"interactive\":false}}\n|v|", "and its cluster");
	t->tls_server_name = "n";
	t->ca_data = base64(CERT);
	t->proxy_url = "http://p";
	t->disable_compression = true;
	t->exec->cluster_config_json = "{\"a\":1}";
	tells(t, arena_printf(&arena, "{\"kind\":\"ExecCredential\",\"apiVersion\":"
	                      "\"client.authentication.k8s.io/v1\",\"spec\":{\"cluster\":{\"server\":"
	                      "\"https://h\",\"tls-server-name\":\"n\",\"certificate-authority-data\":"
	                      "\"%s\",\"proxy-url\":\"http://p\",\"disable-compression\":true,"
	                      "\"config\":{\"a\":1}},\"interactive\":false}}\n|v|", t->ca_data),
	      "all of it");
}

int main(void)
{
	static const char *const files[] = { "plugin", "output", "told", "input", NULL };

	enter_directory();
	test_plugin_output();
	test_plugin_errors();
	test_plugin_input();
	leave_directory(files);
	return tap_end();
}
