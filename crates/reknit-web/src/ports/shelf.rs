//! IndexedDB on a device of one's own: sealed blobs by name, nothing readable.

use std::future::Future;

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use reknit_client::account::Keep;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbRequest, IdbTransaction};

/// Name of database and store; neutral, because a browser lists it.
const NAME: &str = "notes";

/// The opened database.
#[derive(Clone)]
pub(crate) struct Shelf(IdbDatabase);

impl Shelf {
    /// Opens it, making it if need be. `None` where the browser does not allow it.
    pub(crate) async fn open() -> Option<Self> {
        let factory = web_sys::window()?.indexed_db().ok()??;
        let request = factory.open_with_u32(NAME, 1).ok()?;
        let making = request.clone();
        let upgrade = Closure::once_into_js(move |_: JsValue| {
            if let Ok(db) = making.result().and_then(|it| it.dyn_into::<IdbDatabase>()) {
                let _ = db.create_object_store(NAME);
            }
        });
        request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
        let db: IdbDatabase = settled(&request).await.ok()?.dyn_into().ok()?;
        // Removing the copy in one tab must not wait for another: that one lets go, and keeps nothing any more.
        let closing = db.clone();
        let let_go = Closure::<dyn Fn(JsValue)>::new(move |_| closing.close()).into_js_value();
        db.set_onversionchange(Some(let_go.unchecked_ref()));
        Some(Self(db))
    }

    /// Everything that is kept. `None` where it cannot be read now: that is not the same as nothing.
    pub(crate) async fn read(&self) -> Option<Keep> {
        self.try_read().await.ok()
    }

    async fn try_read(&self) -> Result<Keep, JsValue> {
        let store = self.0.transaction_with_str(NAME)?.object_store(NAME)?;
        let (names, blobs) = (store.get_all_keys()?, store.get_all()?);
        let names = Array::from(&settled(&names).await?);
        let blobs = Array::from(&settled(&blobs).await?);
        let named = names.iter().zip(blobs.iter());
        let named = named
            .filter_map(|(name, blob)| Some((name.as_string()?, Uint8Array::new(&blob).to_vec())));
        Ok(Keep(named.collect()))
    }

    /// Keeps a blob. The transaction begins at once, so that later calls count later; the future tells whether it is durable.
    pub(crate) fn put(
        &self,
        name: &str,
        bytes: &[u8],
        strict: bool,
    ) -> impl Future<Output = bool> + use<> {
        let begun = self.begin(strict).and_then(|transaction| {
            let store = transaction.object_store(NAME)?;
            store.put_with_key(&Uint8Array::from(bytes), &JsValue::from_str(name))?;
            Ok(completed(&transaction))
        });
        async move {
            match begun {
                Ok(promise) => JsFuture::from(promise).await.is_ok(),
                Err(_) => false,
            }
        }
    }

    /// Forgets everything, and that there was anything.
    pub(crate) async fn discard(self) {
        self.0.close();
        let factory = web_sys::window().and_then(|it| it.indexed_db().ok().flatten());
        if let Some(Ok(request)) = factory.map(|it| it.delete_database(NAME)) {
            let _ = settled(&request).await;
        }
    }

    fn begin(&self, strict: bool) -> Result<IdbTransaction, JsValue> {
        // What waits to be sent exists nowhere else: it must survive a power cut. The rest is a cache.
        let options = Object::new();
        let durability = if strict { "strict" } else { "relaxed" };
        Reflect::set(&options, &"durability".into(), &durability.into())?;
        // web-sys does not bind the third argument yet.
        let transaction: Function = Reflect::get(&self.0, &"transaction".into())?.dyn_into()?;
        let begun = transaction.call3(&self.0, &NAME.into(), &"readwrite".into(), &options)?;
        begun.dyn_into()
    }
}

async fn settled(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    JsFuture::from(promise).await?;
    request.result()
}

fn completed(transaction: &IdbTransaction) -> Promise {
    Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onerror(Some(&reject));
        transaction.set_onabort(Some(&reject));
    })
}
