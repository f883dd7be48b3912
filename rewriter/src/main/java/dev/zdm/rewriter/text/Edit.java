package dev.zdm.rewriter.text;

import java.util.List;

/**
 * Puts {@code replacement} in the place of the characters from {@code begin} to {@code end}.
 *
 * @param parameters which parameter of the text, from 1, each placeholder of the replacement stands
 *     for
 */
public record Edit(int begin, int end, String replacement, List<Integer> parameters) {

  public Edit {
    parameters = List.copyOf(parameters);
  }

  /** A replacement without placeholders. */
  public Edit(int begin, int end, String replacement) {
    this(begin, end, replacement, List.of());
  }
}
