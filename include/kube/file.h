/*
 * file.h - writes a file whole or not at all.
 */
#ifndef KUBE_FILE_H
#define KUBE_FILE_H

#include "kube/error.h"

#include <stdio.h>

/*
 * write() fills a temporary file beside `path`, which is then renamed onto it: nobody
 * ever reads half of it, and what stood there before stays when the disk is full. A
 * path that is no regular file (/dev/stdout, a pipe) is written directly.
 * ERR_SYSTEM "write PATH: why".
 */
int file_replace(const char *path, void (*write)(const void *what, FILE *out), const void *what,
                 struct error *err);

#endif
