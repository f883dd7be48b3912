package dev.zdm.conformance.corpora.jooq;

import static dev.zdm.conformance.corpora.jooq.Tracker.*;
import static org.jooq.impl.DSL.*;

import java.math.BigDecimal;
import java.sql.Date;
import java.util.List;
import org.jooq.CommonTableExpression;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.WindowDefinition;

/** What the tracker asks. Where an order is asked for, it is total. */
public final class Reports {
  private final DSLContext db;

  public Reports(DSLContext db) {
    this.db = db;
  }

  /** Asks it all. */
  public void ask() {
    List.of(
            plain(),
            joins(),
            conditions(),
            subqueries(),
            groups(),
            windows(),
            withs(),
            sets(),
            nested(),
            pages())
        .forEach(queries -> queries.forEach(Select::fetch));
    db.fetchCount(TICKET);
    db.fetchExists(TICKET, TICKET_STATE.eq("open"));
    db.selectFrom(TICKET).where(TICKET_ID.eq(1)).fetchOptional();
    if (db.dialect() == SQLDialect.POSTGRES) {
      db.selectFrom(TICKET).where(TICKET_ID.eq(2)).forUpdate().fetch();
    }
    db.resultQuery("SELECT id, title FROM ticket WHERE priority > {0} ORDER BY id", val(1)).fetch();
    db.fetch("SELECT count(*) AS n FROM ticket t WHERE t.state = ?", "open");
  }

  private List<Select<?>> plain() {
    return List.of(
        db.selectFrom(TICKET).orderBy(TICKET_ID),
        db.select().from(TICKET).where(TICKET_STATE.eq("open")).orderBy(TICKET_ID),
        db.select(TICKET.asterisk()).from(TICKET).where(TICKET_ID.le(3)),
        db.selectDistinct(TICKET_STATE).from(TICKET).orderBy(TICKET_STATE),
        db.select(count(), min(TICKET_DUE), max(TICKET_ESTIMATE)).from(TICKET),
        db.selectCount().from(MEMBER).where(MEMBER_ACTIVE),
        db.select(
                TICKET_ID,
                coalesce(TICKET_ESTIMATE, inline(BigDecimal.ZERO)),
                nvl(TICKET_OWNER, 0).as("owner"),
                upper(TICKET_TITLE),
                length(TICKET_TITLE),
                substring(TICKET_TITLE, 1, 4),
                TICKET_PRIORITY.times(2).minus(1),
                TICKET_PRIORITY.mod(2),
                round(TICKET_ESTIMATE, 1))
            .from(TICKET)
            .orderBy(TICKET_ID),
        db.select(
                TICKET_ID,
                case_(TICKET_STATE).when("open", 1).when("doing", 2).otherwise(3).as("rank"),
                iif(TICKET_DUE.isNull(), "no date", "dated"))
            .from(TICKET)
            .orderBy(field(name("rank")), TICKET_ID));
  }

  private List<Select<?>> joins() {
    Table<Record> parent = TEAM.as("p");
    Field<String> parentName = field(name("p", "name"), String.class);
    Field<Integer> parentId = field(name("p", "id"), Integer.class);
    return List.of(
        db.select(TICKET_TITLE, MEMBER_NAME)
            .from(TICKET)
            .join(MEMBER)
            .on(TICKET_OWNER.eq(MEMBER_ID))
            .orderBy(TICKET_ID),
        db.select(MEMBER_NAME, TICKET_TITLE)
            .from(MEMBER)
            .leftJoin(TICKET)
            .on(TICKET_OWNER.eq(MEMBER_ID).and(TICKET_STATE.ne("done")))
            .orderBy(MEMBER_ID, TICKET_ID),
        db.select(TEAM_NAME, parentName)
            .from(TEAM)
            .leftJoin(parent)
            .on(TEAM_PARENT.eq(parentId))
            .orderBy(TEAM_ID),
        db.select()
            .from(TICKET)
            .join(TAG)
            .on(TAG_TICKET.eq(TICKET_ID))
            .where(TAG_NAME.eq("bug"))
            .orderBy(TICKET_ID),
        db.select(TEAM_NAME, MEMBER_NAME, TICKET_TITLE, HOURS_SPENT)
            .from(TEAM)
            .join(MEMBER)
            .on(MEMBER_TEAM.eq(TEAM_ID))
            .join(HOURS)
            .on(HOURS_MEMBER.eq(MEMBER_ID))
            .join(TICKET)
            .on(HOURS_TICKET.eq(TICKET_ID))
            .orderBy(TEAM_ID, MEMBER_ID, TICKET_ID, HOURS_DAY),
        db.select(MEMBER_NAME, TICKET_ID)
            .from(MEMBER)
            .crossJoin(TICKET)
            .where(TICKET_ID.lt(3))
            .orderBy(MEMBER_ID, TICKET_ID),
        db.select(TICKET_ID)
            .from(TICKET)
            .leftSemiJoin(TAG)
            .on(TAG_TICKET.eq(TICKET_ID))
            .orderBy(TICKET_ID),
        db.select(MEMBER_ID)
            .from(MEMBER)
            .leftAntiJoin(TICKET)
            .on(TICKET_OWNER.eq(MEMBER_ID))
            .orderBy(MEMBER_ID),
        db.select(MEMBER_NAME, TEAM_NAME)
            .from(MEMBER)
            .fullJoin(TEAM)
            .on(MEMBER_TEAM.eq(TEAM_ID))
            .orderBy(TEAM_ID, MEMBER_ID));
  }

