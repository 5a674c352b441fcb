-- What goes to others and comes from them.

CREATE TABLE rosters (
  version   INTEGER NOT NULL PRIMARY KEY,
  json      TEXT NOT NULL,
  signature TEXT NOT NULL
) STRICT;

-- Bundles that were sealed here.
CREATE TABLE sent (
  object     TEXT NOT NULL PRIMARY KEY,
  inspection TEXT NOT NULL,
  first      INTEGER NOT NULL,
  last       INTEGER NOT NULL,
  bundle     BLOB NOT NULL CHECK (length(bundle) = 32),
  manifest   BLOB NOT NULL CHECK (length(manifest) = 32),
  at         TEXT NOT NULL
) STRICT;
CREATE INDEX sent_inspection ON sent (inspection, first);

-- What central says it has, word for word as signed.
CREATE TABLE receipts (
  inspection TEXT NOT NULL,
  device     TEXT NOT NULL,
  number     INTEGER NOT NULL,
  first      INTEGER NOT NULL,
  last       INTEGER NOT NULL,
  bundle     BLOB NOT NULL CHECK (length(bundle) = 32),
  manifest   BLOB NOT NULL CHECK (length(manifest) = 32),
  archived   INTEGER NOT NULL CHECK (archived IN (0, 1)),
  json       TEXT NOT NULL,
  signature  TEXT NOT NULL,
  PRIMARY KEY (inspection, device, number)
) STRICT, WITHOUT ROWID;

-- Objects of the drop that were verified and folded in.
CREATE TABLE accepted (
  object     TEXT NOT NULL PRIMARY KEY,
  inspection TEXT NOT NULL,
  device     TEXT NOT NULL,
  first      INTEGER NOT NULL,
  last       INTEGER NOT NULL,
  bundle     BLOB NOT NULL CHECK (length(bundle) = 32),
  manifest   BLOB NOT NULL CHECK (length(manifest) = 32)
) STRICT;
CREATE INDEX accepted_place ON accepted (inspection, device, first);

-- Objects of the drop that were not, and why.
CREATE TABLE quarantine (
  object TEXT NOT NULL PRIMARY KEY,
  reason TEXT NOT NULL,
  at     TEXT NOT NULL
) STRICT;

-- Files that packs carry, by their SHA-256.
CREATE TABLE blobs (
  sha256 BLOB NOT NULL PRIMARY KEY CHECK (length(sha256) = 32),
  bytes  BLOB NOT NULL
) STRICT;
