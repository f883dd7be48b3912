package dev.zdm.teststatements;

import dev.zdm.teststatements.RandomReads.Col;
import java.util.Optional;

/**
 * A column of a v1 table.
 *
 * @param kind i, t, n or d: integer, text, number, date
 * @param type as in CREATE TABLE, with what makes the database number it
 * @param value an SQL literal that is its default, or empty
 * @param reference the foreign key that it is, of a table before this one
 */
public record Column(
    String name,
    char kind,
    String type,
    Numbering numbering,
    boolean nullable,
    boolean unique,
    String value,
    Optional<Reference> reference,
    Fate fate) {

  /** A foreign key, over this column alone. */
  public record Reference(String table, String column, String actions) {}

  /** Who gives the column its numbers. */
  public enum Numbering {
    NONE,
    /** The database, where the statement does not. */
    BY_DEFAULT,
    /** The database, unless the statement insists. */
    ALWAYS
  }

  Column with(Fate other) {
    return new Column(name, kind, type, numbering, nullable, unique, value, reference, other);
  }

  Col col() {
    return new Col(name, kind);
  }

  /** Whether an INSERT may leave it out. */
  boolean optional() {
    return numbering != Numbering.NONE || nullable || !value.isEmpty();
  }

  /** Its type without what numbers it. */
  public String stored() {
    return switch (type) {
      case "serial" -> "integer";
      case "bigserial" -> "bigint";
      default -> numbering == Numbering.NONE ? type : type.replaceAll(" .*", "");
    };
  }
}
