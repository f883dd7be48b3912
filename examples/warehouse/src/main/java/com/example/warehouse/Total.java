package com.example.warehouse;

/**
 * What a company has of an article over all sites. Immutable.
 *
 * @param sku the article's number
 * @param sites at how many sites it is listed
 * @param qty how many there are in all
 */
public record Total(String sku, long sites, long qty) {}
