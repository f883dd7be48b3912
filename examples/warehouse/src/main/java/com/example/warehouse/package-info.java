/** Counts what lies in a company's warehouses: plain JDBC on SQLite or PostgreSQL. */
@NullMarked
package com.example.warehouse;

import org.jspecify.annotations.NullMarked;
