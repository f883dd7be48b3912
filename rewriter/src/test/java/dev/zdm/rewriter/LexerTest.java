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
  @DisplayName("trap 23: statements are counted outside of strings and comments")
  void statements() {
    SqlText text = SqlText.of(Dialect.POSTGRESQL, " a ';' ; -- ;\n ; b; -- c");
    assertThat(Statements.of(text)).containsExactly(" a ';' ", "b");
  }
}
