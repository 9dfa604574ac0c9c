//! Limits that both sides know, each with its reason.

/// Largest sealed body of an entry, in bytes: a long check-in page (12,000 characters, up to four bytes each) sealed
/// twice and written as text stays below this, and ten of them still fit into one request.
pub const BODY_BYTES_MAX: usize = 160 * 1024;

/// Most entries in one append: what a week offline leaves behind, with room to spare.
pub const APPEND_ENTRIES_MAX: usize = 64;

/// Largest append request, in bytes: about ten of the largest entries.
pub const APPEND_BYTES_MAX: usize = 2 * 1024 * 1024;

/// Most entries in one page of a read: keeps a reply near 1 MiB for ordinary entries.
pub const PAGE_ENTRIES_MAX: usize = 256;

/// Largest page of a read, in bytes; a page always holds at least one entry.
pub const PAGE_BYTES_MAX: usize = 2 * 1024 * 1024;

/// Most entries in one purge: several long talks that were let go.
pub const PURGE_ENTRIES_MAX: usize = 256;

/// Size of the plaintext of a private vault, in bytes, for everybody and always: 128 KiB.
pub const VAULT_BYTES: usize = 128 * 1024;

/// Size of every sealed vault, in bytes: front 18, nonce 24, tag 16.
pub const VAULT_SEALED_BYTES: usize = VAULT_BYTES + 18 + 24 + 16;

/// Largest keyring, in bytes: some hundred spaces' worth of keys and pending invitations.
pub const KEYRING_BYTES_MAX: usize = 64 * 1024;

/// Largest snapshot, in bytes: ten years of two people who write a lot, compressed.
pub const SNAPSHOT_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Largest letter in a mailbox, in bytes: two cards, two names and a signature need a fifth of it.
pub const LETTER_BYTES_MAX: usize = 4096;

/// Largest OPAQUE message, in bytes; the longest one of suite 1 has 512.
pub const OPAQUE_BYTES_MAX: usize = 1024;

/// How long an invitation stands, in milliseconds: 48 hours.
pub const INVITATION_MS: i64 = 48 * 60 * 60 * 1000;

/// Most memberships that one member may write: a new passphrase every month for twenty years. All who read the space keep each of
/// them and its key for ever; two times this many keys take half of a keyring.
pub const MEMBERSHIPS_PER_MEMBER_MAX: usize = 256;

/// Most entries that one member may write in a space: thirty a day for nine years. The disk is everybody's, and each of the two reads all of it.
pub const MEMBER_ENTRIES_MAX: u64 = 100_000;

/// Most bytes of one member's entries in a space, without bodies that both let go.
pub const MEMBER_BYTES_MAX: usize = 128 * 1024 * 1024;

/// Most members of a couple's space.
pub const MEMBERS_MAX: usize = 2;

/// Shortest and longest handle, in bytes.
pub const HANDLE_BYTES: core::ops::RangeInclusive<usize> = 3..=40;

/// Whether a handle is well formed: 3 to 40 of `a-z`, `0-9` and `-`, not beginning or ending with `-`.
#[must_use]
pub fn is_handle(handle: &str) -> bool {
    HANDLE_BYTES.contains(&handle.len())
        && handle.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !handle.starts_with('-')
        && !handle.ends_with('-')
}
