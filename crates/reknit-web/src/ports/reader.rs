//! The coach in a worker of its own.

use js_sys::{JSON, Reflect};
use reknit_coach::Reading;
use serde::Deserialize;
use wasm_bindgen::{JsCast as _, closure::Closure};
use web_sys::{Event, MessageEvent, Worker, WorkerOptions, WorkerType};

/// Whether the coach can read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// What it needs is on its way.
    Coming,
    /// It can.
    Ready,
    /// Something did not come, and is not asked for again before the next unlock.
    Failed,
}

/// What the worker tells: one of these, or an answer.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Told {
    /// Whether it can read.
    pub(crate) ready: Option<bool>,
    /// How it stands with the full tier.
    pub(crate) full: Option<Full>,
    /// The number of a draft that it has read.
    pub(crate) id: Option<u32>,
    /// What was read; nothing where it could not.
    pub(crate) reading: Option<Reading>,
}

/// The full tier on this device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub(crate) struct Full {
    /// How it stands.
    pub(crate) state: FullState,
    /// How many pieces are here.
    pub(crate) got: u32,
    /// How many there are.
    pub(crate) of: u32,
    /// How large all of them are, unpacked.
    pub(crate) bytes: u32,
}

/// How it stands with the full tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FullState {
    /// Not told yet.
    #[default]
    Unknown,
    /// It cannot be kept: the device is not one's own, or the browser has no place for it.
    Unable,
    /// Not here.
    None,
    /// Some of it is here.
    Part,
    /// It is being fetched.
    Coming,
    /// Here, and used.
    Here,
    /// Here, and of another release.
    Old,
    /// Something went wrong.
    Failed,
    /// The device has no room for it.
    NoRoom,
}

/// A running worker. Dropping it ends it, and with it whatever it was given to read.
pub(crate) struct Reader {
    worker: Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(Event)>,
}

impl Reader {
    /// Starts one; it fetches what it needs by itself. `own`: whether anything may be kept on this device.
    pub(crate) fn start(own: bool, tell: impl Fn(Told) + Clone + 'static) -> Option<Self> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let path = Reflect::get(&js_sys::global(), &"notesReader".into()).ok()?.as_string()?;
        let worker = Worker::new_with_options(&path, &options).ok()?;
        let failed = tell.clone();
        let on_message = Closure::new(move |event: MessageEvent| {
            let text = event.data().as_string().unwrap_or_default();
            if let Ok(told) = serde_json::from_str(&text) {
                tell(told);
            }
        });
        // Its own file did not come: then it tells nothing by itself.
        let on_error = Closure::new(move |_: Event| {
            failed(Told { ready: Some(false), ..Told::default() });
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        let reader = Self { worker, _on_message: on_message, _on_error: on_error };
        reader.post(&format!("{{\"start\":{own}}}"));
        Some(reader)
    }

    /// Hands it a draft, as JSON of [`reknit_coach::Draft`]; the answer bears the same number. `light`: the light tier is enough.
    pub(crate) fn read(&self, id: u32, draft: &str, light: bool) {
        let draft = serde_json::to_string(draft).unwrap_or_default();
        self.post(&format!("{{\"id\":{id},\"light\":{light},\"draft\":{draft}}}"));
    }

    /// Lets it fetch the full tier, or what is missing of it.
    pub(crate) fn fetch_full(&self) {
        self.post("{\"full\":\"fetch\"}");
    }

    /// Lets it remove the full tier from this device.
    pub(crate) fn remove_full(&self) {
        self.post("{\"full\":\"remove\"}");
    }

    fn post(&self, json: &str) {
        if let Ok(message) = JSON::parse(json) {
            let _ = self.worker.post_message(&message);
        }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}
