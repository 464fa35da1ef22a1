/*
 * JUnit XML: a test case a check, failed when it has findings, skipped when it could not
 * be checked, so that a CI server shows what is new.
 */
#include "kube/junit.h"

#include "kube/xml.h"

#include <string.h>

static void put_findings(const struct report *r, const struct rule *rule, FILE *out)
{
	for (size_t i = 0; i < r->n_findings; i++) {
		const struct finding *x = r->findings[i];

		if (strcmp(x->check, rule->id))
			continue;
		xml_put(out, x->kind);
		fputc(' ', out);
		xml_put(out, x->namespace);
		fputs(*x->namespace ? "/" : "", out);
		xml_put(out, x->name);
		if (x->container)
			xml_putf(out, " container %s", x->container);
		xml_putf(out, ": %s", x->message);
		if (x->where)
			xml_putf(out, " (%s)", x->where);
		fputc('\n', out);
	}
}

static void put_case(const struct report *r, const struct rule *rule, FILE *out)
{
	xml_putf(out, "  <testcase classname=\"%s\" name=\"%s\">\n", heading_name(rule->heading), rule->id);
	if (rule->n_findings) {
		xml_putf(out, "    <failure type=\"%s\" message=\"%s\">", severity_name(rule->severity),
		         rule->title);
		put_findings(r, rule, out);
		fputs("</failure>\n", out);
	} else if (rule->not_checked) {
		xml_putf(out, "    <skipped message=\"%s\"/>\n", rule->not_checked);
	}
	fputs("  </testcase>\n", out);
}

void junit_print(const struct report *r, FILE *out)
{
	size_t failures = 0, skipped = 0;

	for (size_t i = 0; i < r->n_rules; i++) {
		failures += r->rules[i].n_findings > 0;
		skipped += !r->rules[i].n_findings && r->rules[i].not_checked;
	}
	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", out);
	fprintf(out, "<testsuites>\n<testsuite name=\"%s\" tests=\"%zu\" failures=\"%zu\" errors=\"0\" "
	             "skipped=\"%zu\" time=\"%.3f\">\n",
	        r->plugin, r->n_rules, failures, skipped, r->seconds);
	for (size_t i = 0; i < r->n_rules; i++)
		put_case(r, &r->rules[i], out);
	fputs("</testsuite>\n</testsuites>\n", out);
}
