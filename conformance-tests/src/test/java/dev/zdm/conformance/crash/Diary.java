package dev.zdm.conformance.crash;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where a writer notes what it is about to do and what the database has acknowledged. Each line is
 * with the operating system when its method returns, so that killing the process loses none. Safe
 * for use by several threads.
 */
final class Diary implements AutoCloseable {
  private final OutputStream out;

  Diary(Path file) throws IOException {
    out = new FileOutputStream(file.toFile(), true);
  }

  /** The owner begins a deed with these changes. */
  void begins(String owner, Map<String, Optional<Integer>> changes) {
    String words =
        changes.entrySet().stream()
            .map(e -> " " + e.getKey() + "=" + e.getValue().map(Object::toString).orElse(""))
            .collect(Collectors.joining());
    write("begins " + owner + words);
  }

  /** The owner's deed was acknowledged. */
  void acknowledged(String owner) {
    write("acknowledged " + owner);
  }

  /** The owner's deed met an error, and its outcome is not known. */
  void failed(String owner, SQLException error) {
    String where =
        Arrays.stream(error.getStackTrace())
            .filter(frame -> frame.getClassName().startsWith("dev.zdm"))
            .limit(4)
            .map(StackTraceElement::toString)
            .collect(Collectors.joining(", "));
    write(
        "failed %s %s %s %s at %s"
            .formatted(
                owner,
                error.getClass().getName(),
                error.getSQLState(),
                String.valueOf(error.getMessage()).replace('\n', ' '),
                where));
  }

  private synchronized void write(String line) {
    try {
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8)); // one call, unbuffered
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
