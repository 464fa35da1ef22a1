/* Baselines: read as any file, written whole. */
#include "kube/baseline.h"

#include "kube/doc.h"
#include "kube/error.h"
#include "kube/file.h"
#include "kube/json_write.h"

#include <stdlib.h>
#include <string.h>

static int compare(const void *a, const void *b)
{
	return strcmp(((const struct known *)a)->fingerprint, ((const struct known *)b)->fingerprint);
}

static int take(struct baseline *b, struct arena *a, struct json findings, const char *file,
                struct error *err)
{
	b->known = arena_alloc(a, json_count(findings) * sizeof *b->known);
	json_each(finding, findings) {
		const char *fingerprint = json_str(json_get(finding, "fingerprint"));

		if (!fingerprint)
			return error_set(err, ERR_CONFIG, "%s: finding %zu has no fingerprint", file, b->n);
		b->known[b->n++] = (struct known){
			.fingerprint = arena_strdup(a, fingerprint),
			.check = arena_strdup(a, json_text(json_get(finding, "check"), "")),
			.object = arena_strdup(a, json_text(json_get(finding, "object"), "")),
		};
	}
	qsort(b->known, b->n, sizeof *b->known, compare);
	return 0;
}

int baseline_load(struct baseline *b, struct arena *a, const char *file, struct error *err)
{
	AUTO(doc_free) struct doc *doc = doc_new();
	struct json root, findings;

	if (doc_load(doc, file, &root, err))
		return -1;
	findings = json_get(root, "findings");
	if (!json_equal(json_get(root, "kind"), "Baseline") || json_type(findings) != JSON_ARRAY)
		return error_set(err, ERR_CONFIG, "%s is no baseline; --write-baseline makes one", file);
	return take(b, a, findings, file, err);
}

bool baseline_knows(struct baseline *b, const char *fingerprint)
{
	struct known key = { .fingerprint = fingerprint };
	struct known *known = b->n ? bsearch(&key, b->known, b->n, sizeof key, compare) : NULL;

	if (!known)
		return false;
	known->seen = true;
	return true;
}

static int compare_findings(const void *a, const void *b)
{
	return strcmp((*(struct finding *const *)a)->fingerprint,
	              (*(struct finding *const *)b)->fingerprint);
}

/* What was known stays known: a new baseline holds the old findings that are still there. */
static struct finding **all_findings(const struct report *r, size_t *n)
{
	struct finding **all;

	*n = r->n_findings + r->n_known;
	all = xalloc((*n + 1) * sizeof(struct finding *));
	memcpy(all, r->findings, r->n_findings * sizeof *all);
	if (r->n_known)
		memcpy(all + r->n_findings, r->known, r->n_known * sizeof *all);
	qsort(all, *n, sizeof *all, compare_findings);
	return all;
}

/* One finding a line, so that a diff of two baselines reads like a list. */
static void write_finding(FILE *out, const struct finding *x, bool last)
{
	AUTO(buf_free) struct buf object = { 0 };
	AUTO(buf_free) struct buf line = { 0 };

	buf_addf(&object, "%s/%s%s%s", x->kind, x->namespace, *x->namespace ? "/" : "", x->name);
	buf_puts(&line, "        {\"fingerprint\": ");
	json_quote(&line, x->fingerprint);
	buf_puts(&line, ", \"check\": ");
	json_quote(&line, x->check);
	buf_puts(&line, ", \"object\": ");
	json_quote(&line, buf_text(&object));
	fprintf(out, "%s}%s\n", buf_text(&line), last ? "" : ",");
}

static void write_all(const void *report, FILE *out)
{
	const struct report *r = report;
	size_t n;
	struct finding **all = all_findings(r, &n);

	fputs("{\n    \"apiVersion\": \"kubectl-mks/v1\",\n    \"kind\": \"Baseline\",\n"
	      "    \"findings\": [\n", out);
	for (size_t i = 0; i < n; i++)
		write_finding(out, all[i], i + 1 == n);
	fputs("    ]\n}\n", out);
	free(all);
}

int baseline_write(const struct report *r, const char *file, struct error *err)
{
	return file_replace(file, write_all, r, err);
}
