/*
 * data.h - cases from a file: lines, where <0A> is the byte with that hexadecimal number.
 *
 *	struct data data;
 *	if (ok(data_open(&data, "tests/unit/json.data"), "the cases can be read"))
 *		while (data_line(&data))
 *			puts(data.line);
 *
 * Lines that begin with '#' are left out.
 */
#ifndef TESTS_DATA_H
#define TESTS_DATA_H

#include "kube/buf.h"

#include <stdio.h>
#include <string.h>

struct data {
	FILE *in;
	int number; /* of the line, from 1 */
	char line[4096];
};

__attribute__((unused))
static bool data_open(struct data *data, const char *path)
{
	*data = (struct data){ .in = fopen(path, "r") };
	return data->in != NULL;
}

/* false, and the file closed, at its end. */
__attribute__((unused))
static bool data_line(struct data *data)
{
	do {
		data->number++;
		if (!data->in || !fgets(data->line, sizeof data->line, data->in)) {
			if (data->in)
				fclose(data->in);
			data->in = NULL;
			return false;
		}
	} while (*data->line == '#');
	data->line[strcspn(data->line, "\n")] = '\0';
	return true;
}

/* The bytes of a line. */
__attribute__((unused))
static void data_bytes(struct buf *out, const char *line)
{
	static const char digits[] = "0123456789ABCDEF";

	buf_cut(out, 0);
	for (; *line; line++) {
		const char *high = line[1] ? strchr(digits, line[1]) : NULL;
		const char *low = high && line[2] ? strchr(digits, line[2]) : NULL;

		if (*line == '<' && low && line[3] == '>') {
			buf_putc(out, (char)((high - digits) * 16 + (low - digits)));
			line += 3;
		} else {
			buf_putc(out, *line);
		}
	}
}

#endif
