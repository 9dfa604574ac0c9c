-- Members whose account took its claim back. Such a claim cannot be made again, whether the space is still there or not; so the row
-- refers to nothing, and outlives the space.
CREATE TABLE withdrawn (
    space BLOB NOT NULL,
    member BLOB NOT NULL,
    PRIMARY KEY (space, member)
) STRICT, WITHOUT ROWID;

-- Claims for whoever is no member yet. They are noted without a look at the space, so that noting one tells nothing about it.
CREATE TABLE open_claims (
    n INTEGER PRIMARY KEY,
    space BLOB NOT NULL,
    account BLOB NOT NULL,
    member BLOB NOT NULL,
    UNIQUE (space, account, member)
) STRICT;
CREATE INDEX open_claims_account ON open_claims (account);

-- Until now these stood among the others: in a space of one member, all but the host's. The host wrote entry 1. How many are in a
-- membership stands behind 258 bytes of header and signature and 70 more (docs/protocol.md).
INSERT INTO open_claims (space, account, member)
    SELECT space, account, member FROM claims
    WHERE NOT EXISTS (
            SELECT 1 FROM entries
            WHERE entries.space = claims.space AND kind = 1 AND substr(envelope, 329, 1) = X'02'
        )
        AND NOT EXISTS (
            SELECT 1 FROM entries
            WHERE entries.space = claims.space AND cursor = 1 AND author = member
        );
DELETE FROM claims WHERE EXISTS (
    SELECT 1 FROM open_claims
    WHERE open_claims.space = claims.space AND open_claims.account = claims.account
        AND open_claims.member = claims.member
);

-- The memberships of a space are read with every request about it.
CREATE INDEX entries_memberships ON entries (space, cursor) WHERE kind = 1;

CREATE INDEX mailboxes_owner ON mailboxes (owner);
CREATE INDEX mailboxes_made_on ON mailboxes (made_on);
