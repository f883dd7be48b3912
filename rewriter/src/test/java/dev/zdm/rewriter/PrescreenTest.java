package dev.zdm.rewriter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.mapping.Mapping;
import dev.zdm.rewriter.mapping.Roles;
import dev.zdm.rewriter.text.Lexer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("C8: one pass over a text tells whether it may name anything of the mapping")
class PrescreenTest {
  private static final Prescreen POSTGRES =
      new Prescreen(Shop.mapping(Dialect.POSTGRESQL), Roles.V1_FIRST);
  private static final Prescreen SQLITE =
      new Prescreen(Shop.mapping(Dialect.SQLITE), Roles.V1_FIRST);
  private static final Prescreen WORKSHOP =
      new Prescreen(Workshop.mapping(Dialect.POSTGRESQL), Roles.V1_FIRST);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM orders",
        "orders",
        "oRDERS ORDERZ",
        "x ORDERS",
        "OrderS.id",
        "\"orders\"",
        "\"or\"\"ders\"",
        "\"Odd Name\"",
        "\"odd name\"",
        "touch_orders()",
        "tags",
        "pairs",
        "audit",
      })
  @DisplayName("It does, on both engines")
  void named(String sql) {
    assertThat(POSTGRES.mayName(sql)).isTrue();
    assertThat(SQLITE.mayName(sql)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "SELECT 1",
        "order",
        "orderz",
        "0rders",
        "ordersx",
        "xorders",
        "-- orders",
        "/* orders */ x",
        "\"\"",
        "\"order\"",
        "Odd Name",
        "a_name_that_is_longer_than_any",
        "?",
        "'order'",
        "touch_order$",
        "Ordersa items_",
      })
  @DisplayName("It does not, on neither")
  void unnamed(String sql) {
    assertThat(POSTGRES.mayName(sql)).isFalse();
    assertThat(SQLITE.mayName(sql)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"'orders'", "[orders]", "`items`", "'or''ders'", "x '[Tags'", "[Odd Name]"})
  @DisplayName("On SQLite a string may be a name, and brackets and backticks quote one")
  void sqliteOnly(String sql) {
    boolean bracketed = sql.startsWith("[o") || sql.startsWith("`");
    assertThat(SQLITE.mayName(sql)).isEqualTo(!sql.contains("[Tags"));
    assertThat(POSTGRES.mayName(sql)).isEqualTo(bracketed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "U&\"\\006frders\"",
        "DO 'DELETE FROM orders'",
        "SELECT 1; DO 'DELETE FROM orders'",
        "CREATE FUNCTION f() AS 'DELETE FROM orders'",
        "do E'DELETE FROM\\norders'",
        "do E'DELETE FROM \\orders'",
        "do E'EXECUTE \\'orders\\''",
        "do E'x\\u006f'",
        "do E'x\\U0000006f'",
        "do E'x\\x6f'",
        "do E'DELETE FROM orders'",
        "do E'DELETE FROM \\157rders'",
        "do U&'x'",
        "CREATE FUNCTION f() AS $$DELETE FROM orders$$",
        "CREATE FUNCTION f() AS $$EXECUTE 'orders'$$",
        "SELECT $x$orders$x$",
        "SELECT $x$ $y$ items $y$ $x$",
      })
  @DisplayName("On PostgreSQL code in a string, and a name that is written in Unicode, may")
  void code(String sql) {
    assertThat(POSTGRES.mayName(sql)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 'orders'",
        "SELECT E'orders'",
        "x DO 'orders'",
        "x CREATE 'orders'",
        "CREATES 'orders'",
        "DO $$EXECUTE 'order'$$",
        "DOX 'orders'",
        "D 'orders'",
        "SELECT $$order$$",
        "SELECT $orders$x$orders$",
        "SELECT $$$$",
        "SELECT X'11'",
        "DO ''",
        "DO E'order'",
        "DO E'a\\nb\\t\\\\ \\' \\$1'",
        "CREATE FUNCTION f() AS $$SELECT string_agg(x, E'\\n')$$",
        "DO U&''",
        "DO E'",
        "DO $$",
        "SELECT U&'x' || E'\\157rders'",
      })
  @DisplayName("On PostgreSQL no other string may, nor a parameter on SQLite")
  void noCode(String sql) {
    assertThat(SQLITE.mayName(":orders @orders $orders")).isFalse();
    assertThat(POSTGRES.mayName(sql)).isFalse();
  }

  @Test
  @DisplayName("A string is looked into where it is asked for")
  void strings() {
    assertThat(POSTGRES.mayNameInStrings("CREATE FUNCTION f() AS 'TABLE orders'")).isTrue();
    assertThat(POSTGRES.mayNameInStrings("x E'TABLE orders' y")).isTrue();
    assertThat(POSTGRES.mayNameInStrings("x $a$ TABLE items$a$")).isTrue();
    assertThat(POSTGRES.mayNameInStrings("orders 'x' \"orders\" $$y$$")).isFalse();
    assertThat(POSTGRES.mayNameInStrings("")).isFalse();
  }

  @Test
  @DisplayName("A TRUNCATE may by the tables that cascade, and nothing else does by them")
  void truncate() {
    Mapping mapping = Workshop.mapping(Dialect.POSTGRESQL);
    Mapping unknown =
        new Mapping(
            "m",
            Dialect.POSTGRESQL,
            18,
            mapping.tables(),
            Map.of(),
            mapping.ledger(),
            mapping.ways());
    Prescreen prescreen = new Prescreen(unknown, Roles.V1_FIRST);
    assertThat(prescreen.mayName("TRUNCATE bosses CASCADE")).isTrue();
    assertThat(prescreen.mayName("truncate x, Bosses")).isTrue();
    assertThat(prescreen.mayName("DELETE FROM bosses")).isFalse();
    assertThat(prescreen.mayName("TRUNCATE x")).isFalse();
    assertThat(WORKSHOP.mayName("DELETE FROM bosses")).isTrue();
  }

  @Test
  @DisplayName(
      "A mapping of nothing is named by nothing, and what is too long to be read by itself")
  void extremes() {
    Mapping shop = Shop.mapping(Dialect.SQLITE);
    Mapping none = new Mapping("m", Dialect.SQLITE, 0, List.of(), Map.of(), shop.ledger());
    assertThat(new Prescreen(none, Roles.V1_FIRST).mayName("SELECT * FROM orders, x, \"\", ''"))
        .isFalse();
    assertThat(POSTGRES.mayName("-".repeat(Lexer.MAX_LENGTH))).isFalse();
    assertThat(POSTGRES.mayName("-".repeat(Lexer.MAX_LENGTH + 1))).isTrue();
  }
}
