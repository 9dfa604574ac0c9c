//! Calling the relay and reading its answers.

use reknit_wire::{
    api::{Code, Problem},
    bytes::Bytes,
};
use serde::{Serialize, de::DeserializeOwned};

use super::SignError;
use crate::ports::{HttpReply, HttpRequest, Transport};

/// Why a call gave no answer of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CallError {
    Offline,
    Problem(Code),
    /// Not an answer this release understands.
    Garbage,
}

impl From<CallError> for SignError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Offline => Self::Offline,
            CallError::Problem(Code::WrongCredentials) => Self::WrongCredentials,
            CallError::Problem(Code::HandleTaken) => Self::HandleTaken,
            CallError::Problem(Code::RegistrationClosed) => Self::RegistrationClosed,
            CallError::Problem(Code::SlowDown) => Self::SlowDown,
            // A session that was opened by this very procedure is ended only by another device: no passphrase was wrong.
            CallError::Problem(Code::Conflict | Code::SignedOut) => Self::Busy,
            CallError::Problem(Code::Unavailable) => Self::Down,
            CallError::Problem(_) | CallError::Garbage => Self::Relay,
        }
    }
}

/// A token as it stands in a header.
#[must_use]
pub fn bearer(token: &Bytes) -> String {
    data_encoding::BASE64URL_NOPAD.encode(&token.0)
}

/// A request with a JSON body.
pub(crate) fn json_request(
    method: &'static str,
    path: &str,
    token: Option<&str>,
    body: &impl Serialize,
) -> HttpRequest {
    HttpRequest {
        method,
        path: format!("/api/v1/{path}"),
        binary: false,
        body: serde_json::to_vec(body).unwrap_or_default(),
        token: token.map(str::to_owned),
    }
}

/// What a reply says, or why not.
pub(crate) fn read_reply<R: DeserializeOwned>(reply: &HttpReply) -> Result<R, CallError> {
    if reply.status == 200 {
        return serde_json::from_slice(&reply.body).map_err(|_| CallError::Garbage);
    }
    match serde_json::from_slice::<Problem>(&reply.body) {
        Ok(problem) => Err(CallError::Problem(problem.code)),
        Err(_) => Err(CallError::Garbage),
    }
}

/// Sends JSON, reads JSON.
pub(crate) async fn call<R: DeserializeOwned>(
    transport: &impl Transport,
    path: &str,
    token: Option<&str>,
    body: &impl Serialize,
) -> Result<R, CallError> {
    let request = json_request("POST", path, token, body);
    let reply = transport.send(request).await.map_err(|_| CallError::Offline)?;
    read_reply(&reply)
}

/// Reads bytes or JSON without sending any.
pub(crate) async fn get(
    transport: &impl Transport,
    path: &str,
    token: Option<&str>,
) -> Result<HttpReply, CallError> {
    let request = HttpRequest {
        method: "GET",
        path: format!("/api/v1/{path}"),
        binary: false,
        body: Vec::new(),
        token: token.map(str::to_owned),
    };
    transport.send(request).await.map_err(|_| CallError::Offline)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Another device may end a session in the midst of a change: whoever typed the right passphrase is not told that it was wrong.
    #[test]
    fn a_session_that_ended_meanwhile_is_no_wrong_passphrase() {
        let told = |code| SignError::from(CallError::Problem(code));
        assert_eq!(told(Code::SignedOut), SignError::Busy);
        assert_eq!(told(Code::WrongCredentials), SignError::WrongCredentials);
    }
}
