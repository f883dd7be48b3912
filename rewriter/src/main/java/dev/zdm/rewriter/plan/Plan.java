package dev.zdm.rewriter.plan;

import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mapping.Operation;
import dev.zdm.rewriter.mirroring.Mirroring;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known about one SQL text under one mapping. Immutable and shared. */
public sealed interface Plan {

  /** The application's text. */
  String sql();

  /** The mapped tables that the statement names, in order of appearance; empty if none. */
  default List<MappedTable> tables() {
    return List.of();
  }

  /** Names nothing that is mapped or that reaches it: goes to the driver as it is. */
  record PassThrough(String sql) implements Plan {}

  /** BEGIN, COMMIT, ROLLBACK, SAVEPOINT and their like, sent as text. */
  record TransactionControl(String sql, Verb verb) implements Plan {
    /** What it does to the transaction that zdm has to know of. */
    public enum Verb {
      BEGIN,
      /** Ends it and keeps what it wrote, now or, when it is prepared, later. */
      COMMIT,
      ROLLBACK,
      /** Ends it in either way and begins the next. */
      CHAIN,
      SAVEPOINT
    }
  }

  /**
   * Reads mapped tables and writes nothing: either side can answer.
   *
   * @param v2Sql the text that means on v2 what {@code sql} means on v1
   * @param parameters which parameter of {@code sql}, from 1, each placeholder of {@code v2Sql}
   *     stands for; empty where they are the same
   * @param routes where the routing key of each table comes from, in the order of {@code tables}
   */
  record Read(
      String sql,
      List<MappedTable> tables,
      String v2Sql,
      List<Integer> parameters,
      List<RoutingKey> routes)
      implements Plan {}

  /**
   * Names mapped tables and runs on the primary as it is, with nothing to mirror: a locking read, a
   * read that v2 cannot answer, a write elsewhere that reads a mapped table.
   *
   * @param reason why, for people
   */
  record OnPrimary(String sql, List<MappedTable> tables, String reason) implements Plan {}

  /**
   * Writes one table, and is mirrored.
   *
   * @param table the table that it names: mapped, or one whose write reaches a mapped table
   */
  record Write(String sql, MappedTable table, Operation operation, Mirroring mirroring)
      implements Plan {
    @Override
    public List<MappedTable> tables() {
      return mirroring.tables();
    }
  }

  /**
   * Several statements in one text, of which some write mapped tables and none controls the
   * transaction: each runs by its own plan, in order, in one transaction.
   *
   * @param parts their texts, as the driver cuts them; together they have the parameters of {@code
   *     sql}
   */
  record Several(String sql, List<MappedTable> tables, List<String> parts) implements Plan {}

  /**
   * Writes mapped tables by ways that only the database can follow (any table of the mapping may be
   * touched): runs as it is, and the keys that it touched are copied in the same transaction.
   */
  record TracedWrite(String sql, List<MappedTable> tables, Operation operation) implements Plan {}

  /**
   * Writes one table on SQLite where v2 answers: the rows that it leaves behind are put together in
   * v1's shape, and then written to v2.
   *
   * @param clear empties the table in which that is done
   * @param image puts them together there
   * @param writes writes v2's rows of them; what they count together is the application's
   * @param counters one row: the last number that it has given, or null, and the application's
   *     count; empty where those of a single statement are the application's
   * @param returning gives the application's rows; null if it wants none
   * @param numbers what is to be run where v1 does not follow
   */
  record TurnedWrite(
      String sql,
      MappedTable table,
      Operation operation,
      String clear,
      List<Part> image,
      List<Part> writes,
      String counters,
      @Nullable Part returning,
      List<String> numbers)
      implements Plan {

    public TurnedWrite {
      image = List.copyOf(image);
      writes = List.copyOf(writes);
      numbers = List.copyOf(numbers);
    }

    /**
     * One statement of it.
     *
     * @param parameters which parameter of the application's text, from 1, each placeholder stands
     *     for
     */
    public record Part(String sql, List<Integer> parameters) {
      public Part {
        parameters = List.copyOf(parameters);
      }
    }

    @Override
    public List<MappedTable> tables() {
      return List.of(table);
    }
  }

  /**
   * Recognised, and not mirrored: refused while writes are mirrored, unless by policy it runs on v1
   * and taints what it reaches.
   *
   * @param reason why, and what to do about it
   * @param position where in {@code sql}, from 0; -1 when it is the statement as a whole
   * @param reaches the mapped tables whose rows it may write if it runs on v1 as it is; empty if it
   *     must not run at all, because what comes after it would not be mirrored either
   */
  record Unsupported(
      String sql, List<MappedTable> tables, String reason, int position, List<MappedTable> reaches)
      implements Plan {}

  /** Where the value of a table's routing key is to be found in a statement. */
  sealed interface RoutingKey {

    /** The statement holds no equality on all the columns. */
    record None() implements RoutingKey {}

    /**
     * One or more whole keys; the read may go to v2 only if all of them do.
     *
     * @param types the declared type of each key column
     * @param keys for each key, the source of each of its columns
     */
    record Keys(List<String> types, List<List<Source>> keys) implements RoutingKey {}

    /** A value: the parameter with this index, from 1, or, where that is 0, a literal's value. */
    record Source(int parameter, @Nullable String literal) {}
  }
}
