//! The relay in memory.

mod rows;
mod spaces;

use std::collections::{BTreeMap, BTreeSet};

use reknit_vault::wrap::AccountId;
use reknit_wire::{
    api::{AccountRecord, Code, Letter, Mailbox, Opened, Problem, PutKeyring, Versioned, Wake},
    bytes::Bytes,
    envelope::Envelope,
    id::{MailboxId, MemberId, SessionId, SpaceId},
    roster::Roster,
};

use crate::ports::{HttpReply, HttpRequest};

/// The relay.
#[derive(Debug, Clone, Default)]
pub struct MemoryRelay {
    accounts: BTreeMap<AccountId, Account>,
    sessions: BTreeMap<String, AccountId>,
    mailboxes: BTreeMap<MailboxId, (AccountId, Mailbox, Option<AccountId>)>,
    spaces: BTreeMap<SpaceId, Space>,
    /// Claims for members that no membership lists yet, whether or not their space is there.
    open_claims: Vec<(SpaceId, AccountId, MemberId)>,
    /// Members whose account has left: nobody speaks for them any more.
    withdrawn: BTreeSet<(SpaceId, MemberId)>,
    /// Wake-up frames since they were last taken, with the account each is for.
    wakes: Vec<(AccountId, Wake)>,
}

#[derive(Debug, Clone)]
struct Account {
    generation: u64,
    keyring: Vec<u8>,
    keyring_version: u64,
    vault: Vec<u8>,
    vault_version: u64,
    snapshots: BTreeMap<SpaceId, (u64, Vec<u8>)>,
}

#[derive(Debug, Clone)]
struct Space {
    roster: Roster,
    claims: Vec<(AccountId, MemberId)>,
    entries: Vec<Envelope>,
    purge_wishes: BTreeSet<(MemberId, u64, MemberId)>,
}

fn ok(body: &impl serde::Serialize) -> HttpReply {
    HttpReply { status: 200, body: serde_json::to_vec(body).unwrap_or_default() }
}

fn no(status: u16, code: Code) -> HttpReply {
    let problem = Problem { code, detail: String::new() };
    HttpReply { status, body: serde_json::to_vec(&problem).unwrap_or_default() }
}

impl MemoryRelay {
    pub(super) fn register(
        &mut self,
        id: AccountId,
        keyring: Vec<u8>,
        vault: Vec<u8>,
    ) -> Option<()> {
        let account = Account {
            generation: 1,
            keyring,
            keyring_version: 1,
            vault,
            vault_version: 1,
            snapshots: BTreeMap::new(),
        };
        self.accounts.insert(id, account).is_none().then_some(())
    }

    #[expect(clippy::expect_used, reason = "test support: the account was registered")]
    pub(super) fn open_session(&mut self, id: AccountId, seed: u64) -> Opened {
        let token = Bytes(seed.to_be_bytes().to_vec());
        self.sessions.insert(data_encoding::BASE64URL_NOPAD.encode(&token.0), id);
        let account = self.accounts.get(&id).expect("the account was registered").record();
        Opened { token, session: SessionId([0; 16]), account }
    }

    pub(super) fn rekey(
        &mut self,
        id: AccountId,
        versions: (u64, u64),
        generation: u64,
        keyring: Vec<u8>,
        vault: Vec<u8>,
    ) -> bool {
        let Some(account) = self.accounts.get_mut(&id) else { return false };
        if (account.keyring_version, account.vault_version) != versions {
            return false;
        }
        let snapshots = std::mem::take(&mut account.snapshots);
        *account =
            Account { generation, keyring, keyring_version: 1, vault, vault_version: 1, snapshots };
        self.sessions.retain(|_, it| *it != id);
        true
    }

    /// Wake-up frames that a session of `token` has not been given.
    pub fn take_wakes(&mut self) -> Vec<(AccountId, Wake)> {
        std::mem::take(&mut self.wakes)
    }

    /// Whose session a token is.
    #[must_use]
    pub fn session(&self, token: &str) -> Option<AccountId> {
        self.sessions.get(token).copied()
    }

    /// Every entry of every space, as a thief of the database would find them.
    #[must_use]
    pub fn entries(&self) -> Vec<Envelope> {
        self.spaces.values().flat_map(|it| it.entries.clone()).collect()
    }

    /// Drops the body of the newest entry, which nobody asked for.
    pub fn drop_last_body(&mut self) {
        for space in self.spaces.values_mut() {
            if let Some(last) = space.entries.last_mut() {
                last.body = None;
            }
        }
    }

    /// Stores an entry as a relay of before would have, whose rules were fewer.
    pub fn store_as_before(&mut self, envelope: &Envelope) {
        if let Some(space) = self.spaces.get_mut(&envelope.header.space) {
            let _ = space.roster.admit(envelope);
            space.entries.push(envelope.clone());
        }
    }

    /// The keyring of an account, likewise.
    #[must_use]
    pub fn keyring(&self, id: AccountId) -> Option<&[u8]> {
        self.accounts.get(&id).map(|it| it.keyring.as_slice())
    }

