/*
 * Every value is written by: place(), which writes what stands in front of it (comma,
 * indentation, key), then the value, then finish(), which ends the line at the top.
 * YAML's characters are json_yaml.c's business; here it is only columns.
 */
#include "kube/json_write.h"
#include "kube/json_number.h"
#include "kube/json_string.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* How Go escapes the character of `len` bytes (0: not UTF-8), NULL where it stands as it is. */
static const char *escape_of(char out[8], const char *at, size_t len)
{
	static const char controls[] = "\b\f\n\r\t\"\\", letters[] = "bfnrt\"\\";
	const char *known = strchr(controls, *at);

	if (!len)
		return "\\ufffd";
	if (len == 3 && !strncmp(at, "\xE2\x80\xA8", 3))
		return "\\u2028";
	if (len == 3 && !strncmp(at, "\xE2\x80\xA9", 3))
		return "\\u2029";
	if (known)
		snprintf(out, 8, "\\%c", letters[known - controls]);
	else if ((unsigned char)*at < 0x20 || strchr("<>&", *at))
		snprintf(out, 8, "\\u%04x", (unsigned)*at);
	else
		return NULL;
	return out;
}

/* Runs without escapes are added whole. */
void json_quote(struct buf *out, const char *text)
{
	const char *stop = text + strlen(text), *run = text, *escape;
	char space[8];

	buf_putc(out, '"');
	for (const char *at = text; at < stop;) {
		size_t len = json_utf8_length(at, (size_t)(stop - at));

		escape = escape_of(space, at, len);
		if (escape) {
			buf_add(out, run, (size_t)(at - run));
			buf_puts(out, escape);
			run = at + (len ? len : 1);
		}
		at += len ? len : 1;
	}
	buf_add(out, run, (size_t)(stop - run));
	buf_putc(out, '"');
}

static void put_quoted(struct json_writer *w, const char *text)
{
	AUTO(buf_free) struct buf quoted = { .max = 6 * strlen(text) + 2 };

	json_quote(&quoted, text);
	fwrite(quoted.at, 1, quoted.len, w->out);
}

/* A YAML string; what is not UTF-8 becomes U+FFFD. */
static void put_yaml(struct json_writer *w, const char *text, int indent, bool simple_key)
{
	size_t len = strlen(text);
	AUTO(buf_free) struct buf clean = { .max = 3 * len + 1 };

	for (size_t i = 0, n; i < len; i += n ? n : 1) {
		n = json_utf8_length(text + i, len - i);
		buf_add(&clean, n ? text + i : "\xEF\xBF\xBD", n ? n : 3);
	}
	json_yaml_text(&w->yaml, buf_text(&clean), indent, simple_key);
}

static void place_yaml(struct json_writer *w, const char *key)
{
	int indent = w->depth ? w->open[w->depth - 1].indent : 0;

	json_yaml_indent(&w->yaml, indent);
	if (!w->depth)
		return;
	if (!key) {
		json_yaml_mark(&w->yaml, "-");
	} else if (json_yaml_simple_key(key)) {
		put_yaml(w, key, indent, true);
		json_yaml_colon(&w->yaml);
	} else {
		json_yaml_mark(&w->yaml, "?");
		put_yaml(w, key, indent, false);
		json_yaml_indent(&w->yaml, indent);
		json_yaml_mark(&w->yaml, ":");
	}
}

static void line(struct json_writer *w)
{
	if (w->format == JSON_PRETTY)
		fprintf(w->out, "\n%*s", 4 * w->depth, "");
}

static void place_json(struct json_writer *w, const char *key)
{
	if (!w->depth)
		return;
	if (w->open[w->depth - 1].used)
		putc(',', w->out);
	line(w);
	if (key) {
		put_quoted(w, key);
		fputs(w->format == JSON_PRETTY ? ": " : ":", w->out);
	}
}

static void place(struct json_writer *w, const char *key)
{
	w->yaml.out = w->out;
	if (w->format == JSON_YAML) {
		if (!w->depth && w->used)
			fputs("---\n", w->out);
		place_yaml(w, key);
	} else {
		place_json(w, key);
	}
	w->used = true;
	if (w->depth)
		w->open[w->depth - 1].used = true;
}

static void finish(struct json_writer *w)
{
	if (w->depth)
		return;
	if (w->format == JSON_YAML)
		json_yaml_end(&w->yaml);
	else
		putc('\n', w->out);
}

/* What is neither text nor a container. */
static void put_word(struct json_writer *w, const char *key, const char *word)
{
	place(w, key);
	if (w->format == JSON_YAML)
		json_yaml_plain(&w->yaml, word);
	else
		fputs(word, w->out);
	finish(w);
}

/* Lists are not indented under their key; everything else is, by two columns. */
static int yaml_indent(const struct json_writer *w, char bracket)
{
	if (!w->depth)
		return 0;
	return w->open[w->depth - 1].indent + (bracket == '[' && w->yaml.written ? 0 : 2);
}

