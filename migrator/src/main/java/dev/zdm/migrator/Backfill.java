package dev.zdm.migrator;

import dev.zdm.driver.copy.RowCopier;
import dev.zdm.driver.ledger.Failure;
import dev.zdm.driver.ledger.KeyJson;
import dev.zdm.driver.ledger.Reason;
import dev.zdm.rewriter.copy.RowCopySql;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Roles;
import dev.zdm.rewriter.mapping.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Copies the rows that v1 has and v2 lacks, in chunks of v1's key order, each a short transaction.
 * Never overwrites a v2 row, so it can run beside live writes once they are mirrored, and can be
 * run again at any time: a second run finds nothing to do but to look. A key that v2 refuses goes
 * into the ledger with the reason; the others are copied. First waits up to a minute for each
 * table's older writers, which may not be mirrored. Not safe for use by several threads.
 */
public final class Backfill {
  private static final int FIRST_REFUSALS = 20;
  private static final Duration OLDER_WRITERS = Duration.ofMinutes(1);

  /**
   * How fast to go.
   *
   * @param chunk the most keys in one transaction
   * @param target the longest that a transaction should last; a slower chunk makes the next ones
   *     smaller
   * @param pause the rest between two chunks
   */
  public record Pace(int chunk, Duration target, Duration pause) {
    /**
     * 1,000 keys, 25 ms, no pause. 25 ms is half of the time that a mirrored write waits for a v2
     * row before it leaves the key to the ledger.
     */
    public static final Pace DEFAULT = new Pace(1_000, Duration.ofMillis(25), Duration.ZERO);

    public Pace {
      if (chunk < 1 || target.isNegative() || target.isZero() || pause.isNegative()) {
        throw new IllegalArgumentException(
            "a chunk needs at least one key, a target above 0 and a pause of 0 or more");
      }
    }
  }

  /** The outcome for all tables. */
  public record Result(List<TableResult> tables) {
    /** Whether v2 took every key. */
    public boolean complete() {
      return tables.stream().allMatch(t -> t.refused() == 0);
    }

    /** The keys looked at. */
    public long keys() {
      return tables.stream().mapToLong(TableResult::keys).sum();
    }
  }

  /**
   * The outcome for one table.
   *
   * @param keys the keys that v1 had
   * @param refused how many of them v2 refuses; they are in the ledger
   * @param firstRefusals the first twenty of those
   * @param chunks the transactions that were committed
   * @param retries the transactions that met a lock and were done again
   */
  public record TableResult(
      TableName table,
      long keys,
      long refused,
      List<Refusal> firstRefusals,
      long chunks,
      long retries,
      Duration elapsed) {}

  /** A key, as a JSON object, and why v2 does not take its row. */
  public record Refusal(String key, String reason) {}

  private final Migration migration;
  private final Pace pace;
  private final Consumer<Progress> progress;

  public Backfill(Migration migration, Pace pace, Consumer<Progress> progress) {
    this.migration = migration;
    this.pace = pace;
    this.progress = progress;
  }

  /** Copies every table of the mapping, one after the other. */
  public Result run() throws SQLException {
    List<TableResult> results = new ArrayList<>();
    try (Session session = migration.openToCopy(Roles.V1_FIRST)) {
      for (MappedTable table : migration.mapping().tables()) {
        results.add(new TableCopy(session, table).run());
      }
    }
    return new Result(results);
  }

  /** The keys of one chunk: a JSON array, their number, and the last of them. */
  private record Chunk(String keys, int count, String last) {}

  private final class TableCopy {
    private final Session session;
    private final MappedTable table;
    private final RowCopySql sql;
    private final RowCopier copier;
    private final ChunkSize size = new ChunkSize(pace.chunk(), pace.target());
    private final List<Refusal> firstRefusals = new ArrayList<>();
    private final long begun = System.nanoTime();
    private final long retriesBefore;
    private long keys;
    private long refused;
    private long chunks;

    TableCopy(Session session, MappedTable table) {
      this.session = session;
      this.table = table;
      this.sql = RowCopySql.of(migration.mapping(), table);
      this.copier = new RowCopier(migration.mapping(), table);
      this.retriesBefore = session.retries();
    }

    TableResult run() throws SQLException {
      new OlderWriters(session, List.of(table.v1())).await(OLDER_WRITERS);
      long total = total();
      String last = null;
      while (true) {
        Chunk chunk = next(last);
        if (chunk.count() == 0) {
          return result();
        }
        last = chunk.last();
        keys += chunk.count();
        progress.accept(new Progress(table.v1(), keys, Math.max(total, keys), elapsed()));
        Session.sleep(pace.pause().toMillis());
      }
    }

    /** Copies the chunk after {@code last}, halved until v2 takes it or the bad key is alone. */
    private Chunk next(@Nullable String last) throws SQLException {
      while (true) {
        int limit = size.current();
        Chunk[] tried = new Chunk[1];
        try {
          long start = System.nanoTime();
          Chunk chunk = session.write(c -> copy(c, last, limit, tried));
          size.took(Duration.ofNanos(System.nanoTime() - start));
          chunks++;
          return chunk;
        } catch (SQLException e) {
          Chunk chunk = tried[0];
          if (chunk == null || Failure.of(session.dialect(), e) != Failure.REFUSED) {
            throw e;
          }
          if (chunk.count() == 1) {
            return refuse(chunk, Reason.of(e));
          }
          size.halve(chunk.count());
        }
      }
    }

    private Chunk copy(Connection connection, @Nullable String last, int limit, Chunk[] tried)
        throws SQLException {
      Chunk chunk = read(connection, last, limit);
      tried[0] = chunk;
      if (chunk.count() > 0) {
        copier.copyAbsent(connection, chunk.keys());
      }
      return chunk;
    }

    private Chunk read(Connection connection, @Nullable String last, int limit)
        throws SQLException {
      List<Object> parameters = new ArrayList<>();
      if (last != null) {
        parameters.addAll(Collections.nCopies(sql.chunkKeyParameters(), last));
      }
      parameters.add(limit);
      List<String> row =
          Session.row(connection, last == null ? sql.firstChunk() : sql.nextChunk(), parameters);
      int count = row.isEmpty() || row.get(1).isEmpty() ? 0 : Integer.parseInt(row.get(1));
      return count == 0 ? new Chunk("[]", 0, "") : new Chunk(row.get(0), count, row.get(2));
    }

    private Chunk refuse(Chunk chunk, String reason) throws SQLException {
      session.write(
          connection -> {
            migration.ledger().add(connection, table, List.of(chunk.last()), reason);
            return chunk;
          });
      refused++;
      if (firstRefusals.size() < FIRST_REFUSALS) {
        firstRefusals.add(new Refusal(KeyJson.plain(chunk.last()), reason));
      }
      return chunk;
    }

    private long total() throws SQLException {
      String count = "SELECT count(*) FROM " + table.v1().sql(session.dialect());
      return Long.parseLong(Session.row(session.connection(), count, List.of()).get(0));
    }

    private TableResult result() {
      return new TableResult(
          table.v1(),
          keys,
          refused,
          List.copyOf(firstRefusals),
          chunks,
          session.retries() - retriesBefore,
          elapsed());
    }

    private Duration elapsed() {
      return Duration.ofNanos(System.nanoTime() - begun);
    }
  }
}
