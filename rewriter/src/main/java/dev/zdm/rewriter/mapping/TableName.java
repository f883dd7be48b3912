package dev.zdm.rewriter.mapping;

/**
 * A table as the catalog stores its name.
 *
 * @param schema the schema ({@code public}), or on SQLite the database ({@code main})
 * @param name the table's name, unquoted, in the catalog's case
 */
public record TableName(String schema, String name) {

  /** Schema and name, quoted: means this table whatever the search path says. */
  public String sql(Dialect dialect) {
    return dialect.quote(schema) + '.' + dialect.quote(name);
  }

  @Override
  public String toString() {
    return schema + '.' + name;
  }
}
