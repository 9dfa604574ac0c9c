//! Errors as a client sees them: one JSON shape, and nothing of what was sent.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use reknit_wire::api::{Code, Problem};

use crate::store::StoreError;

/// Why a request was not carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ApiError(pub(crate) Code);

impl ApiError {
    fn parts(self) -> (StatusCode, &'static str) {
        match self.0 {
            Code::Malformed => (StatusCode::BAD_REQUEST, "the request cannot be read"),
            Code::SignedOut => (StatusCode::UNAUTHORIZED, "there is no session, or it has ended"),
            Code::WrongCredentials => (StatusCode::UNAUTHORIZED, "name and secret do not fit"),
            Code::SignInAgain => (StatusCode::FORBIDDEN, "it takes a session opened just now"),
            Code::RegistrationClosed => (StatusCode::FORBIDDEN, "new accounts are not taken here"),
            Code::NotFound => (StatusCode::NOT_FOUND, "there is no such thing, or it is not yours"),
            Code::MethodNotAllowed => {
                (StatusCode::METHOD_NOT_ALLOWED, "the route does not know this method")
            }
            Code::HandleTaken => (StatusCode::CONFLICT, "the name is taken"),
            Code::Conflict => (StatusCode::CONFLICT, "it has changed since it was read"),
            Code::InvitationUsed => (StatusCode::CONFLICT, "the invitation was used"),
            Code::InvitationGone => (StatusCode::GONE, "the invitation has ended"),
            Code::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "the request is too large"),
            Code::ContentType => {
                (StatusCode::UNSUPPORTED_MEDIA_TYPE, "the content type is not the route's")
            }
            Code::Refused => (StatusCode::UNPROCESSABLE_ENTITY, "it is against the rules"),
            Code::SlowDown => (StatusCode::TOO_MANY_REQUESTS, "too many tries; wait a minute"),
            Code::Full => (StatusCode::INSUFFICIENT_STORAGE, "the relay's disk is full"),
            Code::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "the relay failed"),
            Code::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "the relay is not ready"),
        }
    }
}

impl From<Code> for ApiError {
    fn from(code: Code) -> Self {
        Self(code)
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Refused(code) => Self(code),
            StoreError::Full => Self(Code::Full),
            StoreError::Stopped => Self(Code::Unavailable),
            StoreError::Sqlite(_)
            | StoreError::Folder(_)
            | StoreError::Newer { .. }
            | StoreError::Missing => Self(Code::Internal),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, detail) = self.parts();
        (status, Json(Problem { code: self.0, detail: detail.to_owned() })).into_response()
    }
}
