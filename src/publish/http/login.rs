//! Who logs in, and what must never be shown of it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Who asks.
#[derive(Clone, Default)]
pub enum Login {
    /// Nobody: a wiki that logs in by other means.
    #[default]
    None,
    /// A name and a token.
    Basic(String, Secret),
    /// A token.
    Bearer(Secret),
}

/// A word that is never shown.
#[derive(Clone, Default)]
pub struct Secret(String);

impl Secret {
    /// Keeps a word.
    pub fn new(word: String) -> Secret {
        Secret(word)
    }

    /// The word, to be sent.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("(secret)")
    }
}

/// The login as the value of a header; `None`: nobody logs in.
pub fn header(login: &Login) -> Option<String> {
    match login {
        Login::None => None,
        Login::Basic(name, token) => Some(format!("Basic {}", STANDARD.encode(format!("{name}:{}", token.reveal())))),
        Login::Bearer(token) => Some(format!("Bearer {}", token.reveal())),
    }
}

/// Everything that must not be shown: the token, and the forms in which it is sent.
pub fn secrets(login: &Login) -> Vec<String> {
    let token = match login {
        Login::None => "",
        Login::Basic(_, token) | Login::Bearer(token) => token.reveal(),
    };
    let sent = header(login).and_then(|h| h.split_once(' ').map(|(_, sent)| sent.to_owned()));
    let encoded = crate::render::encoded(token).into_owned();
    [token.to_owned(), sent.unwrap_or_default(), encoded].into_iter().filter(|s| !s.is_empty()).collect()
}
