/*
 * pty.h - a terminal for tests: what is written to one end can be read at the other.
 *
 *	struct pty pty = pty_open(100, 30);
 *	fputs("hello", pty.terminal);
 *	is(pty_read(&pty), "hello", "arrives");
 *	pty_close(&pty);
 *
 * Include it first: it asks for the X/Open part of POSIX.
 */
#ifndef TESTS_PTY_H
#define TESTS_PTY_H

#define _XOPEN_SOURCE 700

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

struct pty {
	FILE *terminal;
	int other; /* the end a person would look at */
	char text[4096];
};

static struct pty pty_open(unsigned short columns, unsigned short rows)
{
	struct pty pty = { .other = posix_openpt(O_RDWR | O_NOCTTY) };
	struct winsize size = { .ws_col = columns, .ws_row = rows };
	struct termios mode;
	int fd;

	if (pty.other < 0 || grantpt(pty.other) || unlockpt(pty.other))
		abort();
	fd = open(ptsname(pty.other), O_RDWR | O_NOCTTY);
	if (fd < 0 || tcgetattr(fd, &mode))
		abort();
	mode.c_oflag &= ~(tcflag_t)OPOST; /* nothing becomes CR LF */
	if (tcsetattr(fd, TCSANOW, &mode) || ioctl(fd, TIOCSWINSZ, &size))
		abort();
	pty.terminal = fdopen(fd, "w");
	return pty;
}

/* What was written since the last call. */
__attribute__((unused))
static const char *pty_read(struct pty *pty)
{
	struct pollfd poll_fd = { .fd = pty->other, .events = POLLIN };
	size_t len = 0;
	ssize_t n;

	fflush(pty->terminal);
	while (len < sizeof pty->text - 1 && poll(&poll_fd, 1, 20) > 0 &&
	       (n = read(pty->other, pty->text + len, sizeof pty->text - 1 - len)) > 0)
		len += (size_t)n;
	pty->text[len] = '\0';
	return pty->text;
}

static void pty_close(struct pty *pty)
{
	fclose(pty->terminal);
	close(pty->other);
}

#endif
