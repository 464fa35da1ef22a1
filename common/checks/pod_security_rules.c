/*
 * Judging a pod: which forms of the rules count at a level and version, and whether it
 * breaks them. The rules themselves are in pss_baseline.c and pss_restricted.c.
 */
#include "kube/pss_form.h"

static const struct pss_form *form_at(size_t i)
{
	if (i < pss_n_baseline_forms)
		return &pss_baseline_forms[i];
	i -= pss_n_baseline_forms;
	return i < pss_n_restricted_forms ? &pss_restricted_forms[i] : NULL;
}

static bool breaks(struct judgement *j, const struct pss_form *form)
{
	j->form = form;
	j->broken = false;
	if (form->exempt && form->exempt(j->spec))
		return false;
	if (form->where & PSS_POD)
		form->judge(j);
	for (size_t i = 0; form->where & PSS_CONTAINERS && pss_container_lists[i]; i++)
		json_each(container, pss_list(json_get(j->spec, pss_container_lists[i]))) {
			j->container = container;
			form->judge(j);
		}
	j->container = (struct json){ 0 };
	return j->broken;
}

static bool counts(const struct pss_form *form, enum pod_security_level level, int minor)
{
	if (minor < 0 || minor > POD_SECURITY_NEWEST)
		minor = POD_SECURITY_NEWEST;
	return form->levels & 1 << level && form->since <= minor && minor < form->until;
}

uint32_t pod_security_ask(const struct pss_question *q)
{
	struct judgement j = { .metadata = q->metadata, .spec = q->spec,
		               .see = q->see, .arg = q->arg };
	const struct pss_form *form;
	uint32_t broken = 0;

	for (size_t i = 0; (form = form_at(i)); i++)
		if ((!q->only || q->only & 1u << form->rule) && counts(form, q->level, q->minor) &&
		    breaks(&j, form))
			broken |= 1u << form->rule;
	return broken;
}

uint32_t pod_security_judge(struct json metadata, struct json spec, enum pod_security_level level,
                            int minor, void (*see)(void *arg, const struct pss_violation *v),
                            void *arg)
{
	struct pss_question q = { metadata, spec, level, minor, 0, see, arg };

	return pod_security_ask(&q);
}

/* One bit a form; the unit test knows that there are fewer than 64. */
uint64_t pod_security_examine(struct json metadata, struct json spec)
{
	struct judgement j = { .metadata = metadata, .spec = spec };
	const struct pss_form *form;
	uint64_t examined = 0;

	for (size_t i = 0; (form = form_at(i)); i++)
		if (breaks(&j, form))
			examined |= (uint64_t)1 << i;
	return examined;
}

uint32_t pod_security_verdict(uint64_t examined, enum pod_security_level level, int minor)
{
	const struct pss_form *form;
	uint32_t broken = 0;

	for (size_t i = 0; (form = form_at(i)); i++)
		if (examined & (uint64_t)1 << i && counts(form, level, minor))
			broken |= 1u << form->rule;
	return broken;
}
