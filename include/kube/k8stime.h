/*
 * k8stime.h - RFC 3339 times, kubectl's ages, Go's durations.
 */
#ifndef KUBE_K8STIME_H
#define KUBE_K8STIME_H

#include "kube/error.h"

#include <stdint.h>

#define K8STIME_NONE INT64_MIN

/* Seconds since 1970 of "2026-11-22T10:00:00Z" (also fractions, offsets); K8STIME_NONE if it is none. */
int64_t k8stime_parse(const char *text);
/* "2026-11-22T10:00:00Z"; "<unknown>" for K8STIME_NONE */
const char *k8stime_format(int64_t seconds, char out[32]);
/* Now; $SOURCE_DATE_EPOCH (seconds) instead when set, so that outputs can be compared. */
int64_t k8stime_now(void);

/* "5d3h" as kubectl's AGE column: apimachinery's duration.HumanDuration. */
const char *k8stime_age(int64_t age_seconds, char out[16]);

/* "1m30s", "500ms", "-2h": Go's time.ParseDuration. Nanoseconds, 0 or -1 (untouched). */
int k8stime_duration(const char *text, int64_t *nanoseconds);

#endif
