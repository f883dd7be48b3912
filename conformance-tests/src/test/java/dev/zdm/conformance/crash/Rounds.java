package dev.zdm.conformance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.conformance.crash.Writers.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lives and deaths of one database's writers. After each death {@link #faults} says what is wrong.
 */
final class Rounds {
  private static final int LONGEST_LIFE_MILLIS = 400;
  private static final int MOST = 10;
  private static final int PATIENCE_SECONDS = 60;
  private static final String BATCH_FAILED = "java.sql.BatchUpdateException";
  private static final int KILLED = 128 + 9; // how a Linux process ends by SIGKILL

  private final Songs songs;
  private final Path folder;
  private final Random random;
  private final Map<String, Integer> mirroredErrors = new TreeMap<>();
  private final Map<String, Integer> rawErrors = new TreeMap<>();
  private final List<String> otherFaults = new ArrayList<>();
  private int lives;
  private long acknowledged;
  private long owed;
  private @Nullable Account account;

  /**
   * @param folder for diaries
   * @param random draws when a life ends, and what the writers do
   */
  Rounds(Songs songs, Path folder, Random random) {
    this.songs = songs;
    this.folder = folder;
    this.random = random;
  }

  /** The writers write for a while; then SIGKILL ends their process. */
  void killApplication(Kind... writers) throws Exception {
    Map<String, Map<String, Integer>> before = songs.rows();
    Life life = begin(writers);
    life.process.destroyForcibly();
    assertThat(life.process.waitFor()).as("how the process ended").isEqualTo(KILLED);
    account = life.account(before);
    account.failures().forEach(f -> otherFaults.add("before it was killed: " + f));
  }

  /** The writers write for a while; then their server ends by {@code death}, and they notice. */
  void killServer(Runnable death, Kind... writers) throws Exception {
    Map<String, Map<String, Integer>> before = songs.rows();
    Life life = begin(writers);
    death.run();
    if (!life.process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      life.process.destroyForcibly();
      otherFaults.add("a writer did not notice that its server was gone");
    }
    account = life.account(before);
    account
        .failures()
        .forEach(
            f ->
                (f.owner().startsWith("raw") ? rawErrors : mirroredErrors)
                    .merge(f.kind(), 1, Integer::sum));
  }

  private Life begin(Kind... writers) throws Exception {
    Life life = new Life(lives++, writers);
    life.await(lines -> lines.anyMatch(l -> l.startsWith("acknowledged")));
    Thread.sleep(random.nextInt(LONGEST_LIFE_MILLIS));
    return life;
  }

  /** What is wrong after the last death, in words. The ledger is worked off on the way. */
  List<String> faults() throws SQLException {
    Account last = Objects.requireNonNull(account, "nothing was killed yet");
    acknowledged += last.acknowledged();
    owed += songs.owed();
    List<String> faults = new ArrayList<>(otherFaults);
    otherFaults.clear();
    faults.addAll(last.faults(songs.rows()));
    faults.addAll(songs.faultsOfFollower());
    return faults;
  }

  /**
   * Whether another is to follow. A busy machine takes more of them before they are about
   * something.
   *
   * @param wanted how many, if that comes to something
   */
  boolean goesOn(int wanted) {
    return lives < wanted || (!isEventful() && lives < MOST * wanted);
  }

  private boolean isEventful() {
    return acknowledged > lives && owed > 0 && rawErrors.isEmpty() == mirroredErrors.isEmpty();
  }

  /** That the rounds were about something: work was done, and v2 refused some of it. */
  void assertEventful(String name) {
    System.out.println(
        "%s: %d kills, %d acknowledged deeds, %d keys owed; errors %s, raw %s"
            .formatted(name, lives, acknowledged, owed, mirroredErrors, rawErrors));
    assertThat(acknowledged).as("acknowledged deeds").isGreaterThan(lives);
    assertThat(owed).as("keys in the ledger").isPositive();
  }

  /** C2: that whoever wrote through zdm got an error that the raw driver gives. */
  void assertErrorsAreTheRawDrivers() {
    Set<String> known = new TreeSet<>(rawErrors.keySet());
    for (String type : new String[] {"org.postgresql.util.PSQLException", BATCH_FAILED}) {
      known.add(type + " 08006"); // the connection broke
      known.add(type + " 57P01"); // or its server said goodbye
      known.add(type + " 57P02");
    }
    known.add(BATCH_FAILED + " 08003"); // the next call on it: docs/limits.md
    assertThat(rawErrors).isNotEmpty();
    assertThat(mirroredErrors).isNotEmpty();
    assertThat(known).containsAll(mirroredErrors.keySet());
  }

  /** One process of writers. */
  private final class Life {
    private final Path diary;
    private final Path errors;
    private final Process process;

    Life(int number, Kind... writers) throws IOException {
      diary = folder.resolve("diary-" + number);
      errors = folder.resolve("errors-" + number);
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "-Xshare:auto",
                  "-Xmx128m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Writers.class.getName(),
                  diary.toString(),
                  Integer.toUnsignedString(random.nextInt()),
                  songs.url(),
                  songs.mirroredUrl(),
                  songs.answers(),
                  Boolean.toString(songs.keysMove())));
      Stream.of(writers).map(Enum::name).forEach(command::add);
      process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(errors.toFile())
              .start();
    }

    void await(Predicate<Stream<String>> reached) throws Exception {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (!Files.exists(diary) || !reached.test(Files.readString(diary).lines())) {
        if (!process.isAlive() || System.nanoTime() > end) {
          process.destroyForcibly();
          throw new IllegalStateException("the writers do not write: " + Files.readString(errors));
        }
        Thread.sleep(1);
      }
    }

    Account account(Map<String, Map<String, Integer>> before) throws IOException {
      Files.readString(errors)
          .lines()
          .filter(line -> line.contains("Exception"))
          .forEach(line -> otherFaults.add("a writer died: " + line));
      Account read = Account.of(before, diary);
      Files.delete(diary);
      return read;
    }
  }
}
