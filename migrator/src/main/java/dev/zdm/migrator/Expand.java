package dev.zdm.migrator;

import dev.zdm.driver.ledger.Reason;
import dev.zdm.driver.mapping.ExpressionCheck;
import dev.zdm.driver.mapping.MappingSpec;
import dev.zdm.rewriter.copy.ControlSql;
import dev.zdm.rewriter.copy.LedgerSql;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Creates v2 beside v1 from the owner's DDL, and zdm's own tables. Where the script allows it, all
 * of it is one transaction that also checks the mapping: a mapping that does not fit leaves nothing
 * behind. Safe for use by several threads.
 */
public final class Expand {
  private static final String LEDGER = "zdm_ledger";

  private final Target target;

  public Expand(Target target) {
    this.target = target;
  }

  /** The statements that {@link #run} would run, in order, for a person with the rights. */
  public List<String> plan(String ddl) throws SQLException {
    List<String> plan = new ArrayList<>(DdlScript.statements(ddl, target.dialect()));
    try (Session session = Session.open(target)) {
      // v2 is not there yet, so no mapping can be resolved: the ledger lies where v1 does
      String schema = schema(session);
      plan.addAll(LedgerSql.of(target.dialect(), ledger(schema)).create());
      plan.addAll(ControlSql.of(target.dialect(), schema).create());
    }
    return plan;
  }

  /** The ledger's name in this schema. */
  static TableName ledger(String schema) {
    return new TableName(schema, LEDGER);
  }

  private String schema(Session session) throws SQLException {
    return switch (target.dialect()) {
      case SQLITE -> "main";
      case POSTGRESQL ->
          Session.row(session.connection(), "SELECT current_schema()", List.of()).get(0);
    };
  }

  /**
   * Runs the DDL, checks the mapping against the outcome, and creates zdm's tables.
   *
   * @return the statements that were run
   * @throws SQLException the database's, with the statement that failed
   * @throws dev.zdm.driver.mapping.MappingException if the mapping does not fit
   */
  public List<String> run(String ddl) throws SQLException {
    MappingSpec spec = Migration.spec(target);
    List<String> statements = DdlScript.statements(ddl, target.dialect());
    try (Session session = Session.open(target)) {
      if (statements.stream().allMatch(Expand::allowsTransaction)) {
        return session.write(connection -> all(connection, statements, spec));
      }
      for (String statement : statements) {
        execute(session.connection(), statement);
      }
      return session.write(connection -> own(connection, statements, spec));
    }
  }

  private List<String> all(
      Connection connection, List<String> statements, @Nullable MappingSpec spec)
      throws SQLException {
    for (String statement : statements) {
      execute(connection, statement);
    }
    return own(connection, statements, spec);
  }

  private List<String> own(Connection connection, List<String> before, @Nullable MappingSpec spec)
      throws SQLException {
    Mapping mapping = Migration.resolve(spec, connection, target.dialect());
    ExpressionCheck.immutable(connection, spec, mapping);
    List<String> ran = new ArrayList<>(before);
    LedgerSql ledger = LedgerSql.of(mapping);
    boolean narrow = !Session.row(connection, ledger.isNarrow(), List.of()).isEmpty();
    List<String> tables = new ArrayList<>(narrow ? ledger.widen() : ledger.create());
    tables.addAll(ControlSql.of(mapping).create());
    for (String statement : tables) {
      execute(connection, statement);
      ran.add(statement);
    }
    return ran;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      String first = sql.lines().findFirst().orElse("");
      throw new SQLException(
          Reason.inFull(e) + "; in: " + first, e.getSQLState(), e.getErrorCode(), e);
    }
  }

  private static boolean allowsTransaction(String statement) {
    String upper = statement.toUpperCase(Locale.ROOT);
    return !upper.startsWith("PRAGMA")
        && !upper.startsWith("VACUUM")
        && !upper.startsWith("BEGIN")
        && !upper.startsWith("COMMIT")
        && !upper.contains("CONCURRENTLY");
  }
}
