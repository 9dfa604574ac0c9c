-- Who asked to drop the body of which entry. Gone once both did.
CREATE TABLE purge_wishes (
    space BLOB NOT NULL REFERENCES spaces (id),
    author BLOB NOT NULL,
    seq INTEGER NOT NULL,
    member BLOB NOT NULL,
    PRIMARY KEY (space, author, seq, member)
) STRICT, WITHOUT ROWID;
