package com.example.warehouse;

/**
 * One line of the stock report. Immutable.
 *
 * @param sku the item's number
 * @param site the item's warehouse
 * @param title what it is called
 * @param qty how many lie there
 * @param movements how many movements it has
 * @param moved what the movements add up to; equal to qty in sound books
 */
public record StockLine(
    String sku, String site, String title, int qty, long movements, long moved) {}
