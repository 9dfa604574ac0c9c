//! Requests and replies of the relay, as JSON. Entries, vaults and snapshots travel as bytes instead.
//!
//! Every route stands under `/api/v1`. Routes marked *token* want `Authorization: Bearer` with the session token as
//! base64url. Errors are [`Problem`].
//!
//! | route | takes → gives |
//! |---|---|
//! | `GET /relay` | → [`RelayInfo`] |
//! | `POST /register/start`, `/register/finish` | [`RegisterStart`] → [`OpaqueReply`], [`RegisterFinish`] → [`Opened`] |
//! | `POST /login/start`, `/login/finish` | [`LoginStart`] → [`LoginStarted`], [`LoginFinish`] → [`Opened`] |
//! | `POST /recover/start`, `/recover/finish` | [`RecoverStart`] → [`RecoverStarted`], [`RecoverFinish`] → [`Recovered`] |
//! | `POST /rekey/start`, `/rekey/finish` (token) | [`OpaqueRequest`] → [`OpaqueReply`], [`RekeyFinish`] → [`Opened`] |
//! | `GET /account` (token) | → [`AccountRecord`] |
//! | `DELETE /account` (token) | ends the account |
//! | `GET /sessions`, `DELETE /sessions/{id}`, `POST /sessions/end-others` (token) | → [`Sessions`] |
//! | `PUT /keyring` (token) | [`PutKeyring`] → [`Versioned`] |
//! | `GET /vault` (token) | → bytes |
//! | `PUT /vault?version=N` (token) | bytes → [`Versioned`] |
//! | `PUT /mailboxes/{id}` (token), `DELETE` (token) | [`Letter`] |
//! | `GET /mailboxes/{id}` | → [`Mailbox`] |
//! | `PUT /mailboxes/{id}/join` (token), `/reveal` (token) | [`Letter`] |
//! | `POST /spaces` (token) | genesis envelope as bytes → [`AppendReply`] |
//! | `PUT /spaces/{id}/claim` (token), `DELETE` (token) | [`Claim`] |
//! | `POST /spaces/{id}/entries` (token) | bytes → [`AppendReply`] |
//! | `GET /spaces/{id}/entries?after=N` (token) | → bytes |
//! | `POST /spaces/{id}/purge` (token) | [`Purge`] |
//! | `GET /spaces/{id}/snapshot`, `PUT …?version=N` (token) | bytes |
//! | `GET /wake` | WebSocket: [`WakeHello`], then [`Wake`] |

use serde::{Deserialize, Serialize};

use crate::{
    bytes::Bytes,
    header::Link,
    id::{EntryHash, MailboxId, MemberId, SessionId, SpaceId},
};

