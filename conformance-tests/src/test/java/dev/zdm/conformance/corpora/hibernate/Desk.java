package dev.zdm.conformance.corpora.hibernate;

import dev.zdm.conformance.corpora.hibernate.Library.Address;
import dev.zdm.conformance.corpora.hibernate.Library.Author;
import dev.zdm.conformance.corpora.hibernate.Library.Book;
import dev.zdm.conformance.corpora.hibernate.Library.Card;
import dev.zdm.conformance.corpora.hibernate.Library.DamageFee;
import dev.zdm.conformance.corpora.hibernate.Library.Journal;
import dev.zdm.conformance.corpora.hibernate.Library.Label;
import dev.zdm.conformance.corpora.hibernate.Library.LateFee;
import dev.zdm.conformance.corpora.hibernate.Library.Loan;
import dev.zdm.conformance.corpora.hibernate.Library.Publication;
import dev.zdm.conformance.corpora.hibernate.Library.Publisher;
import dev.zdm.conformance.corpora.hibernate.Library.Reader;
import dev.zdm.conformance.corpora.hibernate.Library.Review;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.hibernate.LockMode;
import org.hibernate.Session;
import org.hibernate.SessionFactory;

/** What happens at the library's desk: its units of work, one after the other. */
public final class Desk {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 2);

  private final SessionFactory sessions;

  public Desk(SessionFactory sessions) {
    this.sessions = sessions;
  }

  /** A day's work. */
  public void work() {
    sessions.inTransaction(this::stock);
    sessions.inTransaction(this::readers);
    sessions.inTransaction(this::lend);
    sessions.inTransaction(this::find);
    sessions.inTransaction(new Questions()::ask);
    sessions.inTransaction(this::change);
    sessions.inTransaction(this::lock);
    sessions.inTransaction(this::inBulk);
    sessions.inTransaction(this::remove);
    sessions.inTransaction(new Questions()::ask);
  }

  private void stock(Session session) {
    Publisher north = publisher(session, "North Press", "Harbour Road", "Bergen");
    Publisher south = publisher(session, "South & Sons", "Mill Lane", "Cork");
    for (String name : List.of("poetry", "history", "science", "travel")) {
      session.persist(new Label(name, name.equals("poetry")));
    }
    for (int i = 1; i <= 6; i++) {
      Author author = new Author();
      author.name = "Author " + i;
      author.born = i % 3 == 0 ? null : LocalDate.of(1940 + i * 5, i, 10 + i);
      author.pseudonyms.addAll(i % 2 == 0 ? List.of("A. " + i, "Anon " + i) : List.of());
      session.persist(author);
    }
    List<Author> authors = session.createQuery("from Author order by id", Author.class).list();
    for (int i = 1; i <= 12; i++) {
      Publication publication = i % 4 == 0 ? journal(i) : book(i);
      publication.id = i;
      publication.title = "Title " + (char) ('A' + i);
      publication.price = i % 5 == 0 ? null : BigDecimal.valueOf(995 + i * 250L, 2);
      publication.publisher = i % 3 == 0 ? south : i == 7 ? null : north;
      publication.state =
          i % 6 == 0 ? Publication.State.WITHDRAWN : Publication.State.values()[i % 2];
      publication.authors.add(authors.get(i % 6));
      publication.authors.add(authors.get((i + 2) % 6));
      publication.labels.add(session.find(Label.class, i % 2 == 0 ? "history" : "poetry"));
      publication.labels.add(session.find(Label.class, i % 3 == 0 ? "science" : "travel"));
      session.persist(publication);
    }
  }

  private static Publisher publisher(Session session, String name, String street, String city) {
    Publisher publisher = new Publisher();
    publisher.name = name;
    publisher.address = new Address(street, city);
    session.persist(publisher);
    return publisher;
  }

  private static Book book(int i) {
    Book book = new Book();
    book.isbn = "978-0-%02d".formatted(i);
    book.pages = 80 + i * 37;
    book.chapters.addAll(List.of("One", "Two", "Three").subList(0, i % 4));
    return book;
  }

  private static Journal journal(int i) {
    Journal journal = new Journal();
    journal.volume = i;
    journal.issue = i % 8 == 0 ? null : 2;
    return journal;
  }

  private void readers(Session session) {
    Reader first = null;
    for (int i = 1; i <= 8; i++) {
      Reader reader = new Reader();
      reader.name = "Reader " + i;
      reader.rating = i % 3 == 0 ? null : i / 4.0;
      reader.photo = i == 2 ? new byte[] {1, 2, 3} : null;
      reader.blocked = i == 5 ? Boolean.TRUE : i == 6 ? null : Boolean.FALSE;
      reader.settings.put("language", i % 2 == 0 ? "en" : "no");
      reader.guardian = i > 6 ? first : null;
      session.persist(reader);
      first = first == null ? reader : first;
      if (i % 2 == 0) {
        Card card = new Card();
        card.reader = reader;
        card.expires = DAY.plusYears(i);
        session.persist(card);
      }
    }
  }

  private void lend(Session session) {
    for (long r = 1; r <= 8; r++) {
      Reader reader = session.find(Reader.class, r);
      for (int p = 1; p <= 4; p++) {
        Loan loan = new Loan();
        loan.reader = reader;
        loan.publication = session.getReference(Publication.class, (int) (r + p * 2) % 12 + 1);
        loan.key.since = DAY.minusDays(r * p);
        loan.returned = p % 2 == 0 ? DAY : null;
        session.persist(loan);
      }
      Review review = new Review();
      review.publication = session.find(Publication.class, (int) r);
      review.reader = reader;
      review.stars = (int) (r % 5) + 1;
      review.text = "Worth a read, said reader " + r + "'s friend";
      review.writtenAt = DAY.atTime(9, (int) r);
      session.persist(review);
    }
    for (long r = 1; r <= 4; r++) {
      LateFee late = new LateFee();
      late.reader = session.getReference(Reader.class, r);
      late.amount = BigDecimal.valueOf(50 * r, 2);
      late.days = (int) r;
      session.persist(late);
      DamageFee damage = new DamageFee();
      damage.reader = session.getReference(Reader.class, r + 4);
      damage.amount = new BigDecimal("12.00");
      damage.damage = "spine";
      damage.paid = r == 1;
      session.persist(damage);
    }
  }

  /** What the session does by itself: by key, by natural key, lazily. */
  private void find(Session session) {
    session.find(Author.class, 1L).pseudonyms.size();
    session.find(Author.class, 2L).works.size();
    Book book = (Book) session.find(Publication.class, 3);
    book.chapters.size();
    book.labels.size();
    book.reviews.size();
    book.authors.forEach(author -> author.pseudonyms.size());
    session.find(Journal.class, 4);
    session.find(Publisher.class, 1L);
    session.find(Card.class, 2L);
    session.find(Loan.class, session.createQuery("from Loan", Loan.class).list().get(0).key);
    session.find(LateFee.class, 1L);
    session.find(Reader.class, 7L).guardian.settings.size();
    session.find(Reader.class, 1L).loans.size();
    session.bySimpleNaturalId(Publisher.class).load("North Press");
    session.findMultiple(Author.class, List.of(1L, 2L, 4L));
    session.refresh(book);
  }

  private void change(Session session) {
    Author author = session.find(Author.class, 3L);
    author.name = "Author 3, revised";
    author.pseudonyms.add("Nobody");
    Book book = session.find(Book.class, 5);
    book.state = Publication.State.AVAILABLE;
    book.price = new BigDecimal("21.40");
    book.pages++;
    book.chapters.add(0, "Preface");
    book.labels.removeIf(label -> label.name.equals("travel"));
    Reader reader = session.find(Reader.class, 1L);
    reader.settings.put("language", "de");
    reader.settings.put("theme", "dark");
    reader.guardian = session.getReference(Reader.class, 2L);
    session.flush();
    book.chapters.remove("Two");
    session.merge(detached());
    session.flush();
    session
        .createQuery("from Loan where reader.id = 2", Loan.class)
        .list()
        .forEach(loan -> loan.renewals++);
  }

  private static Label detached() {
    return new Label("travel", true);
  }

  private void lock(Session session) {
    session.find(Author.class, 1L, LockMode.PESSIMISTIC_WRITE);
    session.find(Author.class, 2L, LockMode.OPTIMISTIC_FORCE_INCREMENT);
    session.find(Book.class, 2, LockMode.PESSIMISTIC_READ);
    session
        .createQuery("from Reader where id < 3 order by id", Reader.class)
        .setHibernateLockMode(LockMode.PESSIMISTIC_WRITE)
        .list();
  }

  private void inBulk(Session session) {
    String[] texts = {
      "update Reader set blocked = true where rating < 0.5",
      "update Review r set r.stars = r.stars + 1 where r.stars < 5 and r.reader.id in"
          + " (select l.reader.id from Loan l where l.returned is null)",
      "update versioned Author set born = null where name like 'Author 4%'",
      "update Label set fiction = case when name = 'poetry' then true else false end",
      "update Loan set returned = :day where returned is null and key.since < :since",
      "delete from LateFee where amount < 1",
      "delete from Card c where c.expires < (select max(x.expires) from Card x)",
      "insert into Label (name, fiction) select 'of ' || p.name, false from Publisher p",
      "update Publisher set address.city = upper(address.city)",
      "update Fee set paid = true where type(this) = DamageFee",
      "update Book set pages = pages + 1, title = upper(title) where pages > 100",
      "update Publication set price = price + 1 where state = AVAILABLE"
    };
    for (String text : texts) {
      var update = session.createMutationQuery(text);
      if (text.contains(":day")) {
        update.setParameter("day", DAY).setParameter("since", DAY.minusDays(6));
      }
      update.executeUpdate();
    }
    session
        .createNativeMutationQuery("UPDATE Reader SET rating = rating * 2 WHERE name LIKE ?1")
        .setParameter(1, "Reader 1%")
        .executeUpdate();
  }

  private void remove(Session session) {
    session.createMutationQuery("delete from Loan where publication.id = 12").executeUpdate();
    session.remove(session.find(Journal.class, 12));
    Book book = session.find(Book.class, 2);
    book.reviews.clear();
    Reader reader = session.find(Reader.class, 8L);
    session
        .createMutationQuery("delete from Review where reader = :r")
        .setParameter("r", reader)
        .executeUpdate();
    session
        .createMutationQuery("delete from Fee where reader = :r")
        .setParameter("r", reader)
        .executeUpdate();
    session
        .createMutationQuery("delete from Card where id = :r")
        .setParameter("r", 8L)
        .executeUpdate();
    session.remove(reader);
  }
}
