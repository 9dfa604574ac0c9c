//! Things that must not be.

/// Something that must not be: the relay contradicted itself, or what it gave does not fit what this device knows.
///
/// The words on screen say what happened, what it may mean, and what to do, for a person who is afraid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Alarm {
    /// The relay showed an older state than this device has seen.
    RolledBack,
    /// Two different entries stand at one place of a chain.
    Forked,
    /// An entry was changed, or is not its author's.
    Forged,
    /// Entries the other named were never delivered.
    Withheld,
    /// My own keyring or vault could not be opened, or is not the newest.
    Account,
    /// Somebody without the right keys tried to join.
    Invitation,
    /// The four words differed, says the person. What was shared is left.
    WordsDiffer,
}