  private List<Select<?>> conditions() {
    Select<?> base = db.select(TICKET_ID).from(TICKET);
    return List.of(
        base,
        db.select(TICKET_ID).from(TICKET).where(TICKET_ID.in(1, 2, 3, 5, 8)).orderBy(TICKET_ID),
        db.select(TICKET_ID).from(TICKET).where(TICKET_PRIORITY.between(1, 2)).orderBy(TICKET_ID),
        db.select(TICKET_ID)
            .from(TICKET)
            .where(
                TICKET_TITLE.likeIgnoreCase("%TICKET 1%").or(TICKET_TITLE.startsWith("Ticket 2")))
            .orderBy(TICKET_ID),
        db.select(TICKET_ID)
            .from(TICKET)
            .where(TICKET_DUE.ge(Date.valueOf("2026-04-10")).and(TICKET_OWNER.isNotNull()))
            .orderBy(TICKET_ID),
        db.select(TICKET_ID).from(TICKET).where(TICKET_OWNER.isDistinctFrom(2)).orderBy(TICKET_ID),
        db.select(TICKET_ID)
            .from(TICKET)
            .where(row(TICKET_STATE, TICKET_PRIORITY).in(row("open", 1), row("doing", 2)))
            .orderBy(TICKET_ID),
        db.select(TICKET_ID)
            .from(TICKET)
            .where(not(TICKET_STATE.in("done", "late")).and(trueCondition()))
            .orderBy(TICKET_PRIORITY.desc(), TICKET_ID),
        db.select(TICKET_ID, TICKET_DUE)
            .from(TICKET)
            .orderBy(TICKET_DUE.desc().nullsLast(), TICKET_ID));
  }

  private List<Select<?>> subqueries() {
    return List.of(
        db.select(TICKET_ID)
            .from(TICKET)
            .where(exists(selectOne().from(REMARK).where(REMARK_TICKET.eq(TICKET_ID))))
            .orderBy(TICKET_ID),
        db.select(MEMBER_NAME)
            .from(MEMBER)
            .where(
                MEMBER_ID.notIn(select(TICKET_OWNER).from(TICKET).where(TICKET_OWNER.isNotNull())))
            .orderBy(MEMBER_ID),
        db.select(
                MEMBER_NAME,
                field(select(count()).from(TICKET).where(TICKET_OWNER.eq(MEMBER_ID))).as("tickets"))
            .from(MEMBER)
            .orderBy(MEMBER_ID),
        db.select(field(name("d", "state")), field(name("d", "n")))
            .from(
                select(TICKET_STATE, count().as("n"))
                    .from(TICKET)
                    .groupBy(TICKET_STATE)
                    .asTable("d"))
            .orderBy(field(name("d", "state"))),
        db.select(TICKET_ID)
            .from(TICKET)
            .where(TICKET_ESTIMATE.gt(select(avg(TICKET_ESTIMATE)).from(TICKET)))
            .orderBy(TICKET_ID));
  }

  private List<Select<?>> groups() {
    return List.of(
        db.select(TICKET_STATE, count(), sum(TICKET_ESTIMATE), avg(TICKET_PRIORITY))
            .from(TICKET)
            .groupBy(TICKET_STATE)
            .orderBy(TICKET_STATE),
        db.select(TEAM_NAME, countDistinct(TICKET_ID))
            .from(TEAM)
            .leftJoin(MEMBER)
            .on(MEMBER_TEAM.eq(TEAM_ID))
            .leftJoin(TICKET)
            .on(TICKET_OWNER.eq(MEMBER_ID))
            .groupBy(TEAM_NAME)
            .having(count().gt(1))
            .orderBy(TEAM_NAME),
        db.select(TICKET_STATE, count().filterWhere(TICKET_PRIORITY.gt(1)))
            .from(TICKET)
            .groupBy(TICKET_STATE)
            .orderBy(1),
        db.select(TAG_TICKET, groupConcat(TAG_NAME).orderBy(TAG_NAME).separator("|"))
            .from(TAG)
            .groupBy(TAG_TICKET)
            .orderBy(TAG_TICKET));
  }

