/* Quantities: what is read and printed reads back as the same number. */
#include "../../common/quantity.c"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void arithmetic_of(struct quantity q)
{
	struct quantity twice = quantity_add(q, q);
	int64_t milli = quantity_milli(q);

	must(!quantity_cmp(twice, quantity_times(q, 2)));
	must(quantity_cmp(quantity_max(q, twice), q) >= 0);
	must(milli < 0 ? q.units < 0 || q.nanos < 0 : q.units >= 0 && q.nanos >= 0);
	must(quantity_is_zero(q) || quantity_ratio_percent(q, q) == 100);
	must(quantity_is_zero(quantity_times(q, 0)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = xalloc(size + 1), canonical[40];
	struct quantity q, read;

	memcpy(text, data, size);
	if (!quantity_parse(text, &q)) {
		quantity_format(q, canonical);
		must(!quantity_parse(canonical, &read) && !quantity_cmp(q, read));
		arithmetic_of(q);
	}
	free(text);
	return 0;
}
