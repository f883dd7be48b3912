package com.example.transcriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.transcriptions.TranscriptionService.Reprocessed;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

abstract class TranscriptionBehaviour {
  private String url;
  private TranscriptionService service;

  abstract String newDatabase();

  @BeforeEach
  void open() throws SQLException {
    url = newDatabase();
    service = new TranscriptionService(url);
  }

  @AfterEach
  void close() {
    service.close();
  }

  private static Transcription good(String user, String file) {
    return Transcription.succeeded(user, "/in", file, 12, "text of " + file);
  }

  @Test
  @DisplayName("a recorded attempt is found again, whole, under the id that was returned")
  void recordAndFind() throws SQLException {
    Transcription attempt = good("ann", "a.mp4");
    long id = service.record(attempt);

    assertThat(id).isPositive();
    assertThat(service.find("a.mp4")).contains(attempt.withId(id));
    assertThat(service.find("b.mp4")).isEmpty();
  }

  @Test
  @DisplayName("a failed attempt keeps its nulls and its message")
  void failedAttempt() throws SQLException {
    Transcription attempt = Transcription.failed("ann", "/in", "a.mp4", "no sound: \"?\"");
    long id = service.record(attempt);

    assertThat(service.find("a.mp4")).contains(attempt.withId(id));
    assertThat(service.isProcessed("a.mp4")).isFalse();
  }

  @Test
  @DisplayName("the latest of several attempts is found")
  void latest() throws SQLException {
    service.record(Transcription.failed("ann", "/in", "a.mp4", "no sound"));
    long second = service.record(good("ann", "a.mp4"));

    assertThat(service.find("a.mp4")).hasValueSatisfying(t -> assertThat(t.id()).isEqualTo(second));
    assertThat(service.isProcessed("a.mp4")).isTrue();
  }

  @Test
  @DisplayName("a batch is stored whole")
  void recordAll() throws SQLException {
    assertThat(service.recordAll(List.of(good("ann", "a"), good("ann", "b"), good("bob", "c"))))
        .isEqualTo(3);
    assertThat(service.count()).isEqualTo(3);
  }

  @Test
  @DisplayName("a batch with a bad entry leaves nothing behind")
  void recordAllOrNothing() throws SQLException {
    @SuppressWarnings("NullAway") // a user that the table refuses
    Transcription bad = Transcription.succeeded(null, "/in", "b", 1, "text");

    assertThatThrownBy(() -> service.recordAll(List.of(good("ann", "a"), bad)))
        .isInstanceOf(SQLException.class);
    assertThat(service.count()).isZero();
    service.record(good("ann", "c"));
    assertThat(service.count()).isEqualTo(1);
  }

  @Test
  @DisplayName("lists are newest first and no longer than asked for")
  void lists() throws SQLException {
    service.recordAll(List.of(good("ann", "a"), good("bob", "b"), good("ann", "c")));

    assertThat(service.listByUser("ann", 10))
        .extracting(Transcription::fileName)
        .containsExactly("c", "a");
    assertThat(service.listByUser("ann", 1)).hasSize(1);
    assertThat(service.list(2)).extracting(Transcription::fileName).containsExactly("c", "b");
  }

  @Test
  @DisplayName("an error is marked on the latest attempt only")
  void markError() throws SQLException {
    service.record(good("ann", "a.mp4"));
    service.record(good("ann", "a.mp4"));

    assertThat(service.markError("a.mp4", "too quiet")).isTrue();
    assertThat(service.find("a.mp4"))
        .hasValueSatisfying(t -> assertThat(t.errorMessage()).isEqualTo("too quiet"));
    assertThat(service.list(10)).extracting(Transcription::hasError).containsExactly(true, false);
    assertThat(service.markError("b.mp4", "too quiet")).isFalse();
  }

  @Test
  @DisplayName("an attempt is deleted once")
  void delete() throws SQLException {
    long id = service.record(good("ann", "a.mp4"));

    assertThat(service.delete(id)).isTrue();
    assertThat(service.delete(id)).isFalse();
    assertThat(service.count()).isZero();
  }

  @Test
  @DisplayName("a forgotten user's attempts are gone and nobody else's")
  void forgetUser() throws SQLException {
    service.recordAll(List.of(good("ann", "a"), good("bob", "b"), good("ann", "c")));

    assertThat(service.forgetUser("ann")).isEqualTo(2);
    assertThat(service.list(10)).extracting(Transcription::user).containsExactly("bob");
  }

  @Test
  @DisplayName("reprocessing replaces all attempts at the file")
  void reprocess() throws SQLException {
    service.recordAll(List.of(good("ann", "a"), good("ann", "a"), good("ann", "b")));

    Reprocessed done = service.reprocess(good("bob", "a"));
    assertThat(done.removed()).isEqualTo(2);
    assertThat(service.find("a")).hasValueSatisfying(t -> assertThat(t.id()).isEqualTo(done.id()));
    assertThat(service.count()).isEqualTo(2);
    assertThat(service.reprocess(good("bob", "new")).removed()).isZero();
  }

  @Test
  @DisplayName("reprocessing that fails keeps the old attempts")
  void reprocessFails() throws SQLException {
    long id = service.record(good("ann", "a"));
    @SuppressWarnings("NullAway") // a user that the table refuses
    Transcription bad = Transcription.succeeded(null, "/in", "a", 1, "text");

    assertThatThrownBy(() -> service.reprocess(bad)).isInstanceOf(SQLException.class);
    assertThat(service.find("a")).hasValueSatisfying(t -> assertThat(t.id()).isEqualTo(id));
  }

  @Test
  @DisplayName("a second start finds the table and what is in it")
  void reopen() throws SQLException {
    service.record(good("ann", "a"));
    service.close();
    service = new TranscriptionService(url, 2);

    assertThat(service.isProcessed("a")).isTrue();
  }
}
