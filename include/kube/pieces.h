/*
 * pieces.h - a YAML stream cut before every "---" line, so that one broken document
 * does not hide those behind it.
 *
 *	pieces_open(&p, read_file, file);
 *	while (pieces_next(&p))
 *		while ((n = pieces_read(&p, bytes, sizeof bytes)) > 0)
 *			...
 *
 * A line that is "---", or begins with it and a blank, is never the content of a
 * document, whatever is open there. A piece holds the "---" itself and what belongs in
 * front of it: comments and directives. Documents that "..." divides share a piece.
 * UTF-16 is one piece. Bytes are passed on as they are, and none twice.
 */
#ifndef KUBE_PIECES_H
#define KUBE_PIECES_H

#include <stdbool.h>
#include <stddef.h>

/* libyaml looks through all directives for each of them. */
#define PIECES_DIRECTIVES_MAX 100

/* Gives up to `size` bytes of input: how many, 0 at the end, -1 with errno on an error. */
typedef int pieces_source(void *arg, char *bytes, size_t size);

struct pieces {
	int line;     /* of the next byte, from 1 */
	bool failed;  /* the source said -1: the input ends there */
	int error_number;
	bool crowded; /* this piece has more than PIECES_DIRECTIVES_MAX; the rest of it is left out */
	/* its own */
	pieces_source *source;
	void *arg;
	const char *rest; /* of a text */
	size_t n_rest, at, end;
	bool ended, whole, line_start, begun, content;
	int directives;
	char window[65536];
};

void pieces_open(struct pieces *p, pieces_source *source, void *arg);
void pieces_open_text(struct pieces *p, const char *text, size_t len); /* borrowed */
/* Passes over what is left of this piece; false at the end of the input. */
bool pieces_next(struct pieces *p);
/* Up to `size` bytes of this piece; 0 at its end. */
size_t pieces_read(struct pieces *p, char *bytes, size_t size);

#endif
