package dev.zdm.conformance.corpora.jooq;

import static dev.zdm.conformance.corpora.jooq.Tracker.*;
import static org.jooq.impl.DSL.case_;
import static org.jooq.impl.DSL.concat;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.values;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.SQLException;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.SQLDialect;

/** What the tracker writes. */
public final class Changes {
  private final DSLContext db;
  private final Connection connection;

  public Changes(DSLContext db, Connection connection) {
    this.db = db;
    this.connection = connection;
  }

  /** The first rows. */
  public void found() throws SQLException {
    db.insertInto(TEAM, TEAM_NAME, TEAM_PARENT)
        .values("board", null)
        .values("core", 1)
        .values("tools", 2)
        .values("docs", 1)
        .execute();
    for (int i = 1; i <= 8; i++) {
      db.insertInto(MEMBER, MEMBER_TEAM, MEMBER_NAME, MEMBER_MAIL, MEMBER_ACTIVE)
          .values(i % 4 + 1, "Member " + i, i == 8 ? null : "m" + i + "@example.com", i % 3 != 0)
          .returning(MEMBER_ID)
          .fetchOne();
    }
    connection.setAutoCommit(false);
    for (int i = 1; i <= 20; i++) {
      db.insertInto(TICKET)
          .set(TICKET_TITLE, "Ticket " + i)
          .set(TICKET_STATE, i % 4 == 0 ? "done" : i % 3 == 0 ? "doing" : "open")
          .set(TICKET_OWNER, i % 5 == 0 ? null : i % 7 + 1)
          .set(TICKET_PRIORITY, i % 3)
          .set(TICKET_ESTIMATE, i % 6 == 0 ? null : BigDecimal.valueOf(i * 125L, 2))
          .set(TICKET_DUE, i % 7 == 0 ? null : Date.valueOf("2026-04-%02d".formatted(i)))
          .execute();
    }
    connection.commit();
    connection.setAutoCommit(true);
    tagsAndHours();
  }

  private void tagsAndHours() {
    var insert = db.batch(db.insertInto(TAG, TAG_TICKET, TAG_NAME).values((Integer) null, null));
    for (int i = 1; i <= 20; i++) {
      insert.bind(i, i % 2 == 0 ? "bug" : "wish").bind(i, "since-" + i % 3);
    }
    insert.execute();
    db.insertInto(HOURS, HOURS_TICKET, HOURS_MEMBER, HOURS_DAY, HOURS_SPENT)
        .select(
            select(
                    TICKET_ID,
                    MEMBER_ID,
                    TICKET_DUE,
                    TICKET_PRIORITY.plus(1).cast(HOURS_SPENT.getDataType()))
                .from(TICKET)
                .join(MEMBER)
                .on(MEMBER_ID.le(TICKET_PRIORITY.plus(2)))
                .where(TICKET_DUE.isNotNull()))
        .execute();
    db.insertInto(REMARK, REMARK_TICKET, REMARK_AUTHOR, REMARK_TEXT)
        .select(
            select(TICKET_ID, TICKET_OWNER, concat(val("about '"), TICKET_TITLE, val("'")))
                .from(TICKET)
                .where(TICKET_STATE.ne("done")))
        .execute();
  }

  /** Changes of every form. */
  public void work() {
    updates();
    upserts();
    deletes();
  }

