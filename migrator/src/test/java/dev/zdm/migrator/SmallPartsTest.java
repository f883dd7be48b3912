package dev.zdm.migrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.driver.ledger.KeyJson;
import dev.zdm.driver.ledger.Reason;
import dev.zdm.rewriter.mapping.TableName;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The tools' small parts:")
class SmallPartsTest {

  @Test
  @DisplayName("a key's JSON text loses white space outside of strings only")
  void plainKey() {
    assertThat(KeyJson.plain("{ \"a b\" : \"x \\\" y\" ,\n\"c\": 1 }"))
        .isEqualTo("{\"a b\":\"x \\\" y\",\"c\":1}");
  }

  @Test
  @DisplayName("C10: the reason of a refusal names no value")
  void reasonWithoutValue() {
    SQLException error =
        new SQLException("ERROR: invalid input syntax for type integer: \"secret\"", "22P02");

    assertThat(Reason.of(error))
        .isEqualTo("ERROR: invalid input syntax for type integer (SQLState 22P02)");
  }

  @Test
  @DisplayName("a result becomes JSON: records, maps, lists, null, times in seconds, escapes")
  void json() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("progress", new Progress(new TableName("s", "t"), 1, 2, Duration.ofMillis(1500)));
    map.put("list", Arrays.asList(1, null, true, Verification.Kind.MISSING, "a\"b\\\n"));

    assertThat(Json.write(map))
        .isEqualTo(
            "{\"progress\":{\"table\":\"s.t\",\"done\":1,\"total\":2,\"elapsed\":1.5},"
                + "\"list\":[1,null,true,\"missing\",\"a\\\"b\\\\\\u000a\"]}");
    assertThat(Json.write(List.of())).isEqualTo("[]");
  }

  @Test
  @DisplayName("trap 71: chunks shrink after a slow one, and grow again up to the most allowed")
  void chunkSize() {
    ChunkSize size = new ChunkSize(1_000, Duration.ofMillis(100));

    size.took(Duration.ofMillis(400));
    assertThat(size.current()).isEqualTo(250);
    size.took(Duration.ofMillis(80));
    assertThat(size.current()).as("near the target nothing changes").isEqualTo(250);
    size.took(Duration.ofSeconds(100));
    assertThat(size.current()).as("fewer than 50 would not be quicker").isEqualTo(50);
    for (int i = 0; i < 10; i++) {
      size.took(Duration.ofMillis(1));
    }
    assertThat(size.current()).isEqualTo(1_000);
    size.halve(1);
    assertThat(size.current()).isEqualTo(1);
  }

  @Test
  @DisplayName("progress knows its rate and what is left")
  void progress() {
    Progress progress = new Progress(new TableName("s", "t"), 500, 2_500, Duration.ofSeconds(2));

    assertThat(progress.rate()).isEqualTo(250);
    assertThat(progress.remaining()).isEqualTo(Duration.ofSeconds(8));
  }
}
