/* Pod Security: what each rule says about its edge cases, and from which version on. */
#include "kube/pod_security.h"
#include "kube/pss_form.h"
#include "tap.h"

#include <stdlib.h>

/* A pod is written with ' for ". A word before it: the rules it breaks, "" for none. */
struct row {
	const char *what;
	enum pod_security_level level;
	int minor;
	const char *spec, *annotations, *broken;
};

#define GOOD "'allowPrivilegeEscalation':false,'capabilities':{'drop':['ALL']}"
#define GOOD_POD "'securityContext':{'runAsNonRoot':true,'seccompProfile':{'type':'Localhost'}}"
#define C(context) "{'containers':[{'name':'c','securityContext':{" context "}}]}"
#define R(context) "{" GOOD_POD ",'containers':[{'name':'c','securityContext':{" context "}}]}"
#define P(fields) "{" fields ",'containers':[{'name':'c'}]}"
#define RP(fields) \
	"{" GOOD_POD "," fields ",'containers':[{'name':'c','securityContext':{" GOOD "}}]}"
#define V(volume) RP("'volumes':[{'name':'v'" volume "}]")

static const struct row rows[] = {
	{ "an empty pod", PSS_RESTRICTED, 37, "{}", NULL, "" },
	{ "a spec that is text", PSS_RESTRICTED, 37, "'x'", NULL, "" },
	{ "privileged level", PSS_PRIVILEGED, 37, C("'privileged':true"), NULL, "" },
	{ "privileged", PSS_BASELINE, 0, C("'privileged':true"), NULL, "base-privileged" },
	{ "not privileged", PSS_BASELINE, 37, C("'privileged':false"), NULL, "" },
	{ "null is absent", PSS_BASELINE, 37, C("'privileged':null"), NULL, "" },
	{ "an ephemeral container counts", PSS_BASELINE, 37,
	  "{'ephemeralContainers':[{'securityContext':{'privileged':true}}]}", NULL,
	  "base-privileged" },
	{ "an init container counts", PSS_BASELINE, 37,
	  "{'initContainers':[{'securityContext':{'privileged':true}}]}", NULL, "base-privileged" },
	{ "containers that are no list", PSS_BASELINE, 37,
	  "{'containers':{'a':{'securityContext':{'privileged':true}}}}", NULL, "" },
	{ "a container that is text", PSS_RESTRICTED, 37, "{" GOOD_POD ",'containers':['x']}",
	  NULL, "restr-allow-priv-escalation restr-capabilities" },

	{ "hostNetwork", PSS_BASELINE, 37, P("'hostNetwork':true"), NULL, "base-host-namespaces" },
	{ "hostPID", PSS_BASELINE, 37, P("'hostPID':true"), NULL, "base-host-namespaces" },
	{ "hostIPC", PSS_BASELINE, 37, P("'hostIPC':true"), NULL, "base-host-namespaces" },
	{ "no host namespace", PSS_BASELINE, 37,
	  P("'hostIPC':false,'hostPID':false,'hostNetwork':false"), NULL, "" },

	{ "hostPath", PSS_BASELINE, 37, V(",'hostPath':{}"), NULL, "base-hostpath" },
	{ "hostPath at restricted", PSS_RESTRICTED, 37, V(",'hostPath':{}"), NULL,
	  "restr-volumes" },
	{ "hostPath null", PSS_BASELINE, 37, V(",'hostPath':null"), NULL, "" },
	{ "nfs at baseline", PSS_BASELINE, 37, V(",'nfs':{}"), NULL, "" },
	{ "nfs", PSS_RESTRICTED, 0, P("'volumes':[{'name':'v','nfs':{}}]"), NULL,
	  "restr-volumes restr-run-as-non-root" },
	{ "image", PSS_RESTRICTED, 37, V(",'image':{}"), NULL, "" },
	{ "a volume without a source", PSS_RESTRICTED, 37, V(""), NULL, "" },
	{ "two sources", PSS_RESTRICTED, 37, V(",'hostPath':{},'emptyDir':{}"), NULL, "" },
	{ "a volume that is text", PSS_RESTRICTED, 37, RP("'volumes':['x',[1],null]"), NULL, "" },
	{ "volumes that are text", PSS_RESTRICTED, 37, RP("'volumes':'hostPath'"), NULL, "" },

	{ "hostPort", PSS_BASELINE, 37, "{'containers':[{'ports':[{'hostPort':80}]}]}", NULL,
	  "base-hostports" },
	{ "hostPort 0", PSS_BASELINE, 37, "{'containers':[{'ports':[{'hostPort':0},{}]}]}", NULL,
	  "" },

	{ "a probe's host", PSS_BASELINE, 34,
	  "{'containers':[{'startupProbe':{'tcpSocket':{'host':'h'}}}]}", NULL,
	  "base-host-probes" },
	{ "a probe's host at 1.33", PSS_BASELINE, 33,
	  "{'containers':[{'startupProbe':{'tcpSocket':{'host':'h'}}}]}", NULL, "" },
	{ "an empty host", PSS_BASELINE, 37,
	  "{'containers':[{'livenessProbe':{'httpGet':{'host':''}}}]}", NULL, "" },
	{ "a hook's host", PSS_RESTRICTED, 37,
	  "{" GOOD_POD ",'containers':[{'lifecycle':{'preStop':{'httpGet':{'host':'h'}}},"
	  "'securityContext':{" GOOD "}}]}", NULL, "base-host-probes" },
	{ "grpc has no host", PSS_BASELINE, 37,
	  "{'containers':[{'livenessProbe':{'grpc':{'host':'h'}}}]}", NULL, "" },

	{ "a default capability", PSS_BASELINE, 37,
	  C("'capabilities':{'add':['MKNOD','SYS_CHROOT']}"), NULL, "" },
	{ "NET_RAW", PSS_BASELINE, 37, C("'capabilities':{'add':['CHOWN','NET_RAW']}"), NULL,
	  "base-capabilities" },
	{ "small letters", PSS_BASELINE, 37, C("'capabilities':{'add':['chown']}"), NULL,
	  "base-capabilities" },
	{ "the baseline rule at restricted before 1.22", PSS_RESTRICTED, 21,
	  R(GOOD ",'capabilities':{'add':['CHOWN']}"), NULL, "" },
	{ "and with more", PSS_RESTRICTED, 21,
	  R("'allowPrivilegeEscalation':false,'capabilities':{'add':['BPF']}"), NULL,
	  "base-capabilities" },
	{ "the restricted rule from 1.22 on", PSS_RESTRICTED, 22,
	  R("'allowPrivilegeEscalation':false,'capabilities':{'add':['CHOWN'],'drop':['ALL']}"),
	  NULL, "restr-capabilities" },
	{ "and not the baseline rule", PSS_RESTRICTED, 22,
	  R("'allowPrivilegeEscalation':false,'capabilities':{'add':['BPF'],'drop':['ALL']}"),
	  NULL, "restr-capabilities" },
	{ "NET_BIND_SERVICE", PSS_RESTRICTED, 37,
	  R("'allowPrivilegeEscalation':false,"
	    "'capabilities':{'add':['NET_BIND_SERVICE'],'drop':['KILL','ALL']}"), NULL, "" },
	{ "drop all", PSS_RESTRICTED, 37,
	  R("'allowPrivilegeEscalation':false,'capabilities':{'drop':['all']}"), NULL,
	  "restr-capabilities" },
	{ "drop that is text", PSS_RESTRICTED, 37,
	  R("'allowPrivilegeEscalation':false,'capabilities':{'drop':'ALL'}"), NULL,
	  "restr-capabilities" },

	{ "procMount", PSS_BASELINE, 34, C("'procMount':'Unmasked'"), NULL, "base-procmount" },
	{ "procMount, default", PSS_BASELINE, 34, C("'procMount':'Default'"), NULL, "" },
	{ "procMount, empty", PSS_BASELINE, 34, C("'procMount':''"), NULL, "base-procmount" },
	{ "procMount in a user namespace, 1.34", PSS_BASELINE, 34,
	  "{'hostUsers':false,'containers':[{'securityContext':{'procMount':'Unmasked'}}]}", NULL,
	  "base-procmount" },
	{ "procMount in a user namespace, 1.35", PSS_BASELINE, 35,
	  "{'hostUsers':false,'containers':[{'securityContext':{'procMount':'Unmasked'}}]}", NULL,
	  "" },
	{ "procMount in a user namespace, restricted", PSS_RESTRICTED, 35,
	  "{'hostUsers':false," GOOD_POD
	  ",'containers':[{'securityContext':{'procMount':'Unmasked'," GOOD "}}]}", NULL,
	  "base-procmount" },

	{ "SELinux type", PSS_BASELINE, 37, C("'seLinuxOptions':{'type':'spc_t'}"), NULL,
	  "base-selinux" },
	{ "SELinux container_engine_t, 1.30", PSS_BASELINE, 30,
	  C("'seLinuxOptions':{'type':'container_engine_t'}"), NULL, "base-selinux" },
	{ "SELinux container_engine_t, 1.31", PSS_BASELINE, 31,
	  C("'seLinuxOptions':{'type':'container_engine_t'}"), NULL, "" },
	{ "SELinux container_kvm_t, 1.0", PSS_BASELINE, 0,
	  C("'seLinuxOptions':{'type':'container_kvm_t'}"), NULL, "" },
	{ "SELinux role of the pod", PSS_BASELINE, 37,
	  P("'securityContext':{'seLinuxOptions':{'role':'r'}}"), NULL, "base-selinux" },
	{ "SELinux user", PSS_BASELINE, 37, C("'seLinuxOptions':{'user':'u'}"), NULL,
	  "base-selinux" },
	{ "SELinux level and empty words", PSS_BASELINE, 37,
	  C("'seLinuxOptions':{'level':'s0','type':'','user':'','role':''}"), NULL, "" },

	{ "AppArmor", PSS_BASELINE, 37, C("'appArmorProfile':{'type':'Unconfined'}"), NULL,
	  "base-apparmor" },
	{ "AppArmor without a type", PSS_BASELINE, 0, C("'appArmorProfile':{}"), NULL,
	  "base-apparmor" },
	{ "AppArmor of the pod", PSS_BASELINE, 37,
	  P("'securityContext':{'appArmorProfile':{'type':'Localhost'}}"), NULL, "" },
	{ "AppArmor annotation of whatever container", PSS_BASELINE, 37, "{}",
	  "'container.apparmor.security.beta.kubernetes.io/none':'unconfined'", "base-apparmor" },
	{ "AppArmor annotation, empty or null", PSS_BASELINE, 37, "{}",
	  "'container.apparmor.security.beta.kubernetes.io/a':'',"
	  "'container.apparmor.security.beta.kubernetes.io/b':null", "" },
	{ "AppArmor annotation, fine", PSS_BASELINE, 37, "{}",
	  "'container.apparmor.security.beta.kubernetes.io/a':'runtime/default',"
	  "'container.apparmor.security.beta.kubernetes.io/b':'localhost/'", "" },

	{ "seccomp annotation", PSS_BASELINE, 18, "{}",
	  "'seccomp.security.alpha.kubernetes.io/pod':'unconfined'", "base-seccomp-annotation" },
	{ "seccomp annotation, empty", PSS_BASELINE, 18, "{}",
	  "'seccomp.security.alpha.kubernetes.io/pod':''", "base-seccomp-annotation" },
	{ "seccomp annotation, docker/default", PSS_BASELINE, 18, "{}",
	  "'seccomp.security.alpha.kubernetes.io/pod':'docker/default'", "" },
	{ "seccomp annotation, no longer", PSS_BASELINE, 19, "{}",
	  "'seccomp.security.alpha.kubernetes.io/pod':'unconfined'", "" },
	{ "seccomp annotation of a container", PSS_RESTRICTED, 5, P("'x':1"),
	  "'container.seccomp.security.alpha.kubernetes.io/c':'unconfined'",
	  "base-seccomp-annotation restr-run-as-non-root" },
	{ "seccomp annotation of no container", PSS_BASELINE, 5, P("'x':1"),
	  "'container.seccomp.security.alpha.kubernetes.io/other':'unconfined'", "" },

	{ "seccomp", PSS_BASELINE, 19, C("'seccompProfile':{'type':'Unconfined'}"), NULL,
	  "base-seccomp" },
	{ "seccomp before 1.19", PSS_BASELINE, 18, C("'seccompProfile':{'type':'Unconfined'}"),
	  NULL, "" },
	{ "seccomp unset", PSS_BASELINE, 37, C("'x':1"), NULL, "" },
	{ "seccomp of the pod", PSS_BASELINE, 37,
	  P("'securityContext':{'seccompProfile':{'type':'Unconfined'}}"), NULL, "base-seccomp" },

	{ "sysctls are safe from a version on", PSS_BASELINE, 36,
	  P("'securityContext':{'sysctls':[{'name':'net.ipv4.tcp_notsent_lowat'}]}"), NULL,
	  "base-sysctls" },
	{ "sysctl of 1.37", PSS_BASELINE, 37,
	  P("'securityContext':{'sysctls':[{'name':'net.ipv4.tcp_notsent_lowat'}]}"), NULL, "" },
	{ "sysctl of 1.32 at 1.31", PSS_BASELINE, 31,
	  P("'securityContext':{'sysctls':[{'name':'net.ipv4.tcp_rmem'}]}"), NULL, "base-sysctls" },
	{ "sysctl of 1.32", PSS_BASELINE, 32,
	  P("'securityContext':{'sysctls':[{'name':'net.ipv4.tcp_rmem'}]}"), NULL, "" },
	{ "sysctl of 1.29 at 1.28", PSS_BASELINE, 28,
	  P("'securityContext':{'sysctls':[{'name':'net.ipv4.tcp_keepalive_time'}]}"), NULL,
	  "base-sysctls" },
	{ "sysctl of 1.27 at 1.27", PSS_BASELINE, 27,
	  P("'securityContext':{'sysctls':[{'name':'net.ipv4.ip_local_reserved_ports'}]}"), NULL,
	  "" },
	{ "sysctl of 1.27 at 1.26", PSS_BASELINE, 26,
	  P("'securityContext':{'sysctls':[{'name':'net.ipv4.ip_local_reserved_ports'}]}"), NULL,
	  "base-sysctls" },
	{ "a sysctl without a name", PSS_BASELINE, 37, P("'securityContext':{'sysctls':[{}]}"),
	  NULL, "base-sysctls" },

	{ "hostProcess", PSS_BASELINE, 37, C("'windowsOptions':{'hostProcess':true}"), NULL,
	  "base-windows-hostprocess" },
	{ "hostProcess of the pod", PSS_BASELINE, 37,
	  P("'securityContext':{'windowsOptions':{'hostProcess':true}}"), NULL,
	  "base-windows-hostprocess" },

	{ "allowPrivilegeEscalation unset", PSS_RESTRICTED, 8, R("'x':1"), NULL,
	  "restr-allow-priv-escalation" },
	{ "allowPrivilegeEscalation before 1.8", PSS_RESTRICTED, 7, R("'x':1"), NULL, "" },
	{ "allowPrivilegeEscalation true", PSS_RESTRICTED, 21,
	  R("'allowPrivilegeEscalation':true"), NULL, "restr-allow-priv-escalation" },
	{ "Windows at 1.24", PSS_RESTRICTED, 24,
	  "{'os':{'name':'windows'},'securityContext':{'runAsNonRoot':true},'containers':[{}]}",
	  NULL, "restr-allow-priv-escalation restr-seccomp restr-capabilities" },
	{ "Windows at 1.25", PSS_RESTRICTED, 25,
	  "{'os':{'name':'windows'},'securityContext':{'runAsNonRoot':true},'containers':[{}]}",
	  NULL, "" },
	{ "windows is spelt so", PSS_RESTRICTED, 37,
	  "{'os':{'name':'Windows'},'securityContext':{'runAsNonRoot':true},'containers':[{}]}",
	  NULL, "restr-allow-priv-escalation restr-seccomp restr-capabilities" },

	{ "runAsNonRoot unset", PSS_RESTRICTED, 0, P("'x':1"), NULL, "restr-run-as-non-root" },
	{ "runAsNonRoot of the container", PSS_RESTRICTED, 0, C("'runAsNonRoot':true"), NULL, "" },
	{ "the pod's false is bad by itself", PSS_RESTRICTED, 0,
	  "{'securityContext':{'runAsNonRoot':false},"
	  "'containers':[{'securityContext':{'runAsNonRoot':true}}]}", NULL,
	  "restr-run-as-non-root" },
	{ "and without a container", PSS_RESTRICTED, 0,
	  "{'securityContext':{'runAsNonRoot':false}}", NULL, "restr-run-as-non-root" },
	{ "the pod answers for a container that is silent", PSS_RESTRICTED, 0,
	  "{'securityContext':{'runAsNonRoot':true},'containers':[{},"
	  "{'securityContext':{'runAsNonRoot':true}}]}", NULL, "" },
	{ "a container overrides the pod", PSS_RESTRICTED, 0,
	  "{'securityContext':{'runAsNonRoot':true},"
	  "'containers':[{'securityContext':{'runAsNonRoot':false}}]}", NULL,
	  "restr-run-as-non-root" },
	{ "root in a user namespace, 1.34", PSS_RESTRICTED, 34,
	  RP("'hostUsers':false,'securityContext':{'runAsUser':0,"
	     "'seccompProfile':{'type':'RuntimeDefault'}}"), NULL,
	  "restr-run-as-non-root restr-run-as-user" },
	{ "root in a user namespace, 1.35", PSS_RESTRICTED, 35,
	  RP("'hostUsers':false,'securityContext':{'runAsUser':0,"
	     "'seccompProfile':{'type':'RuntimeDefault'}}"), NULL, "" },
	{ "runAsUser 0", PSS_RESTRICTED, 23, R(GOOD ",'runAsUser':0"), NULL, "restr-run-as-user" },
	{ "runAsUser 0 before 1.23", PSS_RESTRICTED, 22, R(GOOD ",'runAsUser':0"), NULL, "" },
	{ "runAsUser 1", PSS_RESTRICTED, 37, R(GOOD ",'runAsUser':1"), NULL, "" },

	{ "seccomp has to be set", PSS_RESTRICTED, 19,
	  "{'securityContext':{'runAsNonRoot':true},'containers':[{'securityContext':{" GOOD "}}]}",
	  NULL, "restr-seccomp" },
	{ "seccomp set by every container", PSS_RESTRICTED, 37,
	  "{'securityContext':{'runAsNonRoot':true},'containers':[{'securityContext':{" GOOD
	  ",'seccompProfile':{'type':'RuntimeDefault'}}}]}", NULL, "" },
	{ "seccomp, an explicit bad one of the pod", PSS_RESTRICTED, 37,
	  "{'securityContext':{'runAsNonRoot':true,'seccompProfile':{}},"
	  "'containers':[{'securityContext':{" GOOD
	  ",'seccompProfile':{'type':'RuntimeDefault'}}}]}", NULL, "restr-seccomp" },
	{ "a version from the future is the newest", PSS_BASELINE, 99,
	  "{'containers':[{'livenessProbe':{'httpGet':{'host':'h'}}}]}", NULL, "base-host-probes" },
};

