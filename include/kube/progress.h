/*
 * progress.h - one line on stderr that says what is going on, on a terminal only.
 *
 *	progress_show("%s: %zu objects", kind->resource, n);   // as often as one likes
 *	...
 *	progress_clear();
 *
 * Nothing is printed in the first second after the first call, then at most ten times a
 * second; nor when stderr is no terminal or TERM is not set or dumb. progress_clear()
 * removes the line; everything that prints to stderr, or to stdout when that is a
 * terminal, calls it first.
 */
#ifndef KUBE_PROGRESS_H
#define KUBE_PROGRESS_H

#include "kube/error.h"

/* Cut to the width of the terminal; what would drive it is shown, not sent. */
void progress_show(const char *fmt, ...) PRINTF_LIKE(1, 2);
void progress_clear(void);

#endif
