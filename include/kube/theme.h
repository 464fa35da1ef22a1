/*
 * theme.h - the rows of checks, and themes: tables of them with a heading and a page.
 *
 * check.h says how a check is written and run.
 */
#ifndef KUBE_THEME_H
#define KUBE_THEME_H

#include "kube/finding.h"
#include "kube/kind.h"

struct run;
struct visit;

enum scope {
	ON_CONTAINER, /* every container of every pod or template, of any role */
	ON_POD,       /* every pod or template */
	ON_OBJECT,    /* the kinds of .kinds */
	ON_RUN        /* once, at the end: conclude() only */
};

/* A number or word the user may set in --config. */
struct parameter {
	const char *name, *value, *help; /* value: the default */
};

struct check {
	const char *id;
	enum scope on;
	enum severity severity;      /* default; OFF: only when asked for */
	void (*run)(struct visit *v); /* NULL for ON_RUN */
	const char *title;           /* what is wrong, lower case, no full stop */
	kind_mask kinds;             /* ON_OBJECT, ON_RUN: the kinds it judges. ON_POD, ON_CONTAINER: 0 is
	                                every kind with pods */
	kind_mask needs;             /* more kinds it must know to be right */
	/* At the end, for each finding of this check: false drops it; may change severity, message. */
	bool (*settle)(struct run *run, struct finding *f);
	void (*conclude)(struct run *run, const struct check *check);
	const struct parameter *parameters; /* ends with a NULL name; NULL: none */
	bool live_only;              /* says nothing about files */
	bool from_status;            /* judges live state: also seen on pods whose spec was judged before */
	bool last;                   /* concludes when all other findings were counted */
	int duty;                    /* enum duty, when it is not the object's: SHARED, PROVIDERS */
};

struct theme {
	const char *name;            /* of its files: "resources" */
	enum heading heading;
	const struct check *checks;  /* ends with a NULL id */
	const char *page;            /* its Markdown: a "### id" section a check */
};

/* The check of this id in a list of themes that ends with NULL; NULL: none. theme may be NULL. */
const struct check *check_named(const struct theme *const *themes, const char *id,
                                const struct theme **theme);
/* The first check that the glob matches; NULL: none. */
const struct check *check_matching(const struct theme *const *themes, const char *glob);

#endif
