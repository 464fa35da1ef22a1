/*
 * The end of a run. Read verdict() at the bottom: each step is one function above it,
 * in that order.
 */
#include "kube/verdict.h"

#include "kube/policy.h"
#include "kube/strings.h"

#include <stdlib.h>
#include <string.h>

/* ---- what was not checked ---- */

static kind_mask kinds_unread(const struct objects_result *got)
{
	kind_mask unread = 0;

	for (size_t i = 0; i < got->n_unread; i++)
		unread |= KIND_BIT(got->unread[i].kind->id);
	return unread;
}

static const char *why_unread(const struct unread *u)
{
	switch (u->why.code) {
	case ERR_DENIED:    return "forbidden";
	case ERR_NOT_FOUND: return "not served by this cluster";
	case ERR_TIMEOUT:   return "timed out";
	default:            return u->why.text;
	}
}

/* "list deployments.apps": the right an administrator has to give. */
static const char *right_to(struct arena *a, const struct unread *u)
{
	const struct kind *k = u->kind;
	const char *where = u->namespace ? arena_printf(a, " in namespace %s", u->namespace) : "";

	return arena_printf(a, "list %s%s%s%s (%s)", k->resource, *k->group ? "." : "", k->group,
	                    where, why_unread(u));
}

static bool unread_before(const struct objects_result *got, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (got->unread[j].kind == got->unread[i].kind)
			return true;
	return false;
}

/* One line a kind that could not be read, with the number of checks that needed it. */
static void say_not_checked(struct run *run, const struct objects_result *got, struct report *r)
{
	r->not_checked = arena_alloc(run->arena, (got->n_unread + got->n_unreadable) *
	                                         sizeof *r->not_checked);
	for (size_t i = 0; i < got->n_unread; i++) {
		size_t n = 0;

		for (size_t c = 0; c < run->n_chosen; c++)
			n += (check_kinds(run->chosen[c].check) & KIND_BIT(got->unread[i].kind->id)) != 0;
		if (n && !unread_before(got, i))
			r->not_checked[r->n_not_checked++] =
				arena_printf(run->arena, "%zu check%s need%s: %s", n, n == 1 ? "" : "s",
			                     n == 1 ? "s" : "", right_to(run->arena, &got->unread[i]));
	}
	for (size_t i = 0; i < got->n_unreadable; i++)
		r->not_checked[r->n_not_checked++] = arena_strdup(run->arena, got->unreadable[i].text);
}

static const char *missing_for(struct run *run, const struct check *c,
                               const struct objects_result *got)
{
	for (size_t i = 0; i < got->n_unread; i++)
		if (check_kinds(c) & KIND_BIT(got->unread[i].kind->id))
			return arena_printf(run->arena, "needs: %s",
			                    right_to(run->arena, &got->unread[i]));
	return NULL;
}

/* ---- findings ---- */

/* A conclusion from half of the objects would be a guess: then it is not drawn. */
static void conclude(struct run *run, kind_mask unread, bool last)
{
	for (size_t i = 0; i < run->n_chosen; i++) {
		const struct check *c = run->chosen[i].check;

		if (c->conclude && c->last == last && !(check_kinds(c) & unread))
			c->conclude(run, c);
	}
}

/* Whether what a check needs besides the object at hand was all seen. */
static bool can_settle(const struct check *c, kind_mask unread)
{
	return !(c->needs & unread);
}

struct tally {
	struct run *run;
	struct baseline *baseline;
	struct report *report;
	kind_mask unread;
};

/* With -l an owner that was not seen has no labels we know. */
static bool is_of_scope(const struct run *run, const struct finding *x)
{
	return (run->selector ? x->subject->seen && x->subject->selected : true) &&
	       (!run->policy || policy_namespace_in_scope(run->policy, x->namespace));
}

/* What the configuration says of severity is the last word. */
static bool settled(const struct tally *t, struct finding *x)
{
	int configured = t->run->policy ? policy_severity(t->run->policy, x->check) : -1;

	if (x->rule->settle && (!can_settle(x->rule, t->unread) || !x->rule->settle(t->run, x)))
		return false;
	if (configured >= 0)
		x->severity = configured;
	return true;
}

static bool is_exempted(const struct tally *t, struct finding *x)
{
	const struct run *run = t->run;
	const struct exemption *e = exemption_for(x->subject->exemptions, x, run->now);

	if (!e && run->policy)
		e = exemption_for(run->policy->exemptions, x, run->now);
	if (e)
		x->exempted_by = e->reason ? e->reason : e->from;
	return e != NULL;
}

/* Whose it is: the check's word where it has one, else the object's. */
static int duty_of_finding(const struct finding *x)
{
	return x->rule->duty && x->subject->duty != PROVIDERS ? x->rule->duty : x->subject->duty;
}

