package dev.zdm.conformance.corpora.hibernate;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.DiscriminatorColumn;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.MapsId;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OneToOne;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Version;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.hibernate.annotations.NaturalId;

/** The entities: keys and associations of every usual kind. */
public final class Library {
  /** All of them, for the session factory. */
  public static final List<Class<?>> ENTITIES =
      List.of(
          Author.class,
          Publisher.class,
          Publication.class,
          Book.class,
          Journal.class,
          Label.class,
          Review.class,
          Reader.class,
          Card.class,
          Loan.class,
          Fee.class,
          LateFee.class,
          DamageFee.class);

  private Library() {}

  /** Part of another row. */
  @Embeddable
  public static class Address {
    public String street;
    public String city;

    public Address() {}

    public Address(String street, String city) {
      this.street = street;
      this.city = city;
    }
  }

  /** Numbered by the database. */
  @Entity(name = "Author")
  public static class Author {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;

    @Column(nullable = false, length = 80)
    public String name;

    public LocalDate born;
    @Version public int version;
    @ElementCollection public Set<String> pseudonyms = new HashSet<>();

    @ManyToMany(mappedBy = "authors")
    public Set<Publication> works = new HashSet<>();
  }

  /** Numbered from a sequence, in blocks. */
  @Entity(name = "Publisher")
  public static class Publisher {
    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "publishers")
    @SequenceGenerator(name = "publishers", sequenceName = "publisher_seq", allocationSize = 5)
    public Long id;

    @NaturalId public String name;

    @Embedded public Address address;
  }

  /** A table for what its kinds have in common. */
  @Entity(name = "Publication")
  @Inheritance(strategy = InheritanceType.JOINED)
  public abstract static class Publication {
    /** What may be done with it. */
    public enum State {
      ORDERED,
      AVAILABLE,
      WITHDRAWN
    }

    @Id public Integer id;

    @Column(nullable = false)
    public String title;

    @Enumerated(EnumType.STRING)
    @Column(length = 20)
    public State state = State.ORDERED;

    @Column(precision = 10, scale = 2)
    public BigDecimal price;

    @ManyToOne(fetch = FetchType.LAZY)
    public Publisher publisher;

    @ManyToMany public Set<Author> authors = new HashSet<>();

    @ManyToMany
    @JoinTable(name = "publication_label")
    public Set<Label> labels = new HashSet<>();

    @OneToMany(mappedBy = "publication", cascade = CascadeType.ALL, orphanRemoval = true)
    public Set<Review> reviews = new HashSet<>();
  }

  /** Joined to its common part by the key. */
  @Entity(name = "Book")
  public static class Book extends Publication {
    @Column(length = 17, unique = true)
    public String isbn;

    public int pages;

    @ElementCollection @OrderColumn public List<String> chapters = new ArrayList<>();
  }

  /** Joined to its common part by the key. */
  @Entity(name = "Journal")
  public static class Journal extends Publication {
    public int volume;
    public Integer issue;
  }

  /** Found by its name. */
  @Entity(name = "Label")
  public static class Label {
    @Id
    @Column(length = 30)
    public String name;

    public boolean fiction;

    public Label() {}

    public Label(String name, boolean fiction) {
      this.name = name;
      this.fiction = fiction;
    }
  }

  /** Belongs to one publication. */
  @Entity(name = "Review")
  public static class Review {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;

    @ManyToOne(optional = false, fetch = FetchType.LAZY)
    public Publication publication;

    @ManyToOne(fetch = FetchType.LAZY)
    public Reader reader;

    public int stars;

    @Column(length = 2000)
    public String text;

    @Column(name = "written_at")
    public LocalDateTime writtenAt;
  }

  /** Has columns of its own for a map. */
  @Entity(name = "Reader")
  public static class Reader {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;

    public String name;
    public Double rating;
    public byte[] photo;
    public Boolean blocked;

    @ElementCollection
    @MapKeyColumn(name = "setting")
    @Column(name = "chosen")
    public Map<String, String> settings = new HashMap<>();

    @OneToMany(mappedBy = "reader", cascade = CascadeType.ALL)
    public Set<Loan> loans = new HashSet<>();

    @ManyToOne(fetch = FetchType.LAZY)
    public Reader guardian;
  }

  /** Has its reader's key. */
  @Entity(name = "Card")
  public static class Card {
    @Id public Long id;

    @MapsId
    @OneToOne(fetch = FetchType.LAZY)
    public Reader reader;

    public LocalDate expires;
  }

  /** A key of several columns. */
  @Embeddable
  public static class LoanKey implements Serializable {
    public Long readerId;
    public Integer publicationId;
    public LocalDate since;

    public LoanKey() {}

    public LoanKey(Long readerId, Integer publicationId, LocalDate since) {
      this.readerId = readerId;
      this.publicationId = publicationId;
      this.since = since;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof LoanKey key
          && Objects.equals(readerId, key.readerId)
          && Objects.equals(publicationId, key.publicationId)
          && Objects.equals(since, key.since);
    }

    @Override
    public int hashCode() {
      return Objects.hash(readerId, publicationId, since);
    }
  }

  /** Between a reader and a publication. */
  @Entity(name = "Loan")
  public static class Loan {
    @EmbeddedId public LoanKey key = new LoanKey();

    @MapsId("readerId")
    @ManyToOne
    public Reader reader;

    @MapsId("publicationId")
    @ManyToOne
    public Publication publication;

    public LocalDate returned;
    public int renewals;
  }

  /** One table for all its kinds. */
  @Entity(name = "Fee")
  @Inheritance(strategy = InheritanceType.SINGLE_TABLE)
  @DiscriminatorColumn(name = "kind", length = 10)
  public abstract static class Fee {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;

    @ManyToOne(optional = false)
    public Reader reader;

    @Column(precision = 8, scale = 2, nullable = false)
    public BigDecimal amount;

    public boolean paid;
  }

  /** For days. */
  @Entity(name = "LateFee")
  public static class LateFee extends Fee {
    public Integer days;
  }

  /** For what was broken. */
  @Entity(name = "DamageFee")
  public static class DamageFee extends Fee {
    public String damage;
  }
}
