/* The table of kinds: in order, without doubles, and found by every name people use. */
#include "kube/kind.h"
#include "tap.h"

static void table(void)
{
	for (size_t i = 0; i < KIND_COUNT; i++) {
		const struct kind *k = &kinds[i];
		char typed[128];

		ok(k->id == i && k->name && k->group && k->version && k->resource && k->shorter,
		   "row %zu is whole and in its place", i);
		snprintf(typed, sizeof typed, "%s%s%s", k->group, *k->group ? "/" : "", k->version);
		ok(kind_find(typed, k->name) == k, "%s %s is found", typed, k->name);
		ok(kind_named(k->name) == k && kind_named(k->resource) == k &&
		           kind_named(k->shorter) == k,
		   "so are %s, %s and %s", k->name, k->resource, k->shorter);
		snprintf(typed, sizeof typed, "%s.%s", k->resource, k->group);
		ok(!*k->group || kind_named(typed) == k, "and %s", typed);
		ok(!k->pod == !(KINDS_WITH_PODS & KIND_BIT(i)), "pods of %s are known", k->name);
		ok(!k->optional || strchr(k->group, '.'), "%s is optional only if custom", k->name);
	}
}

static void finding(void)
{
	ok(kind_find("apps/v1beta2", "Deployment") == &kinds[KIND_DEPLOYMENT], "any version");
	ok(kind_find("extensions/v1beta1", "DaemonSet") == &kinds[KIND_DAEMONSET], "an old home");
	ok(!kind_find("extensions/v1beta1", "Pod"), "where pods never were");
	ok(!kind_find("v1", "Deployment"), "another group is another kind");
	ok(!kind_find("example.com/v1", "Service"), "a stranger's Service is none of ours");
	ok(!kind_find("app/v1", "Deployment"), "a beginning of a group is not the group");
	ok(!kind_find("appsx/v1", "Deployment"), "neither is more than it");
	ok(!kind_find("apps/v1", "deployment"), "kinds are written as they are");
	ok(!kind_find(NULL, "Pod") && !kind_find("v1", NULL), "half a name is none");
}

static void naming(void)
{
	ok(kind_named("DEPLOY") == &kinds[KIND_DEPLOYMENT], "in any case");
	ok(kind_named("Deployments.Apps") == &kinds[KIND_DEPLOYMENT], "also with the group");
	ok(!kind_named("deployments.app"), "the whole group");
	ok(!kind_named("deployments-apps"), "and the dot");
	ok(!kind_named("pods.apps"), "the right one");
	ok(!kind_named("") && !kind_named("foo"), "nothing and something else are no kinds");
}

static void paths(void)
{
	is(kinds[KIND_POD].pod, "", "a pod is its own template");
	is(kinds[KIND_CRONJOB].pod, "spec.jobTemplate.spec.template", "a CronJob's is deep");
	is(kinds[KIND_SERVICE].pod, NULL, "a Service has none");
	ok(kinds[KIND_SECRET].metadata_only, "the data of Secrets is never asked for");
	ok(!kinds[KIND_NODE].namespaced && kinds[KIND_POD].namespaced, "nodes have no namespace");
}

int main(void)
{
	table();
	finding();
	naming();
	paths();
	return tap_end();
}