static struct json parse(struct json_doc *doc, const char *text, char **copy)
{
	struct json root = { 0 };
	struct error err;

	*copy = xstrdup(text);
	for (char *c = *copy; *c; c++)
		if (*c == '\'')
			*c = '"';
	if (json_parse(doc, *copy, strlen(*copy), &root, &err))
		printf("# %s in %s\n", err.text, text);
	return root;
}

static const char *named(uint32_t broken, struct buf *out)
{
	for (int rule = 0; rule < PSS_RULE_COUNT; rule++)
		if (broken & 1u << rule)
			buf_addf(out, "%s%s", out->len ? " " : "", pss_rule_ids[rule] + 4);
	return buf_text(out);
}

static void collect(void *arg, const struct pss_violation *v)
{
	*(uint32_t *)arg |= 1u << v->rule;
}

/* What was examined answers for every level and version as the judge does. */
static bool remembered(struct json metadata, struct json spec)
{
	static const enum pod_security_level levels[] = { PSS_PRIVILEGED, PSS_BASELINE,
		                                          PSS_RESTRICTED };
	uint64_t examined = pod_security_examine(metadata, spec);

	for (size_t i = 0; i < PSS_COUNT(levels); i++)
		for (int minor = -1; minor <= POD_SECURITY_NEWEST + 1; minor++)
			if (pod_security_verdict(examined, levels[i], minor) !=
			    pod_security_judge(metadata, spec, levels[i], minor, NULL, NULL))
				return false;
	return true;
}

