package dev.zdm.rewriter;

import dev.zdm.rewriter.Plan.RoutingKey.Source;
import dev.zdm.rewriter.Token.Kind;
import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.JdbcParameter;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.SignedExpression;
import net.sf.jsqlparser.expression.StringValue;
import org.jspecify.annotations.Nullable;

/** Reads parameters and literals from the text itself, by their place. */
final class Values {
  private final SqlText text;

  Values(SqlText text) {
    this.text = text;
  }

  /** Where the expression's value comes from; null unless it is one parameter or one literal. */
  @Nullable Source of(@Nullable Expression expression) {
    return expression == null ? null : of(expression, -1);
  }

  /**
   * The value of an expression.
   *
   * @param outer the place where it begins if the parser does not say: inside of {@code ::} and of
   *     a sign it forgets
   */
  private @Nullable Source of(Expression expression, int outer) {
    int known = SqlTree.begin(expression.getASTNode());
    int begin = known < 0 ? outer : known;
    if (expression instanceof CastExpression cast) {
      return of(cast.getLeftExpression(), begin);
    }
    if (expression instanceof SignedExpression signed && signed.getSign() == '-') {
      int sign = text.startingAt(begin);
      boolean simple = signed.getExpression() instanceof LongValue && text.punctuation(sign, '-');
      return simple ? negative(of(sign + 1)) : null;
    }
    boolean value =
        expression instanceof JdbcParameter
            || expression instanceof StringValue
            || expression instanceof LongValue;
    int i = value ? text.startingAt(begin) : -1;
    return i < 0 ? null : of(i);
  }

  private static @Nullable Source negative(@Nullable Source value) {
    return value == null || value.literal() == null || !digits(value.literal())
        ? null
        : new Source(0, "-" + value.literal());
  }

  private @Nullable Source of(int i) {
    if (text.kind(i, Kind.PARAMETER)) {
      return new Source(ordinal(i), null);
    }
    if (text.kind(i, Kind.STRING) && !text.kind(i + 1, Kind.STRING)) {
      return new Source(0, text.name(i));
    }
    return text.kind(i, Kind.NUMBER) && digits(text.text(i)) ? new Source(0, text.text(i)) : null;
  }

  private int ordinal(int token) {
    int ordinal = 0;
    for (int i = 0; i <= token; i++) {
      if (text.kind(i, Kind.PARAMETER)) {
        ordinal++;
      }
    }
    return ordinal;
  }

  private static boolean digits(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
