/*
 * response.h - the head of an HTTP answer.
 */
#ifndef KUBE_RESPONSE_H
#define KUBE_RESPONSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct http_response {
	long status;                 /* 0: none came */
	char content_type[96];       /* "" if none; cut when longer */
	int64_t retry_after_seconds; /* -1: no such header, or no whole number (client-go's rule) */
	uint64_t body_bytes;         /* after decoding */
	bool broken;                 /* the connection ended too early: a GET may be repeated */
};

void response_clear(struct http_response *r);
/* One line of the head as it came: a status line begins anew, unknown headers are nothing. */
void response_take_line(struct http_response *r, const char *line, size_t len);

#endif
