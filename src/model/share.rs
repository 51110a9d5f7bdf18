//! How a text comes from a tree into the model without being copied. Serde lends words for a moment and knows nothing of
//! who owns them; so whoever lends a part of a larger text says of which, and whoever keeps the words keeps that part.

use std::cell::RefCell;
use std::fmt;

use arcstr::{ArcStr, Substr};
use serde::Deserializer;
use serde::de::Visitor;

thread_local! {
    /// The text whose words are being lent on this thread.
    static LENT: RefCell<ArcStr> = const { RefCell::new(ArcStr::new()) };
}

/// Says that the words lent from now on are part of this text.
pub fn lend(text: &ArcStr) {
    LENT.with_borrow_mut(|lent| {
        if !ArcStr::ptr_eq(lent, text) {
            lent.clone_from(text);
        }
    });
}

/// Words to keep: the part of the text that they were lent from; a copy when they come from elsewhere.
pub fn kept(words: &str) -> Substr {
    LENT.with_borrow(|lent| lent.try_substr_from(words)).unwrap_or_else(|| words.into())
}

/// A field that keeps its words.
///
/// # Errors
/// When something else than words stands there.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Substr, D::Error> {
    struct Keeper;
    impl Visitor<'_> for Keeper {
        type Value = Substr;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("words")
        }
        fn visit_str<E: serde::de::Error>(self, words: &str) -> Result<Substr, E> {
            Ok(kept(words))
        }
    }
    deserializer.deserialize_str(Keeper)
}
