/*
 * A place is a document and the index of one of jsmn's tokens, which lie in the
 * order of the text: a container before what it holds, a name before its value.
 *
 * json_parse() checks the text, lets jsmn cut it, and then link_siblings() turns jsmn's
 * `parent` field, no longer needed, into the index behind the token's subtree: the
 * next sibling is one step away. The rest is lookups on that array.
 *
 * Strings are decoded where they lie when first asked for: the result is never
 * longer. A NUL over the closing quote (text[end]) is the mark that it is done. A
 * number or `true` gets its NUL over the byte behind it, which the token keeps in
 * `size`, for json_position().
 */
#include "kube/json.h"
#include "kube/json_number.h"
#include "kube/json_string.h"

#define JSMN_STATIC
#define JSMN_STRICT
#define JSMN_PARENT_LINKS
#include <jsmn.h>

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define AFTER parent /* what jsmn's field is after link_siblings() */

struct json_doc {
	char *text;
	jsmntok_t *tokens;
	size_t cap;
	struct json_check check;
	struct buf lone; /* a copy of a text that is one number, which leaves no byte for the NUL */
};

static const struct json absent;

struct json_doc *json_doc_new(void)
{
	return xalloc(sizeof(struct json_doc));
}

void json_doc_free(struct json_doc **doc)
{
	if (*doc) {
		json_check_free(&(*doc)->check);
		buf_free(&(*doc)->lone);
		free((*doc)->tokens);
		free(*doc);
	}
	*doc = NULL;
}

size_t json_error_offset(const struct json_doc *doc)
{
	return doc->check.at;
}

const char *json_error_why(const struct json_doc *doc)
{
	return doc->check.why;
}

static bool is_leaf(const jsmntok_t *token)
{
	return token->type == JSMN_STRING || token->type == JSMN_PRIMITIVE;
}

/* The text of a token that is no container, as a C string. */
static const char *token_text(struct json_doc *doc, int at)
{
	jsmntok_t *token = &doc->tokens[at];
	char *start = doc->text + token->start, *end = doc->text + token->end;

	if (*end) {
		if (token->type == JSMN_STRING)
			start[json_unescape(start, (size_t)(end - start))] = '\0';
		else
			token->size = *end;
		*end = '\0';
	}
	return start;
}

/* Names are compared as they lie in the text, so the few with escapes are decoded now. */
static void decode_name(struct json_doc *doc, jsmntok_t *name)
{
	char *start = doc->text + name->start;

	name->end = name->start + (int)json_unescape(start, (size_t)(name->end - name->start));
	doc->text[name->end] = '\0';
}

/* Backwards, so that the subtrees inside a token are known when it is reached. */
static void link_siblings(struct json_doc *doc, int n)
{
	jsmntok_t *tokens = doc->tokens;
	size_t escaped = doc->check.n_escaped;

	for (int i = n - 1; i >= 0; i--) {
		int after = i + 1;

		for (int inside = tokens[i].size; inside > 0; inside--)
			after = tokens[after].AFTER;
		tokens[i].AFTER = after;
		if (escaped && (size_t)tokens[i].start == doc->check.escaped[escaped - 1] + 1) {
			decode_name(doc, &tokens[i]);
			escaped--;
		}
	}
}

static void make_room(struct json_doc *doc, size_t tokens)
{
	if (tokens <= doc->cap)
		return;
	doc->cap = tokens > 2 * doc->cap ? tokens : 2 * doc->cap;
	doc->tokens = xrealloc(doc->tokens, doc->cap * sizeof *doc->tokens);
}

/* In strict mode jsmn knows no text that is one number, true, false or null. */
static bool lone_scalar(struct json_doc *doc, const char *text, size_t len)
{
	size_t start = 0, end = len;

	while (strchr(" \t\r\n", text[start]))
		start++;
	if (strchr("{[\"", text[start]))
		return false;
	while (strchr(" \t\r\n", text[end - 1]))
		end--;
	buf_cut(&doc->lone, 0);
	doc->lone.max = len;
	buf_add(&doc->lone, text, len);
	doc->text = doc->lone.at;
	doc->tokens[0] = (jsmntok_t){ JSMN_PRIMITIVE, (int)start, (int)end, 0, 1 };
	return true;
}

