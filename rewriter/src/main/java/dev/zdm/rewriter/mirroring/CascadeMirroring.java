package dev.zdm.rewriter.mirroring;

import dev.zdm.rewriter.copy.CopyLimits;
import dev.zdm.rewriter.copy.KeySql;
import dev.zdm.rewriter.copy.LedgerSql;
import dev.zdm.rewriter.copy.LockTimeoutSql;
import dev.zdm.rewriter.copy.RowCopySql;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.SideWrite.Cascade;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How a write is mirrored that the database carries on into mapped children: a DELETE, or a change
 * of the key to which they refer. The first statement returns the parents' old keys, and the
 * children that refer to them in its snapshot; the later ones add the children that v2 has of those
 * parents by now, and derive all their rows anew. Where v2 owes rows in between, they fail.
 * Immutable.
 *
 * <p>At READ COMMITTED a child that was added after the first snapshot is found on v2. Above it,
 * the cascade itself fails on a child that the snapshot does not show.
 */
public final class CascadeMirroring implements Mirroring {
  private static final Dialect DIALECT = Dialect.POSTGRESQL;

  private final Mapping mapping;
  private final WrittenStatement written;
  private final boolean mapped;
  private final List<CascadeStep> steps;
  private final List<MappedTable> tables;

  /**
   * @param mapped whether the written table itself is mapped, or only its children are
   */
  public CascadeMirroring(
      Mapping mapping, WrittenStatement written, boolean mapped, List<Cascade> cascades) {
    this.mapping = mapping;
    this.written = written;
    this.mapped = mapped;
    this.steps = CascadeStep.of(cascades);
    Set<MappedTable> all = new LinkedHashSet<>();
    if (mapped) {
      all.add(written.table());
    }
    steps.forEach(step -> all.add(step.child()));
    this.tables = List.copyOf(all);
  }

  @Override
  public String form() {
    return "two-step, with cascades: v1's statement leaves its keys and those of the children that"
        + " refer to them, the next ones derive their v2 rows";
  }

  @Override
  public List<MappedTable> tables() {
    return tables;
  }

  @Override
  public boolean returning() {
    return written.returningEnd() >= 0;
  }

  @Override
  public Text text(Half half, Answer answer, CopyLimits limits) {
    return switch (half) {
      case COPY -> new Text(keys(answer) + "; " + copyOfKeys(limits), 0);
      case KEYS -> new Text(keys(answer), 0);
      case LEDGER -> new Text(ledger(answer), 0);
      case DEFERRED -> throw new IllegalStateException("this write cannot wait for COMMIT");
    };
  }

  private String keys(Answer answer) {
    EmbeddedWrite w = new EmbeddedWrite(written);
    WrittenRows rows = new WrittenRows(written, w);
    List<String> found = found(rows);
    List<String> settings = new ArrayList<>();
    if (mapped) {
      settings.add(set("zdm.own", new KeySql(DIALECT, written.table()).array(rows.touched())));
    }
    for (CascadeStep step : steps) {
      settings.add(set(step.children(), step.keys().array(step.foundKeys())));
      settings.add(set(step.parents(), step.references().array(step.foundParents(rows))));
      if (step.cascade().rekeys()) {
        settings.add(set(step.renamed(), step.references().array(step.newParents(rows))));
      }
    }
    String columns = rows.answer(answer);
    return "WITH %s, %s, zdm_k AS MATERIALIZED (SELECT %s AS done)"
            .formatted(w.sql(), String.join(", ", found), String.join(" || ", settings))
        + " SELECT a.* FROM zdm_k CROSS JOIN LATERAL"
        + " (SELECT %s FROM zdm_w WHERE zdm_k.done IS NOT NULL OFFSET 0) AS a".formatted(columns);
  }

  @Override
  public String copyOfKeys(CopyLimits limits) {
    return LockTimeoutSql.bounded(limits, gathers() + "; " + String.join("; ", copies()));
  }

  @Override
  public String moreKeys(CopyLimits limits) {
    return LockTimeoutSql.bounded(limits, gathers());
  }

  private String gathers() {
    List<String> gathers = new ArrayList<>();
    List<String> between =
        steps.stream()
            .filter(step -> !step.cascade().next().isEmpty())
            .map(step -> DIALECT.literal(step.child().v1().toString()))
            .distinct()
            .toList();
    if (!between.isEmpty()) {
      gathers.add(nothingOwed(String.join(", ", between)));
    }
    steps.forEach(step -> gathers.add(step.gather()));
    return String.join("; ", gathers);
  }

