/** Keeps the transcriptions of audio files: plain JDBC on SQLite or PostgreSQL. */
@NullMarked
package com.example.transcriptions;

import org.jspecify.annotations.NullMarked;
