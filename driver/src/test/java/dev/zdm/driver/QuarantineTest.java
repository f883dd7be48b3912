package dev.zdm.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.TableName;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A quarantine")
class QuarantineTest {
  private static final MappedTable SONGS =
      new MappedTable(
          new TableName("s", "songs"),
          new TableName("s", "songs_v2"),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          false,
          false);

  private long nanos;
  private final Quarantine quarantine = new Quarantine(() -> nanos);

  private void readEmpty() {
    quarantine.ledgerRead(quarantine.beforeLedgerRead(), Set.of());
  }

  private void failingWrite() {
    quarantine.writerBegins();
    quarantine.raise(SONGS);
    quarantine.writerEnds();
  }

  @Test
  @DisplayName("holds at once, before the transaction that raises it commits")
  void atOnce() {
    quarantine.writerBegins();
    quarantine.raise(SONGS);
    assertThat(quarantine.holds(SONGS)).isTrue();
  }

  @Test
  @DisplayName("is not lifted by a ledger read that began before its transaction ended")
  void readTooEarly() {
    long before = quarantine.beforeLedgerRead();
    quarantine.writerBegins();
    quarantine.raise(SONGS);
    quarantine.ledgerRead(before, Set.of());
    assertThat(quarantine.holds(SONGS)).as("began before it").isTrue();
    before = quarantine.beforeLedgerRead();
    quarantine.writerEnds();
    quarantine.ledgerRead(before, Set.of());
    assertThat(quarantine.holds(SONGS)).as("began within it").isTrue();
    readEmpty();
    assertThat(quarantine.holds(SONGS)).isFalse();
  }

  @Test
  @DisplayName("is raised by what another instance has written to the ledger")
  void byOthers() {
    quarantine.ledgerRead(quarantine.beforeLedgerRead(), Set.of("s.songs"));
    assertThat(quarantine.holds(SONGS)).isTrue();
    readEmpty();
    assertThat(quarantine.holds(SONGS)).isFalse();
  }

  @Test
  @DisplayName("trap 40: stays for a minute where a commit's outcome is not known")
  void outcomeUnknown() {
    quarantine.writerBegins();
    quarantine.raise(SONGS);
    quarantine.outcomeUnknown();
    quarantine.writerEnds();
    nanos += TimeUnit.SECONDS.toNanos(59);
    readEmpty();
    assertThat(quarantine.holds(SONGS)).isTrue();
    nanos += TimeUnit.SECONDS.toNanos(2);
    readEmpty();
    assertThat(quarantine.holds(SONGS)).isFalse();
  }

  @Test
  @DisplayName("does not swing to and fro under a row that fails every second")
  void hotRow() {
    int lifted = 0;
    for (int second = 0; second < 600; second++) {
      failingWrite();
      for (int look = 0; look < 10; look++) {
        nanos += TimeUnit.MILLISECONDS.toNanos(100);
        boolean held = quarantine.holds(SONGS);
        readEmpty();
        lifted += held && !quarantine.holds(SONGS) ? 1 : 0;
      }
    }
    assertThat(lifted).isOne();
    nanos += TimeUnit.SECONDS.toNanos(10);
    readEmpty();
    assertThat(quarantine.holds(SONGS)).as("after a while without failures").isFalse();
  }

  @Test
  @DisplayName("is lifted for transactions that begin afterwards, and not for those before")
  void olderTransactions() {
    failingWrite();
    long older = quarantine.liftings();
    readEmpty();
    assertThat(quarantine.holds(SONGS, older)).isTrue();
    assertThat(quarantine.holds(SONGS, quarantine.liftings())).isFalse();
  }
}