  /**
   * Fails if v2 owes rows of a table through which the cascade goes on: the rows that refer to them
   * could not be found on v2.
   */
  private String nothingOwed(String tables) {
    return "SELECT CAST((SELECT 'zdm: v2 owes rows of ' || l.table_name ||"
        + " ', through which a cascade goes on' FROM %s AS l WHERE l.table_name IN (%s) LIMIT 1)"
            .formatted(mapping.ledger().sql(DIALECT), tables)
        + " AS boolean)";
  }

  @Override
  public List<Owed> owed() {
    List<Owed> owed = new ArrayList<>();
    if (mapped) {
      owed.add(new Owed(written.table(), "zdm.own", false));
    }
    steps.forEach(step -> owed.add(new Owed(step.child(), step.children(), true)));
    return List.copyOf(owed);
  }

  private List<String> found(WrittenRows rows) {
    return steps.stream().map(step -> step.find(rows)).toList();
  }

  /**
   * Children lose their rows before their parents do, and get them after. A parent's new row comes
   * before the children that refer to it on v2, its old one goes after them.
   */
  private List<String> copies() {
    List<String> removed = new ArrayList<>();
    List<String> derived = new ArrayList<>();
    for (CascadeStep step : steps) {
      RowCopySql copier = RowCopySql.of(mapping, step.child());
      removed.addAll(0, List.of(use(step.children()), copier.deleteAbsentOfWrite()));
      derived.addAll(List.of(use(step.children()), copier.upsertOfWrite()));
    }
    List<String> children = new ArrayList<>(removed);
    children.addAll(derived);
    if (!mapped) {
      return children;
    }
    RowCopySql own = RowCopySql.of(mapping, written.table());
    List<String> copies = new ArrayList<>();
    if (!written.changesKey()) {
      copies.addAll(children);
      copies.addAll(List.of(use("zdm.own"), own.deleteAbsentOfWrite(), own.upsertOfWrite()));
    } else if (steps.stream().anyMatch(step -> step.cascade().refersOnV2())) {
      copies.addAll(List.of(use("zdm.own"), own.upsertOfWrite()));
      copies.addAll(children);
      copies.addAll(List.of(use("zdm.own"), own.deleteAbsentOfWrite()));
    } else {
      copies.addAll(List.of(use("zdm.own"), own.deleteAbsentOfWrite(), own.upsertOfWrite()));
      copies.addAll(children);
    }
    return copies;
  }

  /**
   * v2 cannot be asked here, so a child that was added after the snapshot is not known: below
   * REPEATABLE READ the children's tables are tainted.
   */
  private String ledger(Answer answer) {
    EmbeddedWrite w = new EmbeddedWrite(written);
    WrittenRows rows = new WrittenRows(written, w);
    List<String> parts = new ArrayList<>(found(rows));
    if (mapped) {
      parts.add("zdm_l0 AS (" + note(written.table(), rows.touched()) + ")");
    }
    for (CascadeStep step : steps) {
      parts.add(step.name("zdm_l") + " AS (" + note(step.child(), step.foundKeys()) + ")");
      parts.add(step.name("zdm_t") + " AS (" + taint(step.child()) + ")");
    }
    String columns = rows.answer(answer);
    return "WITH %s, %s SELECT %s FROM zdm_w".formatted(w.sql(), String.join(", ", parts), columns);
  }

  private String note(MappedTable table, String keys) {
    return "%s SELECT %s, %s, %s FROM (%s) AS k"
        .formatted(
            into(),
            DIALECT.literal(table.v1().toString()),
            new KeySql(DIALECT, table).json("k"),
            LedgerSql.REASON,
            keys);
  }

  private String taint(MappedTable table) {
    return "%s SELECT %s, NULL, %s WHERE EXISTS (SELECT 1 FROM zdm_w)"
            .formatted(into(), DIALECT.literal(table.v1().toString()), LedgerSql.REASON)
        + " AND current_setting('transaction_isolation')"
        + " NOT IN ('repeatable read', 'serializable')";
  }

  private String into() {
    return "INSERT INTO " + mapping.ledger().sql(DIALECT) + " (table_name, row_key, reason)";
  }

  private static String set(String setting, String value) {
    return "set_config('%s', (%s), true)".formatted(setting, value);
  }

  private static String use(String setting) {
    return "SELECT set_config('zdm.keys', current_setting('%s'), true)".formatted(setting);
  }
}
