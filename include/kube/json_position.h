/*
 * json_position.h - lines and columns of a text, counted from 1; columns are bytes.
 */
#ifndef KUBE_JSON_POSITION_H
#define KUBE_JSON_POSITION_H

#include <stddef.h>
#include <stdint.h>

struct json_position {
	uint64_t line, column;
};

/* Moves p from the first of these bytes to behind the last. */
void json_position_walk(struct json_position *p, const char *bytes, size_t len);
/*
 * A part of one text also stands in another one: what is at `from` in the one is at
 * `to` in the other. Gives the other one's position for `p`, which is not before `from`.
 */
struct json_position json_position_moved(struct json_position p, struct json_position from,
                                         struct json_position to);

#endif
