package dev.zdm.rewriter.mirroring;

import dev.zdm.rewriter.copy.KeySql;
import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.SideWrite.Cascade;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One child that a cascade reaches, and the texts that find its rows. Immutable.
 *
 * @param number from 1; parents come before their children
 * @param parent the step whose child is this one's parent; null if that is the written table
 */
record CascadeStep(int number, @Nullable CascadeStep parent, Cascade cascade) {
  private static final Dialect DIALECT = Dialect.POSTGRESQL;

  static List<CascadeStep> of(List<Cascade> cascades) {
    List<CascadeStep> steps = new ArrayList<>();
    add(steps, null, cascades);
    return List.copyOf(steps);
  }

  private static void add(
      List<CascadeStep> steps, @Nullable CascadeStep parent, List<Cascade> cascades) {
    for (Cascade cascade : cascades) {
      CascadeStep step = new CascadeStep(steps.size() + 1, parent, cascade);
      steps.add(step);
      add(steps, step, cascade.next());
    }
  }

  MappedTable child() {
    return cascade.child();
  }

  String name(String prefix) {
    return prefix + number;
  }

  /** The setting that carries the children's keys. */
  String children() {
    return "zdm.children" + number;
  }

  /** The setting that carries what the children refer to, under their own columns' names. */
  String parents() {
    return "zdm.parents" + number;
  }

  /** The setting that carries what they refer to afterwards, where that is part of their key. */
  String renamed() {
    return "zdm.renamed" + number;
  }

  KeySql keys() {
    return new KeySql(DIALECT, child());
  }

  /** The child's columns that refer, treated as a key. */
  KeySql references() {
    return new KeySql(DIALECT, child().keyedBy(cascade.childColumns()));
  }

  /** The CTE of the child's v1 rows that refer to a parent, as they were before W1. */
  String find(WrittenRows rows) {
    return "%s AS (SELECT s.* FROM %s AS s WHERE %s)"
        .formatted(
            name("zdm_c"), child().v1().sql(DIALECT), references().v1In("s", foundParents(rows)));
  }

  /** The keys of those rows. */
  String foundKeys() {
    return "SELECT DISTINCT %s FROM %s AS c".formatted(keys().v1("c"), name("zdm_c"));
  }

  /** What the children refer to, before W1, under their own columns' names. */
  String foundParents(WrittenRows rows) {
    if (parent == null) {
      return rows.before(cascade.parentColumns(), cascade.childColumns());
    }
    return "SELECT DISTINCT "
        + as("c", cascade.parentColumns())
        + " FROM "
        + parent.name("zdm_c")
        + " AS c";
  }

  /** What they refer to after W1. */
  String newParents(WrittenRows rows) {
    return rows.after(cascade.parentColumns(), cascade.childColumns());
  }

  /** Adds what v2 has, and what v1 has under new keys, to what the first statement found. */
  String gather() {
    List<String> settings = new ArrayList<>();
    String ofThem = references().v2In("t", references().rows(value(parents())));
    String keys =
        keys().rows(value(children()))
            + " UNION SELECT %s FROM %s AS t WHERE %s"
                .formatted(keys().v2AsV1("t"), child().v2().sql(DIALECT), ofThem);
    if (cascade.rekeys()) {
      keys +=
          " UNION SELECT %s FROM %s AS s WHERE %s"
              .formatted(
                  keys().v1("s"),
                  child().v1().sql(DIALECT),
                  references().v1In("s", references().rows(value(renamed()))));
    }
    settings.add(set(children(), keys().array(keys)));
    for (CascadeStep next : nextSteps()) {
      String parents =
          next.references().rows(value(next.parents()))
              + " UNION SELECT %s FROM %s AS t WHERE %s"
                  .formatted(
                      next.as("t", v2Names(next.cascade.parentColumns())),
                      child().v2().sql(DIALECT),
                      ofThem);
      settings.add(set(next.parents(), next.references().array(parents)));
    }
    return "SELECT " + String.join(", ", settings);
  }

  /** The steps that follow, with the numbers that {@link #of} gave them. */
  private List<CascadeStep> nextSteps() {
    List<CascadeStep> steps = new ArrayList<>();
    int next = number + 1;
    for (Cascade following : cascade.next()) {
      steps.add(new CascadeStep(next, this, following));
      next += size(following);
    }
    return steps;
  }

  private static int size(Cascade cascade) {
    return 1 + cascade.next().stream().mapToInt(CascadeStep::size).sum();
  }

  private List<String> v2Names(List<String> v1Names) {
    return v1Names.stream().map(name -> child().column(name).v2()).toList();
  }

  /** Columns of an alias under the names of the child's columns that refer to them. */
  private String as(String alias, List<String> columns) {
    List<String> items = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      items.add(
          alias
              + "."
              + DIALECT.quote(columns.get(i))
              + " AS "
              + DIALECT.quote(cascade.childColumns().get(i)));
    }
    return String.join(", ", items);
  }

  private static String value(String setting) {
    return "current_setting('" + setting + "')";
  }

  private static String set(String setting, String array) {
    return "set_config('%s', (%s), true)".formatted(setting, array);
  }
}
