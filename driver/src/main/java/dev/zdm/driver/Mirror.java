package dev.zdm.driver;

import dev.zdm.driver.copy.RowCopier;
import dev.zdm.driver.mapping.Catalog;
import dev.zdm.driver.mapping.CatalogFacts;
import dev.zdm.driver.mapping.ExpressionCheck;
import dev.zdm.driver.mapping.MappingException;
import dev.zdm.driver.mapping.MappingFile;
import dev.zdm.driver.mapping.MappingResolver;
import dev.zdm.driver.mapping.MappingSpec;
import dev.zdm.driver.settings.Settings;
import dev.zdm.rewriter.PlanCounts;
import dev.zdm.rewriter.Planner;
import dev.zdm.rewriter.copy.TracingSql;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.Roles;
import dev.zdm.rewriter.mapping.TableName;
import dev.zdm.rewriter.plan.Plan;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A mapping that was checked against the catalog, and all that is derived from it. Immutable but
 * for the plan cache; safe for use by many threads.
 */
final class Mirror {
  private static final String DEFAULT_FILE = "zdm.yaml";

  private final Mapping mapping;
  private final Roles roles;
  private final Planner planner;
  private final List<TableMirror> tables;
  private final @Nullable TracingSql tracing;
  private final Set<TableName> hidden;
  private final CatalogFacts facts;

  private Mirror(Mapping mapping, CatalogFacts facts, Roles roles, int planCacheSize) {
    this.mapping = mapping;
    this.roles = roles;
    this.facts = facts;
    this.planner = new Planner(mapping, planCacheSize, roles);
    this.tables =
        mapping.tables().stream()
            .map(table -> new TableMirror(table, new RowCopier(mapping, table, roles)))
            .toList();
    this.tracing = mapping.dialect() == Dialect.SQLITE ? TracingSql.of(mapping, roles) : null;
    this.hidden =
        mapping.tables().stream()
            .flatMap(table -> table.v2Tables().stream())
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Reads the catalog and the mapping file.
   *
   * @throws SQLException naming everything that is wrong with the mapping
   */
  static Mirror load(Connection connection, Dialect dialect, Settings settings)
      throws SQLException {
    try {
      MappingSpec spec = spec(settings.mapping());
      Catalog catalog = Catalog.read(connection, dialect, spec);
      Mapping mapping = MappingResolver.resolve(spec, catalog);
      ExpressionCheck.computable(connection, spec, mapping);
      if (mapping.tables().isEmpty()) {
        throw new SQLNonTransientException(
            "zdm.phase is "
                + settings.phase().label()
                + " and nothing is mapped: create a table t_v2 beside a table t, or give a"
                + " mapping file with zdm.mapping",
            "08001");
      }
      if (settings.roles().turned()) {
        answerable(mapping, settings);
      }
      return new Mirror(
          mapping,
          CatalogFacts.of(catalog, mapping.tables()),
          settings.roles(),
          settings.planCacheSize());
    } catch (MappingException e) {
      throw new SQLNonTransientException(e.getMessage(), "08001", e);
    }
  }

  /** v2 can answer for every table, or the phase is not entered. */
  private static void answerable(Mapping mapping, Settings settings) throws SQLException {
    List<String> obstacles =
        mapping.tables().stream()
            .flatMap(table -> mapping.shape(table).obstacles().stream())
            .toList();
    if (!obstacles.isEmpty()) {
      throw new SQLNonTransientException(
          "v2 cannot answer, as phase %s wants it:\n  %s"
              .formatted(settings.phase().label(), String.join("\n  ", obstacles)),
          "08001");
    }
  }

  /**
   * Whether zdm may have to write its ledger, so that it must be there and be watched. On
   * PostgreSQL that does not depend on the policy: rows that a snapshot does not show on v2, and
   * the keys of long transactions, go there too.
   */
  boolean usesLedger(Settings settings) {
    return roles != Roles.V2_ALONE
        && (mapping.dialect() == Dialect.POSTGRESQL || settings.usesLedger());
  }

  private static @Nullable MappingSpec spec(@Nullable String location) {
    if (location != null) {
      return MappingFile.load(location);
    }
    return MappingFile.onClassPath(DEFAULT_FILE)
        ? MappingFile.load("classpath:" + DEFAULT_FILE)
        : null;
  }

  Mapping mapping() {
    return mapping;
  }

  /** What the catalog said beside it. */
  CatalogFacts facts() {
    return facts;
  }

  Roles roles() {
    return roles;
  }

  Plan plan(String sql) {
    return planner.plan(sql);
  }

  PlanCounts planCounts() {
    return planner.counts();
  }

  List<TableMirror> tables() {
    return tables;
  }

  @SuppressWarnings("ReferenceEquality") // plans hold the tables of the mapping that made them
  TableMirror of(MappedTable table) {
    for (TableMirror mirror : tables) {
      if (mirror.table() == table) {
        return mirror;
      }
    }
    throw new IllegalArgumentException(table.v1() + " is not mapped here");
  }

  /** What SQLite's connections need to trace writes; null on PostgreSQL, which returns keys. */
  @Nullable TracingSql tracing() {
    return tracing;
  }

  /** Where v1's tables are. */
  String schema() {
    return mapping.ledger().schema();
  }

  /**
   * Whether the application, which knows only v1, must not see this table in metadata.
   *
   * @param schema null where nobody says: then only if no table of v1 is called so
   */
  boolean hides(@Nullable String schema, String name) {
    return schema == null
        ? hidden.stream().anyMatch(v2 -> v2.name().equals(name))
            && mapping.tables().stream().noneMatch(table -> table.v1().name().equals(name))
        : hidden.contains(new TableName(schema, name));
  }
}