static void tokenize(struct json_doc *doc, char *text, size_t len)
{
	jsmn_parser parser;
	int n;

	make_room(doc, doc->check.tokens);
	if (lone_scalar(doc, text, len))
		return;
	doc->text = text;
	jsmn_init(&parser);
	n = jsmn_parse(&parser, text, len, doc->tokens, (unsigned)doc->cap);
	if (n < 0 || (size_t)n != doc->check.tokens)
		error_fatal("jsmn and json_check() disagree (%d)", n);
	link_siblings(doc, n);
}

int json_parse(struct json_doc *doc, char *text, size_t len, struct json *root, struct error *err)
{
	*root = absent;
	if (!json_check(&doc->check, text, len))
		return error_set(err, ERR_DATA, "invalid JSON at byte %zu: %s", doc->check.at,
		                 doc->check.why);
	tokenize(doc, text, len);
	*root = (struct json){ doc, 0 };
	return 0;
}

static bool is_container(struct json v, jsmntype_t type)
{
	return v.doc && v.doc->tokens[v.at].type == type;
}

/* The last of equal names counts, so the search goes to the end. */
static struct json member(struct json v, const char *name, size_t len)
{
	struct json found = absent;

	if (!is_container(v, JSMN_OBJECT))
		return found;
	for (int i = v.at + 1; i < v.doc->tokens[v.at].AFTER; i = v.doc->tokens[i].AFTER) {
		const jsmntok_t *token = &v.doc->tokens[i];

		if ((size_t)(token->end - token->start) == len &&
		    (!len || v.doc->text[token->start] == *name) &&
		    !memcmp(v.doc->text + token->start, name, len))
			found = (struct json){ v.doc, i + 1 };
	}
	return found;
}

struct json json_key(struct json v, const char *key)
{
	return member(v, key, strlen(key));
}

struct json json_get(struct json v, const char *path)
{
	const char *dot;

	for (; (dot = strchr(path, '.')); path = dot + 1)
		v = member(v, path, (size_t)(dot - path));
	return json_key(v, path);
}

enum json_type json_type(struct json v)
{
	if (!v.doc)
		return JSON_ABSENT;
	switch (v.doc->tokens[v.at].type) {
	case JSMN_OBJECT: return JSON_OBJECT;
	case JSMN_ARRAY:  return JSON_ARRAY;
	case JSMN_STRING: return JSON_STRING;
	default:          break;
	}
	switch (v.doc->text[v.doc->tokens[v.at].start]) {
	case 'n': return JSON_ABSENT;
	case 't': case 'f': return JSON_BOOL;
	default:  return JSON_NUMBER;
	}
}

bool json_exists(struct json v)
{
	return json_type(v) != JSON_ABSENT;
}

size_t json_count(struct json v)
{
	bool container = is_container(v, JSMN_OBJECT) || is_container(v, JSMN_ARRAY);

	return container ? (size_t)v.doc->tokens[v.at].size : 0;
}

struct json json_root(struct json v)
{
	return v.doc ? (struct json){ v.doc, 0 } : absent;
}

/* The element at token `at`, or the value of the name there, or the end of the container. */
static struct json element(struct json container, int at)
{
	const jsmntok_t *token = &container.doc->tokens[container.at];

	if (at >= token->AFTER)
		return absent;
	return (struct json){ container.doc, at + (token->type == JSMN_OBJECT) };
}

struct json json_first(struct json container)
{
	return container.doc ? element(container, container.at + 1) : absent;
}

struct json json_next(struct json container, struct json item)
{
	return item.doc ? element(container, item.doc->tokens[item.at].AFTER) : absent;
}

/* Only a name is a string that holds something: its value. */
static bool is_member(struct json v)
{
	const jsmntok_t *before;

	if (!v.doc || !v.at)
		return false;
	before = &v.doc->tokens[v.at - 1];
	return before->type == JSMN_STRING && before->size;
}

struct json json_map(struct json v)
{
	return json_type(v) == JSON_OBJECT ? v : (struct json){ 0 };
}

const char *json_name(struct json v)
{
	return is_member(v) ? token_text(v.doc, v.at - 1) : NULL;
}

const char *json_str(struct json v)
{
	enum json_type type = json_type(v);

	return type == JSON_STRING || type == JSON_NUMBER || type == JSON_BOOL ?
	               token_text(v.doc, v.at) : NULL;
}

const char *json_text(struct json v, const char *otherwise)
{
	const char *text = json_str(v);

	return text ? text : otherwise;
}

bool json_equal(struct json v, const char *text)
{
	const char *own = json_str(v);

	return own && text && !strcmp(own, text);
}

