//! OPAQUE and Argon2id in a worker of their own.

use js_sys::{Object, Promise, Reflect, Uint8Array};
use reknit_client::ports::Slow;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

/// A running worker. Dropping it ends it and frees the memory that Argon2id took.
pub(crate) struct Workshop(Option<Worker>);

impl Workshop {
    /// Starts one; its code is fetched while the person types.
    pub(crate) fn open() -> Self {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let path = Reflect::get(&js_sys::global(), &"notesWorker".into()).ok();
        let path = path.and_then(|it| it.as_string());
        Self(path.and_then(|it| Worker::new_with_options(&it, &options).ok()))
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        if let Some(worker) = &self.0 {
            worker.terminate();
        }
    }
}

impl Slow for Workshop {
    async fn run(&self, job: Vec<u8>) -> Option<Vec<u8>> {
        let worker = self.0.as_ref()?;
        let message = Object::new();
        Reflect::set(&message, &"job".into(), &Uint8Array::from(job.as_slice())).ok()?;
        let promise = Promise::new(&mut |resolve, reject| {
            let on_message = Closure::once_into_js(move |event: MessageEvent| {
                let outcome = Reflect::get(&event.data(), &"outcome".into());
                let _ = resolve.call1(&JsValue::NULL, &outcome.unwrap_or(JsValue::NULL));
            });
            worker.set_onmessage(Some(on_message.unchecked_ref()));
            worker.set_onerror(Some(&reject));
        });
        worker.post_message(&message).ok()?;
        let outcome = JsFuture::from(promise).await.ok()?;
        outcome.is_instance_of::<Uint8Array>().then(|| Uint8Array::new(&outcome).to_vec())
    }
}
