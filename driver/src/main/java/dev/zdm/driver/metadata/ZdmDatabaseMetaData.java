package dev.zdm.driver.metadata;

import dev.zdm.driver.forwarding.ForwardingDatabaseMetaData;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The wrapped driver's metadata without the tables that the application must not see. {@code
 * getVersionColumns} needs no care: about a hidden table it says what it says about one that does
 * not exist. As safe for use by many threads as its delegate.
 */
public final class ZdmDatabaseMetaData extends ForwardingDatabaseMetaData {
  private static final Label TABLE = new Label("TABLE_SCHEM", "TABLE_NAME");
  private static final Label TYPE = new Label("TYPE_SCHEM", "TYPE_NAME");
  private static final List<Label> BOTH_ENDS =
      List.of(
          new Label("PKTABLE_SCHEM", "PKTABLE_NAME"), new Label("FKTABLE_SCHEM", "FKTABLE_NAME"));

  private final DatabaseMetaData delegate;
  private final Connection owner;
  private final UnaryOperator<ResultSet> owned;
  private final HiddenTables hidden;

  /**
   * Metadata of the delegate, seen through a connection of zdm's.
   *
   * @param owner the connection that the application holds
   * @param owned makes rows that lead back to it
   */
  public ZdmDatabaseMetaData(
      DatabaseMetaData delegate,
      Connection owner,
      UnaryOperator<ResultSet> owned,
      HiddenTables hidden) {
    this.delegate = delegate;
    this.owner = owner;
    this.owned = owned;
    this.hidden = hidden;
  }

  @Override
  protected DatabaseMetaData delegate() {
    return delegate;
  }

  @Override
  public @Nullable Connection getConnection() throws SQLException {
    return delegate.getConnection() == null ? null : owner; // some forget it when it is closed
  }

  @Override
  public ResultSet getTables(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String tableNamePattern,
      String @Nullable [] types)
      throws SQLException {
    return visible(delegate.getTables(catalog, schemaPattern, tableNamePattern, types), TABLE);
  }

  @Override
  public ResultSet getColumns(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String tableNamePattern,
      @Nullable String columnNamePattern)
      throws SQLException {
    return visible(
        delegate.getColumns(catalog, schemaPattern, tableNamePattern, columnNamePattern), TABLE);
  }

  @Override
  public ResultSet getPseudoColumns(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String tableNamePattern,
      @Nullable String columnNamePattern)
      throws SQLException {
    return visible(
        delegate.getPseudoColumns(catalog, schemaPattern, tableNamePattern, columnNamePattern),
        TABLE);
  }

  @Override
  public ResultSet getTablePrivileges(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String tableNamePattern)
      throws SQLException {
    return visible(delegate.getTablePrivileges(catalog, schemaPattern, tableNamePattern), TABLE);
  }

  @Override
  public ResultSet getColumnPrivileges(
      @Nullable String catalog,
      @Nullable String schema,
      @Nullable String table,
      @Nullable String columnNamePattern)
      throws SQLException {
    return visible(delegate.getColumnPrivileges(catalog, schema, table, columnNamePattern), TABLE);
  }

  @Override
  public ResultSet getSuperTables(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String tableNamePattern)
      throws SQLException {
    ResultSet rows = delegate.getSuperTables(catalog, schemaPattern, tableNamePattern);
    return filtered(
        rows,
        row -> !hides(row, TABLE) && !hides(row.getString("TABLE_SCHEM"), row, "SUPERTABLE_NAME"));
  }

  @Override
  public ResultSet getIndexInfo(
      @Nullable String catalog,
      @Nullable String schema,
      @Nullable String table,
      boolean unique,
      boolean approximate)
      throws SQLException {
    return visible(delegate.getIndexInfo(catalog, schema, table, unique, approximate), TABLE);
  }

  @Override
  public ResultSet getPrimaryKeys(
      @Nullable String catalog, @Nullable String schema, @Nullable String table)
      throws SQLException {
    return visible(delegate.getPrimaryKeys(catalog, schema, table), TABLE);
  }

  @Override
  public ResultSet getExportedKeys(
      @Nullable String catalog, @Nullable String schema, @Nullable String table)
      throws SQLException {
    return withBothEnds(delegate.getExportedKeys(catalog, schema, table));
  }

  @Override
  public ResultSet getImportedKeys(
      @Nullable String catalog, @Nullable String schema, @Nullable String table)
      throws SQLException {
    return withBothEnds(delegate.getImportedKeys(catalog, schema, table));
  }

  @Override
  public ResultSet getCrossReference(
      @Nullable String parentCatalog,
      @Nullable String parentSchema,
      @Nullable String parentTable,
      @Nullable String foreignCatalog,
      @Nullable String foreignSchema,
      @Nullable String foreignTable)
      throws SQLException {
    return withBothEnds(
        delegate.getCrossReference(
            parentCatalog, parentSchema, parentTable, foreignCatalog, foreignSchema, foreignTable));
  }

