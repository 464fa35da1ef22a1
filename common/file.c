/* Files are replaced by renaming a finished one onto them. */
#include "kube/file.h"

#include "kube/buf.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

static int failed(const char *path, int number, struct error *err)
{
	return error_set(err, ERR_SYSTEM, "write %s: %s", path, strerror(number));
}

/* errno of the first write that failed, 0 if all is on its way to the disk. */
static int write_and_close(FILE *out, void (*write)(const void *what, FILE *out), const void *what)
{
	int number = 0;

	errno = 0;
	write(what, out);
	if (fflush(out) || ferror(out))
		number = errno ? errno : EIO;
	if (fclose(out) && !number)
		number = errno;
	return number;
}

int file_replace(const char *path, void (*write)(const void *what, FILE *out), const void *what,
                 struct error *err)
{
	AUTO(buf_free) struct buf temporary = { 0 };
	struct stat there;
	bool direct = !stat(path, &there) && !S_ISREG(there.st_mode);
	FILE *out;
	int number;

	buf_addf(&temporary, direct ? "%s" : "%s.new", path);
	out = fopen(temporary.at, "w");
	if (!out)
		return failed(path, errno, err);
	number = write_and_close(out, write, what);
	if (!number && !direct && rename(temporary.at, path))
		number = errno;
	if (!number)
		return 0;
	if (!direct)
		remove(temporary.at);
	return failed(path, number, err);
}
