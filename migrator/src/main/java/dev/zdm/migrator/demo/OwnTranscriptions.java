package dev.zdm.migrator.demo;

import static dev.zdm.migrator.demo.TranscriptionUsers.check;

import com.example.transcriptions.Transcription;
import com.example.transcriptions.TranscriptionService;
import dev.zdm.migrator.demo.DemoApplication.Operation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A user's own files, and the books that he keeps of them: nobody else writes these, so each answer
 * has to be what the books say, to the last column. For that user's thread alone.
 */
final class OwnTranscriptions {
  private static final int FILES = 5;
  private static final int PAGE = 20;
  private static final String WHY = "cannot be right";

  private final TranscriptionService service;
  private final LongAdder stored;
  private final String me;

  /** In the order of their ids. */
  private final List<Transcription> books = new ArrayList<>();

  /** What was stored, and its ids not looked at yet: a repeated request goes on from there. */
  private List<Transcription> unlisted = List.of();

  /** When an error was marked that was not looked at yet. */
  private @Nullable Instant marking;

  OwnTranscriptions(TranscriptionService service, LongAdder stored, int user) {
    this.service = service;
    this.stored = stored;
    this.me = "owner " + user;
  }

  List<Operation> operations() {
    return List.of(
        new Operation("own: record", 2, this::record),
        new Operation("own: several", 1, this::several),
        new Operation("own: find", 3, r -> find(file(r))),
        new Operation("own: processed", 2, this::isProcessed),
        new Operation("own: list", 2, r -> list()),
        new Operation("own: error", 1, this::markError),
        new Operation("own: reprocess", 2, this::reprocess),
        new Operation("own: delete", 1, this::delete));
  }

  private String file(Random random) {
    return me + ", " + random.nextInt(FILES) + ".wav";
  }

  private Transcription attempt(Random random) {
    return TranscriptionUsers.attempt(random, me, file(random));
  }

  private void enter(Transcription attempt) throws Violated {
    long last = books.isEmpty() ? 0 : books.get(books.size() - 1).id();
    check(attempt.id() > last, "an id above " + last, attempt.id());
    books.add(attempt);
    stored.increment();
  }

  private void record(Random random) throws Exception {
    Transcription attempt = attempt(random);
    enter(attempt.withId(service.record(attempt)));
  }

  /** They come back in their order, under ids that only a list shows. */
  private void several(Random random) throws Exception {
    if (unlisted.isEmpty()) {
      List<Transcription> attempts = List.of(attempt(random), attempt(random));
      int count = service.recordAll(attempts);
      check(count == attempts.size(), "recording two", count);
      unlisted = attempts;
    }
    List<Transcription> newest = service.listByUser(me, unlisted.size());
    for (int i = 0; i < unlisted.size(); i++) {
      Transcription found = newest.get(unlisted.size() - 1 - i);
      check(found.equals(unlisted.get(i).withId(found.id())), "" + unlisted.get(i), found);
      enter(found);
    }
    unlisted = List.of();
  }

  private List<Transcription> of(String file) {
    return books.stream().filter(t -> t.fileName().equals(file)).toList();
  }

  private void find(String file) throws Exception {
    List<Transcription> all = of(file);
    Optional<Transcription> newest =
        all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    Optional<Transcription> found = service.find(file);
    check(found.equals(newest), "" + newest, found);
  }

  private void isProcessed(Random random) throws Exception {
    String file = file(random);
    boolean processed = service.isProcessed(file);
    check(
        processed == of(file).stream().anyMatch(t -> !t.hasError()),
        "whether %s is processed, and it is in %s".formatted(file, of(file)),
        processed);
  }

  private void list() throws Exception {
    List<Transcription> newest = new ArrayList<>();
    for (int i = books.size() - 1; i >= Math.max(0, books.size() - PAGE); i--) {
      newest.add(books.get(i));
    }
    List<Transcription> found = service.listByUser(me, PAGE);
    check(found.equals(newest), "" + newest, found);
  }

  /** The time that it gets is the service's; it must be of now. */
  private void markError(Random random) throws Exception {
    String file = file(random);
    List<Transcription> all = of(file);
    if (marking == null) {
      Instant before = Instant.now().minusMillis(1);
      boolean marked = service.markError(file, WHY);
      check(marked == !all.isEmpty(), "an error of " + file, marked);
      marking = marked ? before : null;
    }
    Instant since = marking;
    if (since != null) {
      Transcription old = all.get(all.size() - 1);
      Transcription found = service.find(file).orElseThrow(() -> new Violated(file + " is gone"));
      Instant time = found.lastConversionTime();
      check(!time.isBefore(since) && !time.isAfter(Instant.now()), "a time of now", found);
      Transcription expected = failed(old, time);
      check(found.equals(expected), "" + expected, found);
      books.set(books.indexOf(old), found);
      marking = null;
    }
  }

  private static Transcription failed(Transcription old, Instant time) {
    return new Transcription(
        old.id(),
        old.user(),
        old.inputDir(),
        old.fileName(),
        old.mp3FileName(),
        old.audioDuration(),
        old.transcription(),
        time,
        true,
        WHY);
  }

  private void reprocess(Random random) throws Exception {
    Transcription attempt = attempt(random);
    List<Transcription> all = of(attempt.fileName());
    var reprocessed = service.reprocess(attempt);
    check(reprocessed.removed() == all.size(), all.size() + " removed", reprocessed);
    books.removeAll(all);
    stored.add(-all.size());
    enter(attempt.withId(reprocessed.id()));
  }

  private void delete(Random random) throws Exception {
    if (!books.isEmpty()) {
      Transcription gone = books.get(random.nextInt(books.size()));
      boolean deleted = service.delete(gone.id());
      check(deleted, "the deletion of " + gone, deleted);
      books.remove(gone);
      stored.decrement();
    }
  }

  /** What must be there, by their ids. */
  List<String> books() {
    return books.stream().map(Transcription::toString).toList();
  }

  /** What is there on v2. */
  List<String> inV2(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT * FROM transcriptions_v2 WHERE \"user\" = ? ORDER BY id")) {
      statement.setString(1, me);
      List<String> rows = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows.add(transcription(row).toString());
        }
      }
      return rows;
    }
  }

  private static Transcription transcription(ResultSet row) throws SQLException {
    return new Transcription(
        row.getLong("id"),
        row.getString("user"),
        row.getString("input_dir"),
        row.getString("file_name"),
        row.getString("mp3_file_name"),
        row.getInt("audio_duration"),
        row.getString("transcription"),
        row.getTimestamp("last_conversion_time").toInstant(),
        row.getInt("has_error") != 0,
        row.getString("error_message"));
  }
}
