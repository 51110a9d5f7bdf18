//! What links, pictures and references become on a page, told from where the page stands.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::check::link::{Lead, follow};
use crate::load::Paths;
use crate::needs;
use crate::text::{Audience, Href, ItemRef, Picture, Resolve, Shown};
use crate::view::{Mention, Mentions};

/// Answers the questions of texts on pages of one depth, in one target.
#[derive(Clone)]
pub struct Resolver {
    /// The way to the root of the site: `../` as often as the page is deep.
    pub root: String,
    /// Ending of pages.
    pub extension: &'static str,
    /// Whether addresses must be encoded.
    pub encodes: bool,
    /// Whether addresses in the kit stay as they are, for a wiki to name.
    pub is_neutral: bool,
    /// What links to pages and files are at the place they are published to, by their addresses; empty: it is no place.
    pub links: Arc<BTreeMap<String, String>>,
    /// What references show.
    pub shown: Arc<Mentions>,
    /// Files that this reader may have.
    pub files: Arc<BTreeSet<String>>,
    /// What links can lead to.
    pub paths: Arc<Paths>,
    /// Where `/…` links lead.
    pub link_base: String,
    /// Interface words.
    pub labels: Arc<BTreeMap<String, String>>,
    /// Where to say that something is wrong, or was heard: addresses with `{id}` and `{title}`.
    pub feedback: Arc<BTreeMap<&'static str, String>>,
    /// Style sheets and scripts that have another name than their own.
    pub assets: Arc<BTreeMap<String, String>>,
    /// Files that pages show, gathered on the way.
    pub used: Arc<Mutex<BTreeSet<String>>>,
}

impl Resolver {
    /// An address (`page:…`, `file:…`, or of the web) as a link from here.
    pub fn href(&self, address: &str) -> String {
        let (goal, place) = address.split_once('#').unwrap_or((address, ""));
        if let Some(link) = self.links.get(goal) {
            self.shows(goal.strip_prefix("file:").unwrap_or_default());
            return if place.is_empty() { link.clone() } else { format!("{link}#{}", encoded(place)) };
        }
        if let Some(path) = goal.strip_prefix("page:") {
            let path = encoded_path(path);
            let page = match self.is_neutral {
                true => ["page:", &path].concat(),
                false => [self.root.as_str(), &path, ".", self.extension].concat(),
            };
            return if address.contains('#') { [page.as_str(), "#", &encoded(place)].concat() } else { page };
        }
        if let Some(path) = address.strip_prefix("file:") {
            self.shows(path);
            let path = self.assets.get(path).map_or(path, String::as_str);
            return [if self.is_neutral { "file:" } else { self.root.as_str() }, &encoded_path(path)].concat();
        }
        if self.encodes { encoded_url(address) } else { address.to_owned() }
    }

    /// The address to say something about an item; empty: it is not asked.
    pub fn feedback(&self, name: &str, id: &str, title: &str) -> String {
        let filled = |address: &String| address.replace("{id}", &encoded(id)).replace("{title}", &encoded(title));
        self.feedback.get(name).map_or(String::new(), filled)
    }

    /// Width and height of a picture of the kit, as attributes; empty where they are not known.
    pub fn size(&self, address: &str) -> String {
        let known = address.strip_prefix("file:").and_then(|path| self.paths.statics.get(path).copied().flatten());
        known.map_or(String::new(), |(width, height)| format!(" width=\"{width}\" height=\"{height}\""))
    }

    fn shows(&self, path: &str) {
        if !self.files.contains(path) {
            return;
        }
        needs::question(("shown", path));
        if let Ok(mut used) = self.used.lock()
            && !used.contains(path)
        {
            used.insert(path.to_owned());
        }
    }

    fn mention(&self, word: &str, id: &str, anchor: Option<&str>) -> Option<Mention> {
        self.shown.get(crate::model::entity(word)?.word, id, anchor)
    }

    fn lead(&self, dest: &str) -> Lead {
        follow(&self.paths, &self.link_base, "", dest)
    }
}

impl Resolve for Resolver {
    fn item(&self, item: &ItemRef) -> Option<Shown> {
        let mention = self.mention(item.entity, item.id, item.anchor)?;
        let href = (!mention.to.is_empty()).then(|| self.href(&mention.to));
        Some(Shown { href, words: mention.words })
    }

    fn link(&self, dest: &str) -> Href {
        match self.lead(dest) {
            Lead::Web(url) | Lead::Here(url) | Lead::Site(url) | Lead::Baseless(url) => Href::To(url),
            Lead::Item { word, id, anchor } => match self.mention(word, &id, anchor.as_deref()) {
                Some(mention) if !mention.to.is_empty() => Href::To(self.href(&mention.to)),
                _ => Href::Plain,
            },
            Lead::Static { path, anchor } if self.files.contains(&path) => {
                Href::To(format!("{}{anchor}", self.href(&format!("file:{path}"))))
            }
            Lead::Static { .. } | Lead::Nowhere | Lead::Outside => Href::Plain,
        }
    }

    fn picture(&self, dest: &str) -> Picture {
        match self.lead(dest) {
            Lead::Web(url) | Lead::Site(url) | Lead::Baseless(url) => Picture::Link(url),
            Lead::Static { path, .. } if self.files.contains(&path) => {
                let size = self.paths.statics.get(&path).copied().flatten();
                Picture::Show(self.href(&format!("file:{path}")), size)
            }
            _ => Picture::Plain,
        }
    }

    fn insider_label(&self, audience: Audience) -> &str {
        let key = if audience == Audience::Partner { "partner-passage" } else { "internal-passage" };
        self.labels.get(key).map_or("", String::as_str)
    }
}

/// Signs that keep their meaning in any part of an address.
const WORD: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
const PATH: AsciiSet = WORD.remove(b'/');
/// Signs that would end an address in Markdown.
const MARKDOWN: AsciiSet = CONTROLS
    .add(b' ')
    .add(b'(')
    .add(b')')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'"')
    .add(b'`')
    .add(b'|')
    .add(b'*')
    .add(b'[')
    .add(b']')
    .add(b'{')
    .add(b'}')
    .add(b'^');

/// A word as a part of an address.
pub fn encoded(word: &str) -> Cow<'_, str> {
    utf8_percent_encode(word, &WORD).into()
}

fn encoded_path(path: &str) -> Cow<'_, str> {
    utf8_percent_encode(path, &PATH).into()
}

/// An address of the web, with the signs encoded that would end it in Markdown.
fn encoded_url(url: &str) -> String {
    utf8_percent_encode(url, &MARKDOWN).to_string().replace('&', "&amp;")
}
