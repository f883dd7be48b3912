-- The new shape of the warehouse on PostgreSQL.
CREATE TABLE IF NOT EXISTS items_v2 (
  sku text NOT NULL,
  site text NOT NULL,
  name text NOT NULL,
  search_name text NOT NULL,
  quantity integer NOT NULL DEFAULT 0 CHECK (quantity >= 0),
  price numeric(10, 2) NOT NULL CHECK (price >= 0),
  currency text NOT NULL DEFAULT 'EUR',
  version integer NOT NULL DEFAULT 0,
  PRIMARY KEY (sku, site)
);

CREATE INDEX IF NOT EXISTS items_v2_search_name ON items_v2 (search_name);

CREATE TABLE IF NOT EXISTS movements_v2 (
  id bigint PRIMARY KEY,
  sku text NOT NULL,
  site text NOT NULL,
  delta integer NOT NULL,
  remark text,
  source text NOT NULL DEFAULT 'warehouse',
  happened_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL
);

CREATE INDEX IF NOT EXISTS movements_v2_item ON movements_v2 (sku, site);
