package dev.zdm.conformance.corpora.hibernate;

import java.time.LocalDate;
import java.util.List;
import org.hibernate.Session;
import org.hibernate.query.Query;

/** The library's queries, in Hibernate's own language. Where an order is asked for, it is total. */
final class Questions {
  private static final List<String> TEXTS =
      List.of(
          // shapes
          "from Book order by id",
          "from Publication order by id",
          "select p.id, p.title from Publication p where type(p) = Journal order by p.id",
          "select b.title, treat(b as Book).pages from Publication b order by b.id",
          "select distinct l.fiction from Label l order by l.fiction",
          "select count(*) from Author",
          "select count(distinct p.publisher), min(p.price), max(p.price) from Publication p",
          "select a.name, coalesce(cast(a.born as String), 'unknown') from Author a order by a.id",
          "select p.id, case when p.price > 20 then 'dear' when p.price is null then 'free' else"
              + " 'cheap' end from Publication p order by p.id",
          // joins
          "from Publication p left join fetch p.publisher order by p.id",
          "from Author a left join fetch a.works w order by a.id, w.id",
          "select distinct a from Author a join a.works w where w.publisher.name = 'North Press'",
          "select p.title, l.name from Publication p join p.labels l order by p.title, l.name",
          "select r.name, g.name from Reader r left join r.guardian g order by r.id",
          "select b.title, c from Book b join b.chapters c order by b.title, index(c)",
          "select r.name, key(s), value(s) from Reader r join r.settings s order by r.name, key(s)",
          "select p.title, r.stars from Publication p left join p.reviews r on r.stars > 3 order by"
              + " p.id, r.id",
          "select r.name, c.expires from Reader r left join Card c on c.reader = r order by r.id",
          "from Loan l join fetch l.reader join fetch l.publication order by l.key.readerId,"
              + " l.key.publicationId",
          "select a.name, b.name from Author a, Author b where a.id < b.id and a.born < b.born order"
              + " by a.id, b.id",
          // conditions
          "from Publication p where p.price between 12 and 25 order by p.id",
          "from Publication p where p.state in (AVAILABLE, WITHDRAWN) and p.price is not null order"
              + " by p.id",
          "from Author a where lower(a.name) like '%author%' escape '!' and a.born < :day order by"
              + " a.id",
          "from Author a where 'Anon 2' member of a.pseudonyms",
          "from Publication p where p.reviews is empty order by p.id",
          "from Publication p where size(p.labels) > 1 order by p.id",
          "from Reader r where r.blocked is not true and (r.rating is null or r.rating > 0.5) order"
              + " by r.id",
          "from Loan l where l.key.since >= :day and l.returned is null order by l.key.readerId,"
              + " l.key.publicationId",
          "from Reader r where r.photo is not null",
          // subqueries
          "from Publication p where exists (from Review r where r.publication = p and r.stars = 5)"
              + " order by p.id",
          "from Publication p where p.price >= all (select q.price from Publication q where q.price"
              + " is not null and q.publisher = p.publisher) order by p.id",
          "from Reader r where r.id not in (select c.id from Card c) order by r.id",
          "select p.title, (select avg(r.stars) from Review r where r.publication = p) from"
              + " Publication p order by p.id",
          "from Author a where (select count(w) from Publication w join w.authors x where x = a) > 1"
              + " order by a.id",
          "select x.city, x.n from (select p.address.city as city, count(*) as n from Publisher p"
              + " group by p.address.city) x order by x.city",
          // groups and windows
          "select p.publisher.name, count(p), sum(p.price) from Publication p group by"
              + " p.publisher.name order by p.publisher.name",
          "select p.state, avg(p.price) from Publication p group by p.state having count(*) > 1 order"
              + " by p.state",
          "select year(l.key.since), count(*) from Loan l group by year(l.key.since)",
          "select r.reader.id, r.stars, rank() over (partition by r.stars order by r.id) from Review"
              + " r order by r.id",
          "select p.id, sum(p.price) over (order by p.id rows between 1 preceding and current row)"
              + " from Publication p order by p.id",
          "select type(f), sum(f.amount) from Fee f group by type(f) order by 2",
          "select a, count(w) from Author a left join a.works w group by a order by a.id",
          // WITH and sets
          "with dear as (select p.id as id, p.title as title from Publication p where p.price > 15)"
              + " select d.title from dear d order by d.id",
          "select a.name from Author a union select r.name from Reader r",
          "select p.title from Publication p where p.price > 20 intersect select b.title from Book"
              + " b",
          "select r.name from Reader r except select r2.name from Loan l join l.reader r2 where"
              + " l.returned is null",
          // functions
          "select upper(a.name) || '!', length(a.name), substring(a.name, 1, 3), locate('r', a.name)"
              + " from Author a order by a.id",
          "select nullif(r.rating, 1.0), abs(r.rating - 1), mod(r.id, 3) from Reader r order by r.id",
          "select r.id, extract(hour from r.writtenAt), extract(day from r.writtenAt) from Review r"
              + " order by r.id",
          "select trim(both ' ' from a.name), replace(a.name, 'Author', 'Writer') from Author a order"
              + " by a.id");

  /** Asks them all. */
  void ask(Session session) {
    for (String text : TEXTS) {
      Query<Object> query = session.createQuery(text, Object.class);
      if (text.contains(":day")) {
        query.setParameter("day", LocalDate.of(2026, 2, 20));
      }
      query.list();
      session.clear();
    }
    pages(session);
    natively(session);
  }

  private void pages(Session session) {
    session
        .createQuery("from Publication order by id", Object.class)
        .setFirstResult(2)
        .setMaxResults(4)
        .list();
    session
        .createQuery(
            "from Reader r left join fetch r.loans l order by r.id, l.key.publicationId",
            Object.class)
        .setMaxResults(3)
        .list();
    session
        .createQuery("from Author where id in (:ids) order by id", Object.class)
        .setParameterList("ids", List.of(1L, 3L, 5L))
        .list();
    session
        .createQuery("from Review order by stars desc, id limit 3 offset 1", Object.class)
        .list();
    session.clear();
  }

  private void natively(Session session) {
    session
        .createNativeQuery(
            "SELECT a.id, a.name FROM Author a WHERE a.id > ?1 ORDER BY a.id", Object.class)
        .setParameter(1, 2L)
        .list();
    session
        .createNativeQuery("SELECT {p.*} FROM Publisher p ORDER BY p.id", Object.class)
        .addEntity("p", Library.Publisher.class)
        .list();
  }
}
