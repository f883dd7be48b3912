package dev.zdm.migrator.demo;

import com.example.transcriptions.Transcription;
import com.example.transcriptions.TranscriptionService;
import dev.zdm.migrator.demo.DemoApplication.Known;
import dev.zdm.migrator.demo.DemoApplication.Operation;
import dev.zdm.migrator.demo.DemoApplication.Running;
import dev.zdm.migrator.demo.DemoApplication.Sentinel;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;

/**
 * The users of the transcription service. Of files that they share they know how many attempts
 * there are in all, and what each says of itself; of their own they know everything.
 */
final class TranscriptionUsers implements Running {
  static final String SENTINEL = "sentinel";

  private static final int SENTINELS = 200;
  private static final int FILES = 500;
  private static final int USERS = 20;
  private static final int LONGEST = 120;
  private static final int SEED_BATCH = 500;
  private static final int PAGE = 20;

  private final TranscriptionService service;
  private final LongAdder stored = new LongAdder();
  private final List<OwnTranscriptions> own = new ArrayList<>();

  TranscriptionUsers(TranscriptionService service) {
    this.service = service;
  }

  @Override
  public void seed(int rows) throws SQLException {
    Random random = new Random(rows);
    List<Transcription> batch = new ArrayList<>();
    for (int i = 0; i < SENTINELS; i++) {
      batch.add(
          Transcription.succeeded(SENTINEL, "/in", sentinelFile(i), 1, DemoApplication.BY_V1));
    }
    for (int i = SENTINELS; i < rows; i++) {
      batch.add(attempt(random));
      if (batch.size() >= SEED_BATCH) {
        store(batch);
        batch.clear();
      }
    }
    store(batch);
  }

  private void store(List<Transcription> batch) throws SQLException {
    stored.add(service.recordAll(batch));
  }

  private static String sentinelFile(int number) {
    return "sentinel-" + number + ".wav";
  }

  private static String file(Random random) {
    return "file" + random.nextInt(FILES) + ".wav";
  }

  private static String user(Random random) {
    return "user" + random.nextInt(USERS);
  }

  private static Transcription attempt(Random random) {
    return attempt(random, user(random), file(random));
  }

  /** At that file, well or not. */
  static Transcription attempt(Random random, String user, String file) {
    return random.nextInt(10) == 0
        ? Transcription.failed(user, "/in", file, "no speech in it")
        : Transcription.succeeded(user, "/in", file, random.nextInt(LONGEST), text(file));
  }

  private static String text(String file) {
    return "text of " + file;
  }

  @Override
  public List<Operation> operations(int user) {
    OwnTranscriptions mine = new OwnTranscriptions(service, stored, user);
    own.add(mine);
    List<Operation> operations =
        new ArrayList<>(
            List.of(
                new Operation("record", 4, this::record),
                new Operation("record several", 1, r -> store(several(r))),
                new Operation("is processed", 6, r -> service.isProcessed(file(r))),
                new Operation("find", 6, this::find),
                new Operation("list by user", 2, this::listByUser),
                new Operation("list", 1, r -> inOrder(service.list(PAGE), PAGE)),
                new Operation("mark error", 2, r -> service.markError(file(r), "not clear")),
                new Operation("reprocess", 2, this::reprocess),
                new Operation("delete", 2, this::deleteLatest)));
    operations.addAll(mine.operations());
    return operations;
  }

  private void record(Random random) throws SQLException {
    service.record(attempt(random));
    stored.increment();
  }

  private static List<Transcription> several(Random random) {
    return List.of(attempt(random), attempt(random), attempt(random));
  }

  private void find(Random random) throws Exception {
    String file = file(random);
    var found = service.find(file);
    if (found.isPresent()) {
      Transcription attempt = found.get();
      check(attempt.fileName().equals(file), "find " + file, attempt);
      check(attempt.hasError() || attempt.transcription().equals(text(file)), "find", attempt);
    }
  }

  private void listByUser(Random random) throws Exception {
    String user = user(random);
    List<Transcription> found = service.listByUser(user, PAGE);
    check(found.stream().allMatch(t -> t.user().equals(user)), "list by " + user, found);
    inOrder(found, Math.min(found.size(), PAGE));
  }

  /** The newest first, and so many of them. */
  private static void inOrder(List<Transcription> found, int size) throws Violated {
    check(found.size() == size, size + " attempts", found);
    for (int i = 1; i < found.size(); i++) {
      check(found.get(i - 1).id() > found.get(i).id(), "the newest first", found);
    }
  }

  private void reprocess(Random random) throws SQLException {
    var reprocessed = service.reprocess(attempt(random));
    stored.add(1 - reprocessed.removed());
  }

  private void deleteLatest(Random random) throws SQLException {
    var latest = service.find(file(random));
    if (latest.isPresent() && service.delete(latest.get().id())) {
      stored.decrement();
    }
  }

  /** An answer must be right. */
  static void check(boolean right, String asked, Object answer) throws Violated {
    if (!right) {
      throw new Violated("asked for " + asked + ", the answer was " + answer);
    }
  }

  @Override
  public List<Sentinel> sentinels() {
    List<Sentinel> sentinels = new ArrayList<>();
    for (int i = 0; i < SENTINELS; i++) {
      String file = sentinelFile(i);
      sentinels.add(
          new Sentinel(
              file, () -> service.find(file).map(Transcription::transcription).orElse("absent")));
    }
    return sentinels;
  }

  @Override
  public List<Known> known() {
    List<Known> known = new ArrayList<>();
    String count = Long.toString(stored.sum());
    known.add(
        new Known(
            count + " rows, as many as were stored and not deleted",
            List.of(count),
            connection -> Rows.read(connection, "SELECT count(*) FROM transcriptions_v2")));
    List<String> books = own.stream().flatMap(mine -> mine.books().stream()).toList();
    known.add(
        new Known(
            "each of the %d rows of the users' own as they know it, to the last column"
                .formatted(books.size()),
            books,
            this::ownInV2));
    return known;
  }

  private List<String> ownInV2(Connection connection) throws SQLException {
    List<String> rows = new ArrayList<>();
    for (OwnTranscriptions mine : own) {
      rows.addAll(mine.inV2(connection));
    }
    return rows;
  }

  @Override
  public void close() {
    service.close();
  }
}
