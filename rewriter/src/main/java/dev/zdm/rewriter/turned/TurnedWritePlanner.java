package dev.zdm.rewriter.turned;

import dev.zdm.rewriter.copy.ProvidedSql;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.TableWays;
import dev.zdm.rewriter.mapping.Targets;
import dev.zdm.rewriter.mapping.V1Shape;
import dev.zdm.rewriter.mirroring.Mirroring;
import dev.zdm.rewriter.mirroring.TurnedMirroring;
import dev.zdm.rewriter.mirroring.TurnedStatement;
import dev.zdm.rewriter.mirroring.TurnedStatement.Conflict;
import dev.zdm.rewriter.mirroring.WriteFrame;
import dev.zdm.rewriter.plan.Answers;
import dev.zdm.rewriter.plan.Names;
import dev.zdm.rewriter.plan.Plan;
import dev.zdm.rewriter.text.SqlText;
import dev.zdm.rewriter.text.Withs;
import dev.zdm.rewriter.write.Consequences;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Plans PostgreSQL's writes where v2 answers. What has no form there is refused. */
public final class TurnedWritePlanner {
  private final Names names;
  private final Answers answers;
  private final Questions questions;
  private final boolean followed;

  /**
   * @param followed whether v1 follows
   */
  public TurnedWritePlanner(Names names, Answers answers, Questions questions, boolean followed) {
    this.names = names;
    this.answers = answers;
    this.questions = questions;
    this.followed = followed;
  }

  public Plan plan(SqlText text) {
    try {
      return planned(text);
    } catch (Unclear e) {
      return e.refused(answers, text);
    }
  }

  private Plan planned(SqlText text) throws Unclear {
    if (text.endsInQuote()) {
      throw new Unclear(text.size() - 1, "a quote that begins in it does not end");
    }
    int call = names.reachingCall(text);
    if (call >= 0) {
      throw new Unclear(call, "it calls a function that may write a mapped table");
    }
    if (Withs.part(text, 0) >= 0) {
      throw new Unclear(Withs.part(text, 0), "its WITH writes");
    }
    WriteFrame frame = WriteFrame.of(text, Withs.main(text));
    if (frame == null) {
      throw new Unclear(-1, "its form is not known");
    }
    MappedTable table = names.resolve(text, frame.first(), frame.last());
    String way = names.reaching(text, frame.last());
    TableWays ways = names.ways(text, frame.first(), frame.last());
    Consequences more = Consequences.of(text, frame, ways);
    if (!more.none() || (table == null && ways == null && way != null)) {
      throw new Unclear(frame.first(), "on v1 it reaches rows of mapped tables besides its own");
    }
    if (table == null) {
      return answers.onPrimary(
          text, "writes %s, which is not mapped".formatted(text.name(frame.last())));
    }
    TurnedStatement written = written(text, frame, table);
    Optional<Targets> targets = table.targets();
    return new Plan.Write(
        text.original(),
        table,
        frame.operation(),
        targets.isPresent()
            ? several(text, frame, written, targets.get())
            : new TurnedMirroring(names.mapping(), written, followed));
  }

  private Mirroring several(
      SqlText text, WriteFrame frame, TurnedStatement written, Targets targets) throws Unclear {
    return new TargetWrites(names.mapping(), questions, followed).of(text, frame, written, targets);
  }

