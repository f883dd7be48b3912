package dev.zdm.migrator.demo;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a course ended with.
 *
 * @param failure what did not hold; null when all did
 * @param served the requests that got their answer, by operation
 * @param failed the requests that ended in an exception or with a wrong answer
 * @param firstFailure what the first of these said
 * @param repeated how often a request was sent again because the database asked for it
 * @param readsV1 the reads that v1 answered
 * @param readsV2 the reads that v2 answered
 * @param readsFailedOnV2 the reads that v2 could not answer, so that v1 did
 * @param mirrored the writes that were mirrored
 * @param differences the keys of v1 and v2 that differed when they were compared last; -1 if it did
 *     not come to it
 */
public record CourseResult(
    String application,
    String database,
    @Nullable String failure,
    long requests,
    Map<String, Long> served,
    long failed,
    @Nullable String firstFailure,
    long repeated,
    Traffic.Latency readsV1,
    Traffic.Latency readsV2,
    long readsFailedOnV2,
    long mirrored,
    long differences,
    List<Steps.Done> steps) {

  /** Whether everything held. */
  public boolean succeeded() {
    return failure == null;
  }
}
