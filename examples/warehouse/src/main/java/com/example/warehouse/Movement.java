package com.example.warehouse;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change of an item's quantity. Immutable.
 *
 * @param id given by the database, rising
 * @param sku the item's number
 * @param site the item's warehouse
 * @param delta by how many, below 0 when they left
 * @param note why, null when nobody said
 * @param happenedAt when, to the millisecond
 */
public record Movement(
    long id, String sku, String site, int delta, @Nullable String note, Instant happenedAt) {}