  private TurnedStatement written(SqlText text, WriteFrame frame, MappedTable table)
      throws Unclear {
    V1Shape shape = names.mapping().shape(table);
    List<String> obstacles = names.mapping().shape(table).obstacles();
    if (!obstacles.isEmpty()) {
      throw new Unclear(frame.first(), obstacles.get(0));
    }
    int cursor = text.find(frame.verb(), "CURRENT");
    if (cursor >= 0 && text.word(cursor + 1, "OF")) {
      throw new Unclear(cursor, "WHERE CURRENT OF names a row of v1's");
    }
    Image image = new PostgresImages(text, frame, table, shape).of();
    Clauses clauses = new Clauses(text, table, shape);
    Conflict conflict = null;
    int end = image.end();
    if (text.word(end, "ON")) {
      int returning = clauses.next(end, "RETURNING");
      conflict = conflict(text, clauses, table, end, returning);
      end = returning;
    }
    String returning = returning(text, clauses, frame, end);
    if (image.assigned().stream().anyMatch(table.key()::contains)) {
      throw new Unclear(
          frame.first(), "it changes the key, and who waits for the row would not find it again");
    }
    Plan.Read read = questions.onV2(text, image.query());
    return new TurnedStatement(
        table,
        frame.operation(),
        frame.alias() < 0 ? text.text(frame.last()) : text.text(frame.alias()),
        read.v2Sql(),
        image.assigned(),
        conflict,
        returning,
        parameters(text, read),
        asked(text, read));
  }

  /** Those of the question alone. */
  private static List<Integer> asked(SqlText text, Plan.Read read) {
    return read.parameters().isEmpty()
        ? IntStream.rangeClosed(1, Questions.count(SqlText.of(text.dialect(), read.v2Sql())))
            .boxed()
            .toList()
        : read.parameters();
  }

  /** Those of the question first, then those behind it, as they stand. */
  private static List<Integer> parameters(SqlText text, Plan.Read read) {
    if (read.parameters().isEmpty()) {
      return List.of();
    }
    int asked = Questions.count(SqlText.of(text.dialect(), read.sql()));
    List<Integer> parameters = new ArrayList<>(read.parameters());
    for (int i = asked + 1; i <= Questions.count(text); i++) {
      parameters.add(i);
    }
    return parameters;
  }

  private Conflict conflict(SqlText text, Clauses clauses, MappedTable table, int on, int end)
      throws Unclear {
    int next = on + 2;
    List<String> columns = List.of();
    if (text.punctuation(next, '(')) {
      columns = clauses.columns(next);
      next = text.closing(next) + 1;
    }
    for (String column : columns) {
      if (table.targets().isEmpty() && !table.column(column).held()) {
        throw new Unclear(on, "no column of v2 holds " + column);
      }
    }
    if (!text.word(next, "DO")) {
      throw new Unclear(next, "ON CONFLICT names a constraint, or has a condition");
    }
    if (text.word(next + 1, "NOTHING")) {
      return new Conflict(columns, Map.of(), "");
    }
    for (int i = next; i < end; i++) {
      if (text.anyWord(i, "SELECT", "TABLE")) {
        throw new Unclear(i, "a query in DO UPDATE");
      }
    }
    int where = clauses.next(next, "WHERE", "RETURNING");
    Map<String, String> set = new LinkedHashMap<>();
    for (Map.Entry<String, String> e : clauses.assignments(next + 3, where).entrySet()) {
      set.put(e.getKey(), Stored.in(table.column(e.getKey()).sqlType(), e.getValue()));
    }
    if (new ProvidedSql(text.dialect(), table).isMadeOf(set.keySet())) {
      throw new Unclear(next, "DO UPDATE assigns a column of which a provider makes v2's");
    }
    if (set.keySet().stream().anyMatch(table.key()::contains)) {
      throw new Unclear(next, "DO UPDATE changes the key");
    }
    return new Conflict(
        columns, set, text.word(where, "WHERE") ? clauses.part(where + 1, end) : "");
  }

  private String returning(SqlText text, Clauses clauses, WriteFrame frame, int token)
      throws Unclear {
    if (!text.word(token, "RETURNING")) {
      return "";
    }
    if (frame.joins(text)) {
      throw new Unclear(token, "RETURNING beside other tables");
    }
    for (int i = token + 1; i < text.size(); i++) {
      boolean image = text.anyWord(i, "OLD", "NEW") && text.punctuation(i + 1, '.');
      if (image || text.anyWord(i, "SELECT", "WITH", "TABLE")) {
        throw new Unclear(i, "RETURNING with OLD, NEW, or a query");
      }
    }
    return clauses.part(token + 1, text.size());
  }
}
