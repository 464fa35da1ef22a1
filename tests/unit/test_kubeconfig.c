/* Clusters, users and flags become one target, or kubectl's error. */
#include "config_cases.h"

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

int main(void)
{
	static const char *const files[] = { NULL };

	enter_directory();
	test_cluster();
	test_user();
	test_exec();
	test_missing();
	test_flags();
	test_timeouts();
	leave_directory(files);
	return tap_end();
}
