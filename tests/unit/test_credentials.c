/*
 * From a target to a connection: files, tokens, impersonation, credential plugins. A plugin is
 * a shell script that prints what a test wants, or tells what it was given.
 */
#include "kube/credentials.h"

#include "kube/base64.h"

#include "tap.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define CERT "-----BEGIN CERTIFICATE-----\nYQ==\n-----END CERTIFICATE-----\n"
#define KEY "-----BEGIN EC PRIVATE KEY-----\nYQ==\n-----END EC PRIVATE KEY-----\n"
#define GET "Unable to connect to the server: getting credentials: "
#define V1 "\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\""

static char directory[] = "/tmp/test_credentials.XXXXXX";
static const char *command; /* the plugin's path */
static struct arena arena;
static struct connection c;
static struct error err;

static void put(const char *name, const char *text)
{
	FILE *f = fopen(name, "w");

	if (!f || fputs(text, f) == EOF || fclose(f))
		error_fatal("%s cannot be written", name);
}

/* A target with nothing but what a test sets. */
static struct kube_config *target(void)
{
	static struct kube_config config;

	config = (struct kube_config){ .server = "https://h", .server_error = "" };
	config.tls_server_name = config.proxy_url = config.ca_file = config.ca_data = "";
	config.as = config.as_uid = config.kuberc = config.namespace = "";
	kube_config_forget_user(&config);
	return &config;
}

static int load(const struct kube_config *config)
{
	err = (struct error){ 0 };
	return credentials_load(&arena, config, false, &c, &err);
}

static void fails(const struct kube_config *config, const char *expected, const char *what)
{
	AUTO(buf_free) struct buf text = { 0 };
	int result = load(config);

	buf_addf(&text, "%s%s", error_prefix(err.code), err.text);
	is(result ? text.at : "no error", expected, what);
}

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

/* Runs a script as the plugin. */
static struct kube_config *plugin(const char *script)
{
	static struct kube_exec exec;
	struct kube_config *t = target();