  private void updates() {
    db.update(TICKET).set(TICKET_STATE, "doing").where(TICKET_ID.eq(2)).execute();
    db.update(TICKET)
        .set(TICKET_PRIORITY, TICKET_PRIORITY.plus(1))
        .where(TICKET_PRIORITY.lt(2).and(TICKET_STATE.in("open", "doing")))
        .execute();
    db.update(TICKET)
        .set(
            TICKET_ESTIMATE, select(sum(HOURS_SPENT)).from(HOURS).where(HOURS_TICKET.eq(TICKET_ID)))
        .where(exists(selectOne().from(HOURS).where(HOURS_TICKET.eq(TICKET_ID))))
        .execute();
    db.update(TICKET)
        .set(row(TICKET_STATE, TICKET_DUE), row(val("late"), val(Date.valueOf("2026-05-01"))))
        .where(TICKET_DUE.lt(Date.valueOf("2026-04-03")))
        .execute();
    db.update(TICKET)
        .set(TICKET_TITLE, concat(TICKET_TITLE, val(" of "), MEMBER_NAME))
        .from(MEMBER)
        .where(TICKET_OWNER.eq(MEMBER_ID).and(MEMBER_ACTIVE.isTrue()))
        .execute();
    db.update(MEMBER)
        .set(MEMBER_ACTIVE, case_().when(MEMBER_MAIL.isNull(), false).otherwise(MEMBER_ACTIVE))
        .execute();
    db.update(TICKET)
        .set(TICKET_STATE, "open")
        .where(TICKET_ID.eq(3))
        .returning(TICKET_ID, TICKET_STATE)
        .fetch();
    db.update(TICKET)
        .set(TICKET_OWNER, (Integer) null)
        .where(row(TICKET_STATE, TICKET_PRIORITY).eq("done", 1))
        .execute();
    db.batch(
            db.update(TICKET)
                .set(TICKET_PRIORITY, (Integer) null)
                .where(TICKET_ID.eq((Integer) null)))
        .bind(5, 7)
        .bind(4, 8)
        .bind(6, 9)
        .execute();
  }

  private void upserts() {
    db.insertInto(MEMBER, MEMBER_TEAM, MEMBER_NAME, MEMBER_MAIL, MEMBER_ACTIVE)
        .values(1, "Member 1 again", "m1@example.com", true)
        .onConflict(MEMBER_MAIL)
        .doUpdate()
        .set(MEMBER_NAME, excluded(MEMBER_NAME))
        .where(MEMBER_ACTIVE.isTrue())
        .execute();
    db.insertInto(TAG, TAG_TICKET, TAG_NAME)
        .values(1, "bug")
        .values(2, "bug")
        .onConflictDoNothing()
        .execute();
    db.insertInto(HOURS, HOURS_TICKET, HOURS_MEMBER, HOURS_DAY, HOURS_SPENT)
        .values(1, 1, Date.valueOf("2026-04-01"), new BigDecimal("2.5"))
        .values(1, 1, Date.valueOf("2026-04-02"), new BigDecimal("3.25"))
        .onConflict(HOURS_TICKET, HOURS_MEMBER, HOURS_DAY)
        .doUpdate()
        .set(HOURS_SPENT, HOURS_SPENT.plus(excluded(HOURS_SPENT)))
        .execute();
    db.insertInto(TEAM, TEAM_NAME, TEAM_PARENT)
        .values("design", 1)
        .onDuplicateKeyIgnore()
        .returning()
        .fetch();
    db.insertInto(TEAM, TEAM_NAME)
        .select(
            select(field("x.n", String.class))
                .from(values(row("sales"), row("legal")).as("x", "n")))
        .execute();
    if (db.dialect() == SQLDialect.POSTGRES) {
      Field<Integer> source = field(name("t", "id"), Integer.class);
      db.mergeInto(TAG)
          .using(
              select(TICKET_ID, inline("merged").as("tag"))
                  .from(TICKET)
                  .where(TICKET_ID.lt(4))
                  .asTable("t"))
          .on(TAG_TICKET.eq(source).and(TAG_NAME.eq(inline("merged"))))
          .whenNotMatchedThenInsert(TAG_TICKET, TAG_NAME)
          .values(source, val("merged"))
          .execute();
    }
  }

  private void deletes() {
    db.deleteFrom(TAG).where(TAG_NAME.like("since-1%")).execute();
    db.deleteFrom(HOURS)
        .where(HOURS_TICKET.in(select(TICKET_ID).from(TICKET).where(TICKET_STATE.eq("late"))))
        .execute();
    db.deleteFrom(REMARK)
        .where(REMARK_ID.eq(select(max(REMARK_ID)).from(REMARK)))
        .returning(REMARK_ID, REMARK_TEXT)
        .fetch();
    db.deleteFrom(TICKET).where(TICKET_ID.eq(20)).execute();
    db.deleteFrom(MEMBER)
        .where(
            select(count()).from(TICKET).where(TICKET_OWNER.eq(MEMBER_ID)).asField().lt(inline(2)))
        .execute();
    db.deleteFrom(TICKET).where(TICKET_PRIORITY.gt(4)).orderBy(TICKET_ID).limit(1).execute();
  }
}
