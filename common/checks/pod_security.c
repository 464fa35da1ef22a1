/*
 * Pod Security: a check for each rule. The rules are judged in pod_security_rules.c; read
 * judge() for how a broken rule becomes a finding.
 */
#include "kube/checks.h"
#include "kube/pod_security.h"
#include "kube/pss_seen.h"
#include "kube/strings.h"

#include <string.h>

static enum pss_rule rule_of_check(const struct check *check)
{
	int rule = 0;

	while (rule < PSS_RULE_COUNT - 1 && strcmp(pss_rule_ids[rule], check->id))
		rule++;
	return (enum pss_rule)rule;
}

struct same {
	const struct pss_violation *as;
	bool found;
};

static void compare(void *arg, const struct pss_violation *v)
{
	struct same *same = arg;

	same->found |= v->base.doc == same->as->base.doc && v->base.at == same->as->base.at &&
	               text_equal(v->path, same->as->path);
}

/* A field is reported once: by the baseline rule when there are two. */
static bool said_at_baseline(const struct visit *v, const struct pss_violation *violation)
{
	static const struct {
		enum pss_rule restricted, baseline;
	} pairs[] = {
		{ PSS_RESTR_VOLUMES, PSS_BASE_HOSTPATH },
		{ PSS_RESTR_SECCOMP, PSS_BASE_SECCOMP },
		{ PSS_RESTR_CAPABILITIES, PSS_BASE_CAPABILITIES },
	};
	struct same same = { .as = violation };

	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if (pairs[i].restricted == violation->rule &&
		    pss_is_chosen(v->run, pss_rule_ids[pairs[i].baseline]))
			pod_security_ask(&(struct pss_question){
				v->meta, v->spec, PSS_BASELINE, pss_version_to_judge(v->run),
				1u << pairs[i].baseline, compare, &same });
	return same.found;
}

static struct finding *report(const struct visit *v, const struct pss_violation *violation)
{
	struct visit at = *v;

	at.container = violation->container;
	at.container_name = json_text(json_get(violation->container, "name"), "");
	return found(&at, violation->base, violation->path, "%s", violation->message);
}

static void see(void *arg, const struct pss_violation *violation)
{
	if (!said_at_baseline(arg, violation))
		report(arg, violation);
}

static void see_restricted_only(void *arg, const struct pss_violation *violation)
{
	const struct visit *v = arg;
	struct finding *f = report(v, violation);

	f->severity = INFO;
	f->message = arena_printf(v->run->arena, "%s, though in a user namespace; restricted only",
	                          violation->message);
}

static void judge(struct visit *v)
{
	enum pss_rule rule = rule_of_check(v->check);
	struct pss_question q = {
		.metadata = v->meta,
		.spec = v->spec,
		.level = rule < PSS_RESTR_VOLUMES ? PSS_BASELINE : PSS_RESTRICTED,
		.minor = pss_version_to_judge(v->run),
		.only = 1u << rule,
		.see = see,
		.arg = v,
	};

	if (pod_security_ask(&q) || rule != PSS_BASE_PROCMOUNT)
		return;
	q.level = PSS_RESTRICTED;
	q.see = see_restricted_only;
	pod_security_ask(&q);
}

static const char page[] = {
#include "common/checks/pod_security.md.inc"
	0 };

static const struct check checks[] = {
	{ "pss-base-privileged", ON_POD, ERROR, judge, "a container runs privileged" },
	{ "pss-base-host-namespaces", ON_POD, ERROR, judge,
	  "a pod shares the node's network, processes or memory" },
	{ "pss-base-hostpath", ON_POD, WARNING, judge, "a volume is a directory of the node" },
	{ "pss-base-hostports", ON_POD, WARNING, judge, "a container takes a port of the node" },
	{ "pss-base-host-probes", ON_POD, WARNING, judge,
	  "a probe or hook connects to another host" },
	{ "pss-base-capabilities", ON_POD, WARNING, judge,
	  "a container adds capabilities beyond the default ones" },
	{ "pss-base-procmount", ON_POD, ERROR, judge, "a container sees all of /proc" },
	{ "pss-base-selinux", ON_POD, ERROR, judge, "SELinux options let a container out" },
	{ "pss-base-apparmor", ON_POD, ERROR, judge, "AppArmor is turned off" },
	{ "pss-base-seccomp-annotation", ON_POD, WARNING, judge,
	  "seccomp is turned off by annotation" },
	{ "pss-base-seccomp", ON_POD, WARNING, judge, "seccomp is turned off" },
	{ "pss-base-sysctls", ON_POD, ERROR, judge, "a pod sets an unsafe sysctl" },
	{ "pss-base-windows-hostprocess", ON_POD, ERROR, judge,
	  "a Windows container runs as a process of the node" },
	{ "pss-restr-volumes", ON_POD, INFO, judge, "a volume is of a type restricted forbids" },
	{ "pss-restr-allow-priv-escalation", ON_POD, WARNING, judge,
	  "a container may gain more privileges than its parent" },
	{ "pss-restr-run-as-non-root", ON_POD, WARNING, judge, "a container may run as root" },
	{ "pss-restr-run-as-user", ON_POD, WARNING, judge, "a container runs as user 0" },
	{ "pss-restr-seccomp", ON_POD, INFO, judge, "no seccomp profile is set" },
	{ "pss-restr-capabilities", ON_POD, INFO, judge,
	  "a container keeps capabilities it does not need" },
	{ NULL }
};

const struct theme pod_security_theme = { "pod-security", SECURITY_BY_DESIGN, checks, page };
