package dev.zdm.rewriter.text;

import dev.zdm.rewriter.text.Token.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A text with edits made.
 *
 * @param sql the text
 * @param parameters which parameter of the text as it was, from 1, each of its placeholders stands
 *     for; empty where they are the same
 */
public record EditedText(String sql, List<Integer> parameters) {

  public EditedText {
    parameters = List.copyOf(parameters);
  }

  /** Makes the edits, which do not overlap and take no placeholder away. */
  public static EditedText of(SqlText text, List<Edit> edits) {
    List<Edit> sorted = edits.stream().sorted(Comparator.comparingInt(Edit::begin)).toList();
    StringBuilder sql = new StringBuilder();
    List<Integer> parameters = new ArrayList<>();
    boolean same = edits.stream().allMatch(edit -> edit.parameters().isEmpty());
    List<Integer> places = same ? List.of() : parameterPlaces(text);
    int passed = 0;
    int done = 0;
    for (Edit edit : sorted) {
      sql.append(text.sql(), done, edit.begin()).append(edit.replacement());
      done = edit.end();
      while (passed < places.size() && places.get(passed) < edit.begin()) {
        parameters.add(++passed);
      }
      parameters.addAll(edit.parameters());
    }
    while (passed < places.size()) {
      parameters.add(++passed);
    }
    sql.append(text.sql(), done, text.sql().length());
    return new EditedText(sql.toString(), parameters);
  }

  private static List<Integer> parameterPlaces(SqlText text) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < text.size(); i++) {
      if (text.kind(i, Kind.PARAMETER)) {
        places.add(text.start(i));
      }
    }
    return places;
  }
}
