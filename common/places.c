/* A sorted list of marks: added in order, found by halves. */
#include "kube/places.h"

#include "kube/error.h"

#include <limits.h>
#include <stdlib.h>

static void add(struct places *p, struct places_mark mark)
{
	if (p->n == p->cap) {
		p->cap = p->cap ? p->cap * 2 : 256;
		p->at = xrealloc(p->at, p->cap * sizeof *p->at);
	}
	p->at[p->n++] = mark;
}

void places_add(struct places *p, size_t offset, size_t line, size_t column)
{
	add(p, (struct places_mark){ (uint32_t)offset, (uint32_t)line, (uint32_t)column });
}

void places_alias(struct places *p, size_t offset, size_t original)
{
	add(p, (struct places_mark){ (uint32_t)offset, 0, (uint32_t)original });
}

/* How many marks are at or before the offset. */
static size_t count_to(const struct places *p, size_t offset)
{
	size_t low = 0, high = p->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (p->at[middle].offset <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* How many marks there are up to the one that says. Originals stand before their copies. */
static size_t find(const struct places *p, size_t offset)
{
	size_t n = count_to(p, offset);

	while (n && !p->at[n - 1].line) {
		offset = offset - p->at[n - 1].offset + p->at[n - 1].column;
		n = count_to(p, offset);
	}
	return n;
}

static int number(uint32_t n)
{
	return n > INT_MAX ? INT_MAX : (int)n;
}

struct place places_find(const struct places *p, size_t offset)
{
	size_t n = find(p, offset);

	if (!n)
		return (struct place){ 0 };
	return (struct place){ number(p->at[n - 1].line), number(p->at[n - 1].column) };
}

void places_free(struct places *p)
{
	free(p->at);
	*p = (struct places){ 0 };
}
