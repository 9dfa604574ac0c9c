#![doc = include_str!("../README.md")]

use reknit_coach::{
    Draft, Reader,
    full::{FORMAT, Full},
    light::Light,
};
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

/// A coach with the tiers it was handed.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct Coach {
    light: Option<Light>,
    full: Option<Full>,
}

#[wasm_bindgen]
impl Coach {
    /// A coach that cannot read yet.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the weights of a tier, whichever they are, and gives its name: `light` or `full`. The light tier comes first.
    ///
    /// # Errors
    ///
    /// A sentence, where the bytes are no weights of this version, or the full tier comes first. What was loaded before stays.
    pub fn load(&mut self, bytes: &[u8]) -> Result<String, JsError> {
        let is_full = bytes.starts_with(FORMAT);
        if is_full {
            let light =
                self.light.clone().ok_or_else(|| JsError::new("the light tier comes first"))?;
            let full =
                Full::from_bytes(bytes, light).map_err(|it| JsError::new(&it.to_string()))?;
            self.full = Some(full);
        } else {
            self.light = Some(Light::load(bytes).map_err(|it| JsError::new(&it.to_string()))?);
        }
        Ok(if is_full { "full" } else { "light" }.to_owned())
    }

    /// Forgets the full tier. Its memory is given back only when the worker ends.
    pub fn forget_full(&mut self) {
        self.full = None;
    }

    /// Reads a draft, `{"kind","text","to"?}`, with the best tier there is, or with the light one where `light` is true.
    /// Gives the reading as JSON; nothing where the draft is not one or no tier is there.
    #[must_use]
    pub fn read(&self, draft: &str, light: bool) -> Option<String> {
        let draft: Draft = serde_json::from_str(draft).ok()?;
        let full = self.full.as_ref().filter(|_| !light).map(|it| it as &dyn Reader);
        let reader = full.or(self.light.as_ref().map(|it| it as &dyn Reader))?;
        serde_json::to_string(&reader.read(&draft)).ok()
    }
}
