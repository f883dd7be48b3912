package dev.zdm.rewriter;

import net.sf.jsqlparser.parser.AbstractJSqlParser;
import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.Node;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.parser.TokenMgrException;
import net.sf.jsqlparser.statement.Statement;
import org.jspecify.annotations.Nullable;

/** Calls JSqlParser on the calling thread; that it cannot parse a text is a normal outcome. */
final class SqlTree {
  private SqlTree() {}

  /** The tree of the masked text, or null if it does not parse. */
  static @Nullable Statement parse(Dialect dialect, String masked) {
    AbstractJSqlParser.Dialect own =
        dialect == Dialect.POSTGRESQL
            ? AbstractJSqlParser.Dialect.POSTGRESQL
            : AbstractJSqlParser.Dialect.ANSI_SQL;
    try {
      return new CCJSqlParser(masked).withAllowComplexParsing(true).withDialect(own).Statement();
    } catch (ParseException | TokenMgrException | IllegalArgumentException | StackOverflowError e) {
      // The stack overflows on operators repeated thousands of times; no state outlives the parse.
      return null;
    }
  }

  /** Where the node begins in the text, from 0; -1 if the parser does not say. */
  static int begin(@Nullable Node node) {
    return node == null || node.jjtGetFirstToken() == null
        ? -1
        : node.jjtGetFirstToken().absoluteBegin - 1;
  }

  /** The place after the node's last character; -1 if the parser does not say. */
  static int end(@Nullable Node node) {
    return node == null || node.jjtGetLastToken() == null
        ? -1
        : node.jjtGetLastToken().absoluteEnd - 1;
  }
}
