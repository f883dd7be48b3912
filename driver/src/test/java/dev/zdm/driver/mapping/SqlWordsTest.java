package dev.zdm.driver.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SqlWordsTest {
  @Test
  @DisplayName("words are folded, names lose their quotes, comments are left out")
  void words() {
    assertThat(SqlWords.of("UPDATE \"My T\" SET `a`=[b] -- it's c\n/* d\n */ WHERE é_1$x > 2"))
        .containsExactly("update", "my t", "set", "a", "b", "where", "é_1$x");
  }

  @Test
  @DisplayName(
      "a string's words count, and what looks like a comment or a quote in it ends nothing")
  void strings() {
    assertThat(SqlWords.of("EXECUTE 'UPDATE \"t\" -- \"'; DELETE FROM u"))
        .containsExactly("execute", "update", "t", "delete", "from", "u");
  }

  @Test
  @DisplayName("a body that only reads mentions nothing that it writes")
  void mentions() {
    assertThat(WriteMentions.of(SqlWords.of("SELECT a INTO x FROM t"))).isEmpty();
    assertThat(WriteMentions.of(SqlWords.of("INSERT INTO s.log SELECT a FROM t")))
        .contains("s", "log")
        .doesNotContain("t");
    assertThat(
            WriteMentions.of(
                SqlWords.of("INSERT INTO log VALUES (1) ON CONFLICT (a) DO UPDATE SET t = 1")))
        .doesNotContain("t");
    assertThat(WriteMentions.of(SqlWords.of("UPDATE OR IGNORE t SET a = 1"))).contains("t");
    assertThat(WriteMentions.of(SqlWords.of("DELETE FROM ONLY public.t"))).contains("t");
    assertThat(WriteMentions.of(SqlWords.of("EXECUTE format('TRUNCATE %I', 't')")))
        .containsAll(List.of("truncate", "t"));
  }
}
