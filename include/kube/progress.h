/*
 * progress.h - one line on stderr that says what is going on, on a terminal only.
 *
 * Nothing is printed in the first second, nor when stderr is no terminal or TERM is
 * dumb. progress_clear() removes the line; everything that prints to stderr calls it
 * first.
 */
#ifndef KUBE_PROGRESS_H
#define KUBE_PROGRESS_H

#include "kube/error.h"

void progress_show(const char *fmt, ...) PRINTF_LIKE(1, 2);
void progress_clear(void);

#endif
