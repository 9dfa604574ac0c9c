//! People at a relay, without their client: just enough to ask every route.

#![expect(clippy::unwrap_used, reason = "a test may fail where it likes")]
#![allow(
    dead_code,
    unused_imports,
    clippy::allow_attributes,
    reason = "each test file uses its part"
)]

mod chain;
pub(crate) mod socket;

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode},
};
use reknit_relay::{Relay, Settings, assets::NoAssets, router};
#[cfg(debug_assertions)]
use reknit_vault::slow::CheapCost as Cost;
// The cheap one cannot be named in a release build, which the bench is.
#[cfg(not(debug_assertions))]
use reknit_vault::slow::RealCost as Cost;
use reknit_vault::{
    random::OsRandom,
    slow,
    slow_job::{Job, Outcome},
};
use reknit_wire::{
    api::{
        AccountKeys, LoginFinish, LoginStart, LoginStarted, OpaqueReply, Opened, Problem,
        RegisterFinish, RegisterStart,
    },
    bytes::Bytes,
    envelope::{Envelope, encode_append},
    limits::VAULT_SEALED_BYTES,
};
use serde::{Serialize, de::DeserializeOwned};
use tower::ServiceExt as _;

pub(crate) use chain::Chain;

/// A relay on a folder.
#[derive(Clone)]
pub(crate) struct TestRelay(pub(crate) Router);

/// What it answered.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The code of a problem, whose shape is checked on the way.
    pub(crate) fn code(&self) -> String {
        let problem: Problem = self.json();
        assert!(!problem.detail.is_empty());
        let code = serde_json::to_value(problem.code).unwrap();
        code.as_str().unwrap().to_owned()
    }
}

impl TestRelay {
    pub(crate) fn open(folder: &Path) -> Self {
        Self(router(Relay::open(folder, Settings::default()).unwrap(), Arc::new(NoAssets)))
    }

    /// The same folder, once all is put in order that is put in order at every start.
    pub(crate) async fn started_anew(folder: &Path) -> Self {
        static N_STARTS: AtomicUsize = AtomicUsize::new(0);
        let relay = Self::open(folder);
        // What is written first is written after that.
        let n = N_STARTS.fetch_add(1, Ordering::Relaxed);
        relay.register(&format!("first-of-the-day-{n}")).await;
        relay
    }

    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        content_type: Option<&str>,
        body: Vec<u8>,
    ) -> Reply {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        if let Some(content_type) = content_type {
            request = request.header("content-type", content_type);
        }
        let reply = self.0.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let (status, headers) = (reply.status(), reply.headers().clone());
        let body = to_bytes(reply.into_body(), 1 << 26).await.unwrap().to_vec();
        Reply { status, headers, body }
    }

    pub(crate) async fn json(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: &impl Serialize,
    ) -> Reply {
        let body = serde_json::to_vec(body).unwrap();
        self.send(method, &format!("/api/v1/{path}"), token, Some("application/json"), body).await
    }

    pub(crate) async fn bytes(
        &self,
        method: &str,
        path: &str,
        token: &str,
        body: Vec<u8>,
    ) -> Reply {
        let octets = Some("application/octet-stream");
        self.send(method, &format!("/api/v1/{path}"), Some(token), octets, body).await
    }

    pub(crate) async fn get(&self, path: &str, token: &str) -> Reply {
        self.send("GET", &format!("/api/v1/{path}"), Some(token), None, Vec::new()).await
    }

    /// First and last message of a registration.
    pub(crate) async fn upload(&self, handle: &str) -> (Vec<u8>, Vec<u8>) {
        let passphrase = PASSPHRASE.to_owned();
        let started = run(&Job::RegisterStart { passphrase: passphrase.clone() });
        let start =
            RegisterStart { handle: handle.into(), request: Bytes(started.second.to_vec()) };
        let reply = self.json("POST", "register/start", None, &start).await;
        let response = reply.json::<OpaqueReply>().response.0;
        let done =
            run(&Job::RegisterFinish { passphrase, state: started.first.to_vec(), response });
        (started.second.to_vec(), done.first.to_vec())
    }

    /// Makes an account and gives its token.
    pub(crate) async fn register(&self, handle: &str) -> String {
        let (_, upload) = self.upload(handle).await;
        let account = AccountKeys {
            generation: 1,
            wrap: Bytes(vec![1; 24 + 32 + 16]),
            recovery: None,
            keyring: Bytes(vec![2; 64]),
        };
        let vault = Bytes(vec![3; VAULT_SEALED_BYTES]);
        let finish =
            RegisterFinish { handle: handle.into(), upload: Bytes(upload), account, vault };
        let reply = self.json("POST", "register/finish", None, &finish).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", String::from_utf8_lossy(&reply.body));
        data_encoding::BASE64URL_NOPAD.encode(&reply.json::<Opened>().token.0)
    }

    /// Another session of an account that was made here.
    pub(crate) async fn sign_in(&self, handle: &str) -> String {
        self.sign_in_for(handle, false).await
    }

    /// The same; `final_act`: for something that cannot be undone.
    pub(crate) async fn sign_in_for(&self, handle: &str, final_act: bool) -> String {
        let passphrase = PASSPHRASE.to_owned();
        let started = run(&Job::LoginStart { passphrase: passphrase.clone() });
        let start = LoginStart { handle: handle.into(), request: Bytes(started.second.to_vec()) };
        let reply = self.json("POST", "login/start", None, &start).await;
        let LoginStarted { login, response } = reply.json();
        let response = response.0;
        let done = run(&Job::LoginFinish { passphrase, state: started.first.to_vec(), response });
        let finish = LoginFinish { login, finish: Bytes(done.first.to_vec()), final_act };
        let reply = self.json("POST", "login/finish", None, &finish).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", String::from_utf8_lossy(&reply.body));
        data_encoding::BASE64URL_NOPAD.encode(&reply.json::<Opened>().token.0)
    }
}

/// Of everybody here.
const PASSPHRASE: &str = "meadow lantern copper window";

/// One slow job, done here.
pub(crate) fn run(job: &Job) -> Outcome {
    Outcome::decode(&slow::run::<Cost>(&job.encode(), &mut OsRandom)).unwrap()
}

/// One entry as a request.
pub(crate) fn one(envelope: &Envelope) -> Vec<u8> {
    encode_append(std::slice::from_ref(envelope))
}