  private List<Select<?>> windows() {
    WindowDefinition byState = name("w").as(partitionBy(TICKET_STATE).orderBy(TICKET_ID));
    return List.of(
        db.select(
                TICKET_ID,
                rowNumber().over(partitionBy(TICKET_STATE).orderBy(TICKET_ID)),
                sum(TICKET_PRIORITY).over(orderBy(TICKET_ID).rowsUnboundedPreceding()),
                lag(TICKET_TITLE).over(orderBy(TICKET_ID)))
            .from(TICKET)
            .orderBy(TICKET_ID),
        db.select(TICKET_ID, rank().over(byState), firstValue(TICKET_TITLE).over(byState))
            .from(TICKET)
            .window(byState)
            .orderBy(TICKET_ID),
        db.select(TICKET_ID, ntile(3).over(orderBy(TICKET_PRIORITY, TICKET_ID)))
            .from(TICKET)
            .orderBy(TICKET_ID));
  }

  private List<Select<?>> withs() {
    CommonTableExpression<?> busy =
        name("busy")
            .fields("member_id", "n")
            .as(
                select(TICKET_OWNER, count())
                    .from(TICKET)
                    .where(TICKET_OWNER.isNotNull())
                    .groupBy(TICKET_OWNER));
    Field<Integer> id = field(name("tree", "id"), Integer.class);
    CommonTableExpression<?> tree =
        name("tree")
            .fields("id", "depth")
            .as(
                select(TEAM_ID, inline(0))
                    .from(TEAM)
                    .where(TEAM_PARENT.isNull())
                    .unionAll(
                        select(TEAM_ID, field(name("tree", "depth"), Integer.class).plus(1))
                            .from(TEAM)
                            .join(table(name("tree")))
                            .on(TEAM_PARENT.eq(id))));
    return List.of(
        db.with(busy)
            .select(MEMBER_NAME, busy.field("n"))
            .from(busy)
            .join(MEMBER)
            .on(MEMBER_ID.eq(busy.field("member_id", Integer.class)))
            .orderBy(MEMBER_ID),
        db.withRecursive(tree)
            .select()
            .from(tree)
            .orderBy(field(name("depth")), field(name("id"))));
  }

  private List<Select<?>> sets() {
    return List.of(
        db.select(MEMBER_NAME).from(MEMBER).union(select(TEAM_NAME).from(TEAM)).orderBy(1),
        db.select(TICKET_OWNER)
            .from(TICKET)
            .where(TICKET_OWNER.isNotNull())
            .intersect(select(HOURS_MEMBER).from(HOURS)),
        db.select(MEMBER_ID).from(MEMBER).except(select(HOURS_MEMBER).from(HOURS)),
        db.select(TICKET_TITLE).from(TICKET).unionAll(select(REMARK_TEXT).from(REMARK)).limit(100));
  }

  /** Rows within rows, which come as JSON. */
  private List<Select<?>> nested() {
    return List.of(
        db.select(
                TICKET_ID,
                multiset(
                    select(REMARK_ID, REMARK_TEXT)
                        .from(REMARK)
                        .where(REMARK_TICKET.eq(TICKET_ID))
                        .orderBy(REMARK_ID)))
            .from(TICKET)
            .orderBy(TICKET_ID),
        db.select(jsonArrayAgg(TEAM_NAME).orderBy(TEAM_ID), jsonObject(key("teams").value(count())))
            .from(TEAM),
        db.select(MEMBER_ID, row(MEMBER_NAME, MEMBER_MAIL)).from(MEMBER).orderBy(MEMBER_ID));
  }

  private List<Select<?>> pages() {
    return List.of(
        db.select(TICKET_ID).from(TICKET).orderBy(TICKET_ID).limit(5).offset(3),
        db.select(TICKET_PRIORITY, TICKET_ID)
            .from(TICKET)
            .orderBy(TICKET_PRIORITY, TICKET_ID)
            .seek(1, 4)
            .limit(5),
        db.select(TICKET_ID, count().over()).from(TICKET).orderBy(TICKET_ID).limit(inline(2)));
  }
}
