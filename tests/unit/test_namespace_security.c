/* What Namespaces enforce and refuse in a cluster; of files it is told in tests/audit/checks. */
#include "kube/checks.h"
#include "kube/choice.h"
#include "kube/verdict.h"
#include "tap.h"

#include <stdlib.h>

#define LABEL "pod-security.kubernetes.io/"
#define NAMESPACE(name, labels) \
	"{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'" name "','labels':{" labels    \
	"}}}"
#define ENFORCE(level) "'" LABEL "enforce':'" level "'"
#define PLAIN "{'containers':[{'name':'c'}]}"
#define HOST "{'hostNetwork':true,'containers':[{'name':'c'}]}"
#define PROBE "{'containers':[{'name':'c','livenessProbe':{'httpGet':{'host':'h'}}}]}"
#define POD(name, rest, spec)                                                              \
	"{'apiVersion':'v1','kind':'Pod','metadata':{'name':'" name "','namespace':'shop'" \
	rest "},'spec':" spec ",'status':{'phase':'Running'}}"
#define OWNED(kind, name)                                                                  \
	",'ownerReferences':[{'apiVersion':'apps/v1','kind':'" kind "','name':'" name      \
	"','controller':true}]"
#define DEPLOYMENT(spec)                                                                   \
	"{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'web',"            \
	"'namespace':'shop'},'spec':{'template':{'spec':" spec "}}}"
#define REPLICASET(spec)                                                                   \
	"{'apiVersion':'apps/v1','kind':'ReplicaSet','metadata':{'name':'web-1',"          \
	"'namespace':'shop'" OWNED("Deployment", "web")                                    \
	"},'spec':{'replicas':1,'template':{'spec':" spec "}}}"

struct cluster {
	bool files;          /* not a cluster at all */
	int minor;           /* of the cluster; 0: unknown */
	int asked;           /* --pod-security-version; 0: not given */
	const char *objects[8];
};

static void show(struct run *run, const char *text)
{
	AUTO(json_doc_free) struct json_doc *doc = json_doc_new();
	struct object o = { .live = run->live };
	struct error err;
	char *copy = xstrdup(text);

	for (char *c = copy; *c; c++)
		if (*c == '\'')
			*c = '"';
	if (json_parse(doc, copy, strlen(copy), &o.json, &err))
		printf("# %s in %s\n", err.text, text);
	o.api_version = arena_strdup(run->arena, json_str(json_get(o.json, "apiVersion")));
	o.kind_name = arena_strdup(run->arena, json_str(json_get(o.json, "kind")));
	o.name = arena_strdup(run->arena, json_str(json_get(o.json, "metadata.name")));
	o.namespace = arena_strdup(run->arena,
	                           json_text(json_get(o.json, "metadata.namespace"), ""));
	o.kind = kind_find(o.api_version, o.kind_name);
	run_visit(run, &o);
	free(copy);
}

/* "severity Kind/name: message", a line a finding. */
static void test(const char *id, const struct cluster *c, const char *expected, const char *what)
{
	static const struct theme *const themes[] = { &namespace_security_theme, NULL };
	AUTO(arena_free) struct arena arena = { 0 };
	AUTO(strings_free) struct strings only = { 0 };
	AUTO(buf_free) struct buf out = { 0 };
	struct objects_result got = { 0 };
	struct report report = { 0 };
	struct error err;
	struct run run = { .arena = &arena, .themes = themes, .only = &only, .least = INFO,
		           .live = !c->files, .pod_security_version = c->asked };

	if (c->minor)
		run.version = (struct version){ 1, c->minor, 0 };
	strings_split(&only, id, ' ');
	ok(!run_start(&run, &err), "%s: the run starts", what);
	for (size_t i = 0; i < 8 && c->objects[i]; i++)
		show(&run, c->objects[i]);
	verdict(&run, &got, NULL, &report);
	for (size_t i = 0; i < report.n_findings; i++)
		buf_addf(&out, "%s %s/%s: %s\n", severity_name(report.findings[i]->severity),
		         report.findings[i]->kind, report.findings[i]->name,
		         report.findings[i]->message);
	is(buf_text(&out), expected, what);
	run_free(&run);
}

static void test_unlabelled(void)
{
	test("psa-ns-unlabelled", &(struct cluster){ .objects = { NAMESPACE("shop", "") } },
	     "info Namespace/shop: no enforce label: any pod is let in; nothing runs here yet\n",
	     "an empty Namespace of a cluster is no danger yet");
	test("psa-ns-unlabelled",
	     &(struct cluster){ .files = true, .objects = { NAMESPACE("shop", "") } },
	     "warning Namespace/shop: no enforce label: any pod is let in; restricted refuses what "
	     "is not hardened\n",
	     "of a manifest nobody knows what will run in it");
	test("psa-ns-unlabelled",
	     &(struct cluster){ .objects = { NAMESPACE("shop", ""), POD("p", "", PLAIN) } },
	     "warning Namespace/shop: no enforce label: any pod is let in; baseline refuses "
	     "nothing that runs here\n",
	     "a Namespace with a pod is");
	test("psa-ns-unlabelled",
	     &(struct cluster){ .objects = {
		NAMESPACE("shop", ""),
		"{'apiVersion':'v1','kind':'Pod','metadata':{'name':'p','namespace':'shop'},"
		"'spec':" HOST ",'status':{'phase':'Succeeded'}}",
		"{'apiVersion':'v1','kind':'Pod','metadata':{'name':'q','namespace':'shop',"
		"'deletionTimestamp':'2026-01-01T00:00:00Z'},'spec':" HOST "}" } },
	     "info Namespace/shop: no enforce label: any pod is let in; nothing runs here yet\n",
	     "finished and deleted pods do not count");
}

