package dev.zdm.driver;

import dev.zdm.rewriter.Planner;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.plan.Plan;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Executions of one prepared text. The plan stays with the statement until another mapping is
 * adopted; the texts that it needs are prepared when they are first executed, and given the
 * application's parameters at each execution.
 */
final class PreparedExecution extends Execution {
  private final PreparedStatement own;
  private final Bindings bindings;
  private Map<String, PreparedStatement> prepared = Map.of();
  private @Nullable Mirror plannedFor;
  private int lookups;
  private Plan plan;
  private int parameters;
  private @Nullable Bindings whole;
  private int firstOfWhole;

  PreparedExecution(
      ZdmConnection connection,
      Statement owner,
      PreparedStatement own,
      Bindings bindings,
      String sql)
      throws SQLException {
    super(connection, owner, own, bindings);
    this.own = own;
    this.bindings = bindings;
    this.plan = new Plan.PassThrough(sql);
    plan(sql, connection.session().database().epochs().current());
  }

  @Override
  PreparedStatement own() {
    return own;
  }

  @Override
  Plan plan(String sql, Epoch epoch) throws SQLException {
    Mirror mirror = epoch.mirror();
    if (mirror != plannedFor || plannedFor == null || lookups != session().searchPath().changes()) {
      plan = connection().plan(sql, epoch);
      plannedFor = mirror;
      lookups = session().searchPath().changes();
      boolean writes =
          plan instanceof Plan.Write
              || plan instanceof Plan.TurnedWrite
              || plan instanceof Plan.Several;
      parameters =
          writes || whole != null
              ? Planner.parameters(
                  plan instanceof Plan.TurnedWrite ? Dialect.SQLITE : Dialect.POSTGRESQL, sql)
              : 0;
      if (bindings.isOff() && writes) {
        bindings.use(Bindings.Use.SURELY);
        throw new SQLTransientException(
            "this statement's table is mirrored since its parameters were set; set them again",
            "40000");
      }
      bindings.use(use(mirror));
    }
    return plan;
  }

  private Bindings.Use use(@Nullable Mirror mirror) {
    // the roles may turn round between binding and executing, and zdm's own texts be needed then
    if (mirror == null
        || plan instanceof Plan.Unsupported
        || plan instanceof Plan.TracedWrite
        || plan instanceof Plan.OnPrimary) {
      return Bindings.Use.PERHAPS;
    }
    return plan instanceof Plan.Write
            || plan instanceof Plan.TurnedWrite
            || plan instanceof Plan.Read
            || plan instanceof Plan.Several
        ? Bindings.Use.SURELY
        : Bindings.Use.NONE;
  }

  @Override
  Statement ready(String text, boolean scrolls) throws SQLException {
    PreparedStatement statement = prepared(text, scrolls);
    if (plan instanceof Plan.Read) {
      statement.setFetchSize(own.getFetchSize());
      statement.setMaxRows(own.getMaxRows());
    }
    List<Integer> placed = placed();
    if (!placed.isEmpty()) {
      bindings.replay(statement, placed);
      return statement;
    }
    bindings.replay(statement, parameters);
    return statement;
  }

  private PreparedStatement prepared(String text, boolean scrolls) throws SQLException {
    PreparedStatement statement = prepared.get(text);
    if (statement == null) {
      statement =
          raw()
              .prepareStatement(
                  text,
                  scrolls ? ResultSet.TYPE_SCROLL_INSENSITIVE : own.getResultSetType(),
                  own.getResultSetConcurrency());
      keep(text, statement);
    }
    statement.setQueryTimeout(own.getQueryTimeout());
    return statement;
  }

  @Override
  Statement ready(String text, List<Integer> parameters) throws SQLException {
    PreparedStatement statement = prepared(text, false);
    bindings.replay(statement, parameters);
    return statement;
  }

  /** Which parameter each placeholder of zdm's text stands for; empty where they are the same. */
  private List<Integer> placed() {
    if (plan instanceof Plan.Read read) {
      return read.parameters();
    }
    return plan instanceof Plan.Write write ? write.mirroring().parameters() : List.of();
  }

  /** The application's parameters as they are now. */
  Bindings kept() {
    return bindings.copy();
  }

  /** Makes these the application's parameters, as if it had set them. */
  void use(Bindings others) throws SQLException {
    bindings.become(others);
    bindings.replay(own, parameters);
  }

  /** Gives another statement the application's parameters. */
  void replay(PreparedStatement statement) throws SQLException {
    bindings.replay(statement, parameters);
  }

  /** Closes this statement with the application's. */
  void keep(PreparedStatement statement) {
    keep("batch " + prepared.size(), statement);
  }

  private void keep(String as, PreparedStatement statement) {
    if (prepared.isEmpty()) {
      prepared = new HashMap<>(); // most statements need none
    }
    prepared.put(as, statement);
  }

  @Override
  Execution part(String sql, int parameter) throws SQLException {
    PreparedStatement statement =
        raw().prepareStatement(sql, own.getResultSetType(), own.getResultSetConcurrency());
    int count = Planner.parameters(Dialect.POSTGRESQL, sql);
    return new PreparedExecution(connection(), owner(), statement, new Bindings(), sql)
        .partOf(bindings, parameter, count);
  }

  private PreparedExecution partOf(Bindings of, int first, int count) {
    whole = of;
    firstOfWhole = first;
    parameters = count;
    return this;
  }

  @Override
  int parameters() {
    return parameters;
  }

  @Override
  void runAlone(String sql) throws SQLException {
    own.setQueryTimeout(((PreparedStatement) owner()).getQueryTimeout());
    own.setMaxRows(((PreparedStatement) owner()).getMaxRows());
    bindings.take(Objects.requireNonNull(whole), firstOfWhole, parameters);
    bindings.replay(own, parameters);
    run(sql, Keys.NONE, Ask.ANY, own::execute);
  }

  @Override
  void close() throws SQLException {
    super.close();
    for (PreparedStatement statement : prepared.values()) {
      statement.close();
    }
    prepared = Map.of();
  }
}
