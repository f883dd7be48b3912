package dev.zdm.migrator;

import dev.zdm.driver.control.ControlTable;
import dev.zdm.driver.copy.ProvidedFunction;
import dev.zdm.driver.ledger.Ledger;
import dev.zdm.driver.mapping.Catalog;
import dev.zdm.driver.mapping.ExpressionCheck;
import dev.zdm.driver.mapping.MappingFile;
import dev.zdm.driver.mapping.MappingResolver;
import dev.zdm.driver.mapping.MappingSpec;
import dev.zdm.rewriter.copy.ControlSql;
import dev.zdm.rewriter.copy.GuardSql;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.Roles;
import dev.zdm.rewriter.mapping.TableName;
import dev.zdm.router.Phase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A migration that can be worked on: both schemas exist and the mapping fits them. Immutable.
 *
 * @param target the database
 * @param mapping what becomes what
 */
public record Migration(Target target, Mapping mapping) {
  private static final String DEFAULT_MAPPING = "zdm.yaml";

  /**
   * Reads the mapping and checks it against the catalog.
   *
   * @throws SQLException if the database cannot be reached, or was not expanded
   * @throws dev.zdm.driver.mapping.MappingException if the mapping cannot be read or does not fit,
   *     with everything that is wrong
   */
  public static Migration open(Target target) throws SQLException {
    MappingSpec spec = spec(target);
    try (Connection connection = target.connect()) {
      Migration migration = new Migration(target, resolve(spec, connection, target.dialect()));
      if (!migration.isExpanded(connection)) {
        throw new SQLException(
            "zdm's own tables are not in the database yet; run zdm expand first");
      }
      return migration;
    }
  }

  private boolean isExpanded(Connection connection) throws SQLException {
    TableName name = mapping.ledger();
    String schema = mapping.dialect() == Dialect.SQLITE ? null : name.schema();
    try (ResultSet tables = connection.getMetaData().getTables(null, schema, name.name(), null)) {
      return tables.next();
    }
  }

  static @Nullable MappingSpec spec(Target target) {
    String location = target.mapping();
    if (location != null) {
      return MappingFile.load(location);
    }
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    boolean there = loader != null && loader.getResource(DEFAULT_MAPPING) != null;
    return there ? MappingFile.load("classpath:" + DEFAULT_MAPPING) : null;
  }

  static Mapping resolve(@Nullable MappingSpec spec, Connection connection, Dialect dialect)
      throws SQLException {
    Mapping mapping = MappingResolver.resolve(spec, Catalog.read(connection, dialect, spec));
    ExpressionCheck.computable(connection, spec, mapping);
    return mapping;
  }

  Ledger ledger() {
    return new Ledger(mapping);
  }

  Session open() throws SQLException {
    Session session = Session.open(target);
    try {
      ProvidedFunction.install(session.connection(), mapping);
      return session;
    } catch (SQLException e) {
      session.close();
      throw e;
    }
  }

  /**
   * Which side answers, as the control table orders it; v1 where it orders nothing, and where there
   * is none.
   */
  Roles roles() throws SQLException {
    try (Session session = open()) {
      ControlTable control = ControlTable.find(session.connection(), dialect());
      Phase phase =
          control == null
              ? null
              : session.patiently(() -> control.read(session.connection())).order().phase();
      return phase == null ? Roles.V1_FIRST : roles(phase);
    }
  }

  private static Roles roles(Phase phase) {
    return switch (phase) {
      case OFF, MIRROR -> Roles.V1_FIRST;
      case V2_PRIMARY -> Roles.V2_FIRST;
      case COMPLETE -> Roles.V2_ALONE;
    };
  }

  /**
   * To copy rows from the side that answers to the one that follows. Each transaction that may
   * write begins by making sure that these are the roles still, and they stay so until it ends.
   *
   * @throws SQLException if they are not: the rows may be older than those that they would replace
   */
  Session openToCopy(Roles roles) throws SQLException {
    Session session = open();
    try {
      if (ControlTable.find(session.connection(), dialect()) != null) {
        claim(session, roles);
        session.write(connection -> mapping);
      }
      return session;
    } catch (SQLException e) {
      session.close();
      throw e;
    }
  }

  private void claim(Session session, Roles roles) throws SQLException {
    ControlSql control = ControlSql.of(mapping);
    switch (roles) {
      case V1_FIRST ->
          session.claimEach(
              control.isV1Primary(),
              "v1 is not primary any more, so its rows may be older than v2's: nothing is copied"
                  + " over them");
      case V2_FIRST -> {
        session.claimEach(
            control.isV2Followed(), "v1 does not follow v2 any more: nothing is copied to it");
        if (dialect() == Dialect.SQLITE) {
          GuardSql guard = GuardSql.of(mapping);
          session.transactions().frameEach(guard.pass(), guard.passed());
        }
      }
      case V2_ALONE ->
          throw new SQLException(
              "v1 does not follow v2 any more, so neither owes the other anything;"
                  + " zdm rollback --copy-back makes v1 anew");
    }
  }

  private Dialect dialect() {
    return mapping.dialect();
  }
}
