package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.Catalog.UniqueIndex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts the rows of an index query, one a part of an index, together again. */
final class IndexParts {
  private final Map<String, Map<String, List<Part>>> tables = new LinkedHashMap<>();

  /** One part of an index; {@code column} is null where it is an expression. */
  record Part(
      String table,
      String index,
      boolean primary,
      boolean partial,
      @Nullable String column,
      @Nullable String collation) {}

  /** The parts must come in the order in which the index holds them. */
  IndexParts(List<Part> parts) {
    for (Part part : parts) {
      tables
          .computeIfAbsent(part.table(), t -> new LinkedHashMap<>())
          .computeIfAbsent(part.index(), i -> new ArrayList<>())
          .add(part);
    }
  }

  List<UniqueIndex> of(String table) {
    return tables.getOrDefault(table, Map.of()).values().stream().map(IndexParts::index).toList();
  }

  private static UniqueIndex index(List<Part> parts) {
    List<String> columns = new ArrayList<>();
    List<String> collations = new ArrayList<>();
    for (Part part : parts) {
      String column = part.column();
      if (column != null) {
        columns.add(column);
        collations.add(part.collation() == null ? "" : part.collation());
      }
    }
    Part first = parts.get(0);
    boolean expression = columns.size() < parts.size();
    return new UniqueIndex(
        first.index(), first.primary(), columns, collations, first.partial(), expression);
  }
}