static void count_finding(struct tally *t, struct finding *x)
{
	struct report *r = t->report;

	if (!settled(t, x) || x->severity < t->run->least || x->severity == OFF ||
	    !is_of_scope(t->run, x))
		return;
	x->duty = duty_of_finding(x);
	if (is_exempted(t, x)) {
		r->exempted[r->n_exempted++] = x;
		return;
	}
	if (x->duty == PROVIDERS) {
		r->n_providers++;
		if (!t->run->include_provider)
			return;
	}
	x->is_new = t->baseline && !baseline_knows(t->baseline, x->fingerprint);
	if (t->baseline && !x->is_new)
		r->known[r->n_known++] = x;
	else
		r->findings[r->n_findings++] = x;
}

/* Room for n more at the end of a list of the report. */
static struct finding **longer(struct arena *a, struct finding **list, size_t n_old, size_t n)
{
	struct finding **all = arena_alloc(a, (n_old + n) * sizeof(struct finding *));

	if (n_old)
		memcpy(all, list, n_old * sizeof(struct finding *));
	return all;
}

static void count_findings(struct tally *t)
{
	struct report *r = t->report;
	struct arena *a = t->run->arena;
	struct finding **all;
	size_t n;

	findings_settle_owners(&t->run->findings);
	all = findings_all(&t->run->findings, &n);
	r->findings = longer(a, r->findings, r->n_findings, n);
	r->exempted = longer(a, r->exempted, r->n_exempted, n);
	r->known = longer(a, r->known, r->n_known, n);
	for (size_t i = 0; i < n; i++)
		count_finding(t, all[i]);
	findings_free(&t->run->findings);
}

static void list_fixed(struct arena *a, const struct baseline *b, struct report *r)
{
	r->fixed = arena_alloc(a, b->n * sizeof *r->fixed);
	for (size_t i = 0; i < b->n; i++)
		if (!b->known[i].seen)
			r->fixed[r->n_fixed++] =
				arena_printf(a, "%s %s", b->known[i].check, b->known[i].object);
}

/* ---- rules ---- */

static const char *const scopes[] = { "container", "pod", "object", "cluster" };

/* The "### id" section of a theme's page. */
static const char *section(struct arena *a, const char *page, const char *id)
{
	const char *heading = arena_printf(a, "\n### %s\n", id);
	const char *at = strstr(page, heading), *end, *chapter;

	if (!at)
		return "";
	at += strlen(heading);
	end = strstr(at, "\n### ");
	chapter = strstr(at, "\n## ");
	if (!end || (chapter && chapter < end))
		end = chapter;
	return arena_strndup(a, at, end ? (size_t)(end - at) : strlen(at));
}

struct rule rule_of(struct run *run, const struct check *c, const struct theme *theme)
{
	return (struct rule){
		.id = c->id,
		.title = c->title,
		.heading = (int)theme->heading,
		.severity = check_severity(run, c),
		.duty = c->duty,
		.scope = scopes[c->on],
		.live_only = c->live_only,
		.page = section(run->arena, theme->page, c->id),
	};
}

static int compare_rules(const void *a, const void *b)
{
	return strcmp(((const struct rule *)a)->id, ((const struct rule *)b)->id);
}

static void list_rules(struct run *run, const struct objects_result *got, struct report *r)
{
	r->rules = arena_alloc(run->arena, run->n_chosen * sizeof *r->rules);
	for (size_t i = 0; i < run->n_chosen; i++) {
		const struct chosen *c = &run->chosen[i];
		struct rule *rule = &r->rules[r->n_rules++];

		*rule = rule_of(run, c->check, c->theme);
		rule->not_checked = missing_for(run, c->check, got);
		r->n_checks_not_checked += rule->not_checked != NULL;
		for (size_t f = 0; f < r->n_findings; f++)
			rule->n_findings += r->findings[f]->rule == c->check;
	}
	if (r->n_rules)
		qsort(r->rules, r->n_rules, sizeof *r->rules, compare_rules);
	r->n_run = r->n_rules - r->n_checks_not_checked;
	r->n_live_only = run->n_live_only;
}

static void count_objects(const struct run *run, const struct objects_result *got,
                          struct report *r)
{
	const size_t *n = run->inventory.n_objects;

	for (int kind = 0; kind < KIND_COUNT; kind++)
		r->n_objects += n[kind];
	r->n_nodes = n[KIND_NODE];
	r->n_namespaces = n[KIND_NAMESPACE];
	r->n_pods = n[KIND_POD];
	r->n_files = got->n_files;
	r->live = run->live;
}

void verdict(struct run *run, const struct objects_result *got, struct baseline *baseline,
             struct report *report)
{
	struct tally t = { run, baseline, report, kinds_unread(got) };

	inventory_finish(&run->inventory);
	conclude(run, t.unread, false);
	count_findings(&t);
	conclude(run, t.unread, true);
	count_findings(&t);
	findings_sort(report->findings, report->n_findings);
	findings_sort(report->exempted, report->n_exempted);
	if (baseline)
		list_fixed(run->arena, baseline, report);
	say_not_checked(run, got, report);
	list_rules(run, got, report);
	count_objects(run, got, report);
}
