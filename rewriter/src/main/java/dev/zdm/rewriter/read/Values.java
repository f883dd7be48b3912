package dev.zdm.rewriter.read;

import dev.zdm.rewriter.read.ValuePlaces.Value;
import dev.zdm.rewriter.text.SqlText;
import dev.zdm.rewriter.text.Token.Kind;
import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.JdbcParameter;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.SignedExpression;
import net.sf.jsqlparser.expression.StringValue;
import org.jspecify.annotations.Nullable;

/** Finds where in the text itself parameters and literals stand. */
final class Values {
  private final SqlText text;

  Values(SqlText text) {
    this.text = text;
  }

  /** Where the expression's value comes from; null unless it is one parameter or one literal. */
  @Nullable Value of(@Nullable Expression expression) {
    return expression == null ? null : of(expression, -1);
  }

  /**
   * The value of an expression.
   *
   * @param outer the place where it begins if the parser does not say: inside of {@code ::} and of
   *     a sign it forgets
   */
  private @Nullable Value of(Expression expression, int outer) {
    int known = SqlTree.begin(expression.getASTNode());
    int begin = known < 0 ? outer : known;
    if (expression instanceof CastExpression cast) {
      return of(cast.getLeftExpression(), begin);
    }
    if (expression instanceof SignedExpression signed && signed.getSign() == '-') {
      int sign = text.startingAt(begin);
      boolean simple = signed.getExpression() instanceof LongValue && text.punctuation(sign, '-');
      return simple ? negative(sign + 1) : null;
    }
    boolean value =
        expression instanceof JdbcParameter
            || expression instanceof StringValue
            || expression instanceof LongValue;
    int i = value ? text.startingAt(begin) : -1;
    return i < 0 ? null : of(i);
  }

  private @Nullable Value negative(int i) {
    return text.kind(i, Kind.NUMBER) && text.digits(i) ? new Value(i, true) : null;
  }

  private @Nullable Value of(int i) {
    boolean string = text.kind(i, Kind.STRING) && !text.kind(i + 1, Kind.STRING);
    boolean number = text.kind(i, Kind.NUMBER) && text.digits(i);
    return text.kind(i, Kind.PARAMETER) || string || number ? new Value(i, false) : null;
  }
}
