/*
 * baseline.h - findings known from before: --baseline reports only what is new.
 *
 * A file of fingerprints (finding.h), JSON, sorted, one finding a line so that a diff
 * shows what changed. A fingerprint names check, top owner, container and field, not
 * line or message.
 */
#ifndef KUBE_BASELINE_H
#define KUBE_BASELINE_H

#include "kube/arena.h"
#include "kube/finding.h"

struct error;

struct known {
	const char *fingerprint, *check, *object; /* object: "deployment/shop/web" */
	bool seen;
};

struct baseline {
	size_t n;
	struct known *known; /* sorted by fingerprint */
};

int baseline_load(struct baseline *b, struct arena *a, const char *file, struct error *err);
/* Whether it is in there; marks it as seen. */
bool baseline_knows(struct baseline *b, const char *fingerprint);
/* Written whole or not at all (a temporary file beside it, then rename). */
int baseline_write(const struct report *r, const char *file, struct error *err);

#endif