static void test_row(const struct row *r)
{
	AUTO(json_doc_free) struct json_doc *doc = json_doc_new();
	AUTO(buf_free) struct buf text = { 0 }, ids = { 0 };
	uint32_t seen = 0, broken;
	struct json pod;
	char *copy;

	buf_addf(&text, "{'metadata':{'annotations':{%s}},'spec':%s}",
	         r->annotations ? r->annotations : "", r->spec);
	pod = parse(doc, buf_text(&text), &copy);
	broken = pod_security_judge(json_get(pod, "metadata"), json_get(pod, "spec"), r->level,
	                            r->minor, collect, &seen);
	is(named(broken, &ids), r->broken, r->what);
	ok(seen == broken, "%s: every broken rule is told", r->what);
	ok(remembered(json_get(pod, "metadata"), json_get(pod, "spec")),
	   "%s: remembered for every level and version", r->what);
	free(copy);
}

static void write_violation(void *arg, const struct pss_violation *v)
{
	struct buf *out = arg;

	json_path(v->base, out);
	buf_addf(out, "%s%s|%s|%s\n", v->path ? "." : "", v->path ? v->path : "",
	         json_text(json_get(v->container, "name"), "-"), v->message);
}

static void test_told(enum pod_security_level level, int minor, const char *pod, const char *told,
                      const char *what)
{
	AUTO(json_doc_free) struct json_doc *doc = json_doc_new();
	AUTO(buf_free) struct buf out = { 0 };
	char *copy;
	struct json root = parse(doc, pod, &copy);

	pod_security_judge(json_get(root, "metadata"), json_get(root, "spec"), level, minor,
	                   write_violation, &out);
	is(buf_text(&out), told, what);
	free(copy);
}

