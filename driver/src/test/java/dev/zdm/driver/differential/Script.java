package dev.zdm.driver.differential;

import dev.zdm.driver.differential.Act.Over;
import dev.zdm.driver.differential.Act.Trouble;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A sequence of acts on a fresh pair of databases.
 *
 * @param parameters what stands in both URLs
 * @param percent of the reads that zdm sends to v2
 */
record Script(String parameters, int percent, List<Act> acts) {

  /** A script as short as may be that {@code fails} too; each of its acts is needed. */
  Script shrunk(Predicate<Script> fails) {
    Script shortest = this;
    for (int size = acts.size() / 2; size > 0; size = size > 1 ? size / 2 : 0) {
      for (int from = 0; from < shortest.acts.size(); ) {
        Script shorter = shortest.without(from, Math.min(size, shortest.acts.size() - from));
        if (fails.test(shorter)) {
          shortest = shorter;
        } else {
          from += size;
        }
      }
    }
    return shortest;
  }

  private Script without(int from, int count) {
    List<Act> left = new ArrayList<>(acts);
    left.subList(from, from + count).clear();
    return new Script(parameters, percent, left);
  }

  /** The script with every trouble ended before the next begins, and at the end. */
  Script closed() {
    List<Act> closed = new ArrayList<>();
    boolean open = false;
    for (Act act : acts) {
      if (open && act instanceof Trouble) {
        closed.add(new Over());
      }
      if (open || !(act instanceof Over)) {
        closed.add(act);
      }
      open = act instanceof Trouble || (open && !(act instanceof Over));
    }
    if (open) {
      closed.add(new Over());
    }
    return new Script(parameters, percent, closed);
  }

  @Override
  public String toString() {
    return "with '%s', %d %% of the reads on v2:\n".formatted(parameters, percent)
        + IntStream.range(0, acts.size())
            .mapToObj(i -> "  " + i + " " + acts.get(i))
            .collect(Collectors.joining("\n"));
  }
}
