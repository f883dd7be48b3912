package dev.zdm.rewriter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.text.Edit;
import dev.zdm.rewriter.text.EditedText;
import dev.zdm.rewriter.text.SqlText;
import dev.zdm.rewriter.text.Statements;
import dev.zdm.rewriter.text.Token;
import dev.zdm.rewriter.text.Withs;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A text answers by its tokens")
class SqlTextTest {

  private static SqlText postgres(String sql) {
    return SqlText.of(Dialect.POSTGRESQL, sql);
  }

  private static SqlText sqlite(String sql) {
    return SqlText.of(Dialect.SQLITE, sql);
  }

  @Test
  @DisplayName("How deep a token stands, and what closes what")
  void depths() {
    SqlText text = postgres("a ( b [ c ] ( d ) ) e (");
    assertThat(IntStream.range(0, text.size()).map(text::depth))
        .containsExactly(0, 0, 1, 1, 2, 1, 1, 2, 1, 0, 0, 0);
    assertThat(text.deepest()).isEqualTo(2);
    assertThat(text.closing(1)).isEqualTo(9);
    assertThat(text.closing(3)).isEqualTo(5);
    assertThat(text.closing(6)).isEqualTo(8);
    assertThat(text.closing(11)).isEqualTo(12);
    assertThat(postgres("a b").deepest()).isZero();
  }

  @Test
  @DisplayName("A long text has all its tokens")
  void many() {
    SqlText text = postgres("x ".repeat(100));
    assertThat(text.size()).isEqualTo(100);
    assertThat(text.start(99)).isEqualTo(198);
    assertThat(text.end(99)).isEqualTo(199);
    assertThat(text.token(99)).isEqualTo(new Token(Token.Kind.WORD, 198, 199));
  }

  @Test
  @DisplayName("Keywords are words of any case, whole, and outside of parentheses where asked")
  void keywords() {
    SqlText text = postgres("Select \"from\" (from) x.from frOm fromm fro");
    assertThat(text.word(0, "SELECT")).isTrue();
    assertThat(text.word(1, "FROM")).isFalse();
    assertThat(text.find(0, "FROM")).isEqualTo(8);
    assertThat(text.find(9, "FROM")).isEqualTo(-1);
    assertThat(text.word(9, "FROM")).isFalse();
    assertThat(text.word(10, "FROM")).isFalse();
    assertThat(text.word(-1, "FROM")).isFalse();
    assertThat(text.word(11, "FROM")).isFalse();
    assertThat(text.anyWord(8, "TO", "FROM")).isTrue();
    assertThat(text.anyWord(8, "TO")).isFalse();
    assertThat(text.contains("INTO", "FROMM")).isTrue();
    assertThat(text.contains("INTO")).isFalse();
    assertThat(postgres("a ORDER").contains("ORDER")).isTrue();
  }

  @Test
  @DisplayName("Names, strings that may be names, and values")
  void names() {
    SqlText sqlite = sqlite("a 'b' \"c\" 5 x'66' ?");
    assertThat(IntStream.range(0, 6).filter(sqlite::identifier)).containsExactly(0, 2);
    assertThat(IntStream.range(0, 6).filter(sqlite::nameLike)).containsExactly(0, 1, 2);
    assertThat(IntStream.range(0, 6).filter(sqlite::literal)).containsExactly(1, 3, 4);
    assertThat(IntStream.range(0, 6).filter(sqlite::quoted)).containsExactly(1, 2, 3, 4, 5);
    SqlText postgres = postgres("A 'b' \"C\"\"d\"");
    assertThat(IntStream.range(0, 3).filter(postgres::nameLike)).containsExactly(0, 2);
    assertThat(postgres.canonical(0)).isEqualTo("a");
    assertThat(postgres.canonical(2)).isEqualTo("C\"d");
    assertThat(postgres.name(0)).isEqualTo("A");
    assertThat(sqlite("\"C\"").canonical(0)).isEqualTo("c");
    assertThat(sqlite("[C]]").name(0)).isEqualTo("C");
    assertThat(sqlite("`c``d`").nameToCompare(0)).isEqualTo("c`d");
    assertThat(sqlite("\"").name(0)).isEmpty();
    assertThat(sqlite("[a[[b]").name(0)).isEqualTo("a[[b");
  }

