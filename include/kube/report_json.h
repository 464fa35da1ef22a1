/*
 * report_json.h - a report for programs: the contract that plugins/audit/report.schema.json
 * describes, as JSON or YAML.
 */
#ifndef KUBE_REPORT_JSON_H
#define KUBE_REPORT_JSON_H

#include "kube/finding.h"

#include <stdio.h>

void report_json_print(const struct report *r, FILE *out);
void report_yaml_print(const struct report *r, FILE *out);

#endif
