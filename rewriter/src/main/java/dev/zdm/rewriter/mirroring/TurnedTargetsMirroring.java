package dev.zdm.rewriter.mirroring;

import dev.zdm.rewriter.copy.CopyLimits;
import dev.zdm.rewriter.copy.LockTimeoutSql;
import dev.zdm.rewriter.copy.ReverseCopySql;
import dev.zdm.rewriter.copy.TargetImageSql;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.Operation;
import dev.zdm.rewriter.mapping.Targets;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link TurnedMirroring} for a table whose rows go to several v2 tables. What is read of them
 * cannot be locked, so an UPDATE or DELETE first finds its keys, then locks v2's rows of them, and
 * then asks once more, as READ COMMITTED itself looks at a row again that it had to wait for.
 * Immutable.
 */
public final class TurnedTargetsMirroring implements V2FirstMirroring {
  private static final Dialect DIALECT = Dialect.POSTGRESQL;

  private final Mapping mapping;
  private final TurnedStatement written;
  private final Found found;
  private final boolean followed;
  private final TargetImageSql image;

  /**
   * Which rows an UPDATE or DELETE touches.
   *
   * @param query a SELECT of their keys on v2; empty for an INSERT
   * @param joins whether it may give a key more than once
   * @param parameters which parameter of the application's text, from 1, each placeholder stands
   *     for
   */
  public record Found(String query, boolean joins, List<Integer> parameters) {
    public Found {
      parameters = List.copyOf(parameters);
    }
  }

  /**
   * @param written with the parameters of its image, and of what is behind it
   * @param followed whether v1 follows
   */
  public TurnedTargetsMirroring(
      Mapping mapping, Targets targets, TurnedStatement written, Found found, boolean followed) {
    this.mapping = mapping;
    this.written = written;
    this.found = found;
    this.followed = followed;
    this.image = new TargetImageSql(written.table(), targets);
  }

  @Override
  public String form() {
    return followed
        ? "turned: the rows that it leaves behind are written to v2's tables, and v1's are derived from them"
        : "turned: the rows that it leaves behind are written to v2's tables";
  }

  @Override
  public TurnedStatement written() {
    return written;
  }

  @Override
  public boolean followed() {
    return followed;
  }

  @Override
  public boolean inParts() {
    return true;
  }

  @Override
  public List<Integer> parameters() {
    List<Integer> parameters = new ArrayList<>(found.parameters());
    parameters.addAll(written.parameters());
    return parameters;
  }

  private boolean finds() {
    return written.operation() != Operation.INSERT;
  }

  @Override
  public Text text(Half half, Answer answer, CopyLimits limits) {
    List<String> parts = new ArrayList<>();
    if (followed) {
      parts.add(TurnedMirroring.V2_ANSWERS);
    }
    if (finds()) {
      parts.add(image.found(found.query()));
      parts.add(image.lock());
      parts.add(image.lock()); // what was put in the place of a row that it had to wait for
    }
    int before = parts.size();
    parts.add(answered(answer));
    parts.addAll(image.write(written.operation(), mapping.shape(written.table())));
    switch (half) {
      case COPY -> {
        if (followed) {
          parts.add(copyOfKeys(limits));
        }
      }
      case KEYS -> {}
      case LEDGER -> parts.add(image.owe(mapping.ledger().sql(DIALECT)));
      case DEFERRED ->
          throw new IllegalStateException("a write of v2 is not deferred: " + written.table().v1());
    }
    if (followed && half != Half.COPY) {
      parts.add(TurnedMirroring.NO_LONGER);
    }
    return new Text(String.join("; ", parts), before);
  }

  private String answered(Answer answer) {
    String rows =
        "SELECT %s%s FROM (\n%s\n) AS q%s"
            .formatted(
                found.joins() ? image.once("q") : "",
                image.columns("q"),
                written.image(),
                finds() ? image.amongFound("q") : "");
    // The answer depends on zdm_k's row, so the settings are set even where nothing was touched.
    return "WITH zdm_w AS MATERIALIZED (%s), zdm_k AS MATERIALIZED (%s) SELECT zdm_a.* FROM zdm_k CROSS JOIN LATERAL (%s OFFSET 0) AS zdm_a"
        .formatted(
            rows,
            image.note(finds(), written.operation() == Operation.DELETE),
            new TurnedAnswer(written).select(answer, "zdm_w", "zdm_k.done IS NOT NULL"));
  }

  @Override
  public String copyOfKeys(CopyLimits limits) {
    ReverseCopySql copier = ReverseCopySql.of(mapping, written.table());
    return TurnedMirroring.asV2Answers(
        LockTimeoutSql.bounded(
            limits,
            written.operation() == Operation.DELETE
                ? copier.deleteOfWrite()
                : copier.upsertOfWrite()));
  }
}
