//! Looking at an invitation before having an account.

use reknit_vault::invite::Invitation;
use reknit_wire::api::{Code, Mailbox};
use serde::{Deserialize, Serialize};

use super::call::{CallError, get, read_reply};
use crate::ports::{Now, Transport};

/// Why an invitation leads nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum InviteError {
    /// The link is not whole.
    #[error("the link is not whole")]
    Mangled,
    /// It has expired, or was taken back.
    #[error("the invitation has ended")]
    Gone,
    /// Somebody has answered it already.
    #[error("the invitation was answered already")]
    Used,
    /// The relay was not reached.
    #[error("the relay was not reached")]
    Offline,
    /// What lies at the relay was not put there by whoever made the link.
    #[error("the invitation is not its sender's")]
    Forged,
}

/// What an invitation says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peek {
    /// Who invites.
    pub their_name: String,
    /// When it ends, in milliseconds since 1970 UTC.
    pub expires_at_ms: i64,
}

/// Reads an invitation. The inviter's app shows no sign of it; whoever runs the relay can see the request.
///
/// # Errors
///
/// [`InviteError`].
pub async fn peek(
    transport: &impl Transport,
    now: Now,
    fragment: &str,
) -> Result<Peek, InviteError> {
    let invitation = Invitation::from_fragment(fragment).ok_or(InviteError::Mangled)?;
    let path = format!("mailboxes/{}", invitation.mailbox());
    let reply = get(transport, &path, None).await.map_err(|_| InviteError::Offline)?;
    let mailbox: Mailbox = read_reply(&reply).map_err(invite_error)?;
    let card = invitation.open_card(&mailbox.card.0).map_err(|_| InviteError::Forged)?;
    let expires_at_ms = i64::try_from(card.expires_at_ms).map_err(|_| InviteError::Forged)?;
    if expires_at_ms <= now.ms {
        return Err(InviteError::Gone);
    }
    if mailbox.join.is_some() {
        return Err(InviteError::Used);
    }
    Ok(Peek { their_name: card.name, expires_at_ms })
}

pub(crate) fn invite_error(error: CallError) -> InviteError {
    match error {
        CallError::Problem(Code::NotFound | Code::InvitationGone) => InviteError::Gone,
        CallError::Problem(Code::InvitationUsed) => InviteError::Used,
        CallError::Offline | CallError::Problem(_) | CallError::Garbage => InviteError::Offline,
    }
}
