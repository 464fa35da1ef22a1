/*
 * json_number.h - numbers as text: read as whole ones, written as Go writes them.
 */
#ifndef KUBE_JSON_NUMBER_H
#define KUBE_JSON_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#define JSON_NUMBER_SIZE 48

/* "8080", "8e3" and "8.0"; not "0x1f", " 8" or what does not fit. */
bool json_number_whole(const char *text, int64_t *number);

/*
 * A JSON number as kubectl prints it: 64-bit integers to the digit, others as the
 * nearest double in its shortest form; in YAML with an exponent from a million up.
 * The result is out, text or a constant.
 */
const char *json_number_go(char out[JSON_NUMBER_SIZE], const char *text, bool yaml);

#endif
