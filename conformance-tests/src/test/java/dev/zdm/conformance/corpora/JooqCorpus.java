package dev.zdm.conformance.corpora;

import dev.zdm.conformance.corpora.jooq.Changes;
import dev.zdm.conformance.corpora.jooq.Reports;
import dev.zdm.conformance.corpora.jooq.Tracker;
import dev.zdm.rewriter.mapping.Dialect;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.conf.StatementType;
import org.jooq.impl.DSL;

/**
 * What jOOQ sends for a ticket tracker, taken from running it on the raw driver: prepared with
 * quoted names, and as plain statements with everything written into them.
 */
final class JooqCorpus {
  static {
    System.setProperty("org.jooq.no-logo", "true");
    System.setProperty("org.jooq.no-tips", "true");
  }

  private JooqCorpus() {}

  static Corpus record(Dialect dialect, Path folder) throws SQLException {
    Recorder recorder = new Recorder();
    try (Connection connection = recorder.on(NewDatabase.empty(dialect, folder).connect())) {
      DSLContext prepared = context(connection, dialect, new Settings());
      DSLContext inlined =
          context(
              connection,
              dialect,
              new Settings()
                  .withStatementType(StatementType.STATIC_STATEMENT)
                  .withRenderQuotedNames(RenderQuotedNames.NEVER));
      Tracker.create(prepared);
      List<String> schema = recorder.texts();
      recorder.forget();
      Changes changes = new Changes(prepared, connection);
      changes.found();
      new Reports(prepared).ask();
      new Reports(inlined).ask();
      changes.work();
      new Reports(prepared).ask();
      return new Corpus("jOOQ", dialect, schema, recorder.steps());
    }
  }

  private static DSLContext context(Connection connection, Dialect dialect, Settings settings) {
    return DSL.using(
        connection, dialect == Dialect.SQLITE ? SQLDialect.SQLITE : SQLDialect.POSTGRES, settings);
  }
}
