/* Which checks run: --check, --skip, --severity, the configuration, live or files. */
#include "kube/choice.h"

#include "kube/policy.h"
#include "kube/strings.h"

#include <string.h>

static bool names(const struct strings *words, const struct theme *theme, const struct check *c)
{
	for (size_t i = 0; words && i < words->n; i++)
		if (text_glob(words->at[i], c->id) || !strcmp(words->at[i], theme->name))
			return true;
	return false;
}

int check_severity(const struct run *run, const struct check *check)
{
	int configured = run->policy ? policy_severity(run->policy, check->id) : -1;

	if (configured >= 0)
		return configured;
	/* Who names a check that is off by default wants to see it. */
	if (check->severity == OFF && run->only && strings_contain(run->only, check->id))
		return INFO;
	return (int)check->severity;
}

/* Also those below run->least: a finding may be graver than its check usually is. */
static bool wanted(const struct run *run, const struct theme *theme, const struct check *c)
{
	if (run->only && run->only->n && !names(run->only, theme, c))
		return false;
	return check_severity(run, c) != OFF && !names(run->skip, theme, c);
}

static void list_check(struct run *run, struct check_list *list, const struct check *c)
{
	if (!list->at)
		list->at = arena_alloc(run->arena, run->n_chosen * sizeof *list->at);
	list->at[list->n++] = c;
}

static void sort_into_lists(struct run *run, const struct check *c)
{
	if (!c->run)
		return;
	if (c->on == ON_CONTAINER)
		list_check(run, &run->on_container, c);
	else if (c->on == ON_POD)
		list_check(run, &run->on_pod, c);
	else
		for (int kind = 0; kind < KIND_COUNT; kind++)
			if (c->kinds & KIND_BIT(kind))
				list_check(run, &run->on_object[kind], c);
}

static size_t count_checks(const struct theme *const *themes)
{
	size_t n = 0;

	for (; *themes; themes++)
		for (const struct check *c = (*themes)->checks; c->id; c++)
			n++;
	return n;
}

static void choose(struct run *run)
{
	run->chosen = arena_alloc(run->arena, count_checks(run->themes) * sizeof *run->chosen);
	for (const struct theme *const *t = run->themes; *t; t++)
		for (const struct check *c = (*t)->checks; c->id; c++) {
			if (!wanted(run, *t, c))
				continue;
			if (c->live_only && !run->live)
				run->n_live_only++;
			else
				run->chosen[run->n_chosen++] =
					(struct chosen){ c, *t, check_severity(run, c) };
		}
	for (size_t i = 0; i < run->n_chosen; i++)
		sort_into_lists(run, run->chosen[i].check);
}

static int unknown_check(const struct run *run, const char *word, struct error *err)
{
	size_t n = 0, count = count_checks(run->themes);
	const char **ids = arena_alloc(run->arena, count * sizeof *ids);
	const char *near;

	for (const struct theme *const *t = run->themes; *t; t++)
		for (const struct check *c = (*t)->checks; c->id; c++)
			ids[n++] = c->id;
	near = text_nearest(word, ids, n);
	if (near)
		return error_set(err, ERR_USAGE, "there is no check \"%s\"; did you mean \"%s\"?",
		                 word, near);
	return error_set(err, ERR_USAGE, "there is no check \"%s\"; --list shows them all", word);
}

/* Every word of --check and --skip must name something: a typing error is no "all fine". */
int choice_words(const struct run *run, const struct strings *words, struct error *err)
{
	for (size_t i = 0; words && i < words->n; i++) {
		struct strings word = { &words->at[i], 1, 1 };
		bool known = false;

		for (const struct theme *const *t = run->themes; *t; t++)
			for (const struct check *c = (*t)->checks; c->id && !known; c++)
				known = names(&word, *t, c);
		if (!known)
			return unknown_check(run, words->at[i], err);
	}
	return 0;
}

int run_start(struct run *run, struct error *err)
{
	if (choice_words(run, run->only, err) || choice_words(run, run->skip, err))
		return -1;
	run->findings.arena = run->arena;
	run->inventory.arena = run->arena;
	run->inventory.live = run->live;
	choose(run);
	return 0;
}

kind_mask check_kinds(const struct check *c)
{
	bool of_pods = c->on == ON_CONTAINER || c->on == ON_POD;

	return (of_pods && !c->kinds ? KINDS_WITH_PODS : c->kinds) | c->needs;
}

kind_mask run_kinds(const struct run *run)
{
	kind_mask kinds_needed = 0;

	for (size_t i = 0; i < run->n_chosen; i++)
		kinds_needed |= check_kinds(run->chosen[i].check);
	/* Pods are reported on their top owners, which these two lead to. */
	if (kinds_needed & KIND_BIT(KIND_POD))
		kinds_needed |= KIND_BIT(KIND_REPLICASET) | KIND_BIT(KIND_JOB);
	/* A PodTemplate runs nothing by itself, and the role "view" may not list them. */
	if (run->live)
		kinds_needed &= ~KIND_BIT(KIND_PODTEMPLATE);
	return kinds_needed;
}
