/*
 * A small API server for what a real one does not do on request: faults and odd bytes.
 *
 *	apiserver ROOT [LOG]
 *
 * Prints its port (on 127.0.0.1) and serves until stdin ends. GET /api/v1/pods answers
 * with ROOT/api/v1/pods.json, byte for byte; with limit= or continue= in pages of its
 * items. What there is no file for is 404. LOG gets each request: its first line, its
 * headers indented, its body behind "> ".
 *
 * ROOT/api/v1/pods.fault makes the answers odd: one line for one request, the last line
 * for all that follow; a line is a list of steps with ';' between:
 *
 *	ok               as if there were no fault file
 *	status=403       a Status with the usual reason
 *	body=TEXT        this body (type=text/plain, unless given)
 *	type=TYPE        this Content-Type ("type=" for none)
 *	header=NAME: V   one more header
 *	expired          410; expired=TOKEN offers to go on with this token
 *	token            an empty page that says there is more
 *	endless          a list without end; endless=pages: pages without end
 *	delay=MS         first waits
 *	slow=MS          waits after each piece of the body
 *	close            closes without an answer
 *	reset=N          resets the connection after N bytes of the body
 *	cut=N            closes it there, in the middle of a chunk
 *	short=N          ends the body there as if it were whole
 *	gzip             compressed, when asked for
 */
#include "kube/buf.h"
#include "kube/strings.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { PIECE = 4096, ENDLESS_PAGE = 500 };

static const char *root, *log_path;

struct request {
	int fd;
	char method[16], target[2048];
	char path[2048], query[2048];
	bool accepts_gzip;
	struct buf head, body;
};

struct answer {
	int status, delay_ms, slow_ms;
	const char *type, *token;
	char header[256];
	struct buf body;
	long reset, cut, shorter; /* -1: not */
	bool close, gzip, endless, endless_pages, given;
};

static void pause_ms(long ms)
{
	nanosleep(&(struct timespec){ ms / 1000, ms % 1000 * 1000000 }, NULL);
}

/* ---- how often a path was asked for ---- */

static int times_asked(const char *path)
{
	static struct {
		char path[2048];
		int times;
	} seen[64];
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	size_t i = 0;
	int times;

	pthread_mutex_lock(&lock);
	while (i < 63 && seen[i].path[0] && strcmp(seen[i].path, path) != 0)
		i++;
	snprintf(seen[i].path, sizeof seen[i].path, "%s", path);
	times = seen[i].times++;
	pthread_mutex_unlock(&lock);
	return times;
}

/* ---- lists in pages ---- */

/* The end of the JSON value at `at`, by its brackets and strings only. */
static const char *value_end(const char *at)
{
	int depth = 0;
	bool text = false;

	for (; *at; at++) {
		if (text) {
			if (*at == '\\' && at[1])
				at++;
			else
				text = *at != '"';
			continue;
		}
		text = *at == '"';
		if ((*at == ',' || *at == ']' || *at == '}') && !depth)
			return at;
		depth += (*at == '{' || *at == '[') - (*at == '}' || *at == ']');
	}
	return at;
}

static long parameter(const char *query, const char *name, long otherwise)
{
	const char *at = strstr(query, name);

	return at ? strtol(at + strlen(name), NULL, 10) : otherwise;
}

/* Items from `start`, `limit` of them, as a list that begins like the real server's. */
static void page(const char *list, const char *query, struct buf *out)
{
	long start = parameter(query, "continue=page-", 0), limit = parameter(query, "limit=", 0);
	const char *at = strstr(list, "\"items\""), *kind = strstr(list, "\"kind\"");
	AUTO(buf_free) struct buf items = { 0 };
	long n = 0;

	at = strchr(at, '[') + 1;
	for (at += strspn(at, " \n\t"); *at != ']'; n++) {
		const char *end = value_end(at);

		if (n >= start && (!limit || n < start + limit)) {
			buf_puts(&items, items.len ? "," : "");
			buf_add(&items, at, (size_t)(end - at));
		}
		at = end + (*end == ',');
		at += strspn(at, " \n\t");
	}
	buf_addf(out, "{%.*s,\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"1\"",
	         (int)(value_end(kind) - kind), kind);
	if (limit && start + limit < n)
		buf_addf(out, ",\"continue\":\"page-%ld\",\"remainingItemCount\":%ld",
		         start + limit, n - start - limit);
	buf_addf(out, "},\"items\":[%s]}\n", buf_text(&items));
}

static void endless_item(long n, struct buf *out)
{
	buf_addf(out, "%s{\"metadata\":{\"namespace\":\"default\",\"name\":\"endless-%012ld\"}}",
	         n % ENDLESS_PAGE ? "," : "", n);
}

