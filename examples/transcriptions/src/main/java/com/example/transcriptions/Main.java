package com.example.transcriptions;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** Records a few transcriptions and prints what is stored. */
public final class Main {
  private Main() {}

  /**
   * Runs the service once.
   *
   * @param args the database's JDBC URL; by default the file transcriptions.db in this folder
   */
  public static void main(String[] args) throws SQLException {
    String url =
        args.length > 0 ? args[0] : TranscriptionService.sqliteUrl(Path.of("transcriptions.db"));
    try (TranscriptionService service = new TranscriptionService(url)) {
      run(service);
    }
  }

  private static void run(TranscriptionService service) throws SQLException {
    long id = service.record(Transcription.succeeded("ann", "/in", "hello.mp4", 12, "Hello."));
    System.out.println("recorded hello.mp4 as " + id);
    service.recordAll(
        List.of(
            Transcription.succeeded("ann", "/in", "rain.mp4", 40, "It rains."),
            Transcription.succeeded("bob", "/in", "snow.mp4", 31, "It snows.")));
    service.markError("snow.mp4", "the sound is missing");
    for (String file : List.of("hello.mp4", "rain.mp4", "snow.mp4")) {
      System.out.println(file + (service.isProcessed(file) ? " is done" : " is to be done"));
    }
    System.out.println("ann's newest: " + service.listByUser("ann", 2));
    System.out.println("stored in all: " + service.count());
  }
}
