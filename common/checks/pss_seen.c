/* Collects a row a pod and template during the run; joins those of one top owner after it. */
#include "kube/pss_seen.h"

#include <stdlib.h>
#include <string.h>

int pss_version_of_cluster(const struct run *run)
{
	if (!run->version.major || run->version.minor > POD_SECURITY_NEWEST)
		return POD_SECURITY_NEWEST;
	return run->version.minor;
}

int pss_version_to_judge(const struct run *run)
{
	return run->pod_security_version ? run->pod_security_version
	                                 : pss_version_of_cluster(run);
}

bool pss_is_chosen(const struct run *run, const char *id)
{
	for (size_t i = 0; i < run->n_chosen; i++)
		if (!strcmp(run->chosen[i].check->id, id))
			return true;
	return false;
}

/* ---- collected ---- */

struct row {
	struct subject *subject;       /* the immediate owner, or itself */
	uint64_t examined;
	bool is_pod;                   /* of the cluster, not a template */
	struct row *next;
};

struct seen {
	const struct check *collector; /* of all checks that call pss_see(), the first one */
	struct row *rows;
	size_t n_rows, n;
	struct pss_seen *joined;       /* NULL until asked for */
};

static struct seen *state(struct run *run)
{
	static const char key;

	return run_state(run, &key, sizeof(struct seen));
}

/* What ended or is being deleted will not be admitted again. */
static bool is_past(const struct visit *v)
{
	struct json phase = json_get(v->object->json, "status.phase");

	if (v->workload && (v->workload->finished || v->workload->old))
		return true;
	return json_equal(phase, "Succeeded") || json_equal(phase, "Failed") ||
	       json_exists(json_get(v->object->json, "metadata.deletionTimestamp"));
}

void pss_see(struct visit *v)
{
	struct seen *s = state(v->run);
	const char *path = v->object->kind->pod;
	struct json pod;
	struct row *row;

	if (!s->collector)
		s->collector = v->check;
	if (s->collector != v->check || !path || v->repeats || is_past(v))
		return;
	pod = *path ? json_get(v->object->json, path) : v->object->json;
	row = arena_alloc(v->run->arena, sizeof *row);
	row->subject = v->subject;
	row->examined = pod_security_examine(json_get(pod, "metadata"), json_get(pod, "spec"));
	row->is_pod = visit_is_live_pod(v);
	row->next = s->rows;
	s->rows = row;
	s->n_rows++;
}

static int compare_subjects(const struct subject *a, const struct subject *b)
{
	int order = strcmp(a->namespace, b->namespace);

	if (!order)
		order = strcmp(a->kind_name, b->kind_name);
	if (!order)
		order = strcmp(a->name, b->name);
	return order ? order : strcmp(a->api_version, b->api_version);
}

/* Pods before templates. */
static int compare_rows(const void *left, const void *right)
{
	const struct row *a = left, *b = right;
	int order = compare_subjects(a->subject, b->subject);

	return order ? order : b->is_pod - a->is_pod;
}

static void join(struct run *run, struct seen *s)
{
	struct row *sorted = arena_alloc(run->arena, (s->n_rows + 1) * sizeof *sorted);
	size_t n = 0;
	bool pods = false;

	for (const struct row *r = s->rows; r; r = r->next) {
		sorted[n] = *r;
		sorted[n++].subject = subject_top(r->subject);
	}
	qsort(sorted, n, sizeof *sorted, compare_rows);
	s->joined = arena_alloc(run->arena, (n + 1) * sizeof *s->joined);
	for (const struct row *r = sorted; r < sorted + n; r++) {
		struct pss_seen *last = s->n ? &s->joined[s->n - 1] : NULL;

		if (!last || last->subject != r->subject) {
			s->joined[s->n++] = (struct pss_seen){ r->subject, r->examined };
			pods = r->is_pod;
		} else if (r->is_pod == pods) {
			last->examined |= r->examined;
		}
	}
}

const struct pss_seen *pss_seen(struct run *run, size_t *n)
{
	struct seen *s = state(run);

	if (!s->joined)
		join(run, s);
	*n = s->n;
	return s->joined;
}

/* ---- a namespace ---- */

void pss_add_rules(struct buf *b, uint32_t broken)
{
	const char *between = "";

	for (int rule = 0; rule < PSS_RULE_COUNT; rule++)
		if (broken & 1u << rule) {
			buf_addf(b, "%s%s", between, pss_rule_ids[rule] + sizeof "pss-" - 1);
			between = ", ";
		}
}

static void add_refused(struct buf *names, const struct subject *s, uint32_t broken)
{
	buf_addf(names, "%s%s/%s (", names->len ? ", " : "", s->kind_name, s->name);
	pss_add_rules(names, broken);
	buf_putc(names, ')');
}

struct pss_crowd pss_crowd(struct run *run, const char *namespace, enum pod_security_level level,
                           int minor, int but)
{
	const size_t most = 2;
	AUTO(buf_free) struct buf names = { 0 };
	struct pss_crowd c = { 0 };
	size_t n;
	const struct pss_seen *seen = pss_seen(run, &n);

	for (; n--; seen++) {
		uint32_t broken = pod_security_verdict(seen->examined, level, minor);

		if (seen->subject->namespace != namespace)
			continue;
		if (but >= 0)
			broken &= ~pod_security_verdict(seen->examined, level, but);
		c.n++;
		if (broken && ++c.n_refused <= most)
			add_refused(&names, seen->subject, broken);
	}
	if (c.n_refused > most)
		buf_addf(&names, " and %zu more", c.n_refused - most);
	c.refused = arena_strdup(run->arena, buf_text(&names));
	return c;
}
