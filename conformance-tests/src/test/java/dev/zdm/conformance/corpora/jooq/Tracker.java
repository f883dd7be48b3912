package dev.zdm.conformance.corpora.jooq;

import static org.jooq.impl.DSL.constraint;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.foreignKey;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.primaryKey;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.unique;
import static org.jooq.impl.SQLDataType.BOOLEAN;
import static org.jooq.impl.SQLDataType.CLOB;
import static org.jooq.impl.SQLDataType.DATE;
import static org.jooq.impl.SQLDataType.DECIMAL;
import static org.jooq.impl.SQLDataType.INTEGER;
import static org.jooq.impl.SQLDataType.VARCHAR;

import java.math.BigDecimal;
import java.sql.Date;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** Its tables and columns. */
public final class Tracker {
  static final Table<Record> TEAM = table(name("team"));
  static final Field<Integer> TEAM_ID = field(name("team", "id"), INTEGER);
  static final Field<String> TEAM_NAME = field(name("team", "name"), VARCHAR);
  static final Field<Integer> TEAM_PARENT = field(name("team", "parent_id"), INTEGER);

  static final Table<Record> MEMBER = table(name("member"));
  static final Field<Integer> MEMBER_ID = field(name("member", "id"), INTEGER);
  static final Field<Integer> MEMBER_TEAM = field(name("member", "team_id"), INTEGER);
  static final Field<String> MEMBER_NAME = field(name("member", "name"), VARCHAR);
  static final Field<String> MEMBER_MAIL = field(name("member", "mail"), VARCHAR);
  static final Field<Boolean> MEMBER_ACTIVE = field(name("member", "active"), BOOLEAN);

  static final Table<Record> TICKET = table(name("ticket"));
  static final Field<Integer> TICKET_ID = field(name("ticket", "id"), INTEGER);
  static final Field<String> TICKET_TITLE = field(name("ticket", "title"), VARCHAR);
  static final Field<String> TICKET_STATE = field(name("ticket", "state"), VARCHAR);
  static final Field<Integer> TICKET_OWNER = field(name("ticket", "owner_id"), INTEGER);
  static final Field<Integer> TICKET_PRIORITY = field(name("ticket", "priority"), INTEGER);
  static final Field<BigDecimal> TICKET_ESTIMATE = field(name("ticket", "estimate"), DECIMAL);
  static final Field<Date> TICKET_DUE = field(name("ticket", "due"), DATE);

  static final Table<Record> REMARK = table(name("remark"));
  static final Field<Integer> REMARK_ID = field(name("remark", "id"), INTEGER);
  static final Field<Integer> REMARK_TICKET = field(name("remark", "ticket_id"), INTEGER);
  static final Field<Integer> REMARK_AUTHOR = field(name("remark", "author_id"), INTEGER);
  static final Field<String> REMARK_TEXT = field(name("remark", "text"), CLOB);

  static final Table<Record> TAG = table(name("ticket_tag"));
  static final Field<Integer> TAG_TICKET = field(name("ticket_tag", "ticket_id"), INTEGER);
  static final Field<String> TAG_NAME = field(name("ticket_tag", "tag"), VARCHAR);

  static final Table<Record> HOURS = table(name("hours"));
  static final Field<Integer> HOURS_TICKET = field(name("hours", "ticket_id"), INTEGER);
  static final Field<Integer> HOURS_MEMBER = field(name("hours", "member_id"), INTEGER);
  static final Field<Date> HOURS_DAY = field(name("hours", "day"), DATE);
  static final Field<BigDecimal> HOURS_SPENT = field(name("hours", "spent"), DECIMAL);

  private Tracker() {}

  /** Makes the tables, in the engine's own words. */
  public static void create(DSLContext db) {
    db.createTable(TEAM)
        .column("id", INTEGER.identity(true))
        .column("name", VARCHAR(40).notNull())
        .column("parent_id", INTEGER)
        .constraints(
            primaryKey("id"), unique("name"), foreignKey("parent_id").references("team", "id"))
        .execute();
    db.createTable(MEMBER)
        .column("id", INTEGER.identity(true))
        .column("team_id", INTEGER.notNull())
        .column("name", VARCHAR(60).notNull())
        .column("mail", VARCHAR(80))
        .column("active", BOOLEAN.notNull())
        .constraints(
            primaryKey("id"),
            constraint("member_mail").unique("mail"),
            foreignKey("team_id").references("team", "id"))
        .execute();
    db.createTable(TICKET)
        .column("id", INTEGER.identity(true))
        .column("title", VARCHAR(200).notNull())
        .column("state", VARCHAR(10).notNull())
        .column("owner_id", INTEGER)
        .column("priority", INTEGER.notNull())
        .column("estimate", DECIMAL(8, 2))
        .column("due", DATE)
        .constraints(
            primaryKey("id"), foreignKey("owner_id").references("member", "id").onDeleteSetNull())
        .execute();
    db.createTable(REMARK)
        .column("id", INTEGER.identity(true))
        .column("ticket_id", INTEGER.notNull())
        .column("author_id", INTEGER)
        .column("text", CLOB)
        .constraints(
            primaryKey("id"),
            foreignKey("ticket_id").references("ticket", "id").onDeleteCascade(),
            foreignKey("author_id").references("member", "id").onDeleteSetNull())
        .execute();
    db.createTable(TAG)
        .column("ticket_id", INTEGER.notNull())
        .column("tag", VARCHAR(20).notNull())
        .constraints(
            primaryKey("ticket_id", "tag"),
            foreignKey("ticket_id").references("ticket", "id").onDeleteCascade())
        .execute();
    db.createTable(HOURS)
        .column("ticket_id", INTEGER.notNull())
        .column("member_id", INTEGER.notNull())
        .column("day", DATE.notNull())
        .column("spent", DECIMAL(5, 2).notNull())
        .constraints(
            primaryKey("ticket_id", "member_id", "day"),
            foreignKey("ticket_id").references("ticket", "id").onDeleteCascade(),
            foreignKey("member_id").references("member", "id").onDeleteCascade())
        .execute();
    db.createIndex("ticket_owner").on(TICKET, TICKET_OWNER).execute();
  }
}
