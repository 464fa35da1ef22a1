/* Lines and columns. */
#include "kube/json_position.h"

#include <string.h>

void json_position_walk(struct json_position *p, const char *bytes, size_t len)
{
	const char *from = bytes, *stop = bytes + len, *found;

	while (from < stop && (found = memchr(from, '\n', (size_t)(stop - from)))) {
		p->line++;
		p->column = 1;
		from = found + 1;
	}
	p->column += (uint64_t)(stop - from);
}

struct json_position json_position_moved(struct json_position p, struct json_position from,
                                         struct json_position to)
{
	if (p.line == from.line)
		p.column = p.column - from.column + to.column;
	p.line = p.line - from.line + to.line;
	return p;
}
