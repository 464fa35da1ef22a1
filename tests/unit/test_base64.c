/* Base64 there and back, and Go's errors with Go's offsets. */
#include "kube/base64.h"
#include "tap.h"

static const struct {
	const char *encoded, *plain;
} pairs[] = {
	{ "", "" },
	{ "Zg==", "f" },
	{ "Zm8=", "fo" },
	{ "Zm9v", "foo" },
	{ "Zm9vYg==", "foob" },
	{ "Zm9vYmE=", "fooba" },
	{ "Zm9vYmFy", "foobar" },
	{ "+/+/", "\xfb\xff\xbf" },
};

/* What Go 1.26 says; the number is the byte in its error. */
static const struct {
	const char *encoded, *plain;
	int corrupt;
} odd[] = {
	{ "Zm9v\n", "foo", -1 },
	{ "\r\nZ\nm\n9\r\nv\n", "foo", -1 },
	{ "Zg=\n=\n", "f", -1 },
	{ "Zh==", "f", -1 }, /* stray bits are not looked at */
	{ "Z", NULL, 0 },
	{ "Zg", NULL, 0 },
	{ "Zm8", NULL, 0 },
	{ "Zm9vYmF", NULL, 4 },
	{ "Zm9vY\nmF", NULL, 5 },
	{ "Zm9v*", NULL, 4 },
	{ "Zm 9v", NULL, 2 },
	{ "Zm9_", NULL, 3 },
	{ "=", NULL, 0 },
	{ "Z=", NULL, 1 },
	{ "Z===", NULL, 1 },
	{ "Zg=", NULL, 3 },
	{ "Zg=\n", NULL, 4 },
	{ "Zg=x", NULL, 2 },
	{ "Zg==x", NULL, 4 },
	{ "Zm8=\nx", NULL, 5 },
	{ "Zm9v====", NULL, 4 },
	{ "Zm9v\xc3\xa4", NULL, 4 },
};

static void odd_inputs(void)
{
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
		AUTO(buf_free) struct buf out = { 0 };
		struct error err = { 0 };
		char expected[64] = "";
		int result;

		buf_puts(&out, "kept");
		result = base64_decode(odd[i].encoded, &out, &err);
		if (odd[i].corrupt >= 0)
			snprintf(expected, sizeof expected, "illegal base64 data at input byte %d",
			         odd[i].corrupt);
		is(err.text, expected, "Go's error");
		ok(result == (odd[i].plain ? 0 : -1), "its result");
		is(buf_text(&out) + 4, odd[i].plain ? odd[i].plain : "", "and nothing half done");
	}
}

static void every_byte(void)
{
	AUTO(buf_free) struct buf text = { 0 }, back = { 0 };
	unsigned char bytes[256];

	for (int i = 0; i < 256; i++)
		bytes[i] = (unsigned char)i;
	for (size_t len = 254; len <= 256; len++) {
		buf_cut(&text, 0);
		buf_cut(&back, 0);
		base64_encode(bytes, len, &text);
		ok(!base64_decode(buf_text(&text), &back, NULL) && back.len == len &&
		           !memcmp(back.at, bytes, len),
		   "%zu bytes of every value survive", len);
	}
}

int main(void)
{
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		AUTO(buf_free) struct buf plain = { 0 }, encoded = { 0 };

		ok(!base64_decode(pairs[i].encoded, &plain, NULL), "decodes");
		is(buf_text(&plain), pairs[i].plain, "what was encoded");
		base64_encode(pairs[i].plain, strlen(pairs[i].plain), &encoded);
		is(buf_text(&encoded), pairs[i].encoded, "encodes");
	}
	odd_inputs();
	every_byte();
	return tap_end();
}
