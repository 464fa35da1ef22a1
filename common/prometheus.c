/*
 * Prometheus text exposition: for a node-exporter textfile or a push gateway. One sample
 * a check and namespace: names of objects would make a series each.
 */
#include "kube/prometheus.h"

#include "kube/buf.h"

#include <string.h>

static void put_label(FILE *out, const char *name, const char *value, const char *after)
{
	fprintf(out, "%s=\"", name);
	for (; *value; value++) {
		if (*value == '\\' || *value == '"')
			fputc('\\', out);
		if (*value == '\n')
			fputs("\\n", out);
		else
			fputc(*value, out);
	}
	fprintf(out, "\"%s", after);
}

static void describe(FILE *out, const char *name, const char *help)
{
	fprintf(out, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
}

static const char *scope_of(const struct report *r)
{
	return r->cluster ? r->cluster : "";
}

/* Findings come sorted by check and namespace: equal ones stand together. */
static void put_findings(const struct report *r, FILE *out)
{
	describe(out, "mks_findings", "Findings of a check in a namespace.");
	for (size_t i = 0, n; i < r->n_findings; i += n) {
		const struct finding *x = r->findings[i];

		for (n = 1; i + n < r->n_findings; n++) {
			const struct finding *y = r->findings[i + n];

			if (strcmp(x->check, y->check) || strcmp(x->namespace, y->namespace) ||
			    x->severity != y->severity)
				break;
		}
		fputs("mks_findings{", out);
		put_label(out, "cluster", scope_of(r), ",");
		put_label(out, "check", x->check, ",");
		put_label(out, "severity", severity_name(x->severity), ",");
		put_label(out, "heading", heading_name(x->heading), ",");
		put_label(out, "namespace", x->namespace, "");
		fprintf(out, "} %zu\n", n);
	}
}

static void put_severities(const struct report *r, FILE *out)
{
	describe(out, "mks_findings_by_severity", "Findings of a severity; 0 when there are none.");
	for (int severity = ERROR; severity >= INFO; severity--) {
		size_t n = 0;

		for (size_t i = 0; i < r->n_findings; i++)
			n += r->findings[i]->severity == severity;
		fputs("mks_findings_by_severity{", out);
		put_label(out, "cluster", scope_of(r), ",");
		put_label(out, "severity", severity_name(severity), "");
		fprintf(out, "} %zu\n", n);
	}
}

static void put_gauge(const struct report *r, const char *name, const char *help, double value,
                      FILE *out)
{
	describe(out, name, help);
	fprintf(out, "%s{", name);
	put_label(out, "cluster", scope_of(r), "");
	fprintf(out, "} %.15g\n", value);
}

void prometheus_print(const struct report *r, FILE *out)
{
	put_findings(r, out);
	put_severities(r, out);
	put_gauge(r, "mks_checks_run", "Checks that ran.", (double)r->n_run, out);
	put_gauge(r, "mks_checks_not_checked", "Checks that could not look at all they need.",
	          (double)r->n_checks_not_checked, out);
	put_gauge(r, "mks_findings_exempted", "Findings that an exemption silences.",
	          (double)r->n_exempted, out);
	put_gauge(r, "mks_run_timestamp_seconds", "When the run was made, in seconds since 1970.",
	          (double)r->taken_at, out);
	put_gauge(r, "mks_run_duration_seconds", "How long it took.", r->seconds, out);
}
