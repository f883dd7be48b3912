package dev.zdm.benchmarks;

import dev.zdm.benchmarks.Site.Engine;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** How the application reaches its database, and what must be found there afterwards. */
@SuppressWarnings("ImmutableEnumChecker") // its accesses keep nothing
enum Variant {
  RAW("raw", raw(), Answers.V1, Written.V1),
  RAW_AGAIN("raw again (A/A)", raw(), Answers.V1, Written.V1),
  UNMAPPED("zdm, nothing of it mapped", zdm("mirror", 100, unrelated()), Answers.V1, Written.V1),
  OFF("zdm, off", zdm("off", 0, ""), Answers.V1, Written.V1),
  MIRROR_0("zdm, mirror, 0 %", zdm("mirror", 0, ""), Answers.V1, Written.BOTH),
  MIRROR_50("zdm, mirror, 50 %", zdm("mirror", 50, ""), Answers.HALF, Written.BOTH),
  MIRROR_100("zdm, mirror, 100 %", zdm("mirror", 100, ""), Answers.V2, Written.BOTH),
  MIRROR_FAIL("zdm, mirror, fail", zdm("mirror", 0, fail()), Answers.V1, Written.BOTH),
  V2_PRIMARY("zdm, v2-primary", zdm("v2-primary", 0, ""), Answers.V2, Written.BOTH),
  V2_PRIMARY_FAIL("zdm, v2-primary, fail", zdm("v2-primary", 0, fail()), Answers.V2, Written.BOTH),
  COMPLETE("zdm, complete", zdm("complete", 0, ""), Answers.V2, Written.V2),
  TRIGGERS("triggers on v1", raw(), Answers.V1, Written.BOTH),
  BY_HAND("each write twice by hand", raw(), Answers.V1, Written.BOTH),
  P6SPY("p6spy, no log", Peer.P6SPY, Answers.V1, Written.V1),
  DATASOURCE_PROXY("datasource-proxy", Peer.DATASOURCE_PROXY, Answers.V1, Written.V1),
  DATASOURCE_PROXY_ROWS(
      "datasource-proxy, result sets too", Peer.DATASOURCE_PROXY_ROWS, Answers.V1, Written.V1),
  AWS("aws-advanced-jdbc-wrapper", Peer.AWS, Answers.V1, Written.V1),
  SHARDINGSPHERE("ShardingSphere, v1 renamed to v2", Peer.SHARDINGSPHERE, Answers.V2, Written.V2);

  /** Which side answers reads. */
  enum Answers {
    V1(0, 0),
    HALF(0.3, 0.7),
    V2(1, 1);

    private final double least;
    private final double most;

    Answers(double least, double most) {
      this.least = least;
      this.most = most;
    }

    /** Whether that is what was seen. */
    boolean agreesWith(double shareOfV2) {
      return least <= shareOfV2 && shareOfV2 <= most;
    }
  }

  /** Where a write is found. */
  enum Written {
    V1,
    V2,
    BOTH;

    boolean v1() {
      return this != V2;
    }

    boolean v2() {
      return this != V1;
    }
  }

  /** Opens a connection to a database whose URL is given without {@code jdbc:}. */
  @FunctionalInterface
  interface Access {
    Connection open(String tail) throws SQLException;
  }

  /** Everything is said by a URL. */
  private record Url(String before, String parameters) implements Access {
    @Override
    public Connection open(String tail) throws SQLException {
      return DriverManager.getConnection(of(tail));
    }

    String of(String tail) {
      return before + (parameters.isEmpty() ? tail : Site.with(tail, parameters));
    }
  }

  private final String label;
  private final Access access;
  private final Answers answers;
  private final Written written;

  Variant(String label, Access access, Answers answers, Written written) {
    this.label = label;
    this.access = access;
    this.answers = answers;
    this.written = written;
  }

  private static Access raw() {
    return new Url("jdbc:", "");
  }

  private static Access zdm(String phase, int percent, String more) {
    return new Url(
        "jdbc:zdm:", "zdm.phase=%s&zdm.read.percent=%d%s".formatted(phase, percent, more));
  }

  private static String unrelated() {
    return "&zdm.mapping=classpath:dev/zdm/benchmarks/unrelated.yaml";
  }

  private static String fail() {
    return "&zdm.mirror.failure=fail";
  }

  String label() {
    return label;
  }

  boolean isZdm() {
    return label.startsWith("zdm");
  }

  boolean isPeer() {
    return access instanceof Peer;
  }

  /** Whether this run has it. */
  boolean isPresent() {
    return !(access instanceof Peer peer) || peer.isPresent();
  }

  /** Whether policy {@code fail} holds: v2's failure is the statement's. */
  boolean failsTogether() {
    return this == MIRROR_FAIL || this == V2_PRIMARY_FAIL;
  }

  Answers answers() {
    return answers;
  }

  Written written() {
    return written;
  }

  /** Whether it can do this, and does it otherwise than another variant. */
  boolean takesPart(Engine engine, Operation operation) {
    if (access instanceof Peer peer
        && !(isPresent() && peer.knows(engine) && engine != Engine.POSTGRESQL_ASYNC)) {
      return false;
    }
    return switch (this) {
      case MIRROR_FAIL, V2_PRIMARY_FAIL, TRIGGERS, BY_HAND -> operation.writes();
      case MIRROR_50 -> operation.kind() == Operation.Kind.READ;
      default -> true;
    };
  }

  Connection open(String tail) throws SQLException {
    return access.open(tail);
  }

  /** For a pool; a peer has none. */
  String url(String tail) {
    if (access instanceof Url url) {
      return url.of(tail);
    }
    throw new IllegalStateException(label + " is not reached by a URL alone");
  }
}
