package dev.zdm.conformance.crash;

import dev.zdm.conformance.crash.Deed.Sentence;
import dev.zdm.conformance.crash.Deed.Step;
import dev.zdm.conformance.crash.Deed.Undone;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * The process that is killed: a few threads that write for ever, each its own rows, and note in a
 * diary what they begin and what is acknowledged. A thread ends at its first error.
 */
final class Writers {
  /** How a thread writes. */
  enum Kind {
    /** Through zdm. */
    MIRRORED,
    /** Past zdm, to a table that is not mapped: what the database itself makes of being killed. */
    RAW,
    /** Past zdm, v2 in a second transaction: the fault that the harness must find. */
    SECOND_COMMIT
  }

  private final Kind kind;
  private final String owner;
  private final Connection connection;
  private final Deeds deeds;
  private final Diary diary;

  private Writers(Kind kind, String owner, Connection connection, Deeds deeds, Diary diary) {
    this.kind = kind;
    this.owner = owner;
    this.connection = connection;
    this.deeds = deeds;
    this.diary = diary;
  }

  /**
   * @param arguments the diary's file, a number that no earlier life had, the raw URL, the URL with
   *     zdm in it, the query of the mapped rows, whether keys may change, and for each thread its
   *     kind
   */
  public static void main(String[] arguments) throws Exception {
    long life = Long.parseLong(arguments[1]);
    List<Thread> threads = new ArrayList<>();
    Thread parent = new Thread(Writers::endWithParent, "parent");
    parent.setDaemon(true);
    parent.start();
    try (Diary diary = new Diary(Path.of(arguments[0]))) {
      for (int i = 6; i < arguments.length; i++) {
        Kind kind = Kind.valueOf(arguments[i]);
        String owner = kind.name().toLowerCase(Locale.ROOT) + i;
        String url = kind == Kind.MIRRORED ? arguments[3] : arguments[2];
        Map<String, Integer> rows;
        try (Connection raw = DriverManager.getConnection(arguments[2])) {
          rows =
              Songs.read(raw, kind == Kind.RAW ? Songs.OF_PLAIN : arguments[4])
                  .getOrDefault(owner, Map.of());
        }
        boolean keysMove = kind != Kind.MIRRORED || Boolean.parseBoolean(arguments[5]);
        Deeds deeds = new Deeds(owner, "" + life, new Random(life * 31 + i), rows, keysMove);
        Connection connection = DriverManager.getConnection(url);
        threads.add(
            new Thread(new Writers(kind, owner, connection, deeds, diary)::writeUntilItFails));
      }
      threads.forEach(Thread::start); // from now on every error is noted in the diary
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  /** Nobody is left to kill these writers once the test that started them is gone. */
  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {
        // the test says nothing; its end of the pipe is closed when it ends
      }
      Runtime.getRuntime().halt(0);
    } catch (IOException e) {
      Runtime.getRuntime().halt(1);
    }
  }

  private static String table(Kind kind) {
    return kind == Kind.RAW ? "plain" : "songs";
  }

  private void writeUntilItFails() {
    try {
      while (true) {
        Deed deed = deeds.next();
        diary.begins(owner, deed.changes());
        perform(deed);
        if (kind == Kind.SECOND_COMMIT) {
          repeatOnV2(deed);
        }
        diary.acknowledged(owner);
      }
    } catch (SQLException e) {
      diary.failed(owner, e);
    }
  }

  private void perform(Deed deed) throws SQLException {
    switch (deed.way()) {
      case AUTOCOMMIT, WITH_KEY -> run((Sentence) deed.steps().get(0), deed.way());
      case TRANSACTION, ROLLED_BACK -> transaction(deed);
      case PREPARED_BATCH, TEXT_BATCH -> batch(deed);
    }
  }

  private String sql(String text) {
    return text.replace("songs", table(kind));
  }

  private void run(Sentence sentence, Deed.Way way) throws SQLException {
    boolean wantsKey = way == Deed.Way.WITH_KEY;
    try (PreparedStatement statement =
        connection.prepareStatement(
            sql(sentence.sql()),
            wantsKey ? Statement.RETURN_GENERATED_KEYS : Statement.NO_GENERATED_KEYS)) {
      bind(statement, sentence);
      statement.executeUpdate();
      if (wantsKey) {
        try (ResultSet keys = statement.getGeneratedKeys()) {
          if (!keys.next() || keys.getLong(1) < 1) {
            throw new IllegalStateException("no generated key of " + sentence);
          }
        }
      }
    }
  }

  private static void bind(PreparedStatement statement, Sentence sentence) throws SQLException {
    for (int i = 0; i < sentence.parameters().size(); i++) {
      statement.setObject(i + 1, sentence.parameters().get(i));
    }
  }

  private void transaction(Deed deed) throws SQLException {
    connection.setAutoCommit(false);
    for (Step step : deed.steps()) {
      if (step instanceof Sentence sentence) {
        run(sentence, deed.way());
      } else if (step instanceof Undone undone) {
        Savepoint savepoint = connection.setSavepoint();
        for (Sentence sentence : undone.sentences()) {
          run(sentence, deed.way());
        }
        connection.rollback(savepoint);
      }
    }
    if (deed.way() == Deed.Way.ROLLED_BACK) {
      connection.rollback();
    } else {
      connection.commit();
    }
    connection.setAutoCommit(true);
  }

  private void batch(Deed deed) throws SQLException {
    // a batch through zdm is one transaction in autocommit (contract C2); elsewhere it must be made
    boolean atomic = kind == Kind.MIRRORED;
    connection.setAutoCommit(atomic);
    List<Sentence> sentences = deed.steps().stream().map(Sentence.class::cast).toList();
    if (deed.way() == Deed.Way.PREPARED_BATCH) {
      try (PreparedStatement batch = connection.prepareStatement(sql(sentences.get(0).sql()))) {
        for (Sentence sentence : sentences) {
          bind(batch, sentence);
          batch.addBatch();
        }
        batch.executeBatch();
      }
    } else {
      try (Statement batch = connection.createStatement()) {
        for (Sentence sentence : sentences) {
          batch.addBatch(sql(sentence.text()));
        }
        batch.executeBatch();
      }
    }
    if (!atomic) {
      connection.commit();
      connection.setAutoCommit(true);
    }
  }

  private void repeatOnV2(Deed deed) throws SQLException {
    connection.setAutoCommit(false);
    for (String token : deed.changes().keySet()) {
      run(Sentence.of("DELETE FROM songs_v2 WHERE token = ?", token), Deed.Way.TRANSACTION);
      run(
          Sentence.of(
              "INSERT INTO songs_v2(id, token, owner, play_count)"
                  + " SELECT id, token, owner, plays FROM songs WHERE token = ?",
              token),
          Deed.Way.TRANSACTION);
    }
    connection.commit();
    connection.setAutoCommit(true);
  }
}
