//! The wake-up socket: a token in the first frame, then hints.

use std::time::Duration;

use axum::{
    extract::{
        State, WebSocketUpgrade,
        ws::{Message, WebSocket},
    },
    response::Response,
};
use reknit_wire::api::{Wake, WakeHello};
use tokio::{
    sync::broadcast::error::RecvError,
    time::{interval, timeout},
};

use crate::{
    Relay,
    extract::{Asker, asker},
};

/// How long a client has for its first frame.
const HELLO: Duration = Duration::from_secs(5);

/// How often an idle socket is tried, so that a phone that went away does not hold it for ever, and its session asked for again: a
/// socket must not outlive it.
const PING: Duration = Duration::from_secs(45);

/// How long a frame may take to go out. Whoever reads nothing comes back when they read again.
const SEND: Duration = Duration::from_secs(10);

/// Largest frame a client sends: a token.
const FRAME_BYTES_MAX: usize = 1024;

pub(super) async fn wake(State(relay): State<Relay>, upgrade: WebSocketUpgrade) -> Response {
    let upgrade = upgrade.max_message_size(FRAME_BYTES_MAX).max_frame_size(FRAME_BYTES_MAX);
    upgrade.on_upgrade(move |socket| async move {
        // However it ends, the client reads again when it comes back.
        let _ = listen(relay, socket, Pace { ping: PING, send: SEND }).await;
    })
}

/// How long things take on a socket.
#[derive(Debug, Clone, Copy)]
struct Pace {
    ping: Duration,
    send: Duration,
}

async fn hello(relay: &Relay, socket: &mut WebSocket) -> Option<(Asker, Vec<u8>)> {
    let frame = timeout(HELLO, socket.recv()).await.ok()??.ok()?;
    let Message::Text(text) = frame else { return None };
    let hello: WakeHello = serde_json::from_str(&text).ok()?;
    let asker = asker(relay, hello.token.0.clone()).await.ok()?;
    Some((asker, hello.token.0))
}

async fn listen(relay: Relay, mut socket: WebSocket, pace: Pace) -> Result<(), axum::Error> {
    let Some((listener, token)) = hello(&relay, &mut socket).await else { return Ok(()) };
    let mut hints = relay.0.hub.listen();
    send(&mut socket, told(Wake::Ready), pace).await?;
    let mut ping = interval(pace.ping);
    loop {
        tokio::select! {
            hint = hints.recv() => match hint {
                Ok((account, wake)) if account == listener.account => {
                    send(&mut socket, told(wake), pace).await?;
                }
                Ok(_) => {}
                // Fell behind: whatever was missed is read again.
                Err(RecvError::Lagged(_)) => send(&mut socket, told(Wake::Ready), pace).await?,
                Err(RecvError::Closed) => return Ok(()),
            },
            frame = socket.recv() => match frame {
                // Nothing more is expected from a client but answers to pings.
                Some(Ok(Message::Pong(_) | Message::Ping(_))) => {}
                _ => return Ok(()),
            },
            _ = ping.tick() => {
                if asker(&relay, token.clone()).await.is_err() {
                    return Ok(());
                }
                send(&mut socket, Message::Ping(Vec::new().into()), pace).await?;
            }
        }
    }
}

/// Sends a frame, to somebody who reads.
async fn send(socket: &mut WebSocket, message: Message, pace: Pace) -> Result<(), axum::Error> {
    timeout(pace.send, socket.send(message)).await.map_err(axum::Error::new)?
}

fn told(wake: Wake) -> Message {
    let text = serde_json::to_string(&wake).unwrap_or_default();
    Message::Text(text.into())
}

#[cfg(test)]
mod tests;
