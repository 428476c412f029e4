//! The article module: one function over texts, without a browser, a store or a
//! token. It may be thrown away at any time.

use wasm_bindgen::prelude::*;

use crate::article::content::{Content, content};

/// What a page's content becomes.
#[wasm_bindgen]
pub struct Article(Content);

#[wasm_bindgen]
impl Article {
    /// Reads the tokens of a page that was found at an address under a title: its
    /// article, or all that there is of it.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(tokens: &str, address: &str, title: &str, is_all: bool) -> Self {
        Self(content(tokens, address, title, is_all))
    }

    /// Its blocks, as a JSON text.
    #[must_use]
    pub fn blocks(&mut self) -> String {
        std::mem::take(&mut self.0.blocks)
    }

    /// The addresses of the pictures among them, as a JSON text.
    #[must_use]
    pub fn pictures(&mut self) -> String {
        std::mem::take(&mut self.0.pictures)
    }

    /// How many files are left out, of each kind, as a JSON text.
    #[must_use]
    pub fn left(&mut self) -> String {
        std::mem::take(&mut self.0.left)
    }

    /// Where the requests end that these are sent in; empty where there are none.
    #[must_use]
    pub fn ends(&self) -> String {
        self.0.ends.clone()
    }

    /// Characters of text.
    #[must_use]
    pub fn characters(&self) -> u32 {
        u32::try_from(self.0.characters).unwrap_or(u32::MAX)
    }

    /// Pictures, videos and other files.
    #[must_use]
    pub fn media(&self) -> u32 {
        u32::try_from(self.0.media).unwrap_or(u32::MAX)
    }

    /// Whether the page had more than is read of one.
    #[wasm_bindgen(js_name = isCut)]
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.0.is_cut
    }
}
