package dev.zdm.migrator;

import dev.zdm.rewriter.mapping.TableName;
import java.time.Duration;

/**
 * How far a copy of one table has come.
 *
 * @param table the v1 table
 * @param done the keys looked at so far
 * @param total how many there are, as far as is known; rows come and go meanwhile
 * @param elapsed the time since the table was begun
 */
public record Progress(TableName table, long done, long total, Duration elapsed) {

  /** Keys per second. */
  public long rate() {
    return done * 1_000_000_000L / Math.max(1, elapsed.toNanos());
  }

  /** The time that the rest takes at this rate. */
  public Duration remaining() {
    return Duration.ofSeconds(Math.max(0, total - done) / Math.max(1, rate()));
  }
}
