-- Words to search for: what people wrote, as far as it stands, and what the guidance says.

CREATE TABLE texts (
  n          INTEGER NOT NULL PRIMARY KEY,
  inspection TEXT, -- of something written
  subject    TEXT,
  field      TEXT,
  change     BLOB UNIQUE REFERENCES change_log (id),
  edition    TEXT, -- of guidance
  question   TEXT,
  body       TEXT NOT NULL,
  CHECK ((change IS NULL) = (edition IS NOT NULL))
) STRICT;
CREATE INDEX texts_inspection ON texts (inspection) WHERE inspection IS NOT NULL;
CREATE INDEX texts_edition ON texts (edition) WHERE edition IS NOT NULL;

CREATE VIRTUAL TABLE search USING fts5 (
  body, content = 'texts', content_rowid = 'n', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