static void test_places(void)
{
	test_told(PSS_BASELINE, 37,
	          "{'spec':{'hostPID':true,'volumes':[{},{'hostPath':{'path':'/etc'}}],"
	          "'initContainers':[{'name':'i','ports':[{},{'hostPort':53}]}],"
	          "'containers':[{'name':'c','securityContext':{'capabilities':"
	          "{'add':['KILL','SYS_TIME','']}}}]}}",
	          "spec.hostPID|-|hostPID is true: the pod shares the node's processes\n"
	          "spec.volumes[1].hostPath|-|a volume is /etc of the node\n"
	          "spec.initContainers[0].ports[1].hostPort|i|takes port 53 of the node\n"
	          "spec.containers[0].securityContext.capabilities.add|c|"
	          "adds SYS_TIME, \"\" to the default capabilities\n",
	          "fields are named where they stand");
	test_told(PSS_BASELINE, 37,
	          "{'metadata':{'annotations':{'container.apparmor.security.beta.kubernetes.io/c':"
	          "'unconfined'}},'spec':{}}",
	          "metadata.annotations[\"container.apparmor.security.beta.kubernetes.io/c\"]|-|"
	          "annotation is unconfined: AppArmor does not confine the container\n",
	          "an annotation is the place");
	test_told(PSS_RESTRICTED, 0, "{'spec':{'containers':[{'name':'a'},{'name':'b'}]}}",
	          "spec.securityContext.runAsNonRoot|-|runAsNonRoot is not set to true\n",
	          "what no container says is told once, of the pod");
	test_told(PSS_RESTRICTED, 0,
	          "{'spec':{'containers':[{'name':'a'},"
	          "{'name':'b','securityContext':{'runAsNonRoot':true}}]}}",
	          "spec.securityContext.runAsNonRoot|-|runAsNonRoot is not set to true for a\n",
	          "so is what some do not say");
	test_told(PSS_RESTRICTED, 0,
	          "{'spec':{'containers':[{'name':'a','securityContext':{'runAsNonRoot':false}},"
	          "{'name':'b','securityContext':{'runAsNonRoot':true}}]}}",
	          "spec.containers[0].securityContext.runAsNonRoot|a|runAsNonRoot is false\n",
	          "what a container says wrong is told of the container");
}