static void endless_page(const char *query, struct buf *out)
{
	long start = parameter(query, "continue=page-", 0);

	buf_addf(out, "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"metadata\":{\"continue\":"
	              "\"page-%ld\"},\"items\":[", start + ENDLESS_PAGE);
	for (long n = 0; n < ENDLESS_PAGE; n++)
		endless_item(start + n, out);
	buf_puts(out, "]}\n");
}

/* ---- what to answer ---- */

static const char *reason_of(int status)
{
	switch (status) {
	case 400: return "BadRequest";
	case 401: return "Unauthorized";
	case 403: return "Forbidden";
	case 404: return "NotFound";
	case 410: return "Expired";
	case 429: return "TooManyRequests";
	case 500: return "InternalError";
	case 503: return "ServiceUnavailable";
	case 504: return "Timeout";
	default:  return "";
	}
}

static void status_body(struct answer *a, const struct request *r)
{
	buf_addf(&a->body, "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{");
	if (a->token && *a->token)
		buf_addf(&a->body, "\"continue\":\"%s\"", a->token);
	buf_addf(&a->body, "},\"status\":\"Failure\",\"message\":\"%s\",\"reason\":\"%s\","
	                   "\"code\":%d}\n",
	         a->status == 401 ? "Unauthorized" : r->path, reason_of(a->status), a->status);
}

static bool read_tree(const struct request *r, const char *ending, struct buf *out)
{
	AUTO(buf_free) struct buf path = { 0 };

	buf_addf(&path, "%s%s%s", root, r->path, ending);
	return !strstr(r->path, "..") && !buf_read_file(out, path.at, NULL);
}

static void serve_file(const struct request *r, struct answer *a)
{
	AUTO(buf_free) struct buf file = { 0 };

	if (!read_tree(r, ".json", &file)) {
		a->status = 404;
		a->type = "text/plain; charset=utf-8";
		buf_puts(&a->body, "404 page not found\n");
	} else if (strstr(r->query, "limit=") && strstr(file.at, "\"items\"")) {
		page(file.at, r->query, &a->body);
	} else {
		buf_add(&a->body, file.at, file.len);
	}
}

static void take_step(const struct request *r, struct answer *a, const char *name,
                      const char *value)
{
	bool is_number = isdigit((unsigned char)*value);
	long number = is_number ? strtol(value, NULL, 10) : 0;

	if (!strcmp(name, "status"))
		a->status = (int)number;
	else if (!strcmp(name, "type"))
		a->type = value;
	else if (!strcmp(name, "header"))
		snprintf(a->header, sizeof a->header, "%s\r\n", value);
	else if (!strcmp(name, "delay"))
		a->delay_ms = (int)number;
	else if (!strcmp(name, "slow"))
		a->slow_ms = (int)number;
	else if (!strcmp(name, "reset"))
		a->reset = number;
	else if (!strcmp(name, "cut"))
		a->cut = number;
	else if (!strcmp(name, "short"))
		a->shorter = number;
	else if (!strcmp(name, "close"))
		a->close = true;
	else if (!strcmp(name, "gzip"))
		a->gzip = true;
	else if (!strcmp(name, "endless"))
		*(*value ? &a->endless_pages : &a->endless) = true;
	else if (!strcmp(name, "expired")) {
		a->status = 410;
		a->token = value;
	} else if (!strcmp(name, "body")) {
		buf_puts(&a->body, value);
		a->given = true;
	} else if (!strcmp(name, "token")) {
		const char *old = strstr(r->query, "continue=page-");

		/* Another token that means the same: a zero more. */
		buf_addf(&a->body, "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"metadata\":{"
		                   "\"continue\":\"page-0%s\"},\"items\":[]}", old ? old + 14 : "");
	} else if (strcmp(name, "ok") != 0) {
		error_fatal("%s.fault: no step is called \"%s\"", r->path, name);
	}
}

/* The steps' texts stay in `line`. */
static void take_steps(const struct request *r, struct answer *a, char *line)
{
	while (line && *line) {
		char *next = strchr(line, ';'), *value;

		if (next)
			*next++ = '\0';
		line += strspn(line, " ");
		value = strchr(line, '=');
		if (value)
			*value++ = '\0';
		take_step(r, a, line, value ? value : "");
		line = next;
	}
}

