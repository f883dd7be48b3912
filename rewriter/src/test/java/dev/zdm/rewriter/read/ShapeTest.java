package dev.zdm.rewriter.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.zdm.rewriter.mapping.Dialect;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The shape of a read")
class ShapeTest {
  /** The marks as letters in quotes: string, other string, digits and numbers by size, many. */
  private static final String MARKS = " so012345     +";

  private static Shape shape(String sql) {
    Shape shape = Shape.of(Dialect.POSTGRESQL, sql, Set.of());
    assertThat(shape).as(sql).isNotNull();
    return shape;
  }

  private static String key(String sql) {
    StringBuilder shown = new StringBuilder();
    for (char c : shape(sql).key().toCharArray()) {
      if (c == '\n') {
        shown.append('~');
      } else if (c < ' ') {
        shown.append('«').append(MARKS.charAt(c)).append('»');
      } else {
        shown.append(c);
      }
    }
    return shown.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT a FROM t | SELECT a FROM t",
        "SELECT  a/**/FROM t -- x | SELECT~a~FROM t",
        "SELECT a,b , c | SELECT a,b , c",
        "SELECT 1, 1234567890, 12345678901 | SELECT «0», «0», «1»",
        "SELECT 1234567890123456789, 12345678901234567890 | SELECT «1», «2»",
        "SELECT 1.5, 0x12345678, 12345678.5678, 1.23456789012345678901 | SELECT «3», «3», «4», «5»",
        "SELECT 'a' , '' , E'b' , $$c$$ , ? | SELECT «s» , «s» , «o» , «o» , ?",
        "SELECT IN (1) | SELECT IN («0»)",
        "SELECT IN (1, 2,3 ,  4) x | SELECT IN («0»«+») x",
        "SELECT IN (1, 'a') | SELECT IN («0», «s»)",
        "SELECT IN (1, 2, 'a') | SELECT IN («0», «0», «s»)",
        "SELECT IN (1, 2, 12345678901) | SELECT IN («0», «0», «1»)",
        "SELECT IN (a, b) | SELECT IN (a, b)",
        "SELECT IN (1, 2 | SELECT IN («0», «0»",
        "SELECT IN (1, | SELECT IN («0»,",
        "SELECT IN (1, 2; | SELECT IN («0», «0»",
        "SELECT IN ( | SELECT IN (",
        "SELECT IN () | SELECT IN ()",
        "SELECT IN (1 2) | SELECT IN («0» «0»)",
        "SELECT in(?, ?) AND IN ('a', 'b') | SELECT in(?«+») AND IN («s»«+»)",
        "SELECT f (1, 2) | SELECT f («0», «0»)",
        "SELECT x.* FROM (VALUES (1, 2), (3, 4)) x | SELECT x.* FROM (VALUES («0»,«0»)«+») x",
        "VALUES (1), (2),(3) | VALUES («0»)«+»",
        "VALUES ('a',?) , (  'b' , ? ) | VALUES («s»,?)«+»",
        "VALUES (1) | VALUES («0»)",
        "VALUES (1), (a) | VALUES («0»), (a)",
        "VALUES (a), (1) | VALUES (a), («0»)",
        "VALUES (1), ('a') | VALUES («0»), («s»)",
        "VALUES (1, 2), (3) | VALUES («0», «0»), («0»)",
        "VALUES (1), (2, 3) | VALUES («0»), («0», «0»)",
        "VALUES (1), (2), (a) | VALUES («0»), («0»), (a)",
        "VALUES (1, 2), (3, 4), (5 | VALUES («0», «0»), («0», «0»), («0»",
        "VALUES (1, 2), (3, 4 | VALUES («0», «0»), («0», «0»",
        "VALUES (1, 2 | VALUES («0», «0»",
        "VALUES (1, | VALUES («0»,",
        "VALUES ( | VALUES (",
        "VALUES (), () | VALUES (), ()",
        "VALUES (1 2), (3 4) | VALUES («0» «0»), («0» «0»)",
        "VALUES (1), 2 | VALUES («0»), «0»",
        "VALUES (1) (2) | VALUES («0») («0»)",
        "VALUES (1, 2), (3; 4) | NULL",
        "VALUES (1, 2), (3, 4) ORDER BY 1 | VALUES («0»,«0»)«+» ORDER BY «0»",
      })
  @DisplayName("Holds of a literal its kind, and of a list or of rows of them not how many")
  void keys(String sql, String key) {
    if (key.equals("NULL")) {
      assertThat(Shape.of(Dialect.POSTGRESQL, sql, Set.of())).isNull();
    } else {
      assertThat(key(sql)).isEqualTo(key);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "(",
        "DELETE FROM t",
        "INSERT INTO t VALUES (1)",
        "SELEC 1",
        "SELECTS 1",
        "TABLES",
        "SELECT 1; SELECT 2",
        "; SELECT 1",
        "SELECT a'b'",
        "SELECT 'a''b'E'c'",
        "SELECT 'a'$$b$$",
        "SELECT $$a$$'b'",
        "SELECT X'1'$$b$$",
        "SELECT '",
        "SELECT a '"
      })
  @DisplayName("Is none where the text is no single read, or a string is not certain")
  void none(String sql) {
    assertThat(Shape.of(Dialect.POSTGRESQL, sql, Set.of())).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1",
        "((SELECT 1))",
        "with x as (select 1) table x",
        "TABLE t",
        "SELECT 1;",
        "SELECT 'a' 'b'",
        "SELECT a 'b'",
        "SELECT ('b')",
        "SELECT ='b'",
        "SELECT 1,'b'",
        "SELECT ''"
      })
  @DisplayName("Is there for a read, whose strings stand apart from words and strings")
  void some(String sql) {
    assertThat(Shape.of(Dialect.POSTGRESQL, sql, Set.of())).isNotNull();
  }

  @Test
  @DisplayName("Keeps on SQLite a string that is a name of the mapping")
  void names() {
    String sql = "SELECT 'A' FROM 'orders' WHERE b IN ('Orders', 'orders')";
    Shape shape = Shape.of(Dialect.SQLITE, sql, Set.of("orders"));
    assertThat(shape).isNotNull();
    assertThat(shape.key())
        .isEqualTo("SELECT \u0001 FROM 'orders' WHERE b IN ('Orders', 'orders')");
  }

  @Test
  @DisplayName("Has a slot for each token that is not repeated, and one for all of a list")
  void slots() {
    Shape shape = shape("SELECT a IN (1, 2, 3) , 5");
    assertThat(IntStream.range(0, 8).map(shape::tokenOf)).containsExactly(0, 1, 2, 3, 4, 9, 10, 11);
    assertThat(IntStream.range(0, 8).map(shape::members)).containsExactly(1, 1, 1, 1, 3, 1, 1, 1);
    assertThat(IntStream.range(0, 12).map(shape::slotOf))
        .containsExactly(0, 1, 2, 3, 4, -1, -1, -1, -1, 5, 6, 7);
    Shape atEnd = shape("SELECT a IN (1, 2)");
    assertThat(atEnd.slotOf(4)).isEqualTo(4);
  }

  @Test
  @DisplayName("Has no slot within the rows of VALUES")
  void rows() {
    Shape shape = shape("VALUES (1, 2), (3, 4) LIMIT 5");
    assertThat(IntStream.range(0, 13).map(shape::slotOf))
        .containsExactly(0, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1);
    assertThat(shape.tokenOf(1)).isEqualTo(12);
    assertThat(shape.text().text(12)).isEqualTo("LIMIT");
  }

  @Test
  @DisplayName("Is not looked for in a text that is too long to be read")
  void longest() {
    String head = "SELECT ";
    String longest = head + "a".repeat(ReadObstacles.LONGEST - head.length());
    assertThat(Shape.of(Dialect.POSTGRESQL, longest, Set.of())).isNotNull();
    assertThat(Shape.of(Dialect.POSTGRESQL, longest + "a", Set.of())).isNull();
    assertThatNoException().isThrownBy(() -> Shape.of(Dialect.SQLITE, "SELECT (", Set.of()));
  }
}
