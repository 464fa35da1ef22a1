/* In a pod: when its service account is used, and what of it, whatever the flags. */
static char account[] = "/tmp/test_in_cluster.XXXXXX";

#define SERVICE_ACCOUNT account
#include "../../common/in_cluster.c"

#include "kube/kubeconfig.h"

#include "tap.h"

static struct arena arena;
static struct kube_config config;

static void put(const char *name, const char *text)
{
	FILE *f = fopen(account_file(&arena, name), "w");

	if (!f || fputs(text, f) == EOF || fclose(f))
		error_fatal("%s cannot be written", name);
}

static const struct kube_config *load(const struct kube_flags *flags)
{
	static const struct kube_flags none;
	struct error err;

	if (kubeconfig_load(&arena, flags ? flags : &none, &config, &err))
		config = (struct kube_config){ .server = err.text };
	return &config;
}

static void test_use(void)
{
	const struct kube_config *c = load(NULL);

	ok(c->in_cluster, "without a kubeconfig the service account counts");
	is(c->server, "https://10.0.0.1:443", "with the server of the variables");
	is(c->ca_file, account_file(&arena, "ca.crt"), "its CA");
	is(c->token_file, account_file(&arena, "token"), "its token");
	is(c->namespace, "team", "its namespace");
	setenv("KUBERNETES_SERVICE_HOST", "fd00::1", 1);
	is(load(NULL)->server, "https://[fd00::1]:443", "IPv6 has brackets");
	setenv("POD_NAMESPACE", "told", 1);
	is(load(NULL)->namespace, "told", "POD_NAMESPACE comes first");
	unsetenv("POD_NAMESPACE");
	setenv("KUBERNETES_SERVICE_HOST", "10.0.0.1", 1);
}

static void test_flags(void)
{
	const struct kube_config *c = load(&(struct kube_flags){ .token = "t", .namespace = "n" });

	ok(c->in_cluster && !*c->token_file, "--token stands for the file");
	is(c->token, "t", "in the pod too");
	is(c->namespace, "n", "-n as well");
	c = load(&(struct kube_flags){ .certificate_authority = "/dev/null" });
	is(c->ca_file, "/dev/null", "--certificate-authority");
	c = load(&(struct kube_flags){ .request_timeout = "5s", .as = "a" });
	ok(c->in_cluster && c->timeout_ms == 5000, "--request-timeout does not lead away");
	is(c->as, "a", "nor does --as");
	ok(!load(&(struct kube_flags){ .server = "https://h" })->in_cluster, "--server does");
}

static void test_kubeconfig(void)
{
	put("config", "clusters: [{name: k, cluster: {server: 'https://h'}}]\n"
	    "contexts: [{name: c, context: {cluster: k}}, {name: d, context: {cluster: k, "
	    "namespace: default}}]\ncurrent-context: c\n");
	ok(!load(NULL)->in_cluster, "with a kubeconfig it does not count");
	is(config.namespace, "team", "but for the namespace");
	is(load(&(struct kube_flags){ .context = "d" })->namespace, "default", "if none is said");
	remove(account_file(&arena, "config"));
}

static void test_without(void)
{
	put("namespace", " \n");
	is(load(NULL)->namespace, "default", "an empty namespace is none");
	remove(account_file(&arena, "namespace"));
	is(load(NULL)->namespace, "default", "nor is a missing one");
	remove(account_file(&arena, "ca.crt"));
	is(load(NULL)->ca_file, "", "without a CA the system's count");
	remove(account_file(&arena, "token"));
	ok(!load(NULL)->in_cluster, "without a token there is no account");
	put("token", "t");
	unsetenv("KUBERNETES_SERVICE_PORT");
	ok(!load(NULL)->in_cluster, "nor without the variables");
	remove(account_file(&arena, "token"));
}

int main(void)
{
	if (!mkdtemp(account))
		return 1;
	unsetenv("KUBERNETES_MASTER");
	unsetenv("POD_NAMESPACE");
	setenv("KUBECONFIG", account_file(&arena, "config"), 1);
	setenv("KUBERNETES_SERVICE_HOST", "10.0.0.1", 1);
	setenv("KUBERNETES_SERVICE_PORT", "443", 1);
	put("token", "secret\n");
	put("ca.crt", "x");
	put("namespace", "team\n");
	test_use();
	test_flags();
	test_kubeconfig();
	test_without();
	ok(!rmdir(account), "nothing is left");
	arena_free(&arena);
	return tap_end();
}
