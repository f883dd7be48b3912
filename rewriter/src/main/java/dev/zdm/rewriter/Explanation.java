package dev.zdm.rewriter;

import dev.zdm.rewriter.copy.CopyLimits;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.TableName;
import dev.zdm.rewriter.mirroring.Mirroring;
import dev.zdm.rewriter.plan.Plan;
import dev.zdm.rewriter.plan.Plan.RoutingKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What zdm would do with a statement in a phase that mirrors, in words and texts. Immutable.
 *
 * @param kind what it is taken for
 * @param tables the mapped tables that it names or writes
 * @param reason why v2 does not answer, or why it is refused; null where nothing is in the way
 * @param position where in the text that is, from 0; -1 for the statement as a whole
 * @param routing where the routing key of each table that is read comes from
 * @param form how the write is sent and mirrored; null for what is no write
 * @param v2Sql what runs on v2, or on both where one text writes both; null where that is nothing,
 *     or depends on the keys that a write touches
 * @param parameters which parameter of the statement, from 1, each placeholder of {@code v2Sql}
 *     stands for; empty where they are the same
 * @param taints the tables that would be read from v1 alone if it ran by policy {@code
 *     zdm.unmirrored=taint}; empty where no policy lets it run
 * @param parts where it is several statements, what each of them is
 */
public record Explanation(
    Kind kind,
    List<TableName> tables,
    @Nullable String reason,
    int position,
    List<Route> routing,
    @Nullable String form,
    @Nullable String v2Sql,
    List<Integer> parameters,
    List<TableName> taints,
    List<Explanation> parts) {

  public Explanation {
    tables = List.copyOf(tables);
    routing = List.copyOf(routing);
    parameters = List.copyOf(parameters);
    taints = List.copyOf(taints);
    parts = List.copyOf(parts);
  }

  /** What a statement is taken for. */
  public enum Kind {
    /** Goes to the driver as it is: it names nothing of the mapping. */
    PASS_THROUGH,
    /** BEGIN, COMMIT and their like. */
    TRANSACTION_CONTROL,
    /** Read from either side. */
    READ,
    /** Runs on v1 as it is, and there is nothing to mirror. */
    ON_V1,
    /** Written to both sides. */
    WRITE,
    /** Several statements, each by its own plan. */
    SEVERAL,
    /** Refused, unless by policy it runs on v1 and taints. */
    REFUSED
  }

  /**
   * Where a table's routing key comes from.
   *
   * @param columns the key's columns
   * @param keys each key, its columns' sources joined by a comma: {@code ?1} is a parameter,
   *     anything else a literal; empty where the statement does not say
   */
  public record Route(TableName table, List<String> columns, List<String> keys) {
    public Route {
      columns = List.copyOf(columns);
      keys = List.copyOf(keys);
    }
  }

  /**
   * Explains a statement.
   *
   * @param limits what a write would be sent with
   */
  public static Explanation of(Mapping mapping, String sql, CopyLimits limits) {
    return of(new Planner(mapping, 0), sql, limits);
  }

  private static Explanation of(Planner planner, String sql, CopyLimits limits) {
    Plan plan = planner.plan(sql);
    if (plan instanceof Plan.Read read) {
      return read(read);
    } else if (plan instanceof Plan.OnPrimary primary) {
      return told(Kind.ON_V1, primary, primary.reason(), -1, List.of());
    } else if (plan instanceof Plan.Unsupported refused) {
      return told(Kind.REFUSED, refused, refused.reason(), refused.position(), refused.reaches());
    } else if (plan instanceof Plan.Write write) {
      return write(write, limits);
    } else if (plan instanceof Plan.TracedWrite traced) {
      String form =
          "as it is; TEMP triggers note the keys, and their rows are copied to v2 after it";
      return wrote(traced, form, null);
    } else if (plan instanceof Plan.TurnedWrite turned) {
      return wrote(
          turned,
          "turned: its rows are put together as v1 would have them, and written to v2",
          turned.image().sql()
              + "; "
              + turned.write().stream()
                  .map(Plan.TurnedWrite.Part::sql)
                  .collect(Collectors.joining("; ")));
    } else if (plan instanceof Plan.Several several) {
      List<Explanation> parts = new ArrayList<>();
      several.parts().forEach(part -> parts.add(of(planner, part, limits)));
      return new Explanation(
          Kind.SEVERAL,
          names(several.tables()),
          null,
          -1,
          List.of(),
          null,
          null,
          List.of(),
          List.of(),
          parts);
    }
    Kind kind =
        plan instanceof Plan.TransactionControl ? Kind.TRANSACTION_CONTROL : Kind.PASS_THROUGH;
    return new Explanation(
        kind, List.of(), null, -1, List.of(), null, null, List.of(), List.of(), List.of());
  }

  private static Explanation told(
      Kind kind, Plan plan, String reason, int position, List<MappedTable> taints) {
    return new Explanation(
        kind,
        names(plan.tables()),
        reason,
        position,
        List.of(),
        null,
        null,
        List.of(),
        names(taints),
        List.of());
  }

  private static Explanation read(Plan.Read read) {
    List<Route> routing = new ArrayList<>();
    for (int i = 0; i < read.tables().size(); i++) {
      MappedTable table = read.tables().get(i);
      routing.add(new Route(table.v1(), table.routeBy(), keys(read.routes().get(i))));
    }
    return new Explanation(
        Kind.READ,
        names(read.tables()),
        null,
        -1,
        routing,
        null,
        read.v2Sql(),
        read.parameters(),
        List.of(),
        List.of());
  }

  private static List<String> keys(RoutingKey key) {
    return key instanceof RoutingKey.Keys keys
        ? keys.keys().stream()
            .map(parts -> String.join(", ", parts.stream().map(Explanation::source).toList()))
            .toList()
        : List.of();
  }

  private static String source(RoutingKey.Source source) {
    return source.parameter() > 0 ? "?" + source.parameter() : String.valueOf(source.literal());
  }

  private static Explanation write(Plan.Write write, CopyLimits limits) {
    Mirroring mirroring = write.mirroring();
    Mirroring.Answer answer =
        mirroring.returning() ? new Mirroring.Answer.Returning() : new Mirroring.Answer.Count();
    String sql = mirroring.text(Mirroring.Half.COPY, answer, limits).sql();
    return wrote(write, mirroring.form(), sql);
  }

  private static Explanation wrote(Plan plan, String form, @Nullable String sql) {
    return new Explanation(
        Kind.WRITE,
        names(plan.tables()),
        null,
        -1,
        List.of(),
        form,
        sql,
        List.of(),
        List.of(),
        List.of());
  }

  private static List<TableName> names(List<MappedTable> tables) {
    return tables.stream().map(MappedTable::v1).distinct().toList();
  }
}
