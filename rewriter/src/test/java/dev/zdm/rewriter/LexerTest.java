package dev.zdm.rewriter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.text.SqlText;
import dev.zdm.rewriter.text.Statements;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The lexer cuts a text as its engine does")
class LexerTest {

  private static List<String> tokens(Dialect dialect, String sql) {
    SqlText text = SqlText.of(dialect, sql);
    List<String> result = new ArrayList<>();
    for (int i = 0; i < text.size(); i++) {
      result.add(text.token(i).kind() + " " + text.text(i));
    }
    return result;
  }

  @Test
  @DisplayName("PostgreSQL's strings: doubled quotes, escapes, dollar quotes, Unicode escapes")
  void postgresStrings() {
    assertThat(tokens(Dialect.POSTGRESQL, "'it''s' E'\\'x' $$a'$$ $t$ $$ $t$ U&'\\0061' x'ff'"))
        .containsExactly(
            "STRING 'it''s'",
            "OTHER_STRING E'\\'x'",
            "OTHER_STRING $$a'$$",
            "OTHER_STRING $t$ $$ $t$",
            "OTHER_STRING U&'\\0061'",
            "OTHER_STRING x'ff'");
  }

  @Test
  @DisplayName("A backslash ends nothing special in a plain string")
  void backslash() {
    assertThat(tokens(Dialect.POSTGRESQL, "'\\' , 'b'"))
        .containsExactly("STRING '\\'", "PUNCTUATION ,", "STRING 'b'");
    assertThat(tokens(Dialect.SQLITE, "E'\\' x"))
        .containsExactly("WORD E", "STRING '\\'", "WORD x");
  }

  @Test
  @DisplayName("Comments nest on PostgreSQL and do not on SQLite")
  void comments() {
    String sql = "a /* b /* c */ d */ e -- f\ng";
    assertThat(tokens(Dialect.POSTGRESQL, sql)).containsExactly("WORD a", "WORD e", "WORD g");
    assertThat(tokens(Dialect.SQLITE, sql))
        .containsExactly("WORD a", "WORD d", "PUNCTUATION *", "PUNCTUATION /", "WORD e", "WORD g");
  }

  @Test
  @DisplayName("Names: quotes of every kind, a dollar inside, letters beyond ASCII")
  void names() {
    assertThat(tokens(Dialect.SQLITE, "[a b] `c``d` \"e\"\"f\" g$1 größe"))
        .containsExactly(
            "QUOTED [a b]", "QUOTED `c``d`", "QUOTED \"e\"\"f\"", "WORD g$1", "WORD größe");
    SqlText text = SqlText.of(Dialect.SQLITE, "[a b] `c``d` \"e\"\"f\" G");
    assertThat(List.of(text.name(0), text.name(1), text.name(2), text.canonical(3)))
        .containsExactly("a b", "c`d", "e\"f", "g");
    assertThat(tokens(Dialect.POSTGRESQL, "U&\"\\0061\" x[1]"))
        .containsExactly(
            "UNICODE_QUOTED U&\"\\0061\"", "WORD x", "PUNCTUATION [", "NUMBER 1", "PUNCTUATION ]");
  }

  @Test
  @DisplayName("Parameters are what each driver counts as one")
  void parameters() {
    assertThat(tokens(Dialect.POSTGRESQL, "? ?? ?| $1 a::b"))
        .containsExactly(
            "PARAMETER ?",
            "PUNCTUATION ??",
            "PARAMETER ?",
            "PUNCTUATION |",
            "NAMED_PARAMETER $1",
            "WORD a",
            "PUNCTUATION ::",
            "WORD b");
    assertThat(tokens(Dialect.SQLITE, "? ?2 :a @b $c"))
        .containsExactly(
            "PARAMETER ?",
            "NAMED_PARAMETER ?2",
            "NAMED_PARAMETER :a",
            "NAMED_PARAMETER @b",
            "NAMED_PARAMETER $c");
  }

