/*
 * version.h - Kubernetes versions: "v1.36.3", "1.36", "v1.29.3-gke.1+build".
 */
#ifndef KUBE_VERSION_H
#define KUBE_VERSION_H

#include <stdbool.h>

struct version {
	int major, minor, patch; /* patch is -1 when the text had none */
};

/* 0 or -1 (untouched) when the text does not begin with a version. */
int version_parse(const char *text, struct version *v);
int version_cmp(struct version a, struct version b); /* by major and minor, then patch */
bool version_at_least(struct version v, int major, int minor);

/* What `--version` prints; set by the build (git describe). */
extern const char version_of_suite[];
extern const char version_commit[];

#endif