static void test_privileged(void)
{
	test("psa-ns-privileged",
	     &(struct cluster){ .objects = { NAMESPACE("shop", ENFORCE("privileged")),
		                             POD("p", "", PLAIN) } },
	     "warning Namespace/shop: enforces privileged: any pod is let in; baseline refuses "
	     "nothing that runs here\n",
	     "privileged for nothing is a warning");
	test("psa-ns-privileged",
	     &(struct cluster){ .objects = { NAMESPACE("shop", ENFORCE("privileged")),
		                             POD("p", "", HOST) } },
	     "info Namespace/shop: enforces privileged: any pod is let in; baseline refuses 1 of 1 "
	     "workloads: Pod/p (base-host-namespaces)\n",
	     "privileged that is needed is info");
}

static void test_unpinned(void)
{
	struct cluster c = { .minor = 32, .objects = { NAMESPACE("shop", ENFORCE("baseline")),
		                                       POD("p", "", PROBE), POD("q", "", HOST) } };

	test("psa-version-unpinned-latest", &c,
	     "warning Namespace/shop: enforces baseline without a version: from v1.34 on it "
	     "refuses Pod/p (base-host-probes)\n",
	     "the first version that breaks something new is named");
	c.asked = 33;
	test("psa-version-unpinned-latest", &c,
	     "info Namespace/shop: enforces baseline without a version: an upgrade of the cluster "
	     "may change the rules\n",
	     "but none after the one that was asked for");
	c.asked = 0;
	c.minor = 34;
	test("psa-version-unpinned-latest", &c,
	     "info Namespace/shop: enforces baseline without a version: an upgrade of the cluster "
	     "may change the rules\n",
	     "what is refused already breaks nothing");
}

static void test_headroom(void)
{
	struct cluster c = { .minor = 33,
		             .objects = { NAMESPACE("shop", ""), POD("p", "", PROBE) } };

	test("psa-level-headroom", &c,
	     "info Namespace/shop: enforces nothing; baseline would refuse nothing today; "
	     "restricted refuses 1 of 1 workloads: Pod/p (restr-allow-priv-escalation, "
	     "restr-run-as-non-root, restr-seccomp, restr-capabilities)\n",
	     "headroom is that of the cluster's version");
	c.asked = 34;
	test("psa-level-headroom", &c,
	     "info Namespace/shop: enforces nothing; baseline refuses 1 of 1 workloads: Pod/p "
	     "(base-host-probes)\n",
	     "or of the version that was asked for");
}

static void test_once(void)
{
	struct cluster c = { .objects = { NAMESPACE("shop", ""), POD("p", "", PLAIN) } };
	const char *expected = "warning Namespace/shop: no enforce label: any pod is let in; "
			       "baseline refuses nothing that runs here\n";

	test("psa-ns-unlabelled psa-level-headroom", &c, expected,
	     "what an unlabelled Namespace could enforce is said once");
	c.objects[0] = NAMESPACE("shop", ENFORCE("privileged"));
	expected = "warning Namespace/shop: enforces privileged: any pod is let in; baseline "
		   "refuses nothing that runs here\n";
	test("psa-ns-privileged psa-ns-unlabelled psa-level-headroom", &c, expected,
	     "and so is that of a privileged one");
}

static void test_violations(void)
{
	test("psa-existing-violations",
	     &(struct cluster){ .minor = 33, .objects = {
		POD("web-1-a", OWNED("ReplicaSet", "web-1"), HOST),
		POD("web-1-b", OWNED("ReplicaSet", "web-1"), HOST), REPLICASET(PLAIN),
		DEPLOYMENT(PLAIN), NAMESPACE("shop", ENFORCE("baseline")) } },
	     "error Deployment/web: its Namespace enforces baseline (v1.33), which refuses its "
	     "pods: base-host-namespaces\n",
	     "pods that a webhook changed count, under their top owner, once");
	test("psa-existing-violations",
	     &(struct cluster){ .objects = { NAMESPACE("shop", ENFORCE("baseline")),
		DEPLOYMENT(HOST), REPLICASET(HOST),
		POD("web-1-a", OWNED("ReplicaSet", "web-1"), PLAIN) } },
	     "", "a template that a webhook mends is fine");
	test("psa-existing-violations",
	     &(struct cluster){ .objects = { NAMESPACE("shop", ENFORCE("baseline")),
		DEPLOYMENT(HOST), REPLICASET(HOST) } },
	     "error Deployment/web: its Namespace enforces baseline (v1.37), which refuses its "
	     "pods: base-host-namespaces\n",
	     "a template without pods counts");
	test("psa-existing-violations",
	     &(struct cluster){ .minor = 36, .objects = {
		NAMESPACE("shop", ENFORCE("baseline") ",'" LABEL "enforce-version':'v1.33'"),
		POD("p", "", PROBE) } },
	     "", "a pinned version counts in a newer cluster");
	test("psa-existing-violations",
	     &(struct cluster){ .minor = 33, .objects = {
		NAMESPACE("shop", ENFORCE("baseline") ",'" LABEL "enforce-version':'v1.36'"),
		POD("p", "", PROBE) } },
	     "", "a version the cluster does not know is its newest");
	test("psa-existing-violations",
	     &(struct cluster){ .asked = 36, .minor = 33, .objects = {
		NAMESPACE("shop", ENFORCE("baseline")), POD("p", "", PROBE) } },
	     "", "what exists is judged by the cluster's version, whatever is asked for");
}

int main(void)
{
	test_unlabelled();
	test_privileged();
	test_unpinned();
	test_headroom();
	test_once();
	test_violations();
	return tap_end();
}
