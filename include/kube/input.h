/*
 * input.h - the bytes of a file, whose beginning can be looked at before it is read.
 *
 *	if (input_open(&in, path, err))
 *		return -1;
 *	if (in.n_head && in.head[0] == '{') ...
 *	while ((n = input_read(&in, bytes, sizeof bytes)) > 0) ...
 *	input_close(&in);
 *
 * A byte order mark of UTF-8 is left out.
 */
#ifndef KUBE_INPUT_H
#define KUBE_INPUT_H

#include "kube/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define INPUT_HEAD 65536

struct input {
	const char *head;  /* the first bytes: INPUT_HEAD of them, or all there are */
	size_t n_head;
	uint64_t bytes;    /* that came in so far, the head included */
	/* its own */
	int fd;            /* -1: a text, which is all head */
	off_t start;       /* -1: no way back */
	size_t at;         /* in the head */
	char window[INPUT_HEAD];
};

/* "-" is standard input. ERR_SYSTEM "open web.yaml: permission denied". */
int input_open(struct input *in, const char *path, struct error *err);
void input_open_text(struct input *in, const char *text, size_t len); /* borrowed */
/* From the beginning: how many bytes, 0 at the end, -1 with errno. A doc_read of doc.h. */
int input_read(void *in, char *bytes, size_t size);
/* Is there more than the head? */
bool input_past_head(const struct input *in);
/* Can it be read again? A pipe cannot. */
bool input_repeats(const struct input *in);
/* Back to the beginning, also of a pipe that was not read past its head. */
void input_repeat(struct input *in);
void input_close(struct input *in);

#endif
