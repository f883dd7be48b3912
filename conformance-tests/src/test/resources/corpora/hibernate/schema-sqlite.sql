-- What Hibernate's own DDL for the library would be, but with foreign keys, and with the type of
-- numbered keys, which its dialect for SQLite leaves out in places: then SQLite does not number them.
CREATE TABLE Author (
  born date, version integer NOT NULL, id INTEGER PRIMARY KEY, name varchar(80) NOT NULL
);
CREATE TABLE Author_pseudonyms (
  Author_id bigint NOT NULL REFERENCES Author (id), pseudonyms varchar(255)
);
CREATE TABLE Publisher (
  id bigint NOT NULL PRIMARY KEY, city varchar(255), name varchar(255) UNIQUE, street varchar(255)
);
CREATE TABLE publisher_seq (next_val bigint);
INSERT INTO publisher_seq VALUES (1);
CREATE TABLE Publication (
  id integer NOT NULL, price numeric(10,2), publisher_id bigint REFERENCES Publisher (id),
  state varchar(20) CHECK (state IN ('ORDERED', 'AVAILABLE', 'WITHDRAWN')),
  title varchar(255) NOT NULL, PRIMARY KEY (id)
);
CREATE TABLE Book (
  id integer NOT NULL REFERENCES Publication (id), pages integer NOT NULL,
  isbn varchar(17) UNIQUE, PRIMARY KEY (id)
);
CREATE TABLE Book_chapters (
  Book_id integer NOT NULL REFERENCES Book (id),
  chapters_ORDER integer NOT NULL CHECK (chapters_ORDER >= 0), chapters varchar(255),
  PRIMARY KEY (Book_id, chapters_ORDER)
);
CREATE TABLE Journal (
  id integer NOT NULL REFERENCES Publication (id), issue integer, volume integer NOT NULL,
  PRIMARY KEY (id)
);
CREATE TABLE Label (fiction boolean NOT NULL, name varchar(30) NOT NULL, PRIMARY KEY (name));
CREATE TABLE Publication_Author (
  works_id integer NOT NULL REFERENCES Publication (id),
  authors_id bigint NOT NULL REFERENCES Author (id), PRIMARY KEY (works_id, authors_id)
);
CREATE TABLE publication_label (
  Publication_id integer NOT NULL REFERENCES Publication (id),
  labels_name varchar(30) NOT NULL REFERENCES Label (name),
  PRIMARY KEY (Publication_id, labels_name)
);
CREATE TABLE Reader (
  blocked boolean, photo blob, rating float, guardian_id bigint REFERENCES Reader (id),
  id integer, name varchar(255), PRIMARY KEY (id)
);
CREATE TABLE Reader_settings (
  Reader_id bigint NOT NULL REFERENCES Reader (id), chosen varchar(255),
  setting varchar(255) NOT NULL, PRIMARY KEY (Reader_id, setting)
);
CREATE TABLE Card (
  expires date, reader_id bigint NOT NULL REFERENCES Reader (id), PRIMARY KEY (reader_id)
);
CREATE TABLE Fee (
  amount numeric(8,2) NOT NULL, days integer, paid boolean NOT NULL, id INTEGER PRIMARY KEY,
  reader_id bigint NOT NULL REFERENCES Reader (id), kind varchar(10) NOT NULL, damage varchar(255)
);
CREATE TABLE Loan (
  publication_id integer NOT NULL REFERENCES Publication (id), renewals integer NOT NULL,
  returned date, since date NOT NULL, reader_id bigint NOT NULL REFERENCES Reader (id),
  PRIMARY KEY (publication_id, since, reader_id)
);
CREATE TABLE Review (
  publication_id integer NOT NULL REFERENCES Publication (id), stars integer NOT NULL,
  id INTEGER PRIMARY KEY, reader_id bigint REFERENCES Reader (id), written_at timestamp,
  text varchar(2000)
);
