package dev.zdm.driver.control;

import java.time.Duration;
import java.util.List;

/**
 * What an instance of the application last said of itself. Immutable.
 *
 * @param id drawn anew whenever it starts
 * @param epoch the last one that all its connections ran; below 0 if none
 * @param phase the phase that it runs
 * @param phases the phases that it can run
 * @param percent the least share of reads of any table that it sends to v2
 * @param rollCall the last roll call that it has heard
 * @param interval how often it looks into the control table
 * @param host where it runs
 * @param age how long ago it was seen, by the database's clock
 */
public record Instance(
    String id,
    long epoch,
    String phase,
    List<String> phases,
    String percent,
    long rollCall,
    Duration interval,
    String host,
    Duration age) {

  private static final Duration LEAST = Duration.ofSeconds(10);

  public Instance {
    phases = List.copyOf(phases);
  }

  /** How long it may be silent before it counts as gone. */
  public Duration patience() {
    Duration three = interval.multipliedBy(3);
    return three.compareTo(LEAST) > 0 ? three : LEAST;
  }

  /** Whether it was seen lately. */
  public boolean isRecent() {
    return age.compareTo(patience()) <= 0;
  }
}
