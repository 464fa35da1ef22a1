/* The line of progress, as a terminal sees it. */
#include "pty.h"

#include "kube/progress.h"
#include "tap.h"

#include <time.h>

static void rest(long ms)
{
	struct timespec time = { ms / 1000, ms % 1000 * 1000000 };

	nanosleep(&time, NULL);
}

/* What progress_show() sends to the terminal when enough time has passed. */
static const char *shown(struct pty *pty, const char *text)
{
	rest(110);
	progress_show("%s", text);
	return pty_read(pty);
}

int main(void)
{
	struct pty pty = pty_open(10, 24);
	int own = dup(STDERR_FILENO);
	FILE *file = tmpfile();

	setenv("TERM", "xterm", 1);
	dup2(fileno(pty.terminal), STDERR_FILENO);
	progress_show("at once");
	rest(500);
	progress_show("soon");
	progress_clear();
	is(pty_read(&pty), "", "nothing is said in the first second");
	rest(550);
	progress_show("%d pods", 5);
	progress_show("too early");
	is(pty_read(&pty), "\r\033[K5 pods", "then a line, and not one after the other");
	is(shown(&pty, "6 pods"), "\r\033[K6 pods", "but after a while, in its place");
	progress_clear();
	is(pty_read(&pty), "\r\033[K", "it can be cleared");
	progress_clear();
	is(pty_read(&pty), "", "once");
	is(shown(&pty, "123456789"), "\r\033[K123456789", "it may be as long as the terminal");
	is(shown(&pty, "123456789abc"), "\r\033[K123456789", "but for one character");
	is(shown(&pty, "\xc3\xa4\xc3\xb6\xc3\xbc\xe2\x82\xac" "56789"),
	   "\r\033[K\xc3\xa4\xc3\xb6\xc3\xbc\xe2\x82\xac" "56789", "characters count, not bytes");
	is(shown(&pty, "a\nb\tc"), "\r\033[Ka b c", "it stays one line");
	is(shown(&pty, "\033[2J"), "\r\033[KU+001B[2J", "and drives nothing");
	is(shown(&pty, ""), "\r\033[K", "nothing is a line, too");
	setenv("TERM", "dumb", 1);
	is(shown(&pty, "x"), "", "a dumb terminal sees nothing");
	unsetenv("TERM");
	is(shown(&pty, "x"), "", "nor does one without a name");
	setenv("TERM", "xterm", 1);
	progress_clear();
	pty_read(&pty);
	dup2(fileno(file), STDERR_FILENO);
	is(shown(&pty, "x"), "", "nor is anything said");
	progress_clear();
	dup2(own, STDERR_FILENO);
	ok(!fseek(file, 0, SEEK_END) && !ftell(file), "to what is no terminal");
	fclose(file);
	pty_close(&pty);
	return tap_end();
}
