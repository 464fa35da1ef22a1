/* Exemptions that do not do what they were written for: a theme of every plugin. */
#include "kube/checks.h"

#include "kube/k8stime.h"
#include "kube/policy.h"
#include "kube/strings.h"

#include <string.h>

typedef void judge_exemption(struct run *run, const struct check *check,
                             const struct exemption *e, struct subject *s);

/* Exemptions of objects are reported on them, those of the configuration on its file. */
static void judge_all(struct run *run, const struct check *check, judge_exemption *judge)
{
	struct inventory *inv = &run->inventory;
	struct subject *file;

	for (size_t i = 0; i < SUBJECT_BUCKETS; i++)
		for (struct subject *s = inv->subjects[i]; s; s = s->next)
			for (const struct exemption *e = s->exemptions; e; e = e->next)
				judge(run, check, e, s);
	if (!run->policy || !run->policy->exemptions)
		return;
	file = inventory_named(inv, "kubectl-mks/v1", "Configuration", "", run->policy->file);
	for (const struct exemption *e = run->policy->exemptions; e; e = e->next)
		judge(run, check, e, file);
}

static struct spot spot_of_exemption(const struct exemption *e)
{
	return (struct spot){ .file = e->file, .place = e->place, .path = e->from };
}

/* ---- exempt-invalid ---- */

static void judge_invalid(struct run *run, const struct check *check, const struct exemption *e,
                          struct subject *s)
{
	struct spot spot = spot_of_exemption(e);

	if (e->invalid)
		found_on(run, check, s, &spot, NULL, "%s: %s", e->from, e->invalid);
	else if (!e->foreign && !check_matching(run->themes, e->check))
		found_on(run, check, s, &spot, NULL, "%s: there is no check %s", e->from, e->check);
}

static void invalid(struct run *run, const struct check *check)
{
	judge_all(run, check, judge_invalid);
}

/* ---- exempt-expired ---- */

static bool is_expired(const struct run *run, const struct exemption *e)
{
	return e->expires != K8STIME_NONE && e->expires < run->now;
}

static void judge_expired(struct run *run, const struct check *check, const struct exemption *e,
                          struct subject *s)
{
	struct spot spot = spot_of_exemption(e);
	char day[32];

	if (!e->invalid && is_expired(run, e))
		found_on(run, check, s, &spot, NULL, "the exemption from %s ended on %.10s%s%s", e->check,
		         k8stime_format(e->expires, day), e->owner ? "; it belongs to " : "",
		         e->owner ? e->owner : "");
}

static void expired(struct run *run, const struct check *check)
{
	judge_all(run, check, judge_expired);
}

/* ---- exempt-unused ---- */

static bool was_chosen(const struct run *run, const struct check *c)
{
	for (size_t i = 0; i < run->n_chosen; i++)
		if (run->chosen[i].check == c)
			return true;
	return false;
}

/* It can only be called useless when all that it speaks of was looked at. */
static bool all_ran(const struct run *run, const char *glob)
{
	for (const struct theme *const *t = run->themes; *t; t++)
		for (const struct check *c = (*t)->checks; c->id; c++)
			if (text_glob(glob, c->id) && !was_chosen(run, c))
				return false;
	return true;
}

static void judge_unused(struct run *run, const struct check *check, const struct exemption *e,
                         struct subject *s)
{
	struct spot spot = spot_of_exemption(e);

	if (*e->used || e->foreign || e->invalid || is_expired(run, e) || run->partial ||
	    !all_ran(run, e->check))
		return;
	found_on(run, check, s, &spot, NULL, "the exemption from %s silences nothing", e->check);
}

static void unused(struct run *run, const struct check *check)
{
	judge_all(run, check, judge_unused);
}

/* Kinds that checks report on, and that may carry an exemption therefore. */
#define CARRIERS                                                                               \
	(KINDS_WITH_PODS | KIND_BIT(KIND_NAMESPACE) | KIND_BIT(KIND_PDB) | KIND_BIT(KIND_HPA))

static const struct check checks[] = {
	{ "exempt-invalid", ON_RUN, WARNING, NULL, "an exemption cannot be understood", .kinds = CARRIERS,
	  .conclude = invalid },
	{ "exempt-expired", ON_RUN, WARNING, NULL, "an exemption has expired", .kinds = CARRIERS,
	  .conclude = expired },
	{ "exempt-unused", ON_RUN, INFO, NULL, "an exemption silences nothing", .kinds = CARRIERS,
	  .conclude = unused, .last = true },
	{ NULL }
};

static const char page[] = {
#include "common/checks/exemptions.md.inc"
	0 };

const struct theme exemptions_theme = { "exemptions", BEST_PRACTICES, checks, page };
