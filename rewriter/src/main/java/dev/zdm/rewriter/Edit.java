package dev.zdm.rewriter;

import java.util.List;

/**
 * Puts {@code replacement} in the place of the characters from {@code begin} to {@code end}.
 *
 * @param parameters which parameter of the text, from 1, each placeholder of the replacement stands
 *     for
 */
record Edit(int begin, int end, String replacement, List<Integer> parameters) {

  Edit {
    parameters = List.copyOf(parameters);
  }

  /** A replacement without placeholders. */
  Edit(int begin, int end, String replacement) {
    this(begin, end, replacement, List.of());
  }
}
