package dev.zdm.driver;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.mirroring.KeyedMirroring;
import java.math.BigInteger;
import java.sql.BatchUpdateException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.rowset.CachedRowSet;
import javax.sql.rowset.RowSetProvider;
import org.jspecify.annotations.Nullable;

/**
 * How the keys that a batch touches are learned, and on which of the driver's statements it runs.
 */
sealed interface BatchKeys {

  PreparedStatement statement();

  /** Adds an entry with the application's parameters. */
  void add() throws SQLException;

  /** Executes the batch, as the application would have seen it executed. */
  <T> T execute(Runner<T> batch) throws SQLException;

  /** The application's own call on the statement that runs; gives an array of counts. */
  @FunctionalInterface
  interface Runner<T> {
    T run(PreparedStatement batch) throws SQLException;
  }

  /** The keys that the batch has touched, once it was executed. */
  KeyList touched() throws SQLException;

  /** The generated keys for the application; null if the statement itself is to be asked. */
  @Nullable ResultSet forApplication() throws SQLException;

  /** The application inserts the keys itself, by parameters: its own statement runs as it is. */
  final class Given implements BatchKeys {
    private final PreparedStatement own;
    private final Values values;
    private final List<Integer> parameters;
    private final KeyList.Builder keys;

    /**
     * @param parameters of each key column
     */
    Given(PreparedStatement own, Values values, MappedTable table, List<Integer> parameters) {
      this.own = own;
      this.values = values;
      this.parameters = parameters;
      this.keys = new KeyList.Builder(table);
    }

    /** Whether these parameters have a text that says what is stored. */
    static boolean spell(Values values, List<Integer> parameters) {
      return parameters.stream().map(values::get).allMatch(Given::spells);
    }

    private static boolean spells(@Nullable Object value) {
      return value instanceof String
          || value instanceof Long
          || value instanceof Integer
          || value instanceof Short
          || value instanceof BigInteger
          || value instanceof UUID;
    }

    @Override
    public PreparedStatement statement() {
      return own;
    }

    @Override
    public void add() throws SQLException {
      List<String> key = new ArrayList<>(parameters.size());
      for (int parameter : parameters) {
        Object value = values.get(parameter);
        if (!spells(value)) {
          throw Execution.notMirrored(
              "a batch whose key parameter %d is null or of another Java type than before"
                  .formatted(parameter));
        }
        key.add(String.valueOf(value));
      }
      own.addBatch();
      keys.add(key);
    }

    @Override
    public <T> T execute(Runner<T> batch) throws SQLException {
      return batch.run(own);
    }

    @Override
    public KeyList touched() {
      return keys.build();
    }

    @Override
    public @Nullable ResultSet forApplication() {
      return null;
    }
  }

  /** The statement returns the keys. */
  final class Returned implements BatchKeys {
    private final PreparedStatement keyed;
    private final PreparedExecution execution;
    private final MappedTable table;
    private final KeyedMirroring.Keyed write;
    private final Keys wanted;
    private @Nullable ResultSet kept;

    /**
     * @param keyed of the text {@code write}
     * @param wanted what the application asked for
     */
    Returned(
        PreparedStatement keyed,
        PreparedExecution execution,
        MappedTable table,
        KeyedMirroring.Keyed write,
        Keys wanted) {
      this.keyed = keyed;
      this.execution = execution;
      this.table = table;
      this.write = write;
      this.wanted = wanted;
    }

    @Override
    public PreparedStatement statement() {
      return keyed;
    }

    @Override
    public void add() throws SQLException {
      execution.replay(keyed);
      keyed.addBatch();
    }

    @Override
    public <T> T execute(Runner<T> batch) throws SQLException {
      try {
        T counts = batch.run(keyed);
        if (hasOwnList() && !wanted.wanted()) {
          clear(counts);
        }
        return counts;
      } catch (BatchUpdateException e) {
        throw inItsOwnWords(e);
      }
    }

    private boolean hasOwnList() {
      return write.added().startsWith(",");
    }

    /** The driver counts nothing where a batch returns rows that nobody asked for. */
    private static void clear(Object counts) {
      if (counts instanceof int[] small) {
        Arrays.fill(small, 0);
      } else {
        Arrays.fill((long[]) counts, 0);
      }
    }

    /** The driver shows the text of the entry that failed. */
    private BatchUpdateException inItsOwnWords(BatchUpdateException e) {
      String message = String.valueOf(e.getMessage()).replace(write.added(), drivers());
      BatchUpdateException own =
          new BatchUpdateException(
              message, e.getSQLState(), e.getErrorCode(), e.getLargeUpdateCounts(), e.getCause());
      own.setNextException(e.getNextException());
      return own;
    }

    /** What the driver would have added to the application's text. */
    private String drivers() {
      if (hasOwnList() || !wanted.wanted()) {
        return "";
      }
      return "\nRETURNING "
          + (wanted.columns().isEmpty()
              ? "*"
              : wanted.columns().stream()
                  .map(Dialect.POSTGRESQL::quote)
                  .collect(Collectors.joining(", ")));
    }

    @Override
    public KeyList touched() throws SQLException {
      ResultSet rows = keyed.getGeneratedKeys();
      if (!wanted.wanted()) {
        return KeyList.of(rows, table, write.keys());
      }
      if (rows.getMetaData().getColumnCount() == 0) {
        kept = rows; // there are none
        return new KeyList.Builder(table).build();
      }
      CachedRowSet copy = RowSetProvider.newFactory().createCachedRowSet();
      copy.populate(rows); // the driver's can be read once, and are needed twice
      KeyList keys = KeyList.of(copy, table, write.keys());
      copy.beforeFirst();
      kept = new CopiedRows(copy);
      return keys;
    }

    @Override
    public @Nullable ResultSet forApplication() {
      return kept;
    }
  }
}
