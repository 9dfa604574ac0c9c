-- How much of a space each member wrote, in bytes as they lie here; kept by the rows themselves.
CREATE TABLE sizes (
    space BLOB NOT NULL,
    author BLOB NOT NULL,
    n_bytes INTEGER NOT NULL,
    PRIMARY KEY (space, author)
) STRICT, WITHOUT ROWID;
INSERT INTO sizes (space, author, n_bytes)
    SELECT space, author, SUM(length(envelope)) FROM entries GROUP BY space, author;

CREATE TRIGGER entries_added AFTER INSERT ON entries BEGIN
    INSERT OR IGNORE INTO sizes (space, author, n_bytes) VALUES (NEW.space, NEW.author, 0);
    UPDATE sizes SET n_bytes = n_bytes + length(NEW.envelope)
        WHERE space = NEW.space AND author = NEW.author;
END;
CREATE TRIGGER entries_changed AFTER UPDATE OF envelope ON entries BEGIN
    UPDATE sizes SET n_bytes = n_bytes + length(NEW.envelope) - length(OLD.envelope)
        WHERE space = NEW.space AND author = NEW.author;
END;
CREATE TRIGGER entries_gone AFTER DELETE ON entries BEGIN
    UPDATE sizes SET n_bytes = n_bytes - length(OLD.envelope)
        WHERE space = OLD.space AND author = OLD.author;
    DELETE FROM sizes WHERE space = OLD.space AND author = OLD.author AND n_bytes <= 0;
END;
