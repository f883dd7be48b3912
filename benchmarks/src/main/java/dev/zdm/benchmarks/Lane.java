package dev.zdm.benchmarks;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** One variant that takes its turns at one operation. For one thread. */
final class Lane implements AutoCloseable {
  private static final int WARM_SLICE = 50;
  private static final int STEADY_AFTER = 20;
  private static final int COUNTED = 10;
  private static final int PROBES = 400;

  private final Variant variant;
  private final Operation operation;
  private final Site site;
  private final Connection side;
  private final Connection connection;
  private final Work work;
  private final CoreWait wait;
  private final List<Slice> slices = new ArrayList<>();

  Lane(Variant variant, Operation operation, Site site) throws SQLException {
    this.variant = variant;
    this.operation = operation;
    this.site = site;
    this.side = site.raw();
    this.connection = site.open(variant);
    this.wait = CoreWait.of(connection, site.engine());
    this.work = operation.open(connection, side, variant);
  }

  Variant variant() {
    return variant;
  }

  int rows() {
    return operation.rows();
  }

  List<Slice> slices() {
    return slices;
  }

  /** Runs for some time, unrecorded; gives the nanoseconds of an operation at its fastest. */
  double warmUp(long millis) throws SQLException, IOException {
    int times = operation.rows() > 1 ? 1 : WARM_SLICE;
    double fastest = Double.MAX_VALUE;
    long end = System.nanoTime() + millis * 1_000_000;
    long now = System.nanoTime();
    while (now - end < 0) {
      Slice.measure(work, times, wait);
      long before = now;
      now = System.nanoTime();
      fastest = Math.min(fastest, (double) (now - before) / times);
    }
    return fastest;
  }

  /** Whether the time spent waiting for a core is known. */
  boolean knowsWaits() {
    return wait.complete(site.engine());
  }

  Slice run(int times) throws SQLException, IOException {
    return Slice.measure(work, times, wait);
  }

  /** Round trips of one operation in steady state; 0 where there is no network. */
  double trips() throws SQLException {
    if (!site.engine().isPostgres()) {
      return 0;
    }
    try (Connection observed = site.counted(variant);
        Work same = operation.open(observed, side, variant)) {
      int unsteady = operation.isLong() ? STEADY_AFTER / 2 : STEADY_AFTER;
      int counted = operation.isLong() ? 1 : COUNTED;
      same.prepare(unsteady + counted);
      for (int i = 0; i < unsteady; i++) {
        same.once();
      }
      long before = CountingSocketFactory.trips();
      for (int i = 0; i < counted; i++) {
        same.once();
      }
      return (CountingSocketFactory.trips() - before) / (double) counted;
    }
  }

  /** Asks the server whether v2 was really read or written, and v1 where it should not be. */
  void prove() throws SQLException {
    if (operation.writes()) {
      proveWrites();
    } else {
      proveReads();
    }
  }

  private void proveReads() throws SQLException {
    int probes = operation.rows() > 1 ? 1 : PROBES;
    double fromV2 = 0;
    for (int i = 0; i < probes; i++) {
      fromV2 += work.once() == 2 ? 1 : 0;
    }
    boolean mapped = operation.kind() != Operation.Kind.PASS_THROUGH;
    Variant.Answers expected = mapped ? variant.answers() : Variant.Answers.V1;
    demand(expected.agreesWith(fromV2 / probes), "was answered by the wrong side");
  }

  /** One write more, before and after which both sides are looked at. */
  private void proveWrites() throws SQLException {
    work.prepare(1);
    String v1 = sums("entries");
    String v2 = sums("entries_v2");
    work.once();
    demand(sums("entries").equals(v1) != variant.written().v1(), "did not write v1 as it should");
    demand(
        sums("entries_v2").equals(v2) != variant.written().v2(), "did not write v2 as it should");
    if (variant.written() == Variant.Written.BOTH) {
      demand(sums("entries").equals(sums("entries_v2")), "did not write both sides alike");
    }
    demand(one("SELECT count(*) FROM zdm_ledger").equals("0"), "left entries in the ledger");
  }

  private String sums(String table) throws SQLException {
    return one("SELECT count(*) || ' ' || sum(amount) || ' ' || sum(id) FROM " + table);
  }

  private String one(String query) throws SQLException {
    try (Statement statement = side.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  private void demand(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(
          site.engine().label()
              + ": "
              + operation.label()
              + " by "
              + variant.label()
              + " "
              + otherwise);
    }
  }

  @Override
  public void close() throws SQLException {
    work.close();
    connection.close();
    side.close();
  }
}