void json_begin(struct json_writer *w, const char *key, char bracket)
{
	if (w->depth == JSON_WRITE_DEPTH)
		error_fatal("more than %d levels of JSON are written", JSON_WRITE_DEPTH);
	place(w, key);
	if (w->format != JSON_YAML)
		putc(bracket, w->out);
	w->open[w->depth].indent = yaml_indent(w, bracket);
	w->open[w->depth].bracket = bracket;
	w->open[w->depth++].used = false;
}

void json_end(struct json_writer *w)
{
	bool used = w->open[--w->depth].used;
	char bracket = w->open[w->depth].bracket;

	if (w->format != JSON_YAML) {
		if (used)
			line(w);
		putc(bracket + 2, w->out);
	} else if (!used) {
		json_yaml_plain(&w->yaml, bracket == '{' ? "{}" : "[]");
	}
	finish(w);
}

void json_put_str(struct json_writer *w, const char *key, const char *text)
{
	if (!text)
		return;
	place(w, key);
	if (w->format == JSON_YAML)
		put_yaml(w, text, w->depth ? w->open[w->depth - 1].indent : 0, false);
	else
		put_quoted(w, text);
	finish(w);
}

void json_put_int(struct json_writer *w, const char *key, int64_t number)
{
	char text[24];

	snprintf(text, sizeof text, "%" PRId64, number);
	put_word(w, key, text);
}

void json_put_bool(struct json_writer *w, const char *key, bool value)
{
	put_word(w, key, value ? "true" : "false");
}

void json_put_number(struct json_writer *w, const char *key, const char *as_written)
{
	put_word(w, key, as_written);
}

void json_put_null(struct json_writer *w, const char *key)
{
	put_word(w, key, "null");
}

/* From here on: values of a document. */

static int by_bytes(const void *a, const void *b)
{
	struct json left = *(const struct json *)a, right = *(const struct json *)b;
	int order = strcmp(json_name(left), json_name(right));

	return order ? order : left.at - right.at;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* Numbers inside names by value, other signs before letters: the order of go-yaml. */
static int natural(const char *a, const char *b)
{
	size_t i = 0, a_end, b_end;
	uint64_t a_number = 0, b_number = 0;

	while (a[i] && a[i] == b[i])
		i++;
	if (!a[i] || !b[i] || is_letter(a[i]) || is_letter(b[i])) {
		if (a[i] && b[i] && is_letter(a[i]) != is_letter(b[i]))
			return is_letter(a[i]) ? 1 : -1;
		return (unsigned char)a[i] - (unsigned char)b[i];
	}
	/* A zero in the middle of a number is a digit like others. */
	for (size_t j = i; j && is_digit(a[j - 1]) && (a[i] == '0' || b[i] == '0'); j--)
		if (a[j - 1] != '0')
			a_number = b_number = 1;
	for (a_end = i; is_digit(a[a_end]); a_end++)
		a_number = a_number * 10 + (uint64_t)(a[a_end] - '0');
	for (b_end = i; is_digit(b[b_end]); b_end++)
		b_number = b_number * 10 + (uint64_t)(b[b_end] - '0');
	if (a_number != b_number) /* signed: numbers beyond 63 bits wrap around there */
		return (int64_t)a_number < (int64_t)b_number ? -1 : 1;
	if (a_end != b_end)
		return a_end < b_end ? -1 : 1;
	return (unsigned char)a[i] - (unsigned char)b[i];
}

static int by_nature(const void *a, const void *b)
{
	struct json left = *(const struct json *)a, right = *(const struct json *)b;
	int order = natural(json_name(left), json_name(right));

	return order ? order : left.at - right.at;
}

static void put_sorted(struct json_writer *w, struct json object)
{
	size_t n = 0;
	struct json *members = xalloc(json_count(object) * sizeof *members);

	json_each(member, object)
		members[n++] = member;
	qsort(members, n, sizeof *members, w->format == JSON_YAML ? by_nature : by_bytes);
	for (size_t i = 0; i < n; i++)
		if (i + 1 == n || strcmp(json_name(members[i]), json_name(members[i + 1])))
			json_put(w, json_name(members[i]), members[i], true);
	free(members);
}

static void put_number(struct json_writer *w, const char *key, const char *text)
{
	char space[JSON_NUMBER_SIZE];

	put_word(w, key, json_number_go(space, text, w->format == JSON_YAML));
}

static void put_container(struct json_writer *w, const char *key, struct json value, bool sorted)
{
	bool object = json_type(value) == JSON_OBJECT;

	json_begin(w, key, object ? '{' : '[');
	if (object && sorted)
		put_sorted(w, value);
	else
		json_each(inside, value)
			json_put(w, json_name(inside), inside, sorted);
	json_end(w);
}

void json_put(struct json_writer *w, const char *key, struct json value, bool sorted)
{
	switch (json_type(value)) {
	case JSON_STRING: json_put_str(w, key, json_str(value)); break;
	case JSON_NUMBER: put_number(w, key, json_str(value)); break;
	case JSON_BOOL:   put_word(w, key, json_str(value)); break;
	case JSON_ABSENT:
		if (value.doc)
			json_put_null(w, key);
		break;
	default:          put_container(w, key, value, sorted); break;
	}
}
