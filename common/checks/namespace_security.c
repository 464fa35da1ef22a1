/*
 * What Namespaces enforce of Pod Security, could enforce, and refuse of what runs in them.
 * What the workloads break was collected during the run (pss_seen.h); here each Namespace
 * is weighed against its own.
 */
#include "kube/checks.h"
#include "kube/pod_security.h"
#include "kube/pss_seen.h"
#include "kube/strings.h"

#include <string.h>

/* ---- labels ---- */

#define PREFIX "pod-security.kubernetes.io/"

static const char *const label_words[] = { "enforce", "enforce-version", "audit",
	                                   "audit-version", "warn", "warn-version" };
#define N_LABEL_WORDS (sizeof label_words / sizeof *label_words)

static void report_unknown_label(struct visit *v, struct json label, const char *word)
{
	const char *near = text_nearest(word, label_words, N_LABEL_WORDS);

	if (near)
		found(v, label, NULL, "%s%s is no label of Pod Security and has no effect; "
		      "did you mean %s?", PREFIX, word, near);
	else
		found(v, label, NULL, "%s%s is no label of Pod Security and has no effect", PREFIX,
		      word);
}

/* What the API server makes of a level it does not know: see PolicyToEvaluate. */
static void check_label(struct visit *v, struct json label, const char *word)
{
	const char *value = json_text(label, "");
	bool is_version = text_ends(word, "-version");

	if (is_version && pod_security_version(value) < 0)
		found(v, label, NULL, "\"%s\" is no version (latest, v1.N): latest is taken",
		      value);
	else if (!is_version && pod_security_level(value) < 0)
		found(v, label, NULL, "\"%s\" is no level (privileged, baseline, restricted): %s",
		      value, strcmp(word, "enforce") ? "nothing is reported"
		                                     : "restricted is enforced");
}

static void label_invalid(struct visit *v)
{
	struct json labels = json_get(v->meta, "labels");

	if (json_type(labels) != JSON_OBJECT)
		return;
	json_each(label, labels) {
		const char *word = json_name(label);
		bool known = false;

		if (!text_starts(word, PREFIX))
			continue;
		word += sizeof PREFIX - 1;
		for (size_t i = 0; i < N_LABEL_WORDS; i++)
			known |= !strcmp(word, label_words[i]);
		if (known)
			check_label(v, label, word);
		else
			report_unknown_label(v, label, word);
	}
}

struct enforced {
	bool labelled;
	enum pod_security_level level;
	int minor;                     /* the version it has in this cluster */
	bool pinned;
};

/* A Namespace without the label has the cluster's default, which nobody but the provider sets. */
static struct enforced enforced_by(const struct run *run, const struct namespace *n)
{
	const char *level = labels_value(n->labels, PREFIX "enforce");
	const char *version = labels_value(n->labels, PREFIX "enforce-version");
	int minor = pod_security_version(version), newest = pss_version_of_cluster(run);
	int known = pod_security_level(level);
	struct enforced e = { .labelled = level != NULL, .level = PSS_PRIVILEGED };

	if (level)
		e.level = known < 0 ? PSS_RESTRICTED : (enum pod_security_level)known;
	e.pinned = minor >= 0 && strcmp(version, "latest");
	e.minor = e.pinned && minor < newest ? minor : newest;
	return e;
}

/* NULL, the Namespace itself, where it has no labels. */
static const struct spot *labels_spot(const struct namespace *n)
{
	return n->spot.path ? &n->spot : NULL;
}

/* ---- Namespaces and their workloads ---- */

static struct pss_crowd crowd_of(struct run *run, const struct namespace *n, int level, int minor)
{
	return pss_crowd(run, n->subject->name, (enum pod_security_level)level, minor, -1);
}

