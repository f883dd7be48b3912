package dev.zdm.rewriter.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.rewriter.mapping.Dialect;
import dev.zdm.rewriter.read.Places.Role;
import dev.zdm.rewriter.text.SqlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The places of a read tell what each name is")
class PlacesTest {

  /** The names that are no values; a source that is a common table expression has a star. */
  private static String told(Dialect dialect, String sql) {
    SqlText text = SqlText.of(dialect, sql);
    Places places = Places.of(text);
    List<String> told = new ArrayList<>();
    for (int i = 0; i < text.size(); i++) {
      Role role = places.role(i);
      if (role != Role.VALUE) {
        boolean cte = role == Role.SOURCE && places.isCte(i);
        told.add(text.text(i) + " " + role.name().toLowerCase(Locale.ROOT) + (cte ? "*" : ""));
      }
    }
    return String.join(", ", told);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT a FROM t => t source",
        "SELECT a x, b AS y, c FROM s.t u, v AS w => x label, y label, s source, t source, u alias, v source, w alias",
        "SELECT t.a x, t.b FROM t WHERE x = y z => x label, t source",
        "SELECT 'a' b, 5 c, ? d, \"e\" f, (g) h, i[1] j, k::text l => b label, c label, d label, f label, h label, j label, text type, l label",
        "SELECT a AND b, a OR c, NOT d, CASE WHEN e THEN f ELSE g END h => h label",
        "SELECT DISTINCT a b, ALL c => b label",
        "SELECT DISTINCT ON (a) b c FROM t => c label, t source",
        "SELECT DISTINCT ON (a) (b) c FROM t => c label, t source",
        "SELECT DISTINCT (a) b FROM t => b label, t source",
        "SELECT CAST(a AS text) b, CAST(c AS numeric(5) ) => text type, b label, numeric type",
        "SELECT try_cast(a AS d), f(a AS d), cast(b) => d type",
        "SELECT f(a::x, b) c, a : : d, a::s.t => x type, c label, s type",
        "SELECT a.b.c d, e .f => d label",
        "SELECT a . b AS c => c label",
        "SELECT (SELECT x y FROM u v) z FROM t => y label, u source, v alias, z label, t source",
        "SELECT EXISTS (SELECT 1 FROM u) FROM t => u source, t source",
        "SELECT a IS DISTINCT FROM b, a IS NOT DISTINCT FROM c FROM t => t source",
        "SELECT a FROM t JOIN u ON t.x = u.x LEFT JOIN v w USING (y, z) => t source, u source, v source, w alias, y column_name, z column_name",
        "SELECT a FROM t JOIN u USING (y) AS j => t source, u source, y column_name",
        "SELECT a FROM t x (b, c), LATERAL u => t source, x alias, b column_name, c column_name, u source",
        "SELECT a FROM t AS x(b) WHERE c (d) => t source, x alias, b column_name",
        "SELECT a FROM ONLY t x CROSS JOIN u => t source, x alias, u source",
        "SELECT a FROM t TABLESAMPLE BERNOULLI (1) => t source, BERNOULLI alias",
        "SELECT a FROM (t JOIN u v ON true) w => t source, u source, v alias, w alias",
        "SELECT a FROM (t) JOIN ((u)) x ON y => t source, u source, x alias",
        "SELECT a FROM (SELECT b c FROM t) AS x (d) => c label, t source, x alias, d column_name",
        "SELECT a FROM (VALUES (1)) v(n) => v alias, n column_name",
        "SELECT a FROM ((SELECT b FROM t)) x => t source, x alias",
        "SELECT a FROM f(b) x => f source, x alias",
        "SELECT a FROM t GROUP BY a b HAVING c d ORDER BY e f LIMIT 1 OFFSET 2 => t source",
        "SELECT a FROM t FETCH FIRST 1 ROWS ONLY => t source",
        "SELECT a FROM t WINDOW w AS (PARTITION BY b) => t source",
        "SELECT a b FROM t UNION SELECT c d FROM u => b label, t source, d label, u source",
        "SELECT a FROM t INTERSECT (SELECT c d FROM u) EXCEPT TABLE v => t source, d label, u source",
        "(SELECT a b FROM t) UNION ALL (VALUES (1)) => b label, t source",
        "VALUES (a b) => ",
        "WITH c AS (SELECT a FROM t) SELECT x FROM c, d => c cte, t source, c source*, d source",
        "WITH c(a, b) AS (SELECT 1) SELECT x FROM c => c cte, a column_name, b column_name, c source*",
        "WITH c AS (SELECT 1), d AS (SELECT 2 FROM c, d) SELECT x FROM d, c => c cte, d cte, c source*, d source, d source*, c source*",
        "WITH RECURSIVE c AS (SELECT 1 FROM c, d), d AS MATERIALIZED (SELECT 2) SELECT x FROM d => c cte, c source*, d source*, d cte, d source*",
        "SELECT x FROM (WITH c AS (SELECT 1) SELECT 2 FROM c) y, c => c cte, c source*, y alias, c source",
        "WITH c AS (SELECT 1) SELECT (SELECT 1 FROM c) FROM t AS c => c cte, c source*, t source, c alias",
        "SELECT a FROM t WHERE b IN (SELECT c FROM u v) AND d = CAST(e AS g) => t source, u source, v alias, g type",
        "SELECT array[a, b::c] d FROM t => c type, d label, t source",
        "SELECT count(*) FILTER (WHERE a) b, sum(c) OVER (PARTITION BY d) e, rank() OVER w f FROM t => b label, e label, f label, t source",
        "SELECT DATE 'x' a, INTERVAL 'y' DAY b, a COLLATE c d, b AT TIME ZONE e f => a label, DAY label, b label, d label, f label",
        "SELECT a FROM t NATURAL JOIN u INNER JOIN v ON x => t source, u source, v source",
        "SELECT a FROM t x JOIN (u JOIN v y USING (k)) z ON true, w => t source, x alias, u source, v source, y alias, k column_name, z alias, w source",
      })
  @DisplayName("On PostgreSQL")
  void postgres(String sqlAndPlaces) {
    String[] parts = sqlAndPlaces.split(" => ?", -1);
    assertThat(told(Dialect.POSTGRESQL, parts[0])).isEqualTo(parts[1]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 'a' 'b', c 'd' FROM 't' 'x' => 'b' label, 'd' label, 't' source, 'x' alias",
        "SELECT a FROM t NOT INDEXED => t source",
        "WITH c AS (SELECT 1 FROM d), d AS (SELECT 2) SELECT x FROM D => c cte, d source*, d cte, D source*",
        "SELECT a FROM main.[t] `x` => main source, [t] source, `x` alias",
      })
  @DisplayName("On SQLite, where strings may be names")
  void sqlite(String sqlAndPlaces) {
    String[] parts = sqlAndPlaces.split(" => ?", -1);
    assertThat(told(Dialect.SQLITE, parts[0])).isEqualTo(parts[1]);
  }

  private static List<Integer> seeing(String sql, int source) {
    SqlText text = SqlText.of(Dialect.POSTGRESQL, sql);
    Places places = Places.of(text);
    return IntStream.range(0, text.size()).filter(i -> places.sees(i, source)).boxed().toList();
  }

  @Test
  @DisplayName("A source is seen in its query, in those within it, and in no other of a union")
  void sees() {
    assertThat(seeing("SELECT a FROM t", 3)).containsExactly(0, 1, 2, 3);
    String union = "SELECT a FROM t UNION SELECT b FROM u";
    assertThat(seeing(union, 3)).containsExactly(0, 1, 2, 3);
    assertThat(seeing(union, 8)).containsExactly(4, 5, 6, 7, 8);
    String nested = "SELECT a FROM t WHERE ( SELECT b FROM u ) = c";
    assertThat(seeing(nested, 3)).hasSize(13);
    assertThat(seeing(nested, 9)).containsExactly(6, 7, 8, 9);
    String joined = "SELECT a FROM ( t JOIN u ON b ) WHERE c";
    assertThat(seeing(joined, 4)).hasSize(12);
    assertThat(seeing(joined, 6)).hasSize(12);
    assertThat(seeing("SELECT a FROM ( t JOIN u ON b ) UNION SELECT c", 6))
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(seeing("WITH c AS ( SELECT 1 ) SELECT a FROM c", 10)).containsExactly(7, 8, 9, 10);
  }

  @Test
  @DisplayName("What stands before the text is a value")
  void outside() {
    assertThat(Places.of(SqlText.of(Dialect.SQLITE, "SELECT a")).role(-1)).isEqualTo(Role.VALUE);
  }
}
