-- Large payloads, once each: the key is the lower-case SHA-256 of the content.
CREATE TABLE blobs (
    hash    TEXT NOT NULL PRIMARY KEY,
    size    BIGINT NOT NULL,
    content {{blob}} NOT NULL
);
