package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.Catalog.Timing;
import dev.zdm.driver.mapping.Catalog.Trigger;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.WriteEvent;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The triggers on PostgreSQL that may give an updated row another key than the statement says,
 * which no RETURNING list of an UPDATE shows. Told by what their functions assign in PL/pgSQL; one
 * in another language is taken to leave the key alone.
 */
final class RekeyingTriggers {
  private static final Pattern COMMENT = Pattern.compile("--[^\n]*|/\\*.*?\\*/", Pattern.DOTALL);

  /** Where a statement of PL/pgSQL begins. */
  private static final String BEGINS = "(?:;|\\b(?:begin|then|else|loop))\\s*";

  /** The row is made of another as a whole. */
  private static final Pattern WHOLE =
      Pattern.compile(
          BEGINS
              + "new\\s*:?=|\\binto\\s+(?:strict\\s+)?new\\b"
              + "|\\breturn\\s+(?!(?:new|old|null)\\s*;)\\w+\\s*;|\\breturn\\b[^;]*(?:#=|populate_record)");

  private final Catalog catalog;

  RekeyingTriggers(Catalog catalog) {
    this.catalog = catalog;
  }

  /** The name of such a trigger of the table's. */
  Optional<String> of(MappedTable table) {
    return catalog.triggers().stream()
        .filter(t -> t.table().equals(table.v1()))
        .filter(t -> t.timing() == Timing.BEFORE && t.events().contains(WriteEvent.UPDATE))
        .filter(t -> rekeys(t, table))
        .map(Trigger::name)
        .findFirst();
  }

  private boolean rekeys(Trigger trigger, MappedTable table) {
    return catalog.functions().stream()
        .filter(f -> f.name().equals(trigger.function()))
        .map(f -> COMMENT.matcher(f.source()).replaceAll(" ").toLowerCase(Locale.ROOT))
        .filter(source -> source.contains("begin")) // else the name of a function in C, say
        .anyMatch(source -> WHOLE.matcher(source).find() || assigns(source, table));
  }

  private static boolean assigns(String source, MappedTable table) {
    return table.key().stream()
        .map(key -> "new\\s*\\.\\s*\"?" + Pattern.quote(key.toLowerCase(Locale.ROOT)) + "\"?")
        .anyMatch(
            key ->
                Pattern.compile(
                        "\\b%1$s\\s*:=|%2$s%1$s\\s*=|\\binto\\b[^;]*\\b%1$s".formatted(key, BEGINS))
                    .matcher(source)
                    .find());
  }
}
