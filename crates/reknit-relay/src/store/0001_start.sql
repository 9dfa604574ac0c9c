-- An account is known by a hash of its name. Nothing here is readable, and no time is finer than a day.
CREATE TABLE accounts (
    id BLOB PRIMARY KEY,
    opaque BLOB NOT NULL,
    generation INTEGER NOT NULL,
    wrap BLOB NOT NULL,
    recovery_verifier BLOB,
    recovery_wrap BLOB,
    keyring BLOB NOT NULL,
    keyring_version INTEGER NOT NULL,
    vault BLOB NOT NULL,
    vault_version INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
    id BLOB PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    account BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    opened_on INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_account ON sessions (account);

CREATE TABLE mailboxes (
    id BLOB PRIMARY KEY,
    owner BLOB NOT NULL,
    card BLOB NOT NULL,
    joiner BLOB,
    join_letter BLOB,
    reveal BLOB,
    made_on INTEGER NOT NULL,
    gone INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE spaces (
    id BLOB PRIMARY KEY,
    -- The cursor behind the newest entry; taken in the transaction that appends.
    head INTEGER NOT NULL
) STRICT;

-- Which account speaks for which member. Opens nothing until a membership lists the member.
CREATE TABLE claims (
    space BLOB NOT NULL REFERENCES spaces (id),
    account BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    member BLOB NOT NULL,
    PRIMARY KEY (space, account, member)
) STRICT, WITHOUT ROWID;
CREATE INDEX claims_account ON claims (account);

CREATE TABLE entries (
    n INTEGER PRIMARY KEY,
    space BLOB NOT NULL REFERENCES spaces (id),
    cursor INTEGER NOT NULL,
    author BLOB NOT NULL,
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL,
    kind INTEGER NOT NULL,
    envelope BLOB NOT NULL,
    UNIQUE (space, cursor),
    UNIQUE (space, author, seq)
) STRICT;

CREATE TABLE snapshots (
    account BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    space BLOB NOT NULL,
    version INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (account, space)
) STRICT;