/* A value of 300 two-byte letters is cut between letters. */
static void test_long_value(void)
{
	AUTO(buf_free) struct buf value = { 0 }, out = { 0 };

	buf_putc(&value, 'x');
	for (int i = 0; i < 300; i++)
		buf_puts(&value, "\xc3\xa4");
	pss_add_value(&out, buf_text(&value));
	ok(out.len == 79 + 3 && !strcmp(out.at + 77, "\xc3\xa4..."),
	   "a long value is cut at a letter");
}

static void test_only(void)
{
	AUTO(json_doc_free) struct json_doc *doc = json_doc_new();
	char *copy;
	struct pss_question q = {
		.spec = parse(doc, "{'hostPID':true,'containers':[{'ports':[{'hostPort':1}]}]}",
		              &copy),
		.level = PSS_BASELINE,
		.minor = 37,
		.only = 1u << PSS_BASE_HOSTPORTS,
	};

	ok(pod_security_ask(&q) == q.only, "one rule can be asked for alone");
	free(copy);
}

static const struct pss_form *form_at(size_t i)
{
	return i < pss_n_baseline_forms ? &pss_baseline_forms[i]
	                                : &pss_restricted_forms[i - pss_n_baseline_forms];
}

static void test_forms(void)
{
	size_t n = pss_n_baseline_forms + pss_n_restricted_forms;
	bool apart = true;

	ok(n <= 64, "there is a bit for each form");
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < i; k++) {
			const struct pss_form *a = form_at(i), *b = form_at(k);

			if (a->rule == b->rule && a->levels & b->levels && a->since < b->until &&
			    b->since < a->until)
				apart = false;
		}
	ok(apart, "one form of a rule counts at a time");
	for (int rule = 0; rule < PSS_RULE_COUNT; rule++)
		ok(pss_rule_ids[rule], "rule %d has an id", rule);
}

