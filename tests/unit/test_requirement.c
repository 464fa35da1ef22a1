/* Requirements: what the API server refuses, in its words, and what holds for which value. */
#include "kube/requirement.h"
#include "tap.h"

static const char *one[] = { "x" }, *two[] = { "", "y" }, *bad[] = { "-", "ok", "a b" };
static const char *five[] = { "5" }, *word[] = { "many" }, *html[] = { "<b>", "c" };

#define NAME "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
#define ENDS "'-', '_' or '.', and must start and end with an alphanumeric character (e.g. "
#define REGEX "regex used for validation is '"
#define KEY_RULE                                                                                \
	"name part must consist of alphanumeric characters, " ENDS                               \
	"'MyName',  or 'my.name',  or '123-abc', " REGEX NAME "')"
#define RULE                                                                                    \
	": a valid label must be an empty string or consist of alphanumeric characters, " ENDS   \
	"'MyValue',  or 'my_value',  or '12345', " REGEX "(" NAME ")?')"

static const struct {
	struct requirement r;
	const char *why;
} checks[] = {
	{ { "app", SEL_IN, 1, one }, "" },
	{ { "app", SEL_NOT_IN, 2, two }, "" },
	{ { "app", SEL_EXISTS, 0, NULL }, "" },
	{ { "app", SEL_GREATER, 1, five }, "" },
	{ { "a/", SEL_EXISTS, 0, NULL },
	  "key: Invalid value: \"a/\": name part must be non-empty; " KEY_RULE },
	{ { "app", SEL_IN, 0, NULL },
	  "values: Invalid value: null: for 'in', 'notin' operators, values set can't be empty" },
	{ { "app", SEL_NOT_EXISTS, 2, html },
	  "[values: Invalid value: [\"\\u003cb\\u003e\",\"c\"]: values set must be empty for "
	  "exists and does not exist, values[0][app]: Invalid value: \"<b>\"" RULE "]" },
	{ { "app", SEL_LESS, 1, word },
	  "values[0]: Invalid value: \"many\": for 'Gt', 'Lt' operators, the value must be an "
	  "integer" },
	{ { "app", SEL_IN, 3, bad },
	  "[values[0][app]: Invalid value: \"-\"" RULE
	  ", values[2][app]: Invalid value: \"a b\"" RULE "]" },
};

static void checking(void)
{
	for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
		AUTO(buf_free) struct buf why = { 0 };
		bool good = requirement_check(&checks[i].r, &why);

		ok(good == !*checks[i].why, "check %zu says whether", i);
		is(buf_text(&why), checks[i].why, "and why");
	}
}

static const struct {
	enum selector_operator op;
	const char **values;
	size_t n;
	const char *holds, *holds_not; /* '|' between values, "-" for no label */
} senses[] = {
	{ SEL_IN, two, 2, "|y", "-|x|yy" },
	{ SEL_NOT_IN, two, 2, "-|x|yy", "|y" },
	{ SEL_EXISTS, NULL, 0, "|x", "-" },
	{ SEL_NOT_EXISTS, NULL, 0, "-", "|x" },
	{ SEL_GREATER, five, 1, "6|+6|9223372036854775807|007",
	  "5|4|-6||-|many|6x| 6|6 |0x6|6.0|9223372036854775808" },
	{ SEL_LESS, five, 1, "4|-6|-9223372036854775808|0",
	  "5|6||-|many|-9223372036854775809|+|--4" },
};

static void every(const struct requirement *r, const char *values, bool expected)
{
	char value[64];

	for (bool more = true; more; values++) {
		size_t len = strcspn(values, "|");

		snprintf(value, sizeof value, "%.*s", (int)len, values);
		ok(requirement_holds(r, strcmp(value, "-") ? value : NULL) == expected,
		   "operator %d %s for \"%s\"", (int)r->op, expected ? "holds" : "fails", value);
		values += len;
		more = *values;
	}
}

int main(void)
{
	checking();
	for (size_t i = 0; i < sizeof senses / sizeof *senses; i++) {
		struct requirement r = { "key", senses[i].op, senses[i].n, senses[i].values };

		every(&r, senses[i].holds, true);
		every(&r, senses[i].holds_not, false);
	}
	return tap_end();
}
