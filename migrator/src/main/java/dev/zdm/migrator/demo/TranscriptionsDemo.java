package dev.zdm.migrator.demo;

import com.example.transcriptions.Transcription;
import com.example.transcriptions.TranscriptionService;
import dev.zdm.rewriter.mapping.Dialect;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** The transcription service, taken through the course. */
public final class TranscriptionsDemo implements DemoApplication {
  private static final int SENTINELS = 200;
  private static final int FILES = 500;
  private static final int USERS = 20;
  private static final int LONGEST = 120;
  private static final int BROKEN_FROM = 60;
  private static final int SEED_BATCH = 500;
  private static final String SENTINEL_USER = "sentinel";

  @Override
  public String name() {
    return "transcriptions";
  }

  @Override
  public String mapping() {
    return "classpath:migration/transcriptions/zdm.yaml";
  }

  @Override
  public String expandScript(Dialect dialect) throws IOException {
    String name = "migration/transcriptions/v2-" + dialect.name().toLowerCase(Locale.ROOT) + ".sql";
    try (InputStream stream = TranscriptionService.class.getResourceAsStream("/" + name)) {
      if (stream == null) {
        throw new FileNotFoundException(name + " is not on the class path");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public List<String> plant() {
    return List.of(say(BY_V2));
  }

  @Override
  public List<String> unplant() {
    return List.of(say(BY_V1));
  }

  private static String say(String text) {
    return "UPDATE transcriptions_v2 SET transcription = '%s' WHERE \"user\" = '%s'"
        .formatted(text, SENTINEL_USER);
  }

  @Override
  public List<String> breakV2(Dialect dialect) {
    if (dialect == Dialect.POSTGRESQL) {
      return List.of(
          "ALTER TABLE transcriptions_v2 ADD CONSTRAINT too_short CHECK (audio_duration < %d)"
                  .formatted(BROKEN_FROM)
              + " NOT VALID");
    }
    return List.of(sqliteCheck("INSERT"), sqliteCheck("UPDATE"));
  }

  /** SQLite adds no CHECK to a table that exists; a trigger refuses the same rows. */
  private static String sqliteCheck(String event) {
    return """
        CREATE TRIGGER too_short_%s BEFORE %s ON transcriptions_v2
        WHEN NEW.audio_duration >= %d
        BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: too_short'); END"""
        .formatted(event, event, BROKEN_FROM);
  }

  @Override
  public List<String> mendV2(Dialect dialect) {
    return dialect == Dialect.POSTGRESQL
        ? List.of("ALTER TABLE transcriptions_v2 DROP CONSTRAINT too_short")
        : List.of("DROP TRIGGER too_short_INSERT", "DROP TRIGGER too_short_UPDATE");
  }

  @Override
  public Running start(String url) throws SQLException {
    return new AtWork(new TranscriptionService(url));
  }

  private record AtWork(TranscriptionService service) implements Running {

    @Override
    public void seed(int rows) throws SQLException {
      Random random = new Random(rows);
      List<Transcription> batch = new ArrayList<>();
      for (int i = 0; i < SENTINELS; i++) {
        batch.add(Transcription.succeeded(SENTINEL_USER, "/in", sentinelFile(i), 1, BY_V1));
      }
      for (int i = SENTINELS; i < rows; i++) {
        batch.add(attempt(random));
        if (batch.size() >= SEED_BATCH) {
          service.recordAll(batch);
          batch.clear();
        }
      }
      service.recordAll(batch);
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
      String file = file(random);
      return random.nextInt(10) == 0
          ? Transcription.failed(user(random), "/in", file, "no speech in it")
          : Transcription.succeeded(
              user(random), "/in", file, random.nextInt(LONGEST), "text of " + file);
    }

    @Override
    public List<Operation> operations() {
      return List.of(
          new Operation("record", 4, r -> service.record(attempt(r))),
          new Operation("record several", 1, r -> service.recordAll(several(r))),
          new Operation("is processed", 6, r -> service.isProcessed(file(r))),
          new Operation("find", 6, r -> service.find(file(r))),
          new Operation("list by user", 2, r -> service.listByUser(user(r), 20)),
          new Operation("list", 1, r -> service.list(20)),
          new Operation("mark error", 2, r -> service.markError(file(r), "not clear enough")),
          new Operation("reprocess", 2, r -> service.reprocess(attempt(r))),
          new Operation("delete", 2, this::deleteLatest));
    }

    private static List<Transcription> several(Random random) {
      return List.of(attempt(random), attempt(random), attempt(random));
    }

    private void deleteLatest(Random random) throws SQLException {
      var latest = service.find(file(random));
      if (latest.isPresent()) {
        service.delete(latest.get().id());
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
    public void close() {
      service.close();
    }
  }
}
