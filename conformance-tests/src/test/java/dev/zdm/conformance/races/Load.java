package dev.zdm.conformance.races;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** A kind of load: what one thread of the application does, again and again. */
enum Load {
  /** Updates and deletes by predicates that other threads change. */
  PREDICATES {
    @Override
    boolean step(Client client, Hotspot hotspot) throws SQLException {
      Random random = client.random();
      int id = hotspot.id(random);
      switch (random.nextInt(5)) {
        case 0, 1 ->
            client.update(
                "UPDATE items SET n = n + 1, st = ? WHERE st = ? AND id BETWEEN ? AND ?",
                state(random),
                state(random),
                id,
                id + 3);
        case 2 ->
            client.update(
                "DELETE FROM items WHERE st = ? AND id BETWEEN ? AND ?", state(random), id, id + 1);
        case 3 ->
            client.update(
                client.orIgnore("INSERT INTO items (id, st, n) VALUES (?, ?, ?)"),
                id,
                state(random),
                number(random));
        default -> client.update("UPDATE items SET st = ? WHERE id = ?", state(random), id);
      }
      return true;
    }
  },
  /** Optimistic locking, tried until it succeeds: each step adds one to a version. */
  VERSIONS {
    @Override
    boolean step(Client client, Hotspot hotspot) throws SQLException {
      int id = Math.min(hotspot.rows(), hotspot.id(client.random()));
      Integer version;
      do {
        version = client.query("SELECT version FROM items WHERE id = ?", id);
      } while (version != null
          && client.update(
                  "UPDATE items SET n = ?, version = version + 1 WHERE id = ? AND version = ?",
                  number(client.random()),
                  id,
                  version)
              == 0);
      return version != null; // a read on v2 does not see what the backfill has not copied
    }
  },
  /** Delete and re-insert of one key, in one transaction or in two. */
  REBIRTH {
    @Override
    boolean step(Client client, Hotspot hotspot) throws SQLException {
      Random random = client.random();
      int id = hotspot.id(random);
      boolean whole = random.nextBoolean();
      client.connection().setAutoCommit(!whole);
      client.update("DELETE FROM items WHERE id = ?", id);
      client.update(
          "INSERT INTO items (id, st, n) VALUES (?, ?, ?)", id, state(random), number(random));
      if (whole) {
        client.connection().commit();
        client.connection().setAutoCommit(true);
      }
      return true;
    }
  },
  /** Rows get other keys. */
  KEYS {
    @Override
    boolean step(Client client, Hotspot hotspot) throws SQLException {
      Random random = client.random();
      int id = hotspot.id(random);
      int other =
          random.nextInt(4) == 0 ? hotspot.id(random) : hotspot.rows() + random.nextInt(2_000);
      client.update("UPDATE items SET id = ?, n = ? WHERE id = ?", other, number(random), id);
      if (random.nextInt(4) == 0) {
        client.update(
            "UPDATE items SET id = ? WHERE id > ? AND st = ?", id, hotspot.rows(), state(random));
      }
      return true;
    }
  },
  /** Children go with their parents. */
  CASCADES {
    @Override
    boolean step(Client client, Hotspot hotspot) throws SQLException {
      Random random = client.random();
      int parent = 1 + random.nextInt(40);
      switch (random.nextInt(5)) {
        case 0 -> client.update("DELETE FROM parents WHERE id = ?", parent);
        case 1 ->
            client.update(
                "INSERT INTO parents (id, name) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name ="
                    + " excluded.name",
                parent,
                state(random));
        case 2 -> client.update("UPDATE children SET n = n + 1 WHERE parent = ?", parent);
        default ->
            client.update(
                "INSERT INTO children (id, parent, n) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE"
                    + " SET n = excluded.n",
                random.nextInt(400),
                parent,
                number(random));
      }
      return true;
    }
  },
  /** A unique value wanders from row to row, while v2 refuses some of the rows. */
  UNIQUES {
    @Override
    boolean step(Client client, Hotspot hotspot) throws SQLException {
      Random random = client.random();
      int id = 1 + random.nextInt(40);
      switch (random.nextInt(4)) {
        case 0 -> client.update("DELETE FROM labels WHERE id = ?", id);
        case 1 -> {
          client.connection().setAutoCommit(false);
          client.update("UPDATE labels SET label = ? WHERE id = ?", "between " + id, id);
          client.update("UPDATE labels SET label = ? WHERE id = ?", label(random), id % 40 + 1);
          client.update("UPDATE labels SET label = ? WHERE id = ?", label(random), id);
          client.connection().commit();
          client.connection().setAutoCommit(true);
        }
        case 2 ->
            client.update(
                "UPDATE labels SET label = ?, n = ? WHERE id = ?",
                label(random),
                number(random),
                id);
        default ->
            client.update(
                client.orReplace("INSERT INTO labels (id, label, n) VALUES (?, ?, ?)"),
                id,
                label(random),
                number(random));
      }
      return true;
    }

    private static String label(Random random) {
      return "label " + random.nextInt(60);
    }
  },
  /** Batches of one prepared write, in key order. */
  BATCHES {
    @Override
    boolean step(Client client, Hotspot hotspot) throws SQLException {
      Random random = client.random();
      List<Object[]> entries = new ArrayList<>();
      int kind = random.nextInt(3);
      for (int id : ascending(hotspot, random, 5)) {
        entries.add(
            switch (kind) {
              case 0 -> new Object[] {number(random), id};
              case 1 -> new Object[] {id, state(random), number(random)};
              default -> new Object[] {id};
            });
      }
      client.batch(
          switch (kind) {
            case 0 -> "UPDATE items SET n = ? WHERE id = ?";
            case 1 ->
                "INSERT INTO items (id, st, n) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET n ="
                    + " excluded.n, st = excluded.st";
            default -> "DELETE FROM items WHERE id = ?";
          },
          entries);
      return true;
    }
  },
  /** Several writes and reads with savepoints, in key order. */
  TRANSACTIONS {
    @Override
    boolean step(Client client, Hotspot hotspot) throws SQLException {
      Random random = client.random();
      Connection connection = client.connection();
      connection.setAutoCommit(false);
      Savepoint savepoint = null;
      for (int id : ascending(hotspot, random, 2 + random.nextInt(4))) {
        write(client, id);
        if (random.nextInt(3) == 0) {
          savepoint = connection.setSavepoint();
        } else if (savepoint != null && random.nextInt(3) == 0) {
          connection.rollback(savepoint);
          savepoint = null;
        }
      }
      if (random.nextInt(5) == 0) {
        connection.rollback();
      } else {
        connection.commit();
      }
      connection.setAutoCommit(true);
      return true;
    }

    private void write(Client client, int id) throws SQLException {
      Random random = client.random();
      switch (random.nextInt(4)) {
        case 0 -> client.update("DELETE FROM items WHERE id = ?", id);
        case 1 ->
            client.update(
                "INSERT INTO items (id, st, n) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET n ="
                    + " items.n + 1",
                id,
                state(random),
                number(random));
        default -> {
          int n = number(random);
          if (client.update("UPDATE items SET n = ? WHERE id = ?", n, id) == 1) {
            assertThat(client.query("SELECT n FROM items WHERE id = ?", id))
                .as("C7: a transaction reads its own writes")
                .isEqualTo(n);
          }
        }
      }
    }
  },
  /** Locks v1 in key order, so that v1 alone would never deadlock. */
  ORDERED {
    @Override
    boolean step(Client client, Hotspot hotspot) throws SQLException {
      Random random = client.random();
      client.connection().setAutoCommit(false);
      for (int id : ascending(hotspot, random, 2 + random.nextInt(6))) {
        switch (random.nextInt(4)) {
          case 0 -> client.update("DELETE FROM items WHERE id = ?", id);
          case 1 ->
              client.update(
                  "INSERT INTO items (id, st, n) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
                      + " st = excluded.st",
                  id,
                  state(random),
                  number(random));
          default -> client.update("UPDATE items SET n = ? WHERE id = ?", number(random), id);
        }
      }
      client.connection().commit();
      client.connection().setAutoCommit(true);
      return true;
    }
  },
  /** One row that all threads want, held for longer than v2's locks are waited for. */
  HOT {
    @Override
    boolean step(Client client, Hotspot hotspot) throws SQLException {
      boolean holds = client.random().nextInt(8) == 0;
      client.connection().setAutoCommit(!holds);
      client.update("UPDATE items SET n = ? WHERE id = ?", 1, hotspot.hot());
      if (holds) {
        pause(120);
        client.connection().commit();
        client.connection().setAutoCommit(true);
      }
      return true;
    }
  };

  /** What one application may do beside all others. */
  static final List<Load> MIXED =
      List.of(PREDICATES, VERSIONS, REBIRTH, KEYS, CASCADES, UNIQUES, BATCHES, TRANSACTIONS);

  /** v2 refuses what is not below 1,000. */
  private static final int REFUSED = 5_000;

  /**
   * Does it once.
   *
   * @return whether there was something to do
   */
  abstract boolean step(Client client, Hotspot hotspot) throws SQLException;

  private static String state(Random random) {
    return "s" + random.nextInt(4);
  }

  private static int number(Random random) {
    return random.nextInt(60) == 0 ? REFUSED : random.nextInt(900);
  }

  private static int[] ascending(Hotspot hotspot, Random random, int count) {
    return IntStream.range(0, count).map(i -> hotspot.id(random)).distinct().sorted().toArray();
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
