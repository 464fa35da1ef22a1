/*
 * Files and flags become one configuration. Each case writes a kubeconfig, loads it and
 * compares all that is set, or the error as it is printed. Texts are kubectl's.
 */
#include "kube/buf.h"
#include "kube/kubeconfig.h"

#include "tap.h"

#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define CLUSTER "clusters: [{name: k, cluster: {server: 'https://h:6443'}}]\n"
#define CONTEXT "contexts: [{name: c, context: {cluster: k, user: u}}]\ncurrent-context: c\n"

static char directory[] = "/tmp/test_kubeconfig.XXXXXX";
static struct arena arena;
static struct buf seen;

static void put(const char *name, const char *text)
{
	FILE *f = fopen(name, "w");

	if (!f || fputs(text, f) == EOF || fclose(f))
		error_fatal("%s cannot be written", name);
}

static void see(const char *name, const char *value)
{
	if (value && *value)
		buf_addf(&seen, "%s%s=%s", seen.len ? " " : "", name, value);
}

static void see_list(const char *name, size_t n, const char **values)
{
	for (size_t i = 0; i < n; i++)
		see(name, values[i]);
}

static void see_exec(const struct kube_exec *e)
{
	if (!e)
		return;
	see("command", e->command);
	see("version", e->api_version);
	see("mode", e->interactive_mode);
	see("hint", e->install_hint);
	see_list("arg", e->n_args, e->args);
	see_list("env", e->n_env, e->env);
	see("info", e->provide_cluster_info ? e->cluster_config_json : NULL);
}

static void see_config(const struct kube_config *c)
{
	see("server", c->server);
	see("server-error", c->server_error);
	see("tls", c->tls_server_name);
	see("proxy", c->proxy_url);
	see("ca", c->ca_file);
	see("ca-data", c->ca_data);
	see("insecure", c->insecure ? "yes" : NULL);
	see("plain", c->disable_compression ? "yes" : NULL);
	see("cert", c->cert_file);
	see("cert-data", c->cert_data);
	see("key", c->key_file);
	see("key-data", c->key_data);
	see("token", c->token);
	see("token-file", c->token_file);
	see("login", c->login);
	see("password", c->password);
	see("as", c->as);
	see("as-uid", c->as_uid);
	see_list("group", c->n_as_groups, c->as_groups);
	see_list("extra", c->n_as_extra, c->as_extra);
	see("provider", c->auth_provider);
	see_exec(c->exec);
	if (c->n_files > 1)
		see_list("file", c->n_files, c->files);
	if (strcmp(c->namespace, "default"))
		see("namespace", c->namespace);
	if (c->timeout_ms)
		buf_addf(&seen, " timeout=%" PRId64, c->timeout_ms);
}

/* Loads and compares. The directory is taken out of what is seen. */
static void loads(const struct kube_flags *flags, const char *expected, const char *what)
{
	static const struct kube_flags none;
	struct kube_config config;
	struct error err;

	buf_cut(&seen, 0);
	if (kubeconfig_load(&arena, flags ? flags : &none, &config, &err))
		buf_addf(&seen, "%s%s", error_prefix(err.code), err.text);
	else
		see_config(&config);
	for (char *at; seen.at && (at = strstr(seen.at, directory));)
		memmove(at, at + strlen(directory), strlen(at + strlen(directory)) + 1);
	is(buf_text(&seen), expected, what);
}

static void has(const char *text, const char *expected, const char *what)
{
	put("config", text);
	loads(NULL, expected, what);
}

static void user(const char *fields, const char *expected, const char *what)
{
	AUTO(buf_free) struct buf text = { 0 };

	buf_addf(&text, CLUSTER CONTEXT "users: [{name: u, user: {%s}}]\n", fields);
	has(text.at, expected, what);
}

static void cluster(const char *fields, const char *expected, const char *what)
{
	AUTO(buf_free) struct buf text = { 0 };

	buf_addf(&text, CONTEXT "clusters: [{name: k, cluster: {%s}}]\n", fields);
	has(text.at, expected, what);
}

