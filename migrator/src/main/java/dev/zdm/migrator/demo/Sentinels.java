package dev.zdm.migrator.demo;

import dev.zdm.migrator.demo.DemoApplication.Sentinel;
import java.time.Duration;
import java.util.List;

/** Asks the application for rows whose v2 image was changed behind zdm's back. */
final class Sentinels {
  private static final int POLL_MILLIS = 50;

  private final List<Sentinel> sentinels;

  Sentinels(List<Sentinel> sentinels) {
    this.sentinels = List.copyOf(sentinels);
  }

  int size() {
    return sentinels.size();
  }

  /** How many keys fall to v2 at this percentage. */
  int expected(int percent) {
    return (int) sentinels.stream().filter(s -> Bucket.of(s.routingKey()) < percent).count();
  }

  /**
   * Reads every sentinel once: exactly the keys whose bucket lies below {@code percent} must be
   * answered by v2.
   *
   * @return how many were
   */
  int check(int percent) throws Exception {
    Reading reading = read(percent);
    if (reading.wrong > 0) {
      throw new Violated(reading.text(percent));
    }
    return expected(percent);
  }

  /**
   * Whether v1 answers what v2 should. That may be for a while: zdm holds a table's reads on v1
   * while v2 owes it rows or is locked. Every other answer than the expected one is a violation.
   */
  boolean held(int percent) throws Exception {
    Reading reading = read(percent);
    if (reading.wrong > reading.held) {
      throw new Violated(reading.text(percent));
    }
    return reading.held > 0;
  }

  /** {@link #check}, but that v1 may answer for v2 as long as the patience lasts. */
  int await(int percent, Duration patience) throws Exception {
    long end = System.nanoTime() + patience.toNanos();
    Reading reading = read(percent);
    while (reading.held > 0 && reading.held == reading.wrong && System.nanoTime() - end < 0) {
      Thread.sleep(POLL_MILLIS);
      reading = read(percent);
    }
    if (reading.wrong > 0) {
      throw new Violated(reading.text(percent));
    }
    return expected(percent);
  }

  /** Waits until v1 answers all of them. */
  void awaitV1(Duration patience) throws Exception {
    long end = System.nanoTime() + patience.toNanos();
    while (read(0).wrong > 0 && System.nanoTime() - end < 0) {
      Thread.sleep(POLL_MILLIS);
    }
    check(0);
  }

  /** The answers of one round. */
  private final class Reading {
    private int wrong;

    /** Of these, v1's answers for v2. */
    private int held;

    private String first = "";

    private void add(Sentinel sentinel, boolean v2) throws Exception {
      String expected = v2 ? DemoApplication.BY_V2 : DemoApplication.BY_V1;
      String answer = sentinel.read().call();
      if (expected.equals(answer)) {
        return;
      }
      if (wrong++ == 0) {
        first =
            "the read of '%s' (bucket %d) was '%s' and should have been '%s'"
                .formatted(
                    sentinel.routingKey().replace('\u001f', '/'),
                    Bucket.of(sentinel.routingKey()),
                    answer,
                    expected);
      }
      if (DemoApplication.BY_V1.equals(answer)) {
        held++;
      }
    }

    String text(int percent) {
      return "at %d %%, %d of %d sentinel reads came from the wrong side; the first: %s"
          .formatted(percent, wrong, sentinels.size(), first);
    }
  }

  private Reading read(int percent) throws Exception {
    Reading reading = new Reading();
    for (Sentinel sentinel : sentinels) {
      reading.add(sentinel, Bucket.of(sentinel.routingKey()) < percent);
    }
    return reading;
  }
}