  /** The rows do not name their table, so the question decides about all of them. */
  @Override
  public ResultSet getBestRowIdentifier(
      @Nullable String catalog,
      @Nullable String schema,
      @Nullable String table,
      int scope,
      boolean nullable)
      throws SQLException {
    ResultSet rows = delegate.getBestRowIdentifier(catalog, schema, table, scope, nullable);
    boolean visible = table == null || !hidden.hides(schema, table);
    return visible ? owned.apply(rows) : filtered(rows, row -> false);
  }

  /** On PostgreSQL each table is a type too. */
  @Override
  public ResultSet getUDTs(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String typeNamePattern,
      int @Nullable [] types)
      throws SQLException {
    return visible(delegate.getUDTs(catalog, schemaPattern, typeNamePattern, types), TYPE);
  }

  /** On PostgreSQL each table has an array type, whose name is the table's behind an underscore. */
  @Override
  public ResultSet getTypeInfo() throws SQLException {
    return filtered(
        delegate.getTypeInfo(),
        row -> {
          String type = row.getString("TYPE_NAME");
          return type == null || !type.startsWith("_") || !hidden.hides(null, type.substring(1));
        });
  }

  @Override
  public ResultSet getCatalogs() throws SQLException {
    return owned.apply(delegate.getCatalogs());
  }

  @Override
  public ResultSet getSchemas() throws SQLException {
    return owned.apply(delegate.getSchemas());
  }

  @Override
  public ResultSet getSchemas(@Nullable String catalog, @Nullable String schemaPattern)
      throws SQLException {
    return owned.apply(delegate.getSchemas(catalog, schemaPattern));
  }

  @Override
  public ResultSet getTableTypes() throws SQLException {
    return owned.apply(delegate.getTableTypes());
  }

  @Override
  public ResultSet getClientInfoProperties() throws SQLException {
    return owned.apply(delegate.getClientInfoProperties());
  }

  @Override
  public ResultSet getProcedures(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String procedureNamePattern)
      throws SQLException {
    return owned.apply(delegate.getProcedures(catalog, schemaPattern, procedureNamePattern));
  }

  @Override
  public ResultSet getProcedureColumns(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String procedureNamePattern,
      @Nullable String columnNamePattern)
      throws SQLException {
    return owned.apply(
        delegate.getProcedureColumns(
            catalog, schemaPattern, procedureNamePattern, columnNamePattern));
  }

  @Override
  public ResultSet getFunctions(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String functionNamePattern)
      throws SQLException {
    return owned.apply(delegate.getFunctions(catalog, schemaPattern, functionNamePattern));
  }

  @Override
  public ResultSet getFunctionColumns(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String functionNamePattern,
      @Nullable String columnNamePattern)
      throws SQLException {
    return owned.apply(
        delegate.getFunctionColumns(
            catalog, schemaPattern, functionNamePattern, columnNamePattern));
  }

  @Override
  public ResultSet getVersionColumns(
      @Nullable String catalog, @Nullable String schema, @Nullable String table)
      throws SQLException {
    return owned.apply(delegate.getVersionColumns(catalog, schema, table));
  }

  @Override
  public ResultSet getSuperTypes(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String typeNamePattern)
      throws SQLException {
    return owned.apply(delegate.getSuperTypes(catalog, schemaPattern, typeNamePattern));
  }

  @Override
  public ResultSet getAttributes(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String typeNamePattern,
      @Nullable String attributeNamePattern)
      throws SQLException {
    return owned.apply(
        delegate.getAttributes(catalog, schemaPattern, typeNamePattern, attributeNamePattern));
  }

  private ResultSet filtered(ResultSet rows, FilteringResultSet.RowFilter filter)
      throws SQLException {
    return owned.apply(FilteringResultSet.of(rows, filter));
  }

  private ResultSet visible(ResultSet rows, Label label) throws SQLException {
    return filtered(rows, row -> !hides(row, label));
  }

  private ResultSet withBothEnds(ResultSet rows) throws SQLException {
    return filtered(rows, row -> !hides(row, BOTH_ENDS.get(0)) && !hides(row, BOTH_ENDS.get(1)));
  }

  private boolean hides(ResultSet row, Label label) throws SQLException {
    return hides(row.getString(label.schema), row, label.name);
  }

  private boolean hides(@Nullable String schema, ResultSet row, String nameLabel)
      throws SQLException {
    String name = row.getString(nameLabel);
    return name != null && hidden.hides(schema, name);
  }

  /** The labels of the two columns that name a table. */
  private record Label(String schema, String name) {}
}
