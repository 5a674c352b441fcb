-- The log, what is folded from it, and what is not in it yet.

-- Which workspace this file belongs to: the same as in its header.
CREATE TABLE workspace (
  only INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
  id   TEXT NOT NULL
) STRICT;

-- Every change, as first written. The other columns repeat what the line says, to find it.
CREATE TABLE change_log (
  id         BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 32), -- SHA-256 of the line
  inspection TEXT NOT NULL,
  device     TEXT NOT NULL,
  seq        INTEGER NOT NULL, -- two changes at one place are both kept: the fold judges
  lamport    INTEGER NOT NULL,
  subject    TEXT NOT NULL,
  field      TEXT NOT NULL,
  line       TEXT NOT NULL
) STRICT;
CREATE INDEX change_log_place ON change_log (inspection, device, seq);
CREATE INDEX change_log_register ON change_log (inspection, subject, field);
CREATE INDEX change_log_lamport ON change_log (inspection, lamport);
CREATE INDEX change_log_allocations ON change_log (inspection) WHERE field = 'allocated_to';

CREATE TRIGGER change_log_keeps_its_lines BEFORE UPDATE ON change_log
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER change_log_keeps_its_length BEFORE DELETE ON change_log
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

-- Folded: the heads of every register.
CREATE TABLE heads (
  inspection TEXT NOT NULL,
  subject    TEXT NOT NULL,
  field      TEXT NOT NULL,
  id         BLOB NOT NULL REFERENCES change_log (id),
  PRIMARY KEY (inspection, subject, field, id)
) STRICT, WITHOUT ROWID;

-- Folded: the changes that do not count, and why.
CREATE TABLE standing (
  id         BLOB NOT NULL PRIMARY KEY REFERENCES change_log (id),
  inspection TEXT NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('gap', 'parent', 'refused', 'suspended')),
  needs      INTEGER, -- of a gap: the next place that is missing
  parent     BLOB,    -- of a parent: which change it waits for
  refusal    TEXT     -- of a refusal: its code
) STRICT, WITHOUT ROWID;
CREATE INDEX standing_inspection ON standing (inspection);
CREATE INDEX standing_parent ON standing (parent) WHERE parent IS NOT NULL;

-- Folded: devices that signed two different changes for one place.
CREATE TABLE equivocations (
  inspection TEXT NOT NULL,
  device     TEXT NOT NULL,
  seq        INTEGER NOT NULL,
  id         BLOB NOT NULL REFERENCES change_log (id),
  PRIMARY KEY (inspection, device, seq, id)
) STRICT, WITHOUT ROWID;

-- The devices with which an inspection was last folded, so that it can be folded again and checked.
CREATE TABLE folds (
  inspection TEXT NOT NULL PRIMARY KEY,
  devices    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Text while it is typed. It becomes a change, or is discarded.
CREATE TABLE drafts (
  inspection TEXT NOT NULL,
  subject    TEXT NOT NULL,
  field      TEXT NOT NULL,
  value      TEXT NOT NULL,
  at         TEXT NOT NULL,
  PRIMARY KEY (inspection, subject, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
  name  TEXT NOT NULL PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Signing and decryption keys.
CREATE TABLE secrets (
  name  TEXT NOT NULL PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
