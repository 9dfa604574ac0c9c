//! The real client code against the real relay, without a socket between them.

use std::{cell::RefCell, collections::VecDeque};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, header},
};
use reknit_client::{
    command::{Command, Refusal},
    engine::{Engine, Input, Output},
    ports::{HttpReply, HttpRequest, Now, Offline, Slow, Transport, Zones},
    view::View,
};
use reknit_vault::{
    random::OsRandom,
    slow::{self, RealCost},
};
use tower::ServiceExt as _;

/// Largest answer that is read, in bytes.
const REPLY_BYTES_MAX: usize = 16 * 1024 * 1024;

/// The relay's router as a transport.
#[derive(Debug, Clone)]
pub(crate) struct InProcess {
    router: Router,
    /// Says that it is somebody's session, whatever the request says: what an operator can do with a database.
    as_session: Option<String>,
    /// What was asked and answered, where a test listens.
    #[cfg(test)]
    heard: Option<std::sync::Arc<std::sync::Mutex<Vec<Heard>>>>,
}

/// A request's method and path, and the answer's status and body.
#[cfg(test)]
pub(crate) type Heard = (String, u16, Vec<u8>);

impl InProcess {
    pub(crate) fn new(router: Router) -> Self {
        Self {
            router,
            as_session: None,
            #[cfg(test)]
            heard: None,
        }
    }

    /// The same relay, with somebody listening to one client.
    #[cfg(test)]
    pub(crate) fn overheard(&self) -> Self {
        Self { heard: Some(std::sync::Arc::default()), ..self.clone() }
    }

    /// What was heard since the last time.
    #[cfg(test)]
    pub(crate) fn take_heard(&self) -> Vec<Heard> {
        let heard = self.heard.as_ref().map(|it| std::mem::take(&mut *it.lock().unwrap()));
        heard.unwrap_or_default()
    }

    /// A relay whose host serves everything of one account to whoever asks.
    #[cfg(test)]
    pub(crate) fn serving_all_of(&self, token: &str) -> Self {
        Self { as_session: Some(token.to_owned()), ..self.clone() }
    }
}

impl Transport for InProcess {
    async fn send(&self, request: HttpRequest) -> Result<HttpReply, Offline> {
        let content_type =
            if request.binary { "application/octet-stream" } else { "application/json" };
        #[cfg(test)]
        let asked = format!("{} {}", request.method, request.path);
        let mut built = Request::builder()
            .method(request.method)
            .uri(request.path)
            .header(header::CONTENT_TYPE, content_type);
        if let Some(token) = self.as_session.clone().or(request.token) {
            built = built.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let built = built.body(Body::from(request.body)).map_err(|_| Offline)?;
        let reply = self.router.clone().oneshot(built).await.map_err(|_| Offline)?;
        let status = reply.status().as_u16();
        let body = to_bytes(reply.into_body(), REPLY_BYTES_MAX).await.map_err(|_| Offline)?;
        #[cfg(test)]
        if let Some(heard) = &self.heard {
            heard.lock().unwrap().push((asked, status, body.to_vec()));
        }
        Ok(HttpReply { status, body: body.to_vec() })
    }
}

/// OPAQUE and Argon2id on this thread.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Here;

impl Slow for Here {
    async fn run(&self, job: Vec<u8>) -> Option<Vec<u8>> {
        Some(slow::run::<RealCost>(&job, &mut OsRandom))
    }
}

/// Winter in Greenwich.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Utc;

impl Zones for Utc {
    fn offset_minutes(&self, _zone: &str, _at_ms: i64) -> i32 {
        0
    }
}

/// One open account, driven by hand.
pub(crate) struct Person {
    engine: RefCell<Engine>,
    relay: InProcess,
}

impl Person {
    /// Goes on with an account that was opened.
    pub(crate) async fn new(
        engine: Engine,
        outputs: Vec<Output>,
        relay: InProcess,
        now: Now,
    ) -> Self {
        let person = Self { engine: RefCell::new(engine), relay };
        person.carry_out(now, outputs).await;
        person
    }

    /// Carries out outputs, and what follows from them, until nothing is left to do.
    async fn carry_out(&self, now: Now, outputs: Vec<Output>) {
        let mut todo = VecDeque::from(outputs);
        while let Some(output) = todo.pop_front() {
            let input = match output {
                Output::Send { id, request } => {
                    Input::Replied { id, reply: self.relay.send(request).await }
                }
                Output::Keep { id, .. } => Input::Kept { id, ok: true },
                Output::OpenSocket
                | Output::CloseSocket
                | Output::SocketSend(_)
                | Output::Changed => {
                    continue;
                }
            };
            todo.extend(self.engine.borrow_mut().step(now, input));
        }
    }

    /// Reads what is new and sends what waits.
    pub(crate) async fn sync(&self, now: Now) {
        let outputs = self.engine.borrow_mut().step(now, Input::Online);
        self.carry_out(now, outputs).await;
    }

    /// Asks for something.
    pub(crate) async fn ask(&self, now: Now, command: Command) -> Result<(), Refusal> {
        let outputs = self.engine.borrow_mut().command(now, command)?;
        self.carry_out(now, outputs).await;
        Ok(())
    }

    /// Uses the engine, and carries out what it wants.
    #[cfg(test)]
    pub(crate) async fn act(&self, now: Now, act: impl FnOnce(&mut Engine) -> Vec<Output>) {
        let outputs = act(&mut self.engine.borrow_mut());
        self.carry_out(now, outputs).await;
    }

    /// Brings everything to rest, vault written.
    pub(crate) async fn lock(&self, now: Now) {
        let outputs = self.engine.borrow_mut().step(now, Input::Lock);
        self.carry_out(now, outputs).await;
    }

    /// What they see.
    pub(crate) fn view(&self, now: Now) -> View {
        self.engine.borrow().view(now)
    }
}