static void test_words(void)
{
	static const struct { const char *text; int minor; } versions[] = {
		{ "latest", POD_SECURITY_NEWEST }, { "v1.0", 0 }, { "v1.31", 31 }, { "v1.99", 37 },
		{ "v1.9223372036854775807", 37 }, { "v1.9223372036854775808", -1 },
		{ "1.31", -1 }, { "v1.031", -1 }, { "v1.05", -1 },
		{ "v1.", -1 }, { "v2.1", -1 }, { "v1.31.2", -1 },
		{ "Latest", -1 }, { "", -1 }, { NULL, -1 }, { "v1.-1", -1 },
	};

	for (size_t i = 0; i < PSS_COUNT(versions); i++)
		ok(pod_security_version(versions[i].text) == versions[i].minor, "version \"%s\"",
		   versions[i].text ? versions[i].text : "(null)");
	ok(pod_security_level("privileged") == PSS_PRIVILEGED, "privileged is a level");
	ok(pod_security_level("restricted") == PSS_RESTRICTED, "restricted is a level");
	ok(pod_security_level("Baseline") == -1, "Baseline is none");
	ok(pod_security_level("") == -1 && pod_security_level(NULL) == -1, "nothing is none");
	is(pod_security_level_name(PSS_BASELINE), "baseline", "a level has a name");
	is(pod_security_level_name(7), "", "what is no level has none");
}

int main(void)
{
	for (size_t i = 0; i < PSS_COUNT(rows); i++)
		test_row(&rows[i]);
	test_places();
	test_long_value();
	test_only();
	test_forms();
	test_words();
	return tap_end();
}