  @Test
  @DisplayName("Numbers of every form are one token")
  void numbers() {
    assertThat(tokens(Dialect.POSTGRESQL, "1 1.5 .5 1e-3 0x1F 1_000 0xE+1"))
        .containsExactly(
            "NUMBER 1",
            "NUMBER 1.5",
            "NUMBER .5",
            "NUMBER 1e-3",
            "NUMBER 0x1F",
            "NUMBER 1_000",
            "NUMBER 0xE",
            "PUNCTUATION +",
            "NUMBER 1");
  }

  @Test
  @DisplayName("What is never closed reaches to the end")
  void unclosed() {
    for (String open : List.of("'a", "\"a", "/* a", "$$ a", "E'a\\", "U&'a", "$t$ a $t")) {
      List<String> tokens = tokens(Dialect.POSTGRESQL, "x " + open);
      assertThat(tokens.get(0)).isEqualTo("WORD x");
      assertThat(tokens.size()).isLessThanOrEqualTo(2);
    }
    assertThat(tokens(Dialect.SQLITE, "[a")).containsExactly("QUOTED [a");
  }

  @Test
  @DisplayName("PostgreSQL's other strings end where they end, and none is taken for another")
  void otherStrings() {
    assertThat(tokens(Dialect.POSTGRESQL, "E'\\\\' E'a''b' e'c' B'01' n'd' X'1F' u&'e''f' u&\"g\""))
        .containsExactly(
            "OTHER_STRING E'\\\\'",
            "OTHER_STRING E'a''b'",
            "OTHER_STRING e'c'",
            "OTHER_STRING B'01'",
            "OTHER_STRING n'd'",
            "OTHER_STRING X'1F'",
            "OTHER_STRING u&'e''f'",
            "UNICODE_QUOTED u&\"g\"");
    assertThat(tokens(Dialect.POSTGRESQL, "E'\\'' z'y' u & 'a' u&b"))
        .containsExactly(
            "OTHER_STRING E'\\''",
            "WORD z",
            "STRING 'y'",
            "WORD u",
            "PUNCTUATION &",
            "STRING 'a'",
            "WORD u",
            "PUNCTUATION &",
            "WORD b");
    assertThat(tokens(Dialect.SQLITE, "b'1' x'1' n'1' u&'a' e'b'"))
        .containsExactly(
            "WORD b",
            "STRING '1'",
            "OTHER_STRING x'1'",
            "WORD n",
            "STRING '1'",
            "WORD u",
            "PUNCTUATION &",
            "STRING 'a'",
            "WORD e",
            "STRING 'b'");
  }

  @Test
  @DisplayName("A dollar begins a quote, a parameter or nothing")
  void dollars() {
    assertThat(tokens(Dialect.POSTGRESQL, "$a_1$x$$y$a_1$ $$$$ $12 $ $a $-$ $9$"))
        .containsExactly(
            "OTHER_STRING $a_1$x$$y$a_1$",
            "OTHER_STRING $$$$",
            "NAMED_PARAMETER $12",
            "PUNCTUATION $",
            "PUNCTUATION $",
            "WORD a",
            "PUNCTUATION $",
            "PUNCTUATION -",
            "PUNCTUATION $",
            "NAMED_PARAMETER $9$");
    assertThat(tokens(Dialect.POSTGRESQL, "$")).containsExactly("PUNCTUATION $");
    assertThat(tokens(Dialect.POSTGRESQL, "$a")).containsExactly("PUNCTUATION $", "WORD a");
    assertThat(tokens(Dialect.POSTGRESQL, "$a$b$a")).containsExactly("OTHER_STRING $a$b$a");
    assertThat(tokens(Dialect.POSTGRESQL, "$a$b$a$")).containsExactly("OTHER_STRING $a$b$a$");
    assertThat(tokens(Dialect.SQLITE, "$ $1 $a$b"))
        .containsExactly("PUNCTUATION $", "NAMED_PARAMETER $1", "NAMED_PARAMETER $a$b");
  }