static void test_files(void)
{
	put("one", "current-context: ''\nclusters: [{name: k, cluster: {server: 'https://one'}}]\n");
	mkdir("sub", 0755);
	put("sub/ca.crt", "x");
	put("sub/two", CONTEXT "clusters: [{name: k, cluster: {server: 'https://two', "
	    "tls-server-name: lost}}, {name: l, cluster: {server: 'https://two', "
	    "certificate-authority: ca.crt}}]\n");
	setenv("KUBECONFIG", "one::missing:sub/two:one", 1);
	loads(NULL, "server=https://one file=one file=sub/two",
	      "the first file's entry counts, whole, and each file once");
	loads(&(struct kube_flags){ .cluster = "l" },
	      "server=https://two ca=/sub/ca.crt file=one file=sub/two",
	      "paths start from the file's directory");
	loads(&(struct kube_flags){ .kubeconfig = "sub/two" }, "server=https://two tls=lost",
	      "--kubeconfig is the only file");
	loads(&(struct kube_flags){ .kubeconfig = "none" },
	      "error: stat none: no such file or directory", "and must be there");
	put("one", "a: [");
	put("three", "[]");
	setenv("KUBECONFIG", "one:three:sub/two", 1);
	loads(NULL, "error loading config file \"one\": yaml: line 2: did not find expected node "
	      "content\nerror loading config file \"three\": couldn't get version/kind; json parse "
	      "error: json: cannot unmarshal array into Go value of type struct { APIVersion "
	      "string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string "
	      "\"json:\\\"kind,omitempty\\\"\" }", "all broken files are told");
	put("one", "current-context: d\ncontexts: [{name: d, context: {namespace: first}}]");
	setenv("KUBECONFIG", "one:sub/two", 1);
	loads(NULL, "server=http://localhost:8080 file=one file=sub/two namespace=first",
	      "the first current context counts");
	setenv("KUBECONFIG", "sub", 1);
	loads(NULL, "error: error loading config file \"sub\": read sub: is a directory",
	      "a directory is none");
	setenv("KUBECONFIG", "none", 1);
	loads(NULL, "server=http://localhost:8080", "no file: the old default");
	setenv("KUBERNETES_MASTER", "https://master", 1);
	loads(NULL, "server=https://master", "or KUBERNETES_MASTER");
	unsetenv("KUBERNETES_MASTER");
	unsetenv("KUBECONFIG");
	setenv("HOME", directory, 1);
	mkdir(".kube", 0755);
	put(".kube/config", CLUSTER CONTEXT);
	loads(NULL, "server=https://h:6443", "else the one in HOME");
	setenv("KUBECONFIG", "config", 1);
}

static void test_reading(void)
{
	has("", "server=http://localhost:8080", "an empty file is an empty config");
	has("\xef\xbb\xbf" CLUSTER CONTEXT "---\nkind: Other\n", "server=https://h:6443",
	    "the first document counts");
	has("{\"current-context\": \"c\", \"contexts\": [{\"name\": \"c\", \"context\": "
	    "{\"namespace\": \"n\"}}]}", "server=http://localhost:8080 namespace=n", "JSON");
	has("users: [{name: u, user: {token: 12345}}]",
	    "error: error loading config file \"config\": json: cannot unmarshal number into Go "
	    "struct field AuthInfo.users.user.token of type string", "types are checked");
	has("kind: 5", "error: error loading config file \"config\": couldn't get version/kind; "
	    "json parse error: json: cannot unmarshal number into Go struct field .kind of type "
	    "string", "also of the kind");
	has("kind: Pod\napiVersion: v1",
	    "error: error loading config file \"config\": no kind \"Pod\" is registered for "
	    "version \"v1\" in scheme \"pkg/runtime/scheme.go:111\"",
	    "the kind is checked");
	has("users: [{name: u, user: {token: secret}}, {name: u}]",
	    "error: error loading config file \"config\": error converting *[]NamedAuthInfo into "
	    "*map[string]*api.AuthInfo: duplicate name \"u\" in list",
	    "names are unique, and no token is told");
	user("client-key-data: '%%%%'", "error: error loading config file \"config\": illegal "
	     "base64 data at input byte 0", "base64 is checked");
	has("a: b\n c: d\n", "error: error loading config file \"config\": yaml: line 2: mapping "
	    "values are not allowed in this context", "the line is told");
}

static void test_cluster(void)
{
	cluster("server: 'https://h/p?q=1#f'", "server=https://h/p", "a prefix stays");
	cluster("server: h", "server=http://h", "a bare host is http");
	cluster("server: 'h:1'", "server=http://h:1", "with a port too");
	cluster("server: 'h/p'", "server-error=host must be a URL or a host:port pair: \"h/p\"",
	        "and has no prefix");
	cluster("server: 'https://[::1'",
	        "server-error=host must be a URL or a host:port pair: \"https://[::1\"",
	        "what is no URL");
	cluster("server: 'http://h', certificate-authority-data: YQ==, insecure-skip-tls-verify: "
	        "true, tls-server-name: name", "server=http://h", "http needs no CA");
	cluster("server: 'https://h', certificate-authority: none",
	        "error: unable to read certificate-authority /none for k due to open /none: no such "
	        "file or directory", "the CA must be there");
	cluster("server: 'https://h', certificate-authority: sub/ca.crt, "
	        "certificate-authority-data: \"YQ=\\n=\"",
	        "error: certificate-authority-data and certificate-authority are both specified for "
	        "k. certificate-authority-data will override.", "once");
	cluster("server: 'https://h', certificate-authority-data: \"YQ=\\n=\"",
	        "server=https://h ca-data=YQ==", "base64 may be broken");
	cluster("server: 'https://h', proxy-url: 'ftp://p'",
	        "error: invalid 'proxy-url' \"ftp://p\" for cluster \"k\": unsupported scheme \"ftp\""
	        ", must be http, https, or socks5", "no such proxy");
	cluster("server: 'https://h', proxy-url: ':'",
	        "error: invalid 'proxy-url' \":\" for cluster \"k\": could not parse: :", "no URL");
	cluster("server: 'https://h', proxy-url: 'socks5://p:1', disable-compression: true",
	        "server=https://h proxy=socks5://p:1 plain=yes", "a proxy");
}

