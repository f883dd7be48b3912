package com.example.transcriptions;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to turn an audio file into text. Immutable.
 *
 * @param id given by the database; 0 for an attempt that is not stored yet
 * @param user whose file it is
 * @param inputDir the folder that the file came from
 * @param fileName the file's name; several attempts may share it
 * @param mp3FileName the name of the converted audio, null when the conversion failed
 * @param audioDuration in seconds
 * @param transcription the text; empty when the attempt failed
 * @param lastConversionTime when the attempt ended, to the millisecond
 * @param hasError whether the attempt failed
 * @param errorMessage why it failed, null when it did not
 */
public record Transcription(
    long id,
    String user,
    String inputDir,
    String fileName,
    @Nullable String mp3FileName,
    int audioDuration,
    String transcription,
    Instant lastConversionTime,
    boolean hasError,
    @Nullable String errorMessage) {

  public Transcription {
    // SQLite keeps milliseconds and PostgreSQL microseconds: the same value must come back.
    lastConversionTime = lastConversionTime.truncatedTo(ChronoUnit.MILLIS);
  }

  /** A successful attempt that ends now and is not stored yet. */
  public static Transcription succeeded(
      String user, String inputDir, String fileName, int audioDuration, String text) {
    return new Transcription(
        0,
        user,
        inputDir,
        fileName,
        fileName + ".mp3",
        audioDuration,
        text,
        Instant.now(),
        false,
        null);
  }

  /** A failed attempt that ends now and is not stored yet. */
  public static Transcription failed(String user, String inputDir, String fileName, String why) {
    return new Transcription(0, user, inputDir, fileName, null, 0, "", Instant.now(), true, why);
  }

  /** The same attempt under the id that the database gave it. */
  public Transcription withId(long newId) {
    return new Transcription(
        newId,
        user,
        inputDir,
        fileName,
        mp3FileName,
        audioDuration,
        transcription,
        lastConversionTime,
        hasError,
        errorMessage);
  }
}
