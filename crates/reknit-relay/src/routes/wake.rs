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

/// Largest frame a client sends: a token.
const FRAME_BYTES_MAX: usize = 1024;

pub(super) async fn wake(State(relay): State<Relay>, upgrade: WebSocketUpgrade) -> Response {
    let upgrade = upgrade.max_message_size(FRAME_BYTES_MAX).max_frame_size(FRAME_BYTES_MAX);
    upgrade.on_upgrade(move |socket| async move {
        // However it ends, the client reads again when it comes back.
        let _ = listen(relay, socket, PING).await;
    })
}

async fn hello(relay: &Relay, socket: &mut WebSocket) -> Option<(Asker, Vec<u8>)> {
    let frame = timeout(HELLO, socket.recv()).await.ok()??.ok()?;
    let Message::Text(text) = frame else { return None };
    let hello: WakeHello = serde_json::from_str(&text).ok()?;
    let asker = asker(relay, hello.token.0.clone()).await.ok()?;
    Some((asker, hello.token.0))
}

async fn listen(relay: Relay, mut socket: WebSocket, every: Duration) -> Result<(), axum::Error> {
    let Some((listener, token)) = hello(&relay, &mut socket).await else { return Ok(()) };
    let mut hints = relay.0.hub.listen();
    send(&mut socket, Wake::Ready).await?;
    let mut ping = interval(every);
    loop {
        tokio::select! {
            hint = hints.recv() => match hint {
                Ok((account, wake)) if account == listener.account => send(&mut socket, wake).await?,
                Ok(_) => {}
                // Fell behind: whatever was missed is read again.
                Err(RecvError::Lagged(_)) => send(&mut socket, Wake::Ready).await?,
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
                socket.send(Message::Ping(Vec::new().into())).await?;
            }
        }
    }
}

async fn send(socket: &mut WebSocket, wake: Wake) -> Result<(), axum::Error> {
    let text = serde_json::to_string(&wake).unwrap_or_default();
    socket.send(Message::Text(text.into())).await
}

#[cfg(test)]
mod tests;