static void decide(const struct request *r, struct answer *a, struct strings *lines)
{
	AUTO(buf_free) struct buf faults = { 0 };

	if (read_tree(r, ".fault", &faults)) {
		size_t turn = (size_t)times_asked(r->path);

		strings_split(lines, faults.at, '\n');
		if (lines->n)
			take_steps(r, a, lines->at[turn < lines->n ? turn : lines->n - 1]);
	}
	if (a->given && !a->type)
		a->type = "text/plain";
	else if (a->endless_pages)
		endless_page(r->query, &a->body);
	else if (a->status != 200 && !a->body.len)
		status_body(a, r);
	else if (!a->body.len && !a->endless)
		serve_file(r, a);
}

/* ---- sending ---- */

static bool send_all(int fd, const void *bytes, size_t len)
{
	const char *at = bytes;

	while (len) {
		ssize_t n = send(fd, at, len, 0);

		if (n <= 0)
			return false;
		at += n;
		len -= (size_t)n;
	}
	return true;
}

static bool send_chunk(int fd, const char *bytes, size_t len)
{
	char size[32];

	snprintf(size, sizeof size, "%zx\r\n", len);
	return send_all(fd, size, strlen(size)) && send_all(fd, bytes, len) &&
	       send_all(fd, "\r\n", 2);
}

