package dev.zdm.rewriter.mapping;

/** How v2 holds the rows of one v1 table. */
public sealed interface Layout permits Portion, Targets {}
