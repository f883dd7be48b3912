package dev.zdm.driver.forwarding;

import java.lang.reflect.Method;
import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Names for parameters, which the JDK's class files do not hold: from a table where a method is
 * alone of its kind, by rule where it has many siblings.
 */
final class ParameterNames {
  private static final String PATTERNS = "catalog schemaPattern tableNamePattern ";
  private static final String TABLE = "catalog schema table ";
  private static final String CURSOR = "resultSetType resultSetConcurrency resultSetHoldability";

  /** By method name, or name and number of parameters; a shorter overload takes the first words. */
  private static final Map<String, String> BY_METHOD =
      Map.ofEntries(
          Map.entry("absolute", "row"),
          Map.entry("createArrayOf", "typeName elements"),
          Map.entry("createStatement", CURSOR),
          Map.entry("createStruct", "typeName attributes"),
          Map.entry("enquoteIdentifier", "identifier alwaysQuote"),
          Map.entry("enquoteLiteral", "text"),
          Map.entry("enquoteNCharLiteral", "text"),
          Map.entry("findColumn", "columnLabel"),
          Map.entry("getAttributes", "catalog schemaPattern typeNamePattern attributeNamePattern"),
          Map.entry("getBestRowIdentifier", TABLE + "scope nullable"),
          Map.entry("getClientInfo", "name"),
          Map.entry("getColumnPrivileges", TABLE + "columnNamePattern"),
          Map.entry("getColumns", PATTERNS + "columnNamePattern"),
          Map.entry(
              "getCrossReference",
              "parentCatalog parentSchema parentTable foreignCatalog foreignSchema foreignTable"),
          Map.entry("getExportedKeys", TABLE),
          Map.entry(
              "getFunctionColumns", "catalog schemaPattern functionNamePattern columnNamePattern"),
          Map.entry("getFunctions", "catalog schemaPattern functionNamePattern"),
          Map.entry("getImportedKeys", TABLE),
          Map.entry("getIndexInfo", TABLE + "unique approximate"),
          Map.entry("getMoreResults", "current"),
          Map.entry("getPrimaryKeys", TABLE),
          Map.entry(
              "getProcedureColumns",
              "catalog schemaPattern procedureNamePattern columnNamePattern"),
          Map.entry("getProcedures", "catalog schemaPattern procedureNamePattern"),
          Map.entry("getPseudoColumns", PATTERNS + "columnNamePattern"),
          Map.entry("getSchemas", "catalog schemaPattern"),
          Map.entry("getSuperTables", PATTERNS),
          Map.entry("getSuperTypes", "catalog schemaPattern typeNamePattern"),
          Map.entry("getTablePrivileges", PATTERNS),
          Map.entry("getTables", PATTERNS + "types"),
          Map.entry("getUDTs", "catalog schemaPattern typeNamePattern types"),
          Map.entry("getVersionColumns", TABLE),
          Map.entry("isSimpleIdentifier", "identifier"),
          Map.entry("isValid", "timeoutSeconds"),
          Map.entry("prepareCall", "sql " + CURSOR),
          Map.entry("prepareStatement/3", "sql " + CURSOR),
          Map.entry("prepareStatement/4", "sql " + CURSOR),
          Map.entry("relative", "rows"),
          Map.entry("setClientInfo/1", "properties"),
          Map.entry("setClientInfo/2", "name value"),
          Map.entry("setNetworkTimeout", "executor milliseconds"),
          Map.entry("setSavepoint", "name"),
          Map.entry("setShardingKey", "shardingKey superShardingKey"),
          Map.entry("setShardingKeyIfValid/2", "shardingKey timeoutSeconds"),
          Map.entry("setShardingKeyIfValid/3", "shardingKey superShardingKey timeoutSeconds"),
          Map.entry("supportsConvert", "fromType toType"),
          Map.entry("supportsResultSetConcurrency", "type concurrency"),
          Map.entry("supportsResultSetHoldability", "holdability"),
          Map.entry("supportsTransactionIsolationLevel", "level"));

  private ParameterNames() {}

  static List<String> of(Method method) {
    int count = method.getParameterCount();
    String words = BY_METHOD.get(method.getName() + "/" + count);
    words = words == null ? BY_METHOD.get(method.getName()) : words;
    return words == null ? byRule(method) : List.of(words.trim().split(" ")).subList(0, count);
  }

  private static List<String> byRule(Method method) {
    Class<?>[] types = method.getParameterTypes();
    if (types.length == 1 && method.getName().startsWith("set")) {
      String name = method.getName().substring("set".length());
      return List.of(name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1));
    }
    List<String> names = new ArrayList<>();
    boolean indexed = isIndexed(method);
    for (int i = 0; i < types.length; i++) {
      names.add(i == 0 && indexed ? position(method) : name(method, i, types[i]));
    }
    return names;
  }

  /** Whether the first parameter says which column or parameter is meant. */
  private static boolean isIndexed(Method method) {
    Class<?> owner = method.getDeclaringClass();
    return (owner == ResultSet.class
            || owner == CallableStatement.class
            || owner == PreparedStatement.class)
        && method.getName().matches("(get|set|update|register)[A-Z].*")
        && method.getParameterCount() > 0;
  }

  private static String position(Method method) {
    String what = method.getDeclaringClass() == ResultSet.class ? "column" : "parameter";
    String text = what.equals("column") ? "Label" : "Name";
    return what + (method.getParameterTypes()[0] == int.class ? "Index" : text);
  }

  private static String name(Method method, int index, Class<?> type) {
    String name = method.getName();
    if (name.startsWith("registerOutParameter") || name.equals("setNull")) {
      return index == 1 ? "sqlType" : type == int.class ? "scale" : "typeName";
    }
    if (name.endsWith("Object") && index >= 2 && method.getDeclaringClass() != Object.class) {
      return objectArgument(method, index, type);
    }
    if (index == 1 && name.matches("(set|update)[A-Z].*")) {
      return "value";
    }
    return switch (type.getSimpleName()) {
      case "String" -> "sql";
      case "String[]" -> "columnNames";
      case "int[]" -> "columnIndexes";
      case "int" -> intArgument(name);
      case "long" -> "length";
      case "Calendar" -> "calendar";
      case "Map" -> "typeMap";
      case "Class" -> isGetter(name) ? "type" : "iface";
      case "Executor" -> "executor";
      case "Savepoint" -> "savepoint";
      default ->
          throw new IllegalStateException("no name for parameter " + index + " of " + method);
    };
  }

  private static String objectArgument(Method method, int index, Class<?> type) {
    boolean update = method.getName().startsWith("update");
    boolean target = index == 2 && (type != int.class || !update);
    return target ? "targetSqlType" : "scaleOrLength";
  }

  private static String intArgument(String method) {
    if (method.startsWith("execute") || method.startsWith("prepare")) {
      return "autoGeneratedKeys";
    }
    return method.equals("getBigDecimal") ? "scale" : isGetter(method) ? "type" : lengthOr(method);
  }

  private static String lengthOr(String method) {
    return method.matches("(set|update).*Stream") ? "length" : "type";
  }

  private static boolean isGetter(String method) {
    return method.startsWith("get");
  }
}