/* How strict a Namespace could be without refusing what runs in it. */
static int highest(struct run *run, const struct namespace *n)
{
	int level = PSS_RESTRICTED, minor = pss_version_to_judge(run);

	while (level > PSS_PRIVILEGED && crowd_of(run, n, level, minor).n_refused)
		level--;
	return level;
}

/* What the level after the highest would refuse. */
static const char *what_blocks(struct run *run, const struct namespace *n, int level)
{
	struct pss_crowd c = crowd_of(run, n, level + 1, pss_version_to_judge(run));

	return arena_printf(run->arena, "%s refuses %zu of %zu workloads: %s",
	                    pod_security_level_name(level + 1), c.n_refused, c.n, c.refused);
}

static const char *what_is_possible(struct run *run, const struct namespace *n, int level)
{
	if (level == PSS_PRIVILEGED)
		return what_blocks(run, n, level);
	return arena_printf(run->arena, "%s refuses nothing that runs here",
	                    pod_security_level_name(level));
}

static bool is_empty(struct run *run, const struct namespace *n)
{
	return !crowd_of(run, n, PSS_BASELINE, 0).n;
}

/* Where nothing runs the door is open, but nobody has come through it yet. */
static void report_unlabelled(struct run *run, const struct check *check, struct namespace *n)
{
	bool empty = is_empty(run, n);
	const char *possible = "restricted refuses what is not hardened";
	const char *alone = labels_value(n->labels, PREFIX "enforce-version")
	                            ? " (enforce-version alone does nothing)" : "";
	struct finding *f;

	if (empty && run->live)
		possible = "nothing runs here yet";
	else if (!empty)
		possible = what_is_possible(run, n, highest(run, n));
	f = found_on(run, check, n->subject, labels_spot(n), NULL,
	             "no enforce label%s: any pod is let in; %s", alone, possible);
	if (empty && run->live)
		f->severity = INFO;
}

static void unlabelled(struct run *run, const struct check *check)
{
	for (struct namespace *n = run->inventory.namespaces; n; n = n->next)
		if (!enforced_by(run, n).labelled)
			report_unlabelled(run, check, n);
}

/* Who needs it has said so: then it is no oversight. */
static void privileged(struct run *run, const struct check *check)
{
	for (struct namespace *n = run->inventory.namespaces; n; n = n->next) {
		struct enforced e = enforced_by(run, n);
		int possible = highest(run, n);
		struct finding *f;

		if (!e.labelled || e.level != PSS_PRIVILEGED)
			continue;
		f = found_on(run, check, n->subject, labels_spot(n), NULL,
		             "enforces privileged: any pod is let in; %s",
		             is_empty(run, n) ? "nothing here needs it"
		                              : what_is_possible(run, n, possible));
		if (possible == PSS_PRIVILEGED)
			f->severity = INFO;
	}
}

static void report_unpinned(struct run *run, const struct check *check, struct namespace *n,
                            const struct enforced *e)
{
	int last = run->pod_security_version ? run->pod_security_version : POD_SECURITY_NEWEST;
	const char *level = pod_security_level_name((int)e->level);

	for (int minor = e->minor + 1; minor <= last; minor++) {
		struct pss_crowd c = pss_crowd(run, n->subject->name, e->level, minor, e->minor);

		if (!c.n_refused)
			continue;
		found_on(run, check, n->subject, labels_spot(n), NULL,
		         "enforces %s without a version: from v1.%d on it refuses %s", level, minor,
		         c.refused)->severity = WARNING;
		return;
	}
	found_on(run, check, n->subject, labels_spot(n), NULL,
	         "enforces %s without a version: an upgrade of the cluster may change the rules",
	         level);
}

static void unpinned(struct run *run, const struct check *check)
{
	for (struct namespace *n = run->inventory.namespaces; n; n = n->next) {
		struct enforced e = enforced_by(run, n);

		if (e.labelled && e.level != PSS_PRIVILEGED && !e.pinned)
			report_unpinned(run, check, n, &e);
	}
}