  @Test
  @DisplayName("What stands alone at the end of the text is what it is elsewhere")
  void atTheEnd() {
    for (String last : List.of("?", ":", "@", "$", ".", "-", "/", "*", "x", "1", "''", "[")) {
      for (Dialect dialect : Dialect.values()) {
        List<String> alone = tokens(dialect, last);
        assertThat(tokens(dialect, last + " ")).as(last).hasSameSizeAs(alone);
        assertThat(alone).hasSize(1);
      }
    }
    assertThat(tokens(Dialect.SQLITE, "?9 ?10 ?: :: :é @_z"))
        .containsExactly(
            "NAMED_PARAMETER ?9",
            "NAMED_PARAMETER ?10",
            "PARAMETER ?",
            "PUNCTUATION :",
            "PUNCTUATION ::",
            "NAMED_PARAMETER :é",
            "NAMED_PARAMETER @_z");
    assertThat(tokens(Dialect.POSTGRESQL, ":a @b `c` ]")).contains("PUNCTUATION :", "WORD a");
    assertThat(tokens(Dialect.SQLITE, "[] x")).containsExactly("QUOTED []", "WORD x");
  }

  @Test
  @DisplayName("Words begin with a letter, an underscore or what is beyond ASCII")
  void words() {
    assertThat(tokens(Dialect.POSTGRESQL, "_a A z Z9 \u0080b a$ 0 9z /:@[^`{~"))
        .containsExactly(
            "WORD _a",
            "WORD A",
            "WORD z",
            "WORD Z9",
            "WORD \u0080b",
            "WORD a$",
            "NUMBER 0",
            "NUMBER 9z",
            "PUNCTUATION /",
            "PUNCTUATION :",
            "PUNCTUATION @",
            "PUNCTUATION [",
            "PUNCTUATION ^",
            "PUNCTUATION `",
            "PUNCTUATION {",
            "PUNCTUATION ~");
    assertThat(tokens(Dialect.POSTGRESQL, "1e+5 1E-5 1+5 .e 1.e3 0xe-1 a.5"))
        .containsExactly(
            "NUMBER 1e+5",
            "NUMBER 1E-5",
            "NUMBER 1",
            "PUNCTUATION +",
            "NUMBER 5",
            "PUNCTUATION .",
            "WORD e",
            "NUMBER 1.e3",
            "NUMBER 0xe",
            "PUNCTUATION -",
            "NUMBER 1",
            "WORD a",
            "NUMBER .5");
  }

  @Test
  @DisplayName("Comments end where they end, at the edges of the text too")
  void commentEdges() {
    assertThat(tokens(Dialect.POSTGRESQL, "/**/a/***/b/*/*/**/*/*/c--d\re--"))
        .containsExactly("WORD a", "WORD b", "WORD c", "WORD e");
    assertThat(tokens(Dialect.SQLITE, "/**/a/***/b/*/*/c--d\re\nf - - / *"))
        .containsExactly(
            "WORD a",
            "WORD b",
            "WORD c",
            "WORD f",
            "PUNCTUATION -",
            "PUNCTUATION -",
            "PUNCTUATION /",
            "PUNCTUATION *");
    assertThat(tokens(Dialect.SQLITE, "a /* b")).containsExactly("WORD a");
    assertThat(tokens(Dialect.SQLITE, "a /*")).containsExactly("WORD a");
    assertThat(tokens(Dialect.POSTGRESQL, "a /*/")).containsExactly("WORD a");
    assertThat(tokens(Dialect.POSTGRESQL, "\u0001a\u001f \u007f")).hasSize(2);
  }

  @Test
  @DisplayName("trap 23: statements are counted outside of strings and comments")
  void statements() {
    SqlText text = SqlText.of(Dialect.POSTGRESQL, " a ';' ; -- ;\n ; b; -- c");
    assertThat(Statements.of(text)).containsExactly(" a ';' ", "b");
  }
}