  @Test
  @DisplayName("Values are told without their quotes, and numbers of digits from others")
  void values() {
    SqlText text = postgres("'it''s' 15 1.5 0x1 09");
    assertThat(text.value(0)).isEqualTo("it's");
    assertThat(text.value(1)).isEqualTo("15");
    assertThat(IntStream.range(1, 5).filter(text::digits)).containsExactly(1, 4);
  }

  @Test
  @DisplayName("Whether anybody has looked at a literal is known")
  void sawLiteral() {
    SqlText text = sqlite("a 'b' 5");
    text.text(0);
    text.name(0);
    text.value(1);
    text.nameToCompare(1);
    assertThat(text.sawLiteral()).isFalse();
    text.text(2);
    assertThat(text.sawLiteral()).isTrue();
    SqlText other = sqlite("a 'b'");
    other.name(1);
    other.name(0);
    assertThat(other.sawLiteral()).isTrue();
  }

  @Test
  @DisplayName("Parameters are numbered from 1")
  void ordinals() {
    SqlText text = postgres("? a ? '?' ?");
    assertThat(List.of(text.ordinal(0), text.ordinal(2), text.ordinal(4))).containsExactly(1, 2, 3);
    assertThat(text.ordinal(1)).isEqualTo(1);
  }

  @Test
  @DisplayName("Punctuation is one character, and a double one is none of its halves")
  void punctuation() {
    SqlText text = postgres(": :: ;");
    assertThat(text.punctuation(0, ':')).isTrue();
    assertThat(text.punctuation(1, ':')).isFalse();
    assertThat(text.punctuation(2, ':')).isFalse();
    assertThat(text.punctuation(2, ';')).isTrue();
    assertThat(text.punctuation(3, ';')).isFalse();
    assertThat(text.punctuation(-1, ';')).isFalse();
  }

  @Test
  @DisplayName("Tokens are found by the places where they begin and end")
  void places() {
    for (int count = 1; count < 9; count++) {
      SqlText text = postgres("ab ".repeat(count) + "c");
      for (int i = 0; i <= count; i++) {
        assertThat(text.startingAt(3 * i)).isEqualTo(i);
        assertThat(text.startingAt(3 * i + 1)).isEqualTo(-1);
        assertThat(text.endingAt(i == count ? 3 * i + 1 : 3 * i + 2)).isEqualTo(i);
        assertThat(text.endingAt(3 * i)).isEqualTo(-1);
      }
      assertThat(text.startingAt(-1)).isEqualTo(-1);
      assertThat(text.startingAt(99)).isEqualTo(-1);
      assertThat(text.endingAt(99)).isEqualTo(-1);
    }
    assertThat(postgres("").startingAt(0)).isEqualTo(-1);
    assertThat(postgres("").endingAt(0)).isEqualTo(-1);
  }

  @Test
  @DisplayName("A dotted name begins and ends with its first and last part")
  void chains() {
    SqlText text = sqlite("a.\"b\".'c' d. .e");
    assertThat(text.chainEnd(0)).isEqualTo(4);
    assertThat(text.chainEnd(2)).isEqualTo(4);
    assertThat(text.chainEnd(5)).isEqualTo(5);
    assertThat(text.chainStart(4)).isZero();
    assertThat(text.chainStart(2)).isZero();
    assertThat(text.chainStart(5)).isEqualTo(5);
    assertThat(text.chainStart(8)).isEqualTo(8);
    assertThat(postgres("a.'c'").chainEnd(0)).isZero();
    assertThat(sqlite(".a").chainStart(1)).isEqualTo(1);
  }

