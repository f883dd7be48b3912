package com.example.warehouse;

/**
 * One line of an article's ledger: what lies at a site ({@code stock}), or a change ({@code
 * movement}). Immutable.
 *
 * @param site the warehouse
 * @param kind {@code stock} or {@code movement}
 * @param text the article's title, or the movement's note ({@code -} when there is none)
 * @param amount the quantity, or the change
 */
public record Entry(String site, String kind, String text, int amount) {}