/// Defines an API type: JSON, unknown fields refused, schema for OpenAPI.
macro_rules! api {
    ($($(#[$doc:meta])* struct $name:ident { $($(#[$field_doc:meta])* $field:ident: $ty:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub struct $name { $($(#[$field_doc])* pub $field: $ty,)* }
    )*};
}

api! {
    /// What went wrong. `code` is for programs and stable, `detail` for people.
    struct Problem {
        /// One of [`Code`], in snake case.
        code: Code,
        /// A sentence in English, without anything that was sent.
        detail: String,
    }

    /// Who runs this relay, and whether it takes new accounts.
    struct RelayInfo {
        /// Who runs it, in their own words; empty if they did not say.
        operator: String,
        /// Protocol version.
        proto: u8,
        /// Whether new accounts can be made.
        registration: bool,
    }

    /// First OPAQUE message of a registration for a signed-in account.
    struct OpaqueRequest {
        /// Registration request.
        request: Bytes,
    }

    /// The relay's OPAQUE answer.
    struct OpaqueReply {
        /// Registration response.
        response: Bytes,
    }

    /// Begins an account.
    struct RegisterStart {
        /// The name to sign in with, see [`crate::limits::is_handle`].
        handle: String,
        /// OPAQUE registration request.
        request: Bytes,
    }

    /// The keys of an account, all sealed by its owner.
    struct AccountKeys {
        /// Number of the account key, from 1; a new passphrase makes the next.
        generation: u64,
        /// Account key wrapped under the passphrase.
        wrap: Bytes,
        /// Account key wrapped under the recovery code, if there is one.
        recovery: Option<RecoveryKeys>,
        /// Keyring, sealed under the account key as version 1 of its generation.
        keyring: Bytes,
    }

    /// What the relay keeps so that a recovery code works.
    struct RecoveryKeys {
        /// Ed25519 key that checks whoever claims to hold the code, 32 bytes.
        verifier: Bytes,
        /// Account key wrapped under the code.
        wrap: Bytes,
    }

    /// Ends a registration: the account exists with the reply.
    struct RegisterFinish {
        /// As in [`RegisterStart`].
        handle: String,
        /// OPAQUE registration upload.
        upload: Bytes,
        /// Its keys, generation 1.
        account: AccountKeys,
        /// Its private vault, version 1.
        vault: Bytes,
    }

    /// Begins a login.
    struct LoginStart {
        /// The account; the answer looks the same where there is none.
        handle: String,
        /// OPAQUE credential request.
        request: Bytes,
    }

    /// The relay's half of a login.
    struct LoginStarted {
        /// Names this attempt, 16 bytes; good for a minute and one try.
        login: Bytes,
        /// OPAQUE credential response.
        response: Bytes,
    }

    /// Ends a login.
    struct LoginFinish {
        /// From [`LoginStarted`].
        login: Bytes,
        /// OPAQUE credential finalization.
        finish: Bytes,
        /// Whether the session is for one of the few things that cannot be undone: new keys, deleting, ending other sessions.
        #[serde(default)]
        final_act: bool,
    }

    /// A session was opened.
    struct Opened {
        /// 32 bytes; keep in memory only.
        token: Bytes,
        /// The session's public name.
        session: SessionId,
        /// The account as it stands.
        account: AccountRecord,
    }

    /// An account as the relay holds it.
    struct AccountRecord {
        /// Number of the account key.
        generation: u64,
        /// Account key wrapped under the passphrase.
        wrap: Bytes,
        /// Whether there is a recovery code.
        has_recovery: bool,
        /// Sealed keyring.
        keyring: Bytes,
        /// Version of the keyring within its generation, from 1.
        keyring_version: u64,
        /// Version of the private vault within its generation, from 1.
        vault_version: u64,
    }

    /// Asks for a challenge to prove that one holds the recovery code.
    struct RecoverStart {
        /// The account; the answer looks the same where there is none.
        handle: String,
    }

    /// The challenge.
    struct RecoverStarted {
        /// Names this attempt, 16 bytes; good for a minute and one try.
        recovery: Bytes,
        /// 32 bytes to sign.
        challenge: Bytes,
    }

    /// The proof.
    struct RecoverFinish {
        /// From [`RecoverStarted`].
        recovery: Bytes,
        /// Ed25519 over `"reknit/v1/recover\0" ‖ account ‖ challenge`, 64 bytes.
        signature: Bytes,
    }

    /// The code was right. The session may do everything; the client sets a new passphrase with it at once.
    struct Recovered {
        /// The session.
        opened: Opened,
        /// Account key wrapped under the recovery code.
        wrap: Bytes,
    }

    /// Sets a new passphrase with new keys, ends all other sessions and retires the old recovery code, all or nothing.
    struct RekeyFinish {
        /// OPAQUE registration upload.
        upload: Bytes,
        /// The new keys; `generation` is the old one and one.
        account: AccountKeys,
        /// The keyring version that was re-sealed; 409 if it has moved on.
        keyring_from: u64,
        /// The private vault, re-sealed.
        vault: Bytes,
        /// The vault version that was re-sealed; 409 if it has moved on.
        vault_from: u64,
    }

    /// Replaces the keyring, if it is still the one that was read.
    struct PutKeyring {
        /// Sealed keyring.
        keyring: Bytes,
        /// Its version: the stored one and one. Otherwise 409.
        version: u64,
    }

    /// Where a blob stands now.
    struct Versioned {
        /// Number of the account key.
        generation: u64,
        /// Version within it.
        version: u64,
    }

    /// Own sessions. Nobody sees another's.
    struct Sessions {
        /// Oldest first.
        sessions: Vec<Session>,
    }

    /// One own session.
    struct Session {
        /// Its public name.
        id: SessionId,
        /// Whether it is the one that asks.
        current: bool,
        /// Day it was opened, in days since 1970-01-01 UTC. Nothing finer is kept.
        opened_on: i64,
    }

    /// A sealed letter of an invitation.
    struct Letter {
        /// Sealed under a key that only the two hold.
        letter: Bytes,
    }

    /// What a mailbox holds. Reading it changes nothing.
    struct Mailbox {
        /// The inviter's card.
        card: Bytes,
        /// The joiner's answer, once there is one.
        join: Option<Bytes>,
        /// What the inviter revealed after it.
        reveal: Option<Bytes>,
    }

    /// Says that an account holds a member's identity key. It opens the space once a membership lists that member.
    struct Claim {
        /// Ed25519 identity key, 32 bytes.
        identity: Bytes,
        /// Ed25519 over `"reknit/v1/claim\0" ‖ space ‖ account`, 64 bytes.
        signature: Bytes,
    }

    /// What became of each entry of an append, in order. After the first that is not stored, the rest is skipped.
    struct AppendReply {
        /// One per entry.
        results: Vec<Appended>,
    }

    /// Asks to drop the bodies of entries. Once both members have asked for an entry, its body is gone; header and signature stay.
    /// It takes the member's key beside the token of a session: what is gone is gone for both.
    struct Purge {
        /// At most [`crate::limits::PURGE_ENTRIES_MAX`].
        entries: Vec<Spot>,
        /// Ed25519 identity key, 32 bytes.
        identity: Bytes,
        /// Ed25519 over `"reknit/v1/purge\0" ‖ space ‖ (author ‖ u64 seq) of each entry, in order`, 64 bytes.
        signature: Bytes,
    }

    /// Where an entry stands.
    struct Spot {
        /// Whose chain.
        author: MemberId,
        /// Its number there, from 1.
        seq: u64,
    }

    /// First frame a client sends on the wake-up socket, within five seconds.
    struct WakeHello {
        /// The session token.
        token: Bytes,
    }
}

/// What became of one entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Appended {
    /// It is on disk, now or since an earlier try.
    Stored {
        /// The relay's cursor behind it.
        cursor: u64,
    },
    /// Its place in the chain is taken (409).
    Conflict {
        /// By this entry.
        stored: EntryHash,
    },
    /// It does not continue the chain (422).
    Gap {
        /// Where the chain ends.
        end: Link,
    },
    /// The relay refuses it: not a member's, or a membership against the rules (422).
    Refused,
    /// Its author has said as much as the relay takes (422). Nothing is wrong with it.
    NoRoom {
        /// Whether more is taken later: it is as much as in a day, and not as much as ever.
        today: bool,
    },
    /// Not tried, because an earlier one was not stored.
    Skipped,
}

