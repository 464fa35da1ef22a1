/* The line of progress: written over itself, cut to the terminal, gone when cleared. */
#include "kube/progress.h"

#include "kube/buf.h"
#include "kube/gotext.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE_MS 1000
#define REST_MS 100
#define TO_START_AND_ERASE "\r\033[K"

static struct {
	int64_t first_ms, last_ms; /* of the calls, of the lines; 0: none yet */
	bool visible;
} state;

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool on_terminal(void)
{
	const char *name = getenv("TERM");

	return name && *name && strcmp(name, "dumb") && isatty(STDERR_FILENO);
}

static bool is_time(void)
{
	int64_t now = now_ms();

	if (!state.first_ms)
		state.first_ms = now;
	if (now - state.first_ms < PATIENCE_MS || now - state.last_ms < REST_MS)
		return false;
	state.last_ms = now;
	return true;
}

static size_t columns(void)
{
	struct winsize size;

	return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) || !size.ws_col ? 80 : size.ws_col;
}

/* One character stays free: the cursor must not go to the next line. */
static void cut(struct buf *line)
{
	size_t left = columns() - 1, len;
	uint32_t rune;

	for (char *at = line->at; (len = gotext_rune(at, &rune)); at += len) {
		if (!left--) {
			buf_cut(line, (size_t)(at - line->at));
			return;
		}
		if (rune < ' ')
			*at = ' ';
	}
}

static void print(const char *start, const char *text)
{
	fprintf(stderr, "%s%s", start, text);
	fflush(stderr);
}

void progress_show(const char *fmt, ...)
{
	AUTO(buf_free) struct buf line = { 0 };
	char text[1024];
	va_list args;

	if (!is_time() || !on_terminal())
		return;
	va_start(args, fmt);
	vsnprintf(text, sizeof text, fmt, args);
	va_end(args);
	buf_puts(&line, "");
	gotext_visible(&line, text);
	cut(&line);
	print(TO_START_AND_ERASE, line.at);
	state.visible = true;
}

void progress_clear(void)
{
	if (state.visible)
		print(TO_START_AND_ERASE, "");
	state.visible = false;
}
