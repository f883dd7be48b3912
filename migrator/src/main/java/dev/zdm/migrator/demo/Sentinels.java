package dev.zdm.migrator.demo;

import dev.zdm.migrator.demo.DemoApplication.Sentinel;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
    String wrong = wrong(percent);
    if (wrong != null) {
      throw new Violated(wrong);
    }
    return expected(percent);
  }

  /** {@link #check}, repeated until it holds or the time is over. */
  int await(int percent, Duration patience) throws Exception {
    long end = System.nanoTime() + patience.toNanos();
    while (wrong(percent) != null && System.nanoTime() < end) {
      Thread.sleep(POLL_MILLIS);
    }
    return check(percent);
  }

  private @Nullable String wrong(int percent) throws Exception {
    int wrong = 0;
    String first = "";
    for (Sentinel sentinel : sentinels) {
      boolean v2 = Bucket.of(sentinel.routingKey()) < percent;
      String expected = v2 ? DemoApplication.BY_V2 : DemoApplication.BY_V1;
      String answer = sentinel.read().call();
      if (!expected.equals(answer) && wrong++ == 0) {
        first =
            "the read of '%s' (bucket %d) was '%s' and should have been '%s'"
                .formatted(
                    sentinel.routingKey().replace('\u001f', '/'),
                    Bucket.of(sentinel.routingKey()),
                    answer,
                    expected);
      }
    }
    return wrong == 0
        ? null
        : "at %d %%, %d of %d sentinel reads came from the wrong side; the first: %s"
            .formatted(percent, wrong, sentinels.size(), first);
  }
}