static void test_user(void)
{
	user("token: t, tokenFile: sub/ca.crt",
	     "server=https://h:6443 token=t token-file=/sub/ca.crt", "a token and a file");
	user("tokenFile: none", "error: open /none: no such file or directory", "it must be there");
	user("username: me, password: p", "server=https://h:6443 login=me password=p", "basic");
	user("token: t, username: me", "error: more than one authentication method found for u; "
	     "found [token basicAuth], only one is allowed", "not both");
	user("client-certificate-data: YQ==",
	     "error: client-key-data or client-key must be specified for u to use the clientCert "
	     "authentication method.", "a certificate needs a key");
	user("client-key-data: YQ==", "server=https://h:6443", "a key alone is nothing");
	user("client-certificate: none, client-key: none, client-key-data: YQ==",
	     "Error in configuration: \n"
	     "* client-key-data and client-key are both specified for u; client-key-data will "
	     "override\n"
	     "* unable to read client-cert /none for u due to open /none: no such file or directory\n"
	     "* unable to read client-key /none for u due to open /none: no such file or directory",
	     "all problems are told");
	user("as-uid: '7'", "error: requesting uid, groups or user-extra for u without "
	     "impersonating a user", "as whom?");
	user("as-groups: [g]", "error: requesting uid, groups or user-extra for u without "
	     "impersonating a user", "whose group?");
	user("as-user-extra: {k: []}", "error: requesting uid, groups or user-extra for u without "
	     "impersonating a user", "whose extra?");
	user("as: a, as-uid: '7', as-groups: [g, h], as-user-extra: {k: [b, a], j: [c]}",
	     "server=https://h:6443 as=a as-uid=7 group=g group=h extra=j=c extra=k=a extra=k=b",
	     "impersonation");
	user("auth-provider: {name: oidc}", "server=https://h:6443 provider=oidc", "a provider");
	has("clusters: [{name: k, cluster: {server: 'http://h'}}]\nusers: [{name: u, user: {token: "
	    "t, as: a, exec: {command: x, apiVersion: client.authentication.k8s.io/v1beta1}}}]\n"
	    CONTEXT, "server=http://h as=a", "http shows no secrets");
}

static void test_exec(void)
{
	user("exec: {command: ../bin/x, apiVersion: client.authentication.k8s.io/v1beta1, args: "
	     "[a, b c], env: [{name: NAME, value: v=w}], installHint: \"get\\eit\"}",
	     "server=https://h:6443 command=/tmp/bin/x "
	     "version=client.authentication.k8s.io/v1beta1 mode=IfAvailable hint=getU+001Bit arg=a "
	     "arg=b c env=NAME=v=w", "a plugin");
	has("clusters: [{name: k, cluster: {server: 'https://h', extensions: [{name: other}, {name: "
	    "client.authentication.k8s.io/exec, extension: {z: [1], a: \"<\"}}]}}]\nusers: [{name: "
	    "u, user: {exec: {command: x, apiVersion: client.authentication.k8s.io/v1, "
	    "interactiveMode: Never, provideClusterInfo: yes}}}]\n" CONTEXT,
	    "server=https://h command=x version=client.authentication.k8s.io/v1 mode=Never "
	    "info={\"a\":\"\\u003c\",\"z\":[1]}", "with what its cluster has for it");
	user("exec: {env: [{value: v}]}, auth-provider: {name: p}", "Error in configuration: \n"
	     "* authProvider cannot be provided in combination with an exec plugin for u\n"
	     "* command must be specified for u to use exec authentication plugin\n"
	     "* apiVersion must be specified for u to use exec authentication plugin\n"
	     "* env variable name must be specified for u to use exec authentication plugin\n"
	     "* interactiveMode must be specified for u to use exec authentication plugin",
	     "what it needs");
	user("exec: {command: x, apiVersion: v, interactiveMode: \"a\\\"b\"}",
	     "error: invalid interactiveMode for u: \"a\\\"b\"", "modes");
}

