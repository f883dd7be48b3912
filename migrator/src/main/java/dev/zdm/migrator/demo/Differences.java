package dev.zdm.migrator.demo;

import dev.zdm.migrator.Verification;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Differences in one line, for people. */
final class Differences {
  private static final int MOST = 5;

  private Differences() {}

  /** What the ledger holds and why; empty if nothing. */
  static String ledger(Verification.Result result) {
    Set<String> reasons = new LinkedHashSet<>();
    result.tables().forEach(t -> reasons.addAll(t.reasons()));
    return result.ledgerEntries() == 0
        ? ""
        : "; the ledger has %d entries: %s"
            .formatted(result.ledgerEntries(), String.join(", ", reasons));
  }

  static String text(Verification.Result result) {
    List<String> texts = new ArrayList<>();
    for (Verification.TableResult table : result.tables()) {
      for (Verification.Difference difference : table.first()) {
        String kind = difference.kind().name().toLowerCase(Locale.ROOT);
        String column = difference.column() == null ? "" : " in " + difference.column();
        texts.add(table.v1().name() + " " + difference.key() + " " + kind + column);
      }
    }
    String more = texts.size() > MOST ? ", ..." : "";
    return String.join(", ", texts.subList(0, Math.min(MOST, texts.size()))) + more;
  }
}
