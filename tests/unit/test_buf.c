/* Byte strings that grow up to a maximum, and files read into them. */
#include "kube/buf.h"
#include "tap.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void growing(void)
{
	AUTO(buf_free) struct buf b = { 0 };
	char *taken;

	is(buf_text(&b), "", "an empty one has a text");
	buf_puts(&b, "");
	ok(b.at && !*b.at && !b.len, "nothing can be added");
	buf_puts(&b, "one ");
	buf_putc(&b, '2');
	buf_addf(&b, " %s %d", "three", 4);
	is(b.at, "one 2 three 4", "texts, characters and formats are added");
	buf_add(&b, "\0x", 2);
	ok(b.len == 15 && !b.at[13] && b.at[14] == 'x' && !b.at[15], "bytes, too; a NUL follows");
	buf_cut(&b, 3);
	is(b.at, "one", "it can be cut");
	buf_cut(&b, 30);
	ok(b.len == 3, "but not made longer so");
	for (int i = 0; i < 100000; i++)
		buf_addf(&b, "%d", i % 10);
	ok(b.len == 100003 && b.at[100002] == '9' && !b.at[100003], "it grows");
	taken = buf_take(&b);
	ok(strlen(taken) == 100003 && !b.at && !b.len && !b.cap, "it can be taken away");
	free(taken);
	taken = buf_take(&b);
	is(taken, "", "also when there is nothing");
	free(taken);
}

static void maximum(void)
{
	AUTO(buf_free) struct buf b = { .max = 100 };

	for (int i = 0; i < 10; i++)
		buf_puts(&b, "0123456789");
	ok(b.len == 100 && !b.overflow, "the maximum can be reached");
	buf_putc(&b, 'x');
	ok(b.len == 100 && b.overflow && !b.at[100], "but not passed");
	buf_cut(&b, 50);
	buf_putc(&b, 'x');
	ok(b.len == 50 && b.overflow, "which is remembered");
	ok(!buf_room(&b, 1), "there is no room then");
	buf_cut(&b, 0);
	buf_puts(&b, "again");
	is(b.at, "again", "until it is empty again");
	free(buf_take(&b));
	ok(b.max == 100, "the maximum stays when it is taken away");
	buf_puts(&b, "again");
	buf_addf(&b, "%200s", "");
	ok(b.overflow && b.len == 5, "a format is added whole or not at all");
	buf_free(&b);
	ok(!b.at && b.max == 100 && !b.overflow, "the maximum stays");
	ok(!buf_room(&b, SIZE_MAX) && b.overflow, "no size is too large to be refused");
}

/* A file of that many bytes. */
static void write_file(const char *path, size_t size)
{
	FILE *out = fopen(path, "wb");

	for (size_t i = 0; i < size; i++)
		fputc("abc"[i % 3], out);
	fclose(out);
}

static void reads(const char *path, size_t size, size_t max, const char *error)
{
	AUTO(buf_free) struct buf b = { .max = max };
	struct error err = { 0 };
	char expected[256];
	int result;

	if (size)
		write_file(path, size);
	buf_puts(&b, "before ");
	result = buf_read_file(&b, path, &err);
	if (error) {
		snprintf(expected, sizeof expected, error, path);
		ok(result == -1, "%zu bytes are refused", size);
		is(err.text, expected, "because");
		return;
	}
	ok(!result && b.len == size + 7 && !memcmp(b.at, "before abcabc", 13) && !b.at[b.len] &&
	           b.at[b.len - 1] == "abc"[(size - 1) % 3],
	   "%zu bytes are read where %zu may be", size, max);
}

static void files(void)
{
	char directory[] = "/tmp/test_buf.XXXXXX", path[64];
	AUTO(buf_free) struct buf b = { 0 };

	if (!mkdtemp(directory))
		abort();
	snprintf(path, sizeof path, "%s/file", directory);
	reads(path, 0, 0, "open %s: no such file or directory");
	reads(path, 100, 0, NULL);
	reads(path, 65536, 0, NULL);
	reads(path, 1000000, 0, NULL);
	reads(path, 93, 100, NULL);
	reads(path, 94, 100, "%s is larger than 100 bytes");
	reads(path, (1 << 20) - 7, 1 << 20, NULL);
	reads(path, (1 << 20) - 6, 1 << 20, "%s is larger than 1 MiB");
	reads(directory, 0, 0, "read %s: is a directory");
	write_file(path, 0);
	ok(!buf_read_file(&b, path, NULL) && !b.len, "an empty file is empty");
	is(buf_text(&b), "", "and a text");
	if (!chmod(path, 0) && access(path, R_OK)) /* root may read all the same */
		reads(path, 0, 0, "open %s: permission denied");
	unlink(path);
	rmdir(directory);
}

static void standard_input(void)
{
	AUTO(buf_free) struct buf b = { 0 };
	int ends[2];

	if (pipe(ends) || write(ends[1], "from stdin", 10) != 10 || close(ends[1]) ||
	    dup2(ends[0], STDIN_FILENO) < 0)
		abort();
	ok(!buf_read_file(&b, "-", NULL), "- is read");
	is(buf_text(&b), "from stdin", "from standard input");
}

int main(void)
{
	growing();
	maximum();
	files();
	standard_input();
	return tap_end();
}
