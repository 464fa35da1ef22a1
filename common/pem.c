/* Blocks are "-----BEGIN X-----", base64 and "-----END X-----", with anything between them. */
#include "kube/pem.h"

#include "kube/base64.h"
#include "kube/strings.h"

#include <string.h>

#define BEGIN "-----BEGIN "
#define END "-----END "
#define DASHES "-----"

/* The type of the block whose first line begins at `at`, and where that line ends. */
static const char *read_type(const char *at, struct buf *type)
{
	size_t len;

	at += strlen(BEGIN);
	len = strcspn(at, "\n");
	while (len && strchr(" \t\r", at[len - 1]))
		len--;
	if (len < strlen(DASHES) || memcmp(at + len - strlen(DASHES), DASHES, strlen(DASHES)))
		return NULL;
	buf_cut(type, 0);
	buf_add(type, at, len - strlen(DASHES));
	return at + strcspn(at, "\n");
}

static bool is_base64(const char *from, const char *to)
{
	AUTO(buf_free) struct buf text = { 0 }, bytes = { 0 };

	for (; from < to; from++)
		if (!strchr(" \t\r\n", *from))
			buf_putc(&text, *from);
	return !base64_decode(buf_text(&text), &bytes, NULL);
}

/* Takes one whole block, *at behind it. Blocks that are broken are passed over, as Go does. */
static bool next_block(const char **at, struct buf *type)
{
	while ((*at = strstr(*at, BEGIN))) {
		const char *body = read_type(*at, type), *end;

		*at += strlen(BEGIN);
		if (!body || !(end = strstr(body, END)))
			continue;
		if (strncmp(end + strlen(END), buf_text(type), type->len) ||
		    !text_starts(end + strlen(END) + type->len, DASHES))
			continue;
		/* A block with headers ("Proc-Type: ...") is not base64 from its start. */
		if (memchr(body, ':', (size_t)(end - body)) || is_base64(body, end)) {
			*at = end + strlen(END);
			return true;
		}
	}
	return false;
}

/* Whether there is a block that `wanted` takes; the types of the others before it go to *others. */
static bool find(const char *pem, bool (*wanted)(const char *type), struct strings *others)
{
	AUTO(buf_free) struct buf type = { 0 };

	while (next_block(&pem, &type)) {
		if (wanted(buf_text(&type)))
			return true;
		strings_add(others, buf_text(&type));
	}
	return false;
}

static bool is_certificate(const char *type)
{
	return !strcmp(type, "CERTIFICATE");
}

static bool is_key(const char *type)
{
	return text_ends(type, "PRIVATE KEY");
}

static void list(struct buf *out, const struct strings *types)
{
	for (size_t i = 0; i < types->n; i++)
		buf_addf(out, "%s%s", i ? " " : "[", types->at[i]);
	buf_putc(out, ']');
}

int pem_check_authorities(const char *pem, struct error *err)
{
	AUTO(strings_free) struct strings others = { 0 };

	if (find(pem, is_certificate, &others))
		return 0;
	return error_set(err, ERR_CONFIG, "unable to load root certificates: %s",
	                 others.n ? "no valid certificate authority data seen"
	                          : "unable to parse bytes as PEM block");
}

int pem_check_certificate(const char *pem, struct error *err)
{
	AUTO(strings_free) struct strings others = { 0 };
	AUTO(buf_free) struct buf types = { 0 };

	if (find(pem, is_certificate, &others))
		return 0;
	if (!others.n)
		return error_set(err, ERR_CONFIG,
		                 "tls: failed to find any PEM data in certificate input");
	for (size_t i = 0; i < others.n; i++)
		if (is_key(others.at[i]))
			return error_set(err, ERR_CONFIG,
			                 "tls: failed to find certificate PEM data in certificate "
			                 "input, but did find a private key; PEM inputs may have "
			                 "been switched");
	list(&types, &others);
	return error_set(err, ERR_CONFIG,
	                 "tls: failed to find \"CERTIFICATE\" PEM block in certificate input after "
	                 "skipping PEM blocks of the following types: %s", types.at);
}

int pem_check_key(const char *pem, struct error *err)
{
	AUTO(strings_free) struct strings others = { 0 };
	AUTO(buf_free) struct buf types = { 0 };

	if (find(pem, is_key, &others))
		return 0;
	if (!others.n)
		return error_set(err, ERR_CONFIG, "tls: failed to find any PEM data in key input");
	if (others.n == 1 && is_certificate(others.at[0]))
		return error_set(err, ERR_CONFIG,
		                 "tls: found a certificate rather than a key in the PEM for the "
		                 "private key");
	list(&types, &others);
	return error_set(err, ERR_CONFIG,
	                 "tls: failed to find PEM block with type ending in \"PRIVATE KEY\" in key "
	                 "input after skipping PEM blocks of the following types: %s", types.at);
}
