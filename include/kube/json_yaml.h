/*
 * json_yaml.h - the lines of a YAML text, byte for byte as kubectl's writer lays them out.
 *
 *	struct json_yaml y = { .out = stdout };
 *	json_yaml_indent(&y, 0);
 *	json_yaml_text(&y, "name", 0, true);
 *	json_yaml_mark(&y, ":");
 *	json_yaml_text(&y, "yes", 0, false);
 *	json_yaml_end(&y);                       // name: "yes"
 *
 * What json_write.h is made of; it knows about mappings and sequences, this about
 * characters: quotes, blocks, folding behind column 80.
 */
#ifndef KUBE_JSON_YAML_H
#define KUBE_JSON_YAML_H

#include <stdbool.h>
#include <stdio.h>

struct json_yaml {
	FILE *out;
	int column;   /* characters on this line */
	bool written; /* more than indentation and "- " stands on it */
	bool tight;   /* the last character was no blank */
};

/* Goes to a column: on this line if nothing but "- " is there, else on a new one. */
void json_yaml_indent(struct json_yaml *y, int column);
/* "-", "?" and ":" in front of more, after a blank. */
void json_yaml_mark(struct json_yaml *y, const char *mark);
/* The ':' of a usual key. */
void json_yaml_colon(struct json_yaml *y);
/* Text that stands as it is: a number, true, null, {}. */
void json_yaml_plain(struct json_yaml *y, const char *text);
/* A string in the best form inside a collection at column `indent`. */
void json_yaml_text(struct json_yaml *y, const char *text, int indent, bool simple_key);
/* Keys of several lines or over 128 bytes need "? key" and ": value". */
bool json_yaml_simple_key(const char *text);
void json_yaml_end(struct json_yaml *y); /* ends the last line */

#endif
