package dev.zdm.driver;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a prepared statement as the application set them, with the method that it used.
 * Used by one thread at a time, as the statement is.
 */
final class Bindings implements Values {
  /** One setter, to be called again on another statement. */
  @FunctionalInterface
  interface Binder {
    void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException;
  }

  private static final Binder CONSUMED =
      (statement, index, value) -> {
        throw new SQLException(
            "parameter "
                + index
                + " is a stream that was bound before this table was mirrored; bind it again",
            "0A000");
      };

  private @Nullable Binder[] binders = new @Nullable Binder[8];
  private @Nullable Object[] values = new @Nullable Object[8];
  private final List<Replayed> batched = new ArrayList<>();
  private int count;
  private boolean off;
  private boolean replays;
  private boolean inBatch;

  /** What a recording is good for, as the statement's plan says. */
  enum Use {
    /** No one will ask. */
    NONE,
    /** It may be replayed, if the plan changes. */
    PERHAPS,
    /** It will be replayed; streams must be kept. */
    SURELY
  }

  void use(Use use) {
    off = use == Use.NONE;
    replays = use == Use.SURELY;
  }

  /** Whether streams must be kept, because the statement may be executed more than once. */
  boolean replays() {
    return replays;
  }

  /** Whether parameters were not recorded. */
  boolean isOff() {
    return off;
  }

  void set(int index, @Nullable Object value, Binder binder) {
    if (off) {
      return;
    }
    if (index > binders.length) {
      int length = Math.max(index, binders.length * 2);
      binders = Arrays.copyOf(binders, length);
      values = Arrays.copyOf(values, length);
    }
    letGo(values[index - 1]);
    binders[index - 1] = binder;
    values[index - 1] = value;
    count = Math.max(count, index);
  }

  /** A parameter that can be read once, by the driver alone. */
  void setOnce(int index) {
    set(index, null, CONSUMED);
  }

  /** The parameters are part of a batch now, and what they keep must last as long as that. */
  void batched() {
    inBatch = true;
  }

  /** The batch was executed or cleared. */
  void batchEnded() {
    inBatch = false;
    batched.forEach(Replayed::close);
    batched.clear();
  }

  private void letGo(@Nullable Object value) {
    if (inBatch && value instanceof Replayed kept) {
      batched.add(kept);
    } else {
      Replayed.letGo(value);
    }
  }

  void clear() {
    for (int i = 0; i < count; i++) {
      letGo(values[i]);
    }
    forget();
  }

  private void forget() {
    Arrays.fill(binders, 0, count, null);
    Arrays.fill(values, 0, count, null);
    count = 0;
  }

  /** These parameters, whatever is set later. */
  Bindings copy() {
    Bindings copy = new Bindings();
    copy.become(this);
    return copy;
  }

  /** Replaces all parameters by others, which stay theirs to let go. */
  void become(Bindings other) {
    binders = other.binders.clone();
    values = other.values.clone();
    count = other.count;
  }

  /** Takes over some of another statement's parameters, in place of its own. */
  void take(Bindings whole, int first, int number) {
    off = false;
    forget(); // the streams are the other statement's
    for (int i = 0; i < number && first - 1 + i < whole.count; i++) {
      Binder binder = whole.binders[first - 1 + i];
      if (binder != null) {
        set(i + 1, whole.values[first - 1 + i], binder);
      }
    }
  }

  /**
   * Gives another statement the same parameters.
   *
   * @param needed how many there must be
   * @throws SQLException as the driver would say it, if one was not set; nothing has been sent then
   */
  void replay(PreparedStatement statement, int needed) throws SQLException {
    for (int i = 0; i < Math.max(count, needed); i++) {
      Binder binder = i < count ? binders[i] : null;
      if (binder != null) {
        binder.bind(statement, i + 1, values[i]);
      } else if (i < needed) {
        throw new SQLException("No value specified for parameter " + (i + 1) + ".", "22023");
      }
    }
  }

  /**
   * Gives another statement these parameters in another order.
   *
   * @param feeds for each parameter of that statement, which of these it is, from 1
   * @throws SQLException as the driver would say it, if one was not set; nothing has been sent then
   */
  void replay(PreparedStatement statement, List<Integer> feeds) throws SQLException {
    for (int i = 0; i < feeds.size(); i++) {
      int from = feeds.get(i);
      Binder binder = from <= count ? binders[from - 1] : null;
      if (binder == null) {
        throw new SQLException("No value specified for parameter " + from + ".", "22023");
      }
      binder.bind(statement, i + 1, values[from - 1]);
    }
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public @Nullable Object get(int index) {
    Object value = index <= count ? values[index - 1] : null;
    return value instanceof Replayed ? null : value; // routing reads no stream
  }
}