	exec = (struct kube_exec){ .command = command, .install_hint = "",
		                   .api_version = "client.authentication.k8s.io/v1",
		                   .interactive_mode = "Never" };
	put("plugin", "#!/bin/sh\n");
	put("plugin", arena_printf(&arena, "#!/bin/sh\n%s\n", script));
	chmod("plugin", 0755);
	t->exec = &exec;
	return t;
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

static void policy(const char *kuberc, const char *expected, const char *what)
{
	put("kuberc", kuberc);
	fails(plugin("echo '{" V1 ",\"status\":{\"token\":\"t\"}}'"), expected, what);
}

#define PREFERENCE "apiVersion: kubectl.config.k8s.io/v1beta1\nkind: Preference\n"
#define ALLOW PREFERENCE "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: "

#define PREF "error occurred while applying preferences "

static struct kube_config *with_kuberc(struct kube_config *t, const char *file)
{
	t->kuberc = file;
	return t;
}

static void test_allowlist(void)
{
	policy(ALLOW "[{command: other}, {name: plugin}]\n",
	       arena_printf(&arena, GET "plugin path \"%s\" is not permitted by the credential plugin "
	                    "allowlist", command), "a name not found in PATH");
	setenv("PATH", arena_printf(&arena, "%s:%s", directory, getenv("PATH")), 1);
	policy(ALLOW "[{command: other}, {name: plugin}]\n", "no error", "one that is");
	policy(arena_printf(&arena, ALLOW "[{command: %s}]\n", command), "no error", "a path");
	policy(ALLOW "[{command: /bin/plugin}]\n",
	       arena_printf(&arena, GET "plugin path \"%s\" is not permitted by the credential plugin "
	                    "allowlist", command), "another path");
	policy(ALLOW "[{command: a/../plugin}]\n",
	       PREF "non-normalized file path: \"a/../plugin\" vs \"plugin\"", "a strange path");
	policy(ALLOW "[]\n", PREF "credential plugin policy set to \"Allowlist\", but allowlist is "
	       "empty; use \"DenyAll\" policy instead", "an empty list");
	policy(PREFERENCE "credentialPluginPolicy: Allowlist\n", PREF "credential plugin policy set to "
	       "\"Allowlist\", but allowlist is unspecified", "no list");
	policy(ALLOW "[{}]\n", PREF "misconfigured credential plugin allowlist: empty allowlist entry "
	       "#1", "an empty entry");
	policy(ALLOW "[{name: a, command: b}]\n",
	       PREF "kuberc error kuberc: both `Name` and `Command` were supplied with different "
	       "values. `Name` is deprecated, use `Command` instead", "two names");
	policy(PREFERENCE "credentialPluginAllowlist: []\n",
	       PREF "misconfigured credential plugin allowlist: plugin policy is \"\" but allowlist is "
	       "non-nil", "a list for nothing");
}

static void test_policy(void)
{
	const char *denied = arena_printf(
	        &arena, GET "plugin \"%s\" not allowed: policy set to \"DenyAll\"", command);

	setenv("KUBERC", "kuberc", 1);
	policy("", "no error", "no preferences");
	policy("kind: Other", PREF "kuberc error kuberc: no valid preferences found in kuberc",
	       "what is asked for must be preferences");
	policy(PREFERENCE, "no error", "none about plugins");
	policy(PREFERENCE "credentialPluginPolicy: AllowAll\n", "no error", "all");
	policy("kind: Other\n---\n" PREFERENCE "credentialPluginPolicy: DenyAll\n", denied, "none");
	test_allowlist();
	policy(PREFERENCE "credentialPluginPolicy: Some\n", PREF "unknown plugin policy: \"Some\"",
	       "no such policy");
	policy(PREFERENCE "credentialPluginPolicy: 5\n",
	       PREF "kuberc error kuberc: json: cannot unmarshal number into Go struct field "
	       "Preference.credentialPluginPolicy of type v1beta1.CredentialPluginPolicy", "a number");
	policy("a: [", PREF "kuberc error kuberc: yaml: line 2: did not find expected node content",
	       "what cannot be read may forbid");
	setenv("KUBECTL_KUBERC", "false", 1);
	policy(PREFERENCE "credentialPluginPolicy: DenyAll\n", "no error", "switched off");
	unsetenv("KUBECTL_KUBERC");
	setenv("KUBERC", "off", 1);
	policy(PREFERENCE "credentialPluginPolicy: DenyAll\n", "no error", "in both ways");
	fails(with_kuberc(plugin(""), "x"), PREF "kuberc error disabling kuberc via KUBERC=off and "
	      "passing kuberc flag are mutually exclusive", "but not with --kuberc");
	unsetenv("KUBERC");
	setenv("HOME", directory, 1);
	policy("", "no error", "the file in HOME may be missing");
	mkdir(".kube", 0755);
	put(".kube/kuberc", PREFERENCE "credentialPluginPolicy: DenyAll\n");
	policy("", denied, "but counts");
}

static void clean_up(void)
{
	static const char *const files[] = { "ca", "cert", "token", "plugin", "output", "told", "runs",
		                             "kuberc", "input", ".kube/kuberc", ".kube" };

	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		remove(files[i]);
	ok(!chdir("/") && !rmdir(directory), "nothing is left: no key was written anywhere");
}

int main(void)
{
	if (!mkdtemp(directory) || chdir(directory) || !freopen("/dev/null", "r", stdin))
		return 1;
	setenv("KUBERC", "off", 1);
	command = arena_printf(&arena, "%s/plugin", directory);
	test_server();
	test_authorities();
	test_certificate();
	test_token();
	test_basic();
	test_impersonation();
	test_provider();
	test_plugin_output();
	test_plugin_errors();
	test_plugin_input();
	test_renewal();
	test_policy();
	clean_up();
	arena_free(&arena);
	return tap_end();
}