  @Test
  @DisplayName("Statements are cut at semicolons, and the empty ones are none")
  void statements() {
    assertThat(Statements.of(postgres(";; a ; b;;"))).containsExactly("a ", "b");
    assertThat(Statements.of(postgres(" /* x */ a"))).containsExactly(" /* x */ a");
    assertThat(Statements.of(postgres(""))).isEmpty();
    assertThat(Statements.of(postgres("; ;"))).isEmpty();
    assertThat(Statements.parts(postgres("a ; b; ;c"))).containsExactly("a ", " b", "c");
    assertThat(Statements.parts(postgres("-- x\n a;\n b "))).containsExactly("-- x\n a", "\n b ");
    assertThat(Statements.parts(postgres("a (b;c); d"))).isEmpty();
    assertThat(Statements.parts(postgres("a;"))).containsExactly("a");
  }

  @Test
  @DisplayName("One statement is told from several, and from none")
  void single() {
    SqlText alone = postgres("a b");
    assertThat(Statements.single(alone)).isSameAs(alone);
    SqlText ended = Statements.single(postgres("a b ;; "));
    assertThat(ended).isNotNull();
    assertThat(ended.sql()).isEqualTo("a b ");
    assertThat(ended.original()).isEqualTo("a b ;; ");
    assertThat(ended.size()).isEqualTo(2);
    assertThat(Statements.single(postgres("a; b"))).isNull();
    assertThat(Statements.single(postgres("; a"))).isNull();
    assertThat(Statements.single(postgres(""))).isNull();
    assertThat(Statements.single(postgres(";"))).isNull();
  }

  @Test
  @DisplayName("Edits are made in the order of their places")
  void edits() {
    EditedText edited =
        EditedText.of(
            postgres("a b c"),
            List.of(new Edit(4, 5, "zz"), new Edit(0, 1, ""), new Edit(2, 2, "y")));
    assertThat(edited.sql()).isEqualTo(" yb zz");
    assertThat(edited.parameters()).isEmpty();
    assertThat(EditedText.of(postgres("a ?"), List.of()))
        .isEqualTo(new EditedText("a ?", List.of()));
    assertThat(EditedText.of(postgres("a ?"), List.of(new Edit(0, 1, "b"))).parameters()).isEmpty();
  }

  @Test
  @DisplayName("Placeholders of an edit stand among those of the text")
  void editedParameters() {
    SqlText text = postgres("? a ? b ? c");
    EditedText edited =
        EditedText.of(
            text,
            List.of(new Edit(6, 7, "b(?, ?)", List.of(3, 1)), new Edit(2, 3, "a(?)", List.of(2))));
    assertThat(edited.sql()).isEqualTo("? a(?) ? b(?, ?) ? c");
    assertThat(edited.parameters()).containsExactly(1, 2, 2, 3, 1, 3);
    assertThat(EditedText.of(text, List.of(new Edit(0, 0, "?,", List.of(3)))).parameters())
        .containsExactly(3, 1, 2, 3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT 1 | 0 | -1 | false",
        "DELETE FROM t | 0 | -1 | true",
        "WITH x AS (SELECT 1) SELECT 2 | 7 | -1 | false",
        "WITH x AS (SELECT 1) INSERT INTO t TABLE x | 7 | -1 | true",
        "WITH x AS (DELETE FROM t) SELECT 1 | 8 | 4 | true",
        "WITH x AS MATERIALIZED (UPDATE t SET a = 1) TABLE x | 12 | 5 | true",
        "WITH x AS (SELECT (DELETE)) VALUES (1) | 9 | -1 | false",
        "WITH values AS (SELECT 1) TABLE values | 7 | -1 | false",
        "WITH x AS (SELECT 1) x | -1 | -1 | false",
        "SELECT a (delete from t) | 0 | -1 | false",
      })
  @DisplayName("A WITH has a main statement, and parts that write")
  void withs(String sql, int main, int part, boolean writes) {
    SqlText text = postgres(sql);
    assertThat(Withs.main(text)).isEqualTo(main);
    assertThat(Withs.part(text, 0)).isEqualTo(part);
    assertThat(Withs.writes(text)).isEqualTo(writes);
    assertThat(part < 0 ? -1 : Withs.part(text, part + 1)).isEqualTo(-1);
  }
}