bool json_bool(struct json v, bool otherwise)
{
	if (json_equal(v, "true"))
		return true;
	return json_equal(v, "false") ? false : otherwise;
}

int64_t json_int(struct json v, int64_t otherwise)
{
	int64_t number;

	return json_number_whole(json_text(v, ""), &number) ? number : otherwise;
}

/* What follows serves output and comparison. */

static size_t offset_of(const jsmntok_t *token)
{
	return (size_t)(token->start - (token->type == JSMN_STRING));
}

size_t json_offset(struct json v)
{
	return v.doc ? offset_of(&v.doc->tokens[v.at]) : 0;
}

/*
 * Line breaks stand between tokens only, where nothing was written but the NUL behind
 * a number: so the text from token to token is searched.
 */
struct json_position json_position(struct json v)
{
	struct json_position at = { 1, 1 };
	size_t from = 0, line = 0;

	for (int i = 0; v.doc && i <= v.at - is_member(v); i++) {
		const jsmntok_t *token = &v.doc->tokens[i];
		size_t to = offset_of(token);

		for (; from < to; from++) {
			int c = v.doc->text[from];

			if ((c ? c : token[-1].size) == '\n') {
				at.line++;
				line = from + 1;
			}
		}
		at.column = to - line + 1;
		from = (size_t)(is_leaf(token) ? token->end : token->start + 1);
	}
	return at;
}

/* ".spec" or, where the name is no plain word, ["a.b/c"]. */
static void add_name(struct buf *out, const char *name, bool first)
{
	static const char word[] = "-_0123456789"
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

	if (*name && !strchr("-0123456789", *name) && !name[strspn(name, word)]) {
		buf_addf(out, "%s%s", first ? "" : ".", name);
		return;
	}
	buf_puts(out, "[\"");
	for (; *name; name++)
		buf_addf(out, "%s%c", *name == '"' || *name == '\\' ? "\\" : "", *name);
	buf_puts(out, "\"]");
}

/* One step down from `in` towards v. */
static struct json step(struct json in, struct json v, struct buf *out)
{
	size_t index = 0;

	json_each(item, in) {
		if (v.at < v.doc->tokens[item.at].AFTER) {
			if (json_name(item))
				add_name(out, json_name(item), !in.at);
			else
				buf_addf(out, "[%zu]", index);
			return item;
		}
		index++;
	}
	return v;
}

void json_path(struct json v, struct buf *out)
{
	struct json at = json_root(v);

	while (at.at != v.at)
		at = step(at, v, out);
}

/* FNV-1a over words of eight bytes, read as little-endian, with the high half folded in. */
static uint64_t mix(uint64_t hash, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i += 8) {
		uint64_t word = 0;

		for (size_t k = 0; k < 8 && i + k < len; k++)
			word |= (uint64_t)(unsigned char)bytes[i + k] << 8 * k;
		hash = (hash ^ word) * UINT64_C(1099511628211);
		hash ^= hash >> 32;
	}
	return hash;
}

/* The token itself: what it is, and its text with the length in front. */
static uint64_t mix_token(uint64_t hash, struct json_doc *doc, int at)
{
	const jsmntok_t *token = &doc->tokens[at];
	const char *text = is_leaf(token) ? token_text(doc, at) : "";
	size_t len = strlen(text);
	char head[8] = { (char)('0' + token->type) };

	for (int k = 1; k < 8; k++)
		head[k] = (char)(len >> 8 * (k - 1));
	return mix(mix(hash, head, sizeof head), text, len);
}

static bool left_out(struct json_doc *doc, int at, bool (*skip)(struct json member))
{
	struct json v = { doc, at };

	return is_member(v) && (!json_exists(v) || (skip && skip(v)));
}

uint64_t json_hash(struct json v, bool (*skip)(struct json member))
{
	uint64_t hash = UINT64_C(14695981039346656037);
	int ends[JSON_DEPTH_MAX + 1], depth = 0;

	for (int i = v.at; json_exists(v) && i < v.doc->tokens[v.at].AFTER;) {
		const jsmntok_t *token = &v.doc->tokens[i];

		if (left_out(v.doc, i + 1, skip)) {
			i = token->AFTER;
			continue;
		}
		for (; depth && ends[depth - 1] <= i; depth--)
			hash = mix(hash, "]", 1);
		hash = mix_token(hash, v.doc, i);
		if (!is_leaf(token))
			ends[depth++] = token->AFTER;
		i++;
	}
	return hash;
}
