//! The wake-up socket.

use reknit_client::engine::SocketEvent;
use wasm_bindgen::{JsCast as _, closure::Closure};
use web_sys::{Event, MessageEvent, WebSocket};

use super::relay;

/// An open socket; closed when dropped.
pub(crate) struct Wake {
    socket: WebSocket,
    _on_open: Closure<dyn FnMut(Event)>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_close: Closure<dyn FnMut(Event)>,
}

impl Wake {
    /// Opens it and tells what happens to it.
    pub(crate) fn open(tell: impl Fn(SocketEvent) + Clone + 'static) -> Option<Self> {
        let socket = WebSocket::new(&relay::socket()).ok()?;
        let (opened, framed, closed) = (tell.clone(), tell.clone(), tell);
        let on_open = Closure::new(move |_: Event| opened(SocketEvent::Opened));
        let on_message = Closure::new(move |event: MessageEvent| {
            if let Some(text) = event.data().as_string() {
                framed(SocketEvent::Frame(text));
            }
        });
        let on_close = Closure::new(move |_: Event| closed(SocketEvent::Closed));
        socket.set_onopen(Some(on_open.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        socket.set_onclose(Some(on_close.as_ref().unchecked_ref()));
        Some(Self { socket, _on_open: on_open, _on_message: on_message, _on_close: on_close })
    }

    /// Sends a text frame; a broken socket says so by closing.
    pub(crate) fn send(&self, text: &str) {
        let _ = self.socket.send_with_str(text);
    }

    /// Hears nothing more, and leaves closing to the end of the page: whoever runs the relay must not be able to tell a page that was
    /// fled from a tab that was closed.
    pub(crate) fn end_with_the_page(self) {
        self.deafen();
        std::mem::forget(self);
    }

    fn deafen(&self) {
        self.socket.set_onopen(None);
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
    }
}

impl Drop for Wake {
    fn drop(&mut self) {
        self.deafen();
        let _ = self.socket.close();
    }
}
