package dev.zdm.rewriter;

import dev.zdm.rewriter.copy.BulkCopySql;
import dev.zdm.rewriter.copy.CarriedKeys;
import dev.zdm.rewriter.copy.CopyLimits;
import dev.zdm.rewriter.copy.DerivedTable;
import dev.zdm.rewriter.copy.LedgerSql;
import dev.zdm.rewriter.copy.LockedTablesSql;
import dev.zdm.rewriter.copy.RowCopySql;
import dev.zdm.rewriter.copy.TracedCopySql;
import dev.zdm.rewriter.copy.TracingSql;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Every text that copies, compares or notes rows, of every table of the {@link Workshop}. */
final class CopyTexts {
  /** The row copier's that only a string of PostgreSQL has. */
  private static final Set<String> OF_WRITES =
      Set.of("deleteOfWrite", "deleteAbsentOfWrite", "upsertOfWrite", "deleteOfArray");

  private CopyTexts() {}

  /** The texts of one table. */
  static Map<String, String> of(Dialect dialect, MappedTable table) {
    Mapping mapping = Workshop.mapping(dialect);
    RowCopySql copier = RowCopySql.of(mapping, table);
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(
        "v1's rows out of v2's", "SELECT * FROM " + DerivedTable.sql(dialect, table) + " AS t");
    texts.putAll(made(copier));
    if (table.portion().isAll()) { // then TRUNCATE is what empties it
      texts.keySet().removeIf(name -> name.startsWith("removeAllOfWrite"));
    }
    if (dialect == Dialect.SQLITE) {
      texts.keySet().removeAll(OF_WRITES);
    } else if (!CarriedKeys.fitArray(table)) {
      texts.remove("deleteOfArray");
    }
    for (RowCopySql.Expression e : copier.expressions()) {
      String name = e.direction() + " " + e.column() + " over " + e.table();
      texts.put(name, "SELECT " + e.sql() + " FROM " + e.table().sql(dialect));
      if (dialect == Dialect.POSTGRESQL) {
        texts.put(name + ", indexed", String.join("; ", e.indexed("zdm_" + e.column())));
      }
    }
    if (dialect == Dialect.POSTGRESQL) {
      BulkCopySql bulk = BulkCopySql.of(mapping, table);
      made(bulk).forEach((name, sql) -> texts.put("bulk " + name, sql));
    }
    return texts;
  }

  /** The texts of the mapping as a whole. */
  static Map<String, String> ofAll(Dialect dialect) {
    Mapping mapping = Workshop.mapping(dialect);
    Map<String, String> texts = new LinkedHashMap<>(made(LedgerSql.of(mapping)));
    if (dialect == Dialect.POSTGRESQL) {
      texts.put("giveReason", LedgerSql.giveReason());
      texts.put("locked tables", LockedTablesSql.of(mapping).orElseThrow());
      texts.put("stay", BulkCopySql.stay(mapping, "it's so"));
      List<String> parts = List.of("SELECT 1", "SELECT 2");
      texts.put("bounded", String.join("; ", BulkCopySql.bounded(new CopyLimits(50, 9), parts)));
      texts.put("unbounded", String.join("; ", BulkCopySql.bounded(CopyLimits.NONE, parts)));
      return texts;
    }
    texts.remove("claim"); // SQLite has no other way than to begin a transaction
    TracingSql tracing = TracingSql.of(mapping);
    texts.putAll(made(tracing));
    for (int i = 0; i < tracing.copies().size(); i++) {
      TracedCopySql copy = (TracedCopySql) tracing.copies().get(i);
      String of = mapping.tables().get(i).v1().name() + " ";
      made(copy).forEach((name, sql) -> texts.put(of + name, sql));
      texts.put(of + "overwrites", "SELECT '" + copy.overwrites() + "'");
    }
    return texts;
  }

  /** What the maker's public methods without parameters give. */
  private static Map<String, String> made(Object maker) {
    Map<String, String> texts = new LinkedHashMap<>();
    Stream.of(maker.getClass().getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> method.getParameterCount() == 0 && !method.getName().equals("toString"))
        .sorted(Comparator.comparing(Method::getName))
        .forEach(method -> put(texts, method, maker));
    return texts;
  }

  private static void put(Map<String, String> texts, Method method, Object maker) {
    String name = method.getName();
    Object made = called(method, maker);
    if (made instanceof Optional<?> optional) {
      texts.put(name, optional.map(Object::toString).orElse("-- none"));
    } else if (made instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
      for (int i = 0; i < list.size(); i++) {
        texts.put(list.size() == 1 ? name : name + " " + (i + 1), list.get(i).toString());
      }
    } else if (made instanceof String sql) {
      texts.put(name, sql);
    }
  }

  private static Object called(Method method, Object maker) {
    try {
      return method.invoke(maker);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("of " + method, e);
    }
  }
}
