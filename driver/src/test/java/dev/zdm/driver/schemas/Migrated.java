package dev.zdm.driver.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.driver.Engine;
import dev.zdm.driver.Sql;
import dev.zdm.driver.Twins;
import dev.zdm.driver.copy.OwnTransactions;
import dev.zdm.driver.copy.ProvidedFunction;
import dev.zdm.driver.ledger.LedgerDrain;
import dev.zdm.driver.mapping.Catalog;
import dev.zdm.driver.mapping.ExpressionCheck;
import dev.zdm.driver.mapping.MappingFile;
import dev.zdm.driver.mapping.MappingResolver;
import dev.zdm.driver.mapping.MappingSpec;
import dev.zdm.rewriter.copy.RowCopySql;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.Roles;
import dev.zdm.testdatabases.OldSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A schema in two databases, one of which zdm mirrors by the schema's mapping. */
record Migrated(Twins twins, Mapping mapping, Path file) {

  static Migrated of(OldSchema schema, Engine engine, Path directory)
      throws SQLException, IOException {
    String name = engine.name().toLowerCase(Locale.ROOT);
    List<String> ddl = new ArrayList<>(schema.v1(name));
    ddl.addAll(schema.v2(name));
    return of(engine, directory, schema.mapping(name), ddl.toArray(String[]::new));
  }

  static Migrated of(Engine engine, Path directory, String mapping, String... ddl)
      throws SQLException, IOException {
    Twins twins = Twins.of(engine, ddl);
    Path file = Files.writeString(Files.createTempFile(directory, "zdm", ".yaml"), mapping);
    MappingSpec spec = MappingFile.load(file.toString());
    try (Connection behind = twins.behind()) {
      Mapping resolved =
          MappingResolver.resolve(spec, Catalog.read(behind, engine.dialect(), spec));
      ExpressionCheck.computable(behind, spec, resolved);
      return new Migrated(twins, resolved, file);
    }
  }

  Connection zdm(int percent) throws SQLException {
    return zdm("zdm.read.percent=" + percent + "&zdm.relay=off");
  }

  Connection zdm(String properties) throws SQLException {
    return twins.zdm("zdm.phase=mirror&zdm.mapping=" + file + "&" + properties);
  }

  /** Where v2 answers: {@code v2-primary} or {@code complete}. */
  Connection turned(String phase) throws SQLException {
    return twins.zdm("zdm.phase=" + phase + "&zdm.relay=off&zdm.mapping=" + file);
  }

  /** What a statement gives: its rows, in no order, or how many it changed. */
  static String told(Connection connection, String sql) {
    return Twins.told(
        connection,
        c -> {
          try (Statement statement = c.createStatement()) {
            if (!statement.execute(sql)) {
              return statement.getUpdateCount();
            }
            try (ResultSet rows = statement.getResultSet()) {
              List<String> all = new ArrayList<>(Sql.rows(rows));
              Collections.sort(all);
              return all;
            }
          }
        });
  }

  /** Does the same on both, and expects the same; then v2 is v1's mapping, and nothing is owed. */
  void assertSame(int percent, List<String> statements) throws SQLException {
    try (Connection raw = twins.raw();
        Connection zdm = zdm(percent)) {
      for (String sql : statements) {
        String expected = told(raw, sql);
        assertThat(told(zdm, sql)).as(sql).isEqualTo(expected);
        assertThat(wrong()).as("after " + sql).isEmpty();
      }
    }
    assertSameTables();
  }

  /** v1 is what it would be without zdm. */
  void assertSameTables() throws SQLException {
    try (Connection raw = twins.raw();
        Connection behind = twins.behind()) {
      for (MappedTable table : mapping.tables()) {
        String all = "SELECT * FROM " + table.v1().sql(mapping.dialect());
        assertThat(told(behind, all)).as(all).isEqualTo(told(raw, all));
      }
    }
  }

  /** Where v2 is not v1's mapping, and what it is owed. */
  List<String> wrong() throws SQLException {
    List<String> wrong = new ArrayList<>();
    try (Connection behind = twins.behind()) {
      for (MappedTable table : mapping.tables()) {
        String differences = RowCopySql.of(mapping, table).differences();
        for (String row : Sql.rows(behind, differences)) {
          wrong.add(table.v1() + " " + row);
        }
      }
      wrong.addAll(Sql.rows(behind, "SELECT table_name, row_key, reason FROM zdm_ledger"));
    }
    return wrong;
  }

  List<String> behind(String sql) throws SQLException {
    try (Connection behind = twins.behind()) {
      return Sql.rows(behind, sql);
    }
  }

  /** Works off the ledger as the relay does, twice: a value may free another's. */
  void drain() throws SQLException {
    try (OwnTransactions own =
        OwnTransactions.on(twins.behind(), mapping.dialect(), 5_000, "test")) {
      ProvidedFunction.install(own.connection(), mapping);
      for (int round = 0; round < 3; round++) {
        for (MappedTable table : mapping.tables()) {
          LedgerDrain drain = new LedgerDrain(mapping, table, Roles.V1_FIRST, own);
          drain.copy(drain.after(LedgerDrain.START, 10_000));
        }
      }
    }
  }
}
