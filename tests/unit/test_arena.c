/* Memory of a run: copies, alignment, and one copy of what repeats. */
#include "kube/arena.h"
#include "tap.h"

#include <stdint.h>
#include <stdlib.h>

static void copies(struct arena *a)
{
	char text[] = "text", *copy = arena_strdup(a, text), *part = arena_strndup(a, text, 2);

	text[0] = 'n';
	is(copy, "text", "a copy is a copy");
	is(part, "te", "also of a part");
	is(arena_strndup(a, "", 0), "", "or of nothing");
	ok(!arena_strdup(a, NULL), "but no text has none");
	is(arena_printf(a, "%s-%d", "a", 5), "a-5", "formats");
	is(arena_printf(a, "%s", ""), "", "empty ones");
	ok(strlen(arena_printf(a, "%100000d", 1)) == 100000, "and long ones");
	for (int len = 254; len < 258; len++)
		ok(strlen(arena_printf(a, "%*d", len, 1)) == (size_t)len, "of %d bytes", len);
	is(copy, "text", "while older ones stay");
}

/* Sizes of every kind; each is filled, and looked at again when all are there. */
static void blocks(void)
{
	AUTO(arena_free) struct arena a = { 0 };
	static unsigned char *at[2000];
	bool aligned = true, zeroed = true, kept = true;

	ok(arena_alloc(&a, 0), "no bytes have a place");

	for (size_t i = 0; i < 2000; i++) {
		size_t size = i % 10 ? i % 300 : i * 100;

		at[i] = arena_alloc(&a, size);
		aligned &= (uintptr_t)at[i] % _Alignof(max_align_t) == 0;
		for (size_t j = 0; j < size; j++)
			zeroed &= !at[i][j];
		memset(at[i], (int)(i % 251 + 1), size);
	}
	for (size_t i = 0; i < 2000; i++)
		for (size_t j = 0; j < (i % 10 ? i % 300 : i * 100); j++)
			kept &= at[i][j] == i % 251 + 1;
	ok(aligned, "aligned for any type");
	ok(zeroed, "zeroed");
	ok(kept, "each has its own place");
	ok(a.total_bytes >= 19900000 && a.total_bytes < 60000000, "all are counted");
	arena_free(&a);
	ok(!a.blocks && !a.strings && !a.total_bytes, "a freed arena is empty");
	is(arena_strdup(&a, "again"), "again", "and can be used again");
}

static void interning(struct arena *a)
{
	char typed[] = "label";
	const char *first = arena_intern(a, typed), *kept[5000];
	const int numbers[] = { 1, 2, 3 };
	bool same = true;

	ok(first != typed && !strcmp(first, "label"), "a text is copied once");
	ok(arena_intern(a, "label") == first, "equal texts are equal pointers");
	ok(arena_intern(a, "labels") != first, "others are not");
	ok(arena_intern(a, "labe") != first, "nor are parts");
	ok(arena_intern(a, "") == arena_intern(a, ""), "nothing is a text");
	ok(!arena_intern(a, NULL), "NULL is none");
	for (int i = 0; i < 5000; i++)
		kept[i] = arena_intern(a, arena_printf(a, "text-%d", i));
	for (int i = 0; i < 5000; i++)
		same &= arena_intern(a, arena_printf(a, "text-%d", i)) == kept[i];
	ok(same && arena_intern(a, "label") == first, "thousands of them");
	ok(arena_intern_bytes(a, numbers, sizeof numbers) ==
	           arena_intern_bytes(a, (int[]){ 1, 2, 3 }, sizeof numbers),
	   "bytes of any kind");
	ok(arena_intern_bytes(a, numbers, 4) != arena_intern_bytes(a, numbers, 8), "by length");
	ok((uintptr_t)arena_intern_bytes(a, "x", 1) % _Alignof(max_align_t) == 0, "aligned");
	ok(arena_intern_bytes(a, "a\0b", 3) != arena_intern_bytes(a, "a\0c", 3), "past a NUL");
}

int main(void)
{
	AUTO(arena_free) struct arena a = { 0 };

	copies(&a);
	blocks();
	interning(&a);
	return tap_end();
}
