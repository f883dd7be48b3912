package dev.zdm.rewriter.read;

import dev.zdm.rewriter.mapping.Dialect;
import net.sf.jsqlparser.parser.AbstractJSqlParser;
import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.Node;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.statement.select.Select;
import org.jspecify.annotations.Nullable;

/**
 * The tree of a read and what a walk over it found.
 *
 * @param select the tree
 * @param walk where its tables, columns and items stand
 */
record SqlTree(Select select, ReadWalk walk) {

  /** Parses a masked text. That JSqlParser cannot, in whatever way it says so, is normal. */
  static ParserThread.Outcome<SqlTree> of(Dialect dialect, String masked) {
    AbstractJSqlParser.Dialect own =
        dialect == Dialect.POSTGRESQL
            ? AbstractJSqlParser.Dialect.POSTGRESQL
            : AbstractJSqlParser.Dialect.ANSI_SQL;
    CCJSqlParser parser;
    try {
      parser = new CCJSqlParser(masked).withAllowComplexParsing(true).withDialect(own);
    } catch (ParseException e) {
      return new ParserThread.Outcome<>(null, true);
    }
    return ParserThread.run(
        parser,
        () ->
            parser.Statement() instanceof Select select
                ? new SqlTree(select, ReadWalk.over(select))
                : null);
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