/// A hint that there may be something new. It may be lost; reading may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Wake {
    /// The first frame after [`WakeHello`]: from now on nothing is missed.
    Ready,
    /// Entries were added to this space.
    Space(SpaceId),
    /// A letter was put into this mailbox.
    Mailbox(MailboxId),
}

/// Every code a [`Problem`] can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Code {
    /// 400: the request could not be read.
    Malformed,
    /// 401: no session, or it has ended.
    SignedOut,
    /// 401: handle and passphrase, or handle and code, do not fit; which of them is not said.
    WrongCredentials,
    /// 403: this asks for a session that was opened just now.
    SignInAgain,
    /// 403: new accounts are not taken here.
    RegistrationClosed,
    /// 404: not there, or not yours.
    NotFound,
    /// 405: the route does not know this method.
    MethodNotAllowed,
    /// 409: somebody else has this handle.
    HandleTaken,
    /// 409: it has changed since it was read.
    Conflict,
    /// 409: the invitation was used.
    InvitationUsed,
    /// 410: the invitation has expired or was taken back.
    InvitationGone,
    /// 413: too large.
    TooLarge,
    /// 415: the wrong content type.
    ContentType,
    /// 422: well formed, and against the rules.
    Refused,
    /// 429: too many tries; wait.
    SlowDown,
    /// 507: the disk of the relay is full.
    Full,
    /// 500: the relay's own fault.
    Internal,
    /// 503: the relay is stopping or starting.
    Unavailable,
}