    /// Answers a request.
    pub fn handle(&mut self, request: &HttpRequest) -> HttpReply {
        let path = request.path.trim_start_matches("/api/v1/");
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let number: u64 =
            query.split_once('=').and_then(|(_, it)| it.parse().ok()).unwrap_or_default();
        let parts: Vec<&str> = path.split('/').collect();
        let token = request.token.as_deref().and_then(|it| self.session(it));
        if let (["mailboxes", id], "GET") = (parts.as_slice(), request.method) {
            return self.read_mailbox(id);
        }
        let Some(me) = token else { return no(401, Code::SignedOut) };
        match (request.method, parts.as_slice()) {
            ("GET", ["account"]) => self
                .accounts
                .get(&me)
                .map_or_else(|| no(401, Code::SignedOut), |it| ok(&it.record())),
            ("PUT", ["keyring"]) => self.put_keyring(me, &request.body),
            ("GET", ["vault"]) => {
                let body = self.accounts.get(&me).map(|it| it.vault.clone()).unwrap_or_default();
                HttpReply { status: 200, body }
            }
            ("PUT", ["vault"]) => self.put_vault(me, number, &request.body),
            (method, ["mailboxes", rest @ ..]) => self.mailbox(me, method, rest, &request.body),
            ("POST", ["spaces"]) => self.create(me, &request.body),
            (method, ["spaces", id, rest]) => {
                let Some(id) = SpaceId::from_hex(id) else { return no(404, Code::NotFound) };
                match (method, *rest) {
                    ("PUT", "claim") => self.claim(me, id, &request.body),
                    ("DELETE", "claim") => self.leave(me, id),
                    ("POST", "entries") => self.append(me, id, &request.body),
                    ("GET", "entries") => self.read(me, id, number),
                    ("POST", "purge") => self.purge(me, id, &request.body),
                    ("GET", "snapshot") => self.snapshot(me, id),
                    ("PUT", "snapshot") => self.put_snapshot(me, id, number, &request.body),
                    _ => no(405, Code::MethodNotAllowed),
                }
            }
            _ => no(404, Code::NotFound),
        }
    }

    fn put_keyring(&mut self, me: AccountId, body: &[u8]) -> HttpReply {
        let Ok(put) = serde_json::from_slice::<PutKeyring>(body) else {
            return no(400, Code::Malformed);
        };
        let Some(account) = self.accounts.get_mut(&me) else { return no(401, Code::SignedOut) };
        if put.version != account.keyring_version + 1 {
            return no(409, Code::Conflict);
        }
        account.keyring = put.keyring.0;
        account.keyring_version = put.version;
        ok(&Versioned { generation: account.generation, version: put.version })
    }

    fn put_vault(&mut self, me: AccountId, version: u64, body: &[u8]) -> HttpReply {
        let Some(account) = self.accounts.get_mut(&me) else { return no(401, Code::SignedOut) };
        if version != account.vault_version + 1 {
            return no(409, Code::Conflict);
        }
        account.vault = body.to_vec();
        account.vault_version = version;
        ok(&Versioned { generation: account.generation, version })
    }

    fn read_mailbox(&self, id: &str) -> HttpReply {
        let mailbox = MailboxId::from_hex(id).and_then(|it| self.mailboxes.get(&it));
        mailbox.map_or_else(|| no(410, Code::InvitationGone), |(_, mailbox, _)| ok(mailbox))
    }

    fn mailbox(&mut self, me: AccountId, method: &str, rest: &[&str], body: &[u8]) -> HttpReply {
        let Some(id) = rest.first().and_then(|it| MailboxId::from_hex(it)) else {
            return no(404, Code::NotFound);
        };
        if method == "DELETE" {
            self.mailboxes.retain(|it, (owner, _, _)| *it != id || *owner != me);
            return ok(&serde_json::json!({}));
        }
        let Ok(Letter { letter }) = serde_json::from_slice(body) else {
            return no(400, Code::Malformed);
        };
        match rest.get(1) {
            None => {
                let mailbox = Mailbox { card: letter, join: None, reveal: None };
                let entry = self.mailboxes.entry(id).or_insert((me, mailbox, None));
                if entry.0 == me { ok(&serde_json::json!({})) } else { no(409, Code::Conflict) }
            }
            Some(&"join") => {
                let Some((owner, mailbox, joiner)) = self.mailboxes.get_mut(&id) else {
                    return no(410, Code::InvitationGone);
                };
                if joiner.is_some_and(|it| it != me) {
                    return no(409, Code::InvitationUsed);
                }
                // The first letter stays, so a doubled request changes nothing.
                *joiner = Some(me);
                mailbox.join.get_or_insert(letter);
                self.wakes.push((*owner, Wake::Mailbox(id)));
                ok(&serde_json::json!({}))
            }
            Some(&"reveal") => {
                let Some((_, mailbox, joiner)) = self.mailboxes.get_mut(&id) else {
                    return no(410, Code::InvitationGone);
                };
                mailbox.reveal.get_or_insert(letter);
                if let Some(joiner) = *joiner {
                    self.wakes.push((joiner, Wake::Mailbox(id)));
                }
                ok(&serde_json::json!({}))
            }
            Some(_) => no(404, Code::NotFound),
        }
    }
}

impl Account {
    fn record(&self) -> AccountRecord {
        AccountRecord {
            generation: self.generation,
            wrap: Bytes::default(),
            has_recovery: false,
            keyring: Bytes(self.keyring.clone()),
            keyring_version: self.keyring_version,
            vault_version: self.vault_version,
        }
    }
}
