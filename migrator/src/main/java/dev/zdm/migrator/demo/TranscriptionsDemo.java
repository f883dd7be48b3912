package dev.zdm.migrator.demo;

import com.example.transcriptions.TranscriptionService;
import dev.zdm.rewriter.mapping.Dialect;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** The transcription service, taken through the course. */
public final class TranscriptionsDemo implements DemoApplication {
  private static final int BROKEN_FROM = 60;

  @Override
  public String name() {
    return "transcriptions";
  }

  @Override
  public String mapping() {
    return "classpath:migration/transcriptions/zdm.yaml";
  }

  @Override
  public String expandFile(Dialect dialect) {
    return "examples/transcriptions/migration/" + script(dialect);
  }

  private static String script(Dialect dialect) {
    return "v2-" + dialect.name().toLowerCase(Locale.ROOT) + ".sql";
  }

  @Override
  public String expandScript(Dialect dialect) throws IOException {
    String name = "migration/transcriptions/" + script(dialect);
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
        .formatted(text, TranscriptionUsers.SENTINEL);
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
    return new TranscriptionUsers(new TranscriptionService(url));
  }
}