static void report_headroom(struct run *run, const struct check *check, struct namespace *n,
                            const struct enforced *e)
{
	AUTO(buf_free) struct buf text = { 0 };
	int level = highest(run, n);

	if (level > (int)e->level)
		buf_addf(&text, "; %s would refuse nothing today", pod_security_level_name(level));
	if (level < PSS_RESTRICTED && level >= (int)e->level)
		buf_addf(&text, "; %s", what_blocks(run, n, level));
	if (text.len)
		found_on(run, check, n->subject, labels_spot(n), NULL, "enforces %s%s",
		         e->labelled ? pod_security_level_name((int)e->level) : "nothing", text.at);
}

/* Where nothing is enforced the check that says so says what could be. */
static bool said_before(const struct run *run, const struct enforced *e)
{
	return e->level == PSS_PRIVILEGED &&
	       pss_is_chosen(run, e->labelled ? "psa-ns-privileged" : "psa-ns-unlabelled");
}

static void headroom(struct run *run, const struct check *check)
{
	for (struct namespace *n = run->inventory.namespaces; n; n = n->next) {
		struct enforced e = enforced_by(run, n);

		if (e.level < PSS_RESTRICTED && !is_empty(run, n) && !said_before(run, &e))
			report_headroom(run, check, n, &e);
	}
}

static const struct namespace *namespace_named(const struct run *run, const char *name)
{
	const struct namespace *n = run->inventory.namespaces;

	while (n && strcmp(n->subject->name, name))
		n = n->next;
	return n;
}

static void existing_violations(struct run *run, const struct check *check)
{
	size_t n_seen;
	const struct pss_seen *seen = pss_seen(run, &n_seen);
	const struct namespace *n = NULL;

	for (size_t i = 0; i < n_seen; i++) {
		AUTO(buf_free) struct buf rules = { 0 };
		struct subject *s = seen[i].subject;
		struct enforced e;

		if (!n || strcmp(n->subject->name, s->namespace))
			n = namespace_named(run, s->namespace);
		if (!n)
			continue;
		e = enforced_by(run, n);
		pss_add_rules(&rules, pod_security_verdict(seen[i].examined, e.level, e.minor));
		if (rules.len)
			found_on(run, check, s, NULL, NULL,
			         "its Namespace enforces %s (v1.%d), which refuses its pods: %s",
			         pod_security_level_name((int)e.level), e.minor, rules.at);
	}
}

static const char page[] = {
#include "common/checks/namespace_security.md.inc"
	0 };

#define OF_NAMESPACES .kinds = PSS_SEEN_KINDS

static const struct check checks[] = {
	{ "psa-ns-unlabelled", ON_OBJECT, WARNING, pss_see, "a Namespace lets any pod in",
	  OF_NAMESPACES, .conclude = unlabelled },
	{ "psa-ns-privileged", ON_OBJECT, WARNING, pss_see, "a Namespace enforces privileged",
	  OF_NAMESPACES, .conclude = privileged },
	{ "psa-label-invalid", ON_OBJECT, ERROR, label_invalid,
	  "a Pod Security label does not mean what it says",
	  .kinds = KIND_BIT(KIND_NAMESPACE) },
	{ "psa-version-unpinned-latest", ON_OBJECT, INFO, pss_see,
	  "a Namespace enforces whatever version the cluster has", OF_NAMESPACES,
	  .conclude = unpinned },
	{ "psa-level-headroom", ON_OBJECT, INFO, pss_see,
	  "a Namespace could be stricter than it is", OF_NAMESPACES, .conclude = headroom },
	{ "psa-existing-violations", ON_OBJECT, ERROR, pss_see,
	  "pods break the level their Namespace enforces", OF_NAMESPACES,
	  .conclude = existing_violations },
	{ NULL }
};

const struct theme namespace_security_theme = {
	"namespace-security", SECURITY_BY_DESIGN, checks, page,
};