static uint32_t crc32_of(const unsigned char *bytes, size_t len)
{
	uint32_t crc = 0xffffffff;

	for (size_t i = 0; i < len; i++) {
		crc ^= bytes[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return ~crc;
}

static void add_le(struct buf *out, uint32_t value, int bytes)
{
	for (; bytes; bytes--, value >>= 8)
		buf_putc(out, (char)(value & 0xff));
}

/* gzip without compressing: stored blocks are as good for a decoder. */
static void gzip(struct buf *body)
{
	struct buf out = { 0 };
	size_t at = 0, n;

	buf_add(&out, "\x1f\x8b\x08\0\0\0\0\0\0\xff", 10);
	do {
		n = body->len - at < 60000 ? body->len - at : 60000;
		buf_putc(&out, at + n == body->len);
		add_le(&out, (uint32_t)n, 2);
		add_le(&out, ~(uint32_t)n, 2);
		buf_add(&out, body->at + at, n);
		at += n;
	} while (at < body->len);
	add_le(&out, crc32_of((unsigned char *)body->at, body->len), 4);
	add_le(&out, (uint32_t)body->len, 4);
	buf_free(body);
	*body = out;
}

static void send_endless(int fd)
{
	AUTO(buf_free) struct buf piece = { 0 };

	buf_puts(&piece, "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"metadata\":{},\"items\":[");
	for (long n = 0;; n++) {
		if (n && n % ENDLESS_PAGE == 0) {
			if (!send_chunk(fd, piece.at, piece.len))
				return;
			buf_cut(&piece, 0);
			buf_putc(&piece, ',');
		}
		endless_item(n, &piece);
	}
}

/* false: the connection is over. */
static bool send_body(int fd, const struct answer *a)
{
	long stop = a->reset >= 0 ? a->reset : a->cut;

	for (size_t at = 0, n; at < a->body.len; at += n) {
		n = a->body.len - at < PIECE ? a->body.len - at : PIECE;
		if (stop >= 0 && at + n >= (size_t)stop) {
			char size[32];

			snprintf(size, sizeof size, "%zx\r\n", n);
			send_all(fd, size, strlen(size));
			send_all(fd, a->body.at + at, (size_t)stop - at);
			pause_ms(20);
			return false;
		}
		if (!send_chunk(fd, a->body.at + at, n))
			return false;
		if (a->slow_ms)
			pause_ms(a->slow_ms);
	}
	return send_all(fd, "0\r\n\r\n", 5);
}

static bool send_answer(int fd, struct answer *a, bool accepts_gzip)
{
	AUTO(buf_free) struct buf head = { 0 };

	if (a->shorter >= 0)
		buf_cut(&a->body, (size_t)a->shorter);
	if (a->gzip && accepts_gzip)
		gzip(&a->body);
	buf_addf(&head, "HTTP/1.1 %d %s\r\n", a->status, reason_of(a->status));
	if (!a->type || *a->type)
		buf_addf(&head, "Content-Type: %s\r\n", a->type ? a->type : "application/json");
	if (a->gzip && accepts_gzip)
		buf_puts(&head, "Content-Encoding: gzip\r\n");
	buf_addf(&head, "%sTransfer-Encoding: chunked\r\n\r\n", a->header);
	if (!send_all(fd, head.at, head.len))
		return false;
	if (a->endless)
		send_endless(fd);
	return send_body(fd, a);
}

static bool answer(const struct request *r)
{
	struct answer a = { .status = 200, .reset = -1, .cut = -1, .shorter = -1 };
	AUTO(strings_free) struct strings lines = { 0 };
	bool goes_on = false;

	decide(r, &a, &lines);
	if (a.delay_ms)
		pause_ms(a.delay_ms);
	if (!a.close)
		goes_on = send_answer(r->fd, &a, r->accepts_gzip);
	if (a.reset >= 0)
		setsockopt(r->fd, SOL_SOCKET, SO_LINGER, &(struct linger){ 1, 0 },
		           sizeof(struct linger));
	buf_free(&a.body);
	return goes_on;
}

/* ---- requests ---- */

/* The head ends with an empty line, so there is one. */
static const char *next_line(const char *at)
{
	return at + strcspn(at, "\n") + 1;
}

static void log_request(const struct request *r)
{
	AUTO(buf_free) struct buf text = { 0 };
	FILE *out = log_path ? fopen(log_path, "a") : NULL;

	if (!out)
		return;
	buf_addf(&text, "%s %s\n", r->method, r->target);
	for (const char *at = next_line(r->head.at); at && *at != '\r'; at = next_line(at))
		buf_addf(&text, "  %.*s\n", (int)strcspn(at, "\r"), at);
	if (r->body.len)
		buf_addf(&text, "> %s\n", r->body.at);
	fwrite(text.at, 1, text.len, out);
	fclose(out);
}

static const char *header_of(const char *head, const char *name)
{
	for (const char *at = next_line(head); *at != '\r'; at = next_line(at))
		if (!strncasecmp(at, name, strlen(name)))
			return at + strlen(name);
	return NULL;
}

static bool read_until(int fd, struct buf *in, size_t len)
{
	char bytes[4096];

	while (len ? in->len < len : !in->at || !strstr(in->at, "\r\n\r\n")) {
		ssize_t n = recv(fd, bytes, sizeof bytes, 0);

		if (n <= 0 || in->len > 1 << 20)
			return false;
		buf_add(in, bytes, (size_t)n);
	}
	return true;
}

static bool read_request(struct request *r)
{
	const char *value;
	char *end;
	size_t head_len, body_len;

	buf_cut(&r->head, 0);
	buf_cut(&r->body, 0);
	if (!read_until(r->fd, &r->head, 0))
		return false;
	end = strstr(r->head.at, "\r\n\r\n") + 4;
	head_len = (size_t)(end - r->head.at);
	buf_puts(&r->body, end);
	buf_cut(&r->head, head_len);
	value = header_of(r->head.at, "Content-Length:");
	body_len = value ? strtoul(value, NULL, 10) : 0;
	if (body_len && !read_until(r->fd, &r->body, body_len))
		return false;
	value = header_of(r->head.at, "Accept-Encoding:");
	r->accepts_gzip = value && !strncmp(value, " gzip", 5);
	snprintf(r->method, sizeof r->method, "%.*s", (int)strcspn(r->head.at, " "), r->head.at);
	value = r->head.at + strlen(r->method) + 1;
	snprintf(r->target, sizeof r->target, "%.*s", (int)strcspn(value, " "), value);
	snprintf(r->path, sizeof r->path, "%.*s", (int)strcspn(r->target, "?"), r->target);
	snprintf(r->query, sizeof r->query, "%s", r->target + strlen(r->path));
	return true;
}

static void *converse(void *arg)
{
	struct request r = { .fd = (int)(intptr_t)arg };

	setsockopt(r.fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int));
	do {
		if (!read_request(&r))
			break;
		log_request(&r);
	} while (answer(&r));
	close(r.fd);
	buf_free(&r.head);
	buf_free(&r.body);
	return NULL;
}

static int listen_somewhere(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	socklen_t len = sizeof address;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, len) || listen(fd, 64) ||
	    getsockname(fd, (struct sockaddr *)&address, &len))
		error_fatal("no socket on 127.0.0.1");
	printf("%d\n", ntohs(address.sin_port));
	fflush(stdout);
	return fd;
}

int main(int argc, char **argv)
{
	struct pollfd from[2] = { { .fd = 0, .events = POLLIN }, { .events = POLLIN } };

	if (argc < 2 || argc > 3)
		error_fatal("usage: apiserver ROOT [LOG]");
	root = argv[1];
	log_path = argv[2];
	signal(SIGPIPE, SIG_IGN);
	from[1].fd = listen_somewhere();
	while (poll(from, 2, -1) > 0) {
		char ignored[256];
		pthread_t thread;
		int fd;

		if (from[0].revents && read(0, ignored, sizeof ignored) <= 0)
			return 0;
		if (!from[1].revents)
			continue;
		fd = accept(from[1].fd, NULL, NULL);
		if (fd >= 0 && !pthread_create(&thread, NULL, converse, (void *)(intptr_t)fd))
			pthread_detach(thread);
	}
	return 0;
}