static void test_missing(void)
{
	has(CLUSTER "current-context: x",
	    "Error in configuration: context was not found for specified context: x", "context");
	has(CLUSTER "contexts: [{name: c, context: {cluster: l, user: v}}]\ncurrent-context: c\n",
	    "server=http://localhost:8080", "a context's cluster and user may be missing");
	put("config", CLUSTER CONTEXT "users: [{name: u, user: {token: t}}]\n");
	loads(&(struct kube_flags){ .context = "x" },
	      "Error in configuration: context was not found for specified context: x", "--context");
	loads(&(struct kube_flags){ .context = "x", .namespace = "n" },
	      "error: context \"x\" does not exist", "--context with -n");
	loads(&(struct kube_flags){ .cluster = "x" }, "error: no server found for cluster \"x\"",
	      "--cluster");
	loads(&(struct kube_flags){ .cluster = "x", .namespace = "n", .server = "https://s" },
	      "error: cluster \"x\" does not exist", "--cluster with -n");
	loads(&(struct kube_flags){ .user = "x", .token = "t" },
	      "error: auth info \"x\" does not exist", "--user");
}

static void test_flags(void)
{
	struct kube_flags as = { .as = "a" };

	put("config", CONTEXT "clusters: [{name: k, cluster: {server: 'https://h', tls-server-name: name,"
	    " certificate-authority-data: YQ==}}]\nusers: [{name: u, user: {token: t, as-groups: [g],"
	    " as: b, client-certificate-data: YQ==, client-key-data: YQ==, as-user-extra: {k: [v], l:"
	    " [w]}}}]\n");
	loads(&(struct kube_flags){ .server = "https://s" },
	      "server=https://s ca-data=YQ== cert-data=YQ== key-data=YQ== token=t as=b group=g "
	      "extra=k=v extra=l=w", "--server has a name of its own");
	loads(&(struct kube_flags){ .insecure_skip_tls_verify = true, .token = "f" },
	      "server=https://h tls=name insecure=yes cert-data=YQ== key-data=YQ== token=f as=b group=g "
	      "extra=k=v extra=l=w", "--insecure-skip-tls-verify, --token");
	strings_add(&as.as_group, "x,y");
	strings_add(&as.as_user_extra, "k=z=");
	strings_add(&as.as_user_extra, "bare");
	as.client_certificate = as.client_key = as.certificate_authority = "sub/ca.crt";
	loads(&as, "server=https://h tls=name ca=sub/ca.crt cert=sub/ca.crt key=sub/ca.crt token=t as=a "
	      "group=x,y extra=k=z= extra=l=w", "files and impersonation; paths from here");
	strings_free(&as.as_group);
	strings_free(&as.as_user_extra);
	loads(&(struct kube_flags){ .username = "n" }, "error: more than one authentication method "
	      "found for u; found [token basicAuth], only one is allowed", "--username");
}

static void times(const char *text, const char *expected)
{
	loads(&(struct kube_flags){ .request_timeout = text, .namespace = "n" }, expected, text);
}

static void test_timeouts(void)
{
#define BAD "error: Invalid timeout value. Timeout must be a single integer in seconds, or an " \
	    "integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)"
#define HERE "server=http://localhost:8080 namespace=n"
	put("config", "");
	times("0", HERE);
	times("30", HERE " timeout=30000");
	times("1m30s", HERE " timeout=90000");
	times("1500us", HERE " timeout=2");
	times("-1s", HERE);
	times("-1", BAD);
	times(" 1", BAD);
	times("5x", BAD);
}

static void test_contexts(void)
{
	AUTO(strings_free) struct strings names = { 0 };
	struct kube_flags none = { 0 };
	struct error err;

	put("config", "contexts: [{name: b}, {name: a}]");
	put("one", "contexts: [{name: c}, {name: a}]");
	setenv("KUBECONFIG", "config:one", 1);
	ok(!kubeconfig_contexts(&none, &names, &err) && names.n == 3, "all contexts");
	is(names.at[0], "a", "are sorted");
}

static void clean_up(void)
{
	static const char *const files[] = { "config", "one", "three", "sub/two", "sub/ca.crt", "sub",
		                             ".kube/config", ".kube" };

	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		remove(files[i]);
	ok(!chdir("/") && !rmdir(directory), "nothing is left");
}

int main(void)
{
	unsetenv("KUBERNETES_SERVICE_HOST");
	unsetenv("KUBERNETES_MASTER");
	if (!mkdtemp(directory) || chdir(directory))
		return 1;
	test_files();
	test_reading();
	test_cluster();
	test_user();
	test_exec();
	test_missing();
	test_flags();
	test_timeouts();
	test_contexts();
	clean_up();
	buf_free(&seen);
	arena_free(&arena);
	return tap_end();
}
