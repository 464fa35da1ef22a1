/* What the kubelet puts into every pod: two variables and a directory. */
#include "kube/in_cluster.h"

#include "kube/buf.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef SERVICE_ACCOUNT /* a test has its own */
#define SERVICE_ACCOUNT "/var/run/secrets/kubernetes.io/serviceaccount"
#endif

static const char *variable(const char *name)
{
	const char *value = getenv(name);

	return value ? value : "";
}

static const char *account_file(struct arena *a, const char *name)
{
	return arena_printf(a, "%s/%s", SERVICE_ACCOUNT, name);
}

bool in_cluster_possible(void)
{
	AUTO(arena_free) struct arena a = { 0 };
	struct stat s;

	return *variable("KUBERNETES_SERVICE_HOST") && *variable("KUBERNETES_SERVICE_PORT") &&
	       !stat(account_file(&a, "token"), &s) && !S_ISDIR(s.st_mode);
}

void in_cluster_use(struct arena *a, struct kube_config *config)
{
	const char *host = variable("KUBERNETES_SERVICE_HOST");
	const char *ca = account_file(a, "ca.crt");
	bool v6 = strchr(host, ':');

	config->in_cluster = true;
	config->server = arena_printf(a, "https://%s%s%s:%s", v6 ? "[" : "", host, v6 ? "]" : "",
	                              variable("KUBERNETES_SERVICE_PORT"));
	config->token_file = account_file(a, "token");
	if (!access(ca, R_OK))
		config->ca_file = ca;
}

const char *in_cluster_namespace(struct arena *a)
{
	AUTO(buf_free) struct buf text = { 0 };
	const char *start;
	size_t len;

	if (*variable("POD_NAMESPACE"))
		return arena_strdup(a, variable("POD_NAMESPACE"));
	if (buf_read_file(&text, account_file(a, "namespace"), NULL))
		return "default";
	start = buf_text(&text);
	start += strspn(start, " \t\r\n\v\f");
	for (len = strlen(start); len && strchr(" \t\r\n\v\f", start[len - 1]);)
		len--;
	return len ? arena_strndup(a, start, len) : "default";
}
