/* Requirements: the check, in the words of labels.NewRequirement, and what they mean. */
#include "kube/requirement.h"

#include "kube/gotext.h"
#include "kube/json_write.h"
#include "kube/labels.h"
#include "kube/strconv.h"

#include <string.h>

struct complaints {
	struct buf text;
	size_t n;
};

/* `value` as it is to be printed; for a string, see complain_of(). */
static void complain(struct complaints *c, const char *path, const char *value, const char *what)
{
	buf_addf(&c->text, "%s%s: Invalid value: %s: %s", c->n++ ? ", " : "", path, value, what);
}

static void complain_of(struct complaints *c, const char *path, const char *text, const char *what)
{
	AUTO(buf_free) struct buf quoted = { 0 };

	gotext_quote(&quoted, text);
	complain(c, path, quoted.at, what);
}

static void check_count(const struct requirement *r, struct complaints *c)
{
	AUTO(buf_free) struct buf list = { 0 };
	bool listed = r->op == SEL_IN || r->op == SEL_NOT_IN;

	if (listed && !r->n)
		complain(c, "values", "null",
		         "for 'in', 'notin' operators, values set can't be empty");
	if ((r->op != SEL_EXISTS && r->op != SEL_NOT_EXISTS) || !r->n)
		return;
	for (size_t i = 0; i < r->n; i++) {
		buf_putc(&list, i ? ',' : '[');
		json_quote(&list, r->values[i]);
	}
	buf_putc(&list, ']');
	complain(c, "values", list.at, "values set must be empty for exists and does not exist");
}

static void check_value(const struct requirement *r, size_t i, struct complaints *c)
{
	AUTO(buf_free) struct buf why = { 0 }, path = { 0 };
	int64_t number;

	buf_addf(&path, "values[%zu]", i);
	if ((r->op == SEL_GREATER || r->op == SEL_LESS) && strconv_int(r->values[i], 10, &number))
		complain_of(c, path.at, r->values[i],
		            "for 'Gt', 'Lt' operators, the value must be an integer");
	buf_addf(&path, "[%s]", r->key);
	if (!labels_value_check(r->values[i], &why))
		complain_of(c, path.at, r->values[i], why.at);
}

bool requirement_check(const struct requirement *r, struct buf *why)
{
	AUTO(buf_free) struct buf problems = { 0 };
	struct complaints c = { 0 };

	if (!labels_key_check(r->key, &problems))
		complain_of(&c, "key", r->key, problems.at);
	check_count(r, &c);
	for (size_t i = 0; i < r->n; i++)
		check_value(r, i, &c);
	if (c.n)
		buf_addf(why, c.n > 1 ? "[%s]" : "%s", c.text.at);
	buf_free(&c.text);
	return !c.n;
}

/* Below, at or above 0; 0 also when they cannot be compared. */
static int compared(const char *value, const char *bound)
{
	int64_t left, right;

	if (!value || strconv_int(value, 10, &left) || strconv_int(bound, 10, &right))
		return 0;
	return (left > right) - (left < right);
}

bool requirement_holds(const struct requirement *r, const char *value)
{
	switch (r->op) {
	case SEL_EXISTS:     return value;
	case SEL_NOT_EXISTS: return !value;
	case SEL_GREATER:
		return compared(value, r->values[0]) > 0;
	case SEL_LESS:
		return compared(value, r->values[0]) < 0;
	default:
		for (size_t i = 0; value && i < r->n; i++)
			if (!strcmp(value, r->values[i]))
				return r->op == SEL_IN;
		return r->op == SEL_NOT_IN;
	}
}
