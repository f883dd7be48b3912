package dev.zdm.migrator.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The course's own buckets")
class BucketTest {

  @ParameterizedTest
  @CsvSource({"'',2166136261", "a,3826002220", "foobar,3214735720"})
  @DisplayName("agree with the published values of FNV-1a")
  void published(String text, long hash) {
    assertThat(Bucket.of(text)).isEqualTo((int) (hash % 100));
  }
}
