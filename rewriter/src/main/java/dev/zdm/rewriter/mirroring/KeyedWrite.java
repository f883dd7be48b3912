package dev.zdm.rewriter.mirroring;

import dev.zdm.rewriter.mapping.Dialect;
import java.util.ArrayList;
import java.util.List;

/** Makes the application's text return the keys of the rows that it touches. */
final class KeyedWrite {
  private final WrittenStatement written;
  private final List<String> returned = new ArrayList<>();

  private KeyedWrite(WrittenStatement written) {
    this.written = written;
  }

  static KeyedMirroring.Keyed of(WrittenStatement written, List<String> columns) {
    return new KeyedWrite(written).after(columns);
  }

  private KeyedMirroring.Keyed after(List<String> columns) {
    boolean ownList = written.returningEnd() >= 0;
    if (!ownList) {
      columns.forEach(column -> returned.add(Dialect.POSTGRESQL.quote(column)));
    }
    List<List<String>> labels = new ArrayList<>();
    if (written.changesKey()) {
      labels.add(images(ownList ? "NEW" : "zdm_new", "zdm_new_"));
      labels.add(images(ownList ? "OLD" : "zdm_old", "zdm_old_"));
    } else if (ownList) {
      labels.add(images(written.target(), "zdm_key_"));
    } else {
      written.table().key().stream()
          .filter(key -> !columns.contains(key))
          .forEach(key -> returned.add(column(written.target(), key)));
      labels.add(written.table().key());
    }
    return with(ownList ? ", " : "\nRETURNING " + imagesNamed(), labels);
  }

  /** A list of our own can name the images itself, whatever the statement calls its tables. */
  private String imagesNamed() {
    return written.changesKey() ? "WITH (OLD AS zdm_old, NEW AS zdm_new) " : "";
  }

  private KeyedMirroring.Keyed with(String before, List<List<String>> labels) {
    String added = before + String.join(", ", returned);
    int end = written.returningEnd() < 0 ? written.sql().length() : written.returningEnd();
    String sql = written.sql().substring(0, end) + added + written.sql().substring(end);
    return new KeyedMirroring.Keyed(sql, added, labels);
  }

  private List<String> images(String image, String prefix) {
    List<String> labels = new ArrayList<>();
    for (String key : written.table().key()) {
      String label = prefix + labels.size();
      returned.add(column(image, key) + " AS " + label);
      labels.add(label);
    }
    return labels;
  }

  private static String column(String of, String name) {
    return of + "." + Dialect.POSTGRESQL.quote(name);
  }
}
