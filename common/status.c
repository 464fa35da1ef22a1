/* Statuses and their texts: those of apimachinery's errors, printed as kubectl prints them. */
#include "kube/status.h"

#include "kube/json.h"
#include "kube/strings.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN_MAX = 2048 }; /* bytes of a body that is no Status */

/* What client-go says when the server itself says nothing; %s is the body. */
static const struct generic {
	long status;
	const char *reason, *message; /* message NULL: the body */
} generics[] = {
	{ 400, "BadRequest", "the server rejected our request for an unknown reason" },
	{ 401, "Unauthorized", "the server has asked for the client to provide credentials" },
	{ 403, "Forbidden", NULL },
	{ 404, "NotFound", "the server could not find the requested resource" },
	{ 405, "MethodNotAllowed",
	  "the server does not allow this method on the requested resource" },
	{ 406, "NotAcceptable", NULL },
	{ 409, "Conflict", "the server reported a conflict" },
	{ 415, "UnsupportedMediaType", NULL },
	{ 422, "Invalid", "the server rejected our request due to an error in our request" },
	{ 429, "TooManyRequests",
	  "the server has received too many requests and has asked us to try again later" },
	{ 503, "ServiceUnavailable", "the server is currently unable to handle the request" },
	{ 504, "Timeout", "the server was unable to return a response in the time allotted, but "
	                  "may still be processing the request" },
};

static enum error_code code_of(long status)
{
	switch (status) {
	case 401: return ERR_UNAUTHORIZED;
	case 403: return ERR_DENIED;
	case 404: return ERR_NOT_FOUND;
	default:  return ERR_SERVER;
	}
}

static int say(const struct status_answer *a, const char *reason, const char *message,
               struct error *err)
{
	bool unknown = a->status == 404 || a->status == 400;
	const char *before = a->before && unknown ? a->before : "";
	enum error_code code = code_of(a->status);

	if (!strcmp(reason, "Unauthorized"))
		return error_set(err, code, "error: You must be logged in to the server (%s)",
		                 message);
	if (*reason)
		return error_set(err, code, "Error from server (%s): %s%s", reason, before,
		                 message);
	return error_set(err, code, "Error from server: %s%s", before, message);
}

/* The body as client-go quotes it: only what calls itself text, without the blanks around. */
static void body_text(const struct status_answer *a, struct buf *out)
{
	const char *from = a->body;
	size_t len;

	if (*a->content_type && !text_starts(a->content_type, "text/")) {
		buf_puts(out, "unknown");
		return;
	}
	while (isspace((unsigned char)*from))
		from++;
	len = strlen(from);
	if (len > SHOWN_MAX)
		len = SHOWN_MAX;
	while (len && isspace((unsigned char)from[len - 1]))
		len--;
	if (len)
		buf_add(out, from, len);
	else
		buf_puts(out, "unknown");
}

static void generic_message(const struct status_answer *a, const struct generic *known,
                            struct buf *out)
{
	AUTO(buf_free) struct buf body = { 0 };

	body_text(a, &body);
	if (known)
		buf_puts(out, known->message ? known->message : body.at);
	else if (a->status >= 500)
		buf_addf(out, "an error on the server (\"%s\") has prevented the request from "
		              "succeeding", body.at);
	else
		buf_addf(out, "the server responded with the status code %ld but did not return "
		              "more information", a->status);
	if (a->doing)
		buf_addf(out, " (%s)", a->doing);
}

static int generic_error(const struct status_answer *a, struct error *err)
{
	AUTO(buf_free) struct buf message = { 0 };
	const struct generic *known = NULL;

	for (size_t i = 0; i < sizeof generics / sizeof *generics; i++)
		if (generics[i].status == a->status)
			known = &generics[i];
	generic_message(a, known, &message);
	if (known)
		return say(a, known->reason, message.at, err);
	return say(a, a->status >= 500 ? "InternalError" : "Unknown", message.at, err);
}

int status_error(const struct status_answer *a, struct error *err)
{
	AUTO(json_doc_free) struct json_doc *doc = json_doc_new();
	AUTO(buf_free) struct buf copy = { 0 };
	struct json root;

	buf_puts(&copy, a->body);
	if (copy.len && !json_parse(doc, copy.at, copy.len, &root, NULL) &&
	    json_equal(json_get(root, "kind"), "Status") &&
	    !json_equal(json_get(root, "status"), "Success"))
		return say(a, json_text(json_get(root, "reason"), ""),
		           json_text(json_get(root, "message"), ""), err);
	return generic_error(a, err);
}
