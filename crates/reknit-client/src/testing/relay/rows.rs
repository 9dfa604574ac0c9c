//! Everything the relay has stored, row by row, as a thief of the database would find it.

use super::MemoryRelay;

impl MemoryRelay {
    /// Name and bytes of every row, in order. Blobs stand as they are: sealed.
    #[must_use]
    pub fn rows(&self) -> Vec<(String, Vec<u8>)> {
        let mut rows = Vec::new();
        for (id, account) in &self.accounts {
            let id = data_encoding::HEXLOWER.encode(&id.0);
            let versions = (account.generation, account.keyring_version, account.vault_version);
            rows.push((format!("account/{id}"), format!("{versions:?}").into_bytes()));
            rows.push((format!("keyring/{id}"), account.keyring.clone()));
            rows.push((format!("vault/{id}"), account.vault.clone()));
            for (space, (version, body)) in &account.snapshots {
                rows.push((format!("snapshot/{id}/{space}/{version}"), body.clone()));
            }
        }
        for (token, account) in &self.sessions {
            rows.push((format!("session/{token}"), account.0.to_vec()));
        }
        for (id, mailbox) in &self.mailboxes {
            rows.push((format!("mailbox/{id}"), format!("{mailbox:?}").into_bytes()));
        }
        rows.push(("open-claims".to_owned(), format!("{:?}", self.open_claims).into_bytes()));
        rows.push(("withdrawn".to_owned(), format!("{:?}", self.withdrawn).into_bytes()));
        for (id, space) in &self.spaces {
            rows.push((format!("claims/{id}"), format!("{:?}", space.claims).into_bytes()));
            for (envelope, at) in space.entries.iter().zip(1..) {
                rows.push((format!("entry/{id}/{at:06}"), envelope.encode()));
            }
        }
        rows
    }
}
