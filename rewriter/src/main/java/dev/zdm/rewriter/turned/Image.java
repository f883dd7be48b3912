package dev.zdm.rewriter.turned;

import java.util.List;

/**
 * The rows that a write leaves behind, or for a DELETE takes away, asked for in v1's words.
 *
 * @param query a SELECT
 * @param assigned the v1 columns that an UPDATE assigns
 * @param end the first token that is no part of it: ON CONFLICT, RETURNING, or the text's size
 */
record Image(String query, List<String> assigned, int end) {
  Image {
    assigned = List.copyOf(assigned);
  }
}
