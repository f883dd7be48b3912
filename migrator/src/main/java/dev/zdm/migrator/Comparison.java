package dev.zdm.migrator;

import dev.zdm.driver.copy.OwnStatements;
import dev.zdm.driver.copy.ProvidedValues;
import dev.zdm.driver.ledger.Failure;
import dev.zdm.driver.ledger.KeyJson;
import dev.zdm.migrator.Verification.Difference;
import dev.zdm.migrator.Verification.Kind;
import dev.zdm.rewriter.copy.ProvidedSql;
import dev.zdm.rewriter.copy.RowCopySql;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * One table of v2's held against v1's, in the database. Where programs give values, page by page of
 * v1's keys: on PostgreSQL they are asked of a page's rows before it is compared, and a row for
 * which one has no value differs, and keeps no other from being compared.
 */
final class Comparison {
  private static final int PAGE = 1_000;

  private final Connection connection;
  private final RowCopySql sql;
  private final MappedTable table;
  private final Dialect dialect;
  private final ProvidedSql provided;
  private final int most;
  private int given;

  /**
   * @param connection in a transaction with one snapshot
   * @param most how many differences are wanted; 0 for all
   */
  Comparison(Connection connection, Mapping mapping, MappedTable table, int most) {
    this.connection = connection;
    this.table = table;
    this.dialect = mapping.dialect();
    this.most = most;
    this.sql = RowCopySql.of(mapping, table);
    this.provided = new ProvidedSql(mapping.dialect(), table);
  }

  /** Gives each differing key, as it comes from the database. */
  void run(Consumer<Difference> each) throws SQLException {
    if (table.provided().isEmpty()) {
      compare(sql.differences(), List.of(), each);
      return;
    }
    try (OwnStatements statements = new OwnStatements(connection)) {
      pages(statements, each);
    }
    if (!isEnough()) {
      compare(sql.extra(), List.of(), each);
    }
  }

  private void pages(OwnStatements statements, Consumer<Difference> each) throws SQLException {
    int size = PAGE;
    List<String> after = List.of();
    List<String> page = page(after, size);
    while (!page.get(1).equals("0") && !isEnough()) {
      if (compared(statements, page, each)) {
        after = Collections.nCopies(sql.chunkKeyParameters(), page.get(2));
        size = Math.min(PAGE, 2 * size);
      } else {
        size = Math.max(1, Integer.parseInt(page.get(1)) / 2);
      }
      page = page(after, size);
    }
  }

  /**
   * @return false if one of several rows has no value that could be compared, and nothing was given
   */
  private boolean compared(OwnStatements statements, List<String> page, Consumer<Difference> each)
      throws SQLException {
    List<Difference> found = new ArrayList<>();
    statements.execute("SAVEPOINT zdm_page");
    try {
      if (provided.isAsked()) {
        ProvidedValues.provide(statements, provided, page.get(0));
      }
      compare(sql.differencesOfKeys(), List.of(page.get(0)), found::add);
    } catch (SQLException e) {
      if (Failure.of(dialect, e) != Failure.REFUSED) {
        throw e;
      }
      statements.execute("ROLLBACK TO SAVEPOINT zdm_page");
      given -= found.size();
      found.clear();
      if (!page.get(1).equals("1")) {
        return false;
      }
      given++;
      found.add(
          new Difference(
              KeyJson.plain(page.get(2)), Kind.DIFFERENT, table.provided().get(0).v2(), false));
    }
    found.forEach(each);
    return true;
  }

  private boolean isEnough() {
    return most > 0 && given >= most;
  }

  /** Keys, their number and the last of them. */
  private List<String> page(List<String> after, int size) throws SQLException {
    List<Object> parameters = new ArrayList<>(after);
    parameters.add(size);
    return Session.row(connection, sql.page(!after.isEmpty()), parameters);
  }

  private void compare(String text, List<?> parameters, Consumer<Difference> each)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      statement.setFetchSize(PAGE);
      statement.setMaxRows(most == 0 ? 0 : most - given);
      Session.bind(statement, parameters);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          given++;
          each.accept(
              new Difference(
                  KeyJson.plain(rows.getString(1)),
                  Kind.valueOf(rows.getString(2).toUpperCase(Locale.ROOT)),
                  rows.getString(3),
                  false));
        }
      }
    }
  }
}
