/* A file descriptor behind a window that keeps the first bytes. */
#include "kube/input.h"

#include "kube/gotext.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static ssize_t read_more(struct input *in, char *bytes, size_t size)
{
	ssize_t n;

	do
		n = read(in->fd, bytes, size);
	while (n < 0 && errno == EINTR);
	if (n > 0)
		in->bytes += (uint64_t)n;
	return n;
}

static int fill_head(struct input *in)
{
	ssize_t n = 1;

	while (n > 0 && in->n_head < sizeof in->window) {
		n = read_more(in, in->window + in->n_head, sizeof in->window - in->n_head);
		in->n_head += n > 0 ? (size_t)n : 0;
	}
	return n < 0 ? -1 : 0;
}

/* UTF-8's byte order mark says nothing and is not JSON. */
static void skip_mark(struct input *in)
{
	if (in->n_head < 3 || memcmp(in->head, "\xEF\xBB\xBF", 3) != 0)
		return;
	in->head += 3;
	in->n_head -= 3;
	in->bytes -= 3;
	in->start += in->start >= 0 ? 3 : 0;
}

int input_open(struct input *in, const char *path, struct error *err)
{
	bool standard_input = !strcmp(path, "-");
	char reason[80];

	in->fd = standard_input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	if (in->fd < 0)
		return error_set(err, ERR_SYSTEM, "open %s: %s", path, gotext_errno(errno, reason));
	in->start = lseek(in->fd, 0, SEEK_CUR);
	in->head = in->window;
	in->n_head = in->at = 0;
	in->bytes = 0;
	if (fill_head(in)) {
		error_set(err, ERR_SYSTEM, "read %s: %s", path, gotext_errno(errno, reason));
		input_close(in);
		return -1;
	}
	skip_mark(in);
	return 0;
}

void input_open_text(struct input *in, const char *text, size_t len)
{
	in->fd = -1;
	in->start = 0;
	in->head = text;
	in->n_head = len;
	in->bytes = len;
	in->at = 0;
}

int input_read(void *arg, char *bytes, size_t size)
{
	struct input *in = arg;
	size_t left = in->n_head - in->at;

	if (size > INPUT_HEAD)
		size = INPUT_HEAD;
	if (left) {
		size = left < size ? left : size;
		memcpy(bytes, in->head + in->at, size);
		in->at += size;
		return (int)size;
	}
	return in->fd < 0 ? 0 : (int)read_more(in, bytes, size);
}

bool input_past_head(const struct input *in)
{
	return in->bytes > in->n_head;
}

bool input_repeats(const struct input *in)
{
	return in->start >= 0 || !input_past_head(in);
}

void input_repeat(struct input *in)
{
	in->at = 0;
	if (!input_past_head(in))
		return;
	in->bytes = in->n_head;
	lseek(in->fd, in->start + (off_t)in->n_head, SEEK_SET);
}

void input_close(struct input *in)
{
	if (in->fd > STDIN_FILENO)
		close(in->fd);
	in->fd = -1;
}
