-- The new shape of the warehouse on SQLite.
CREATE TABLE IF NOT EXISTS items_v2 (
  sku TEXT NOT NULL,
  site TEXT NOT NULL,
  name TEXT NOT NULL,
  search_name TEXT NOT NULL,
  quantity INTEGER NOT NULL DEFAULT 0 CHECK (quantity >= 0),
  price NUMERIC NOT NULL CHECK (price >= 0),
  currency TEXT NOT NULL DEFAULT 'EUR',
  version INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (sku, site)
);

CREATE INDEX IF NOT EXISTS items_v2_search_name ON items_v2 (search_name);

CREATE TABLE IF NOT EXISTS movements_v2 (
  id INTEGER PRIMARY KEY,
  sku TEXT NOT NULL,
  site TEXT NOT NULL,
  delta INTEGER NOT NULL,
  remark TEXT,
  source TEXT NOT NULL DEFAULT 'warehouse',
  happened_at TIMESTAMP NOT NULL,
  recorded_at TIMESTAMP NOT NULL
);

CREATE INDEX IF NOT EXISTS movements_v2_item ON movements_v2 (sku, site);
