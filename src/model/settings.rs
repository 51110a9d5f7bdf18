//! `talktrack.yaml`: what holds for the whole kit.

use indexmap::IndexMap;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use super::comparison::Value;
use super::value::*;

/// The settings of a kit.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Settings {
    /// What the whole is called.
    #[schemars(extend("x-required" = true, "examples" = ["Fernway field guide"]))]
    pub title: Name,
    /// Who "us" is.
    #[schemars(extend("examples" = ["Fernway"]))]
    pub company: Name,
    /// Language of the interface words, and of the pages.
    #[schemars(extend("examples" = ["en", "ja"]))]
    pub language: Name,
    /// Where the pages will stand on the web; links are relative without it.
    pub base_url: Url,
    /// What `/…` links are joined to.
    pub link_base: Url,
    /// Colour and logo.
    pub brand: Brand,
    /// Days a claim (by topic) or a card stays fresh.
    pub freshness: IndexMap<String, u64>,
    /// Words a field or page may have.
    pub budgets: IndexMap<String, u64>,
    /// Level of each rule: `error`, `warning` or `off`.
    pub rules: IndexMap<String, Name>,
    /// Other levels for some files.
    pub overrides: Vec<Override>,
    /// Words that rules look for.
    pub words: WordLists,
    /// Known words, with the names that pages show; when words are given, others are errors.
    pub terms: Terms,
    /// Own cell words for every comparison.
    pub values: IndexMap<String, Value>,
    /// What to know about files under `static/`.
    pub files: Vec<KitFile>,
    /// Where readers can say that something is wrong, or was heard; `{id}` and `{title}` are filled in.
    #[schemars(extend("x-cap" = "internal"))]
    pub feedback: Feedback,
    /// Places to publish to.
    pub publish: IndexMap<String, Place>,
}

impl Settings {
    /// The days that a topic (or `card`) stays fresh.
    pub fn days_fresh(&self, topic: &str) -> i32 {
        let default = match topic {
            "pricing" | "card" => 90,
            "feature" | "security" => 180,
            _ => 365,
        };
        let days = self.freshness.get(topic).copied().unwrap_or(default);
        i32::try_from(days).unwrap_or(i32::MAX).min(100_000)
    }

    /// The last day that something holds: the written one, else so many days after it was verified.
    pub fn holds_until(&self, verified: Option<Day>, expires: Option<Day>, topic: &str) -> Option<Date> {
        let later = |day: Day| day.0.checked_add(jiff::Span::new().days(self.days_fresh(topic))).ok();
        expires.map(|day| day.0).or_else(|| verified.and_then(later))
    }
}

/// Other levels for some files; of several that speak of a file, the last wins.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Override {
    /// The files, from the kit's root; `*` stands for any letters, `**` for any folders.
    #[schemars(extend("x-required" = true, "examples" = [["content/competitors/old-*"]]))]
    pub paths: Vec<Name>,
    /// Level of each rule there: `error`, `warning` or `off`.
    pub rules: IndexMap<String, Name>,
}

/// Words that rules look for, besides those they know.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct WordLists {
    /// Words that mock, frighten or accuse (`bashing`).
    pub bashing: Vec<Name>,
    /// Words that say nothing (`jargon`).
    pub jargon: Vec<Name>,
    /// Words that promise everything (`absolute-claim`).
    pub absolute: Vec<Name>,
    /// Words that these rules leave alone here.
    pub fine: Vec<Name>,
    /// Hosts whose pages are for insiders (`internal-link-public`).
    #[schemars(extend("examples" = [["wiki.fernway.example"]]))]
    pub private_hosts: Vec<Name>,
}

/// Colour and logo.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Brand {
    /// One colour, `#rrggbb`.
    #[schemars(extend("x-shape" = "color", "pattern" = "^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$", "examples" = ["#0b6e4f"]))]
    pub accent: Name,
    /// A logo, under `static/`.
    pub logo: FilePath,
}

/// Known words.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Terms {
    /// Market segments.
    pub segments: IndexMap<String, Name>,
    /// Regions.
    pub regions: IndexMap<String, Name>,
    /// Stages of a sale.
    pub stages: IndexMap<String, Name>,
    /// Labels.
    pub tags: IndexMap<String, Name>,
}

/// A file under `static/`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct KitFile {
    /// Where it is.
    #[schemars(extend("x-required" = true, "examples" = ["static/team.png"]))]
    pub path: FilePath,
    /// What it shows, for those who cannot see it.
    pub alt: Name,
    /// Whose it is.
    pub credit: Name,
    /// The widest audience that may have it; without it, that of what shows it.
    #[schemars(extend("x-shape" = "audience"))]
    pub audience: Option<crate::text::Audience>,
}

/// Where readers can write to.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Feedback {
    /// "This is wrong".
    #[schemars(extend("examples" = ["mailto:pmm@fernway.example?subject={title}"]))]
    pub wrong: Url,
    /// "I heard this".
    #[schemars(extend("examples" = ["https://forms.example/heard?id={id}"]))]
    pub heard: Url,
}

/// A place to publish to.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Place {
    /// Which sort of wiki.
    #[schemars(extend("x-shape" = "word", "enum" = ["confluence", "mediawiki", "dokuwiki", "git"]))]
    pub to: Name,
    /// Its address. MediaWiki: of `api.php`; DokuWiki: of the wiki's folder; Confluence: with `/wiki` where it has one.
    #[schemars(extend("examples" = ["https://example.atlassian.net/wiki"]))]
    pub url: Url,
    /// Confluence: the key of the space. DokuWiki: the namespace.
    pub space: Name,
    /// Under which page. git: in which folder.
    pub parent: Name,
    /// For whom.
    #[schemars(extend("x-shape" = "word", "enum" = ["internal", "partner", "public"]))]
    pub audience: Option<crate::text::Audience>,
    /// Only what is meant for this market segment.
    pub segment: Name,
    /// Only what is meant for this region.
    pub region: Name,
    /// Only these pieces of collateral; the index always goes along.
    pub collateral: Vec<Name>,
    /// What pages are called there; `{title}` is the page's title.
    #[schemars(extend("examples" = ["Battlecard: {title}"]))]
    pub title: Name,
    /// Name of the environment variable that holds the token.
    #[schemars(extend("examples" = ["CONFLUENCE_TOKEN"]))]
    pub token_env: Name,
    /// Name of the environment variable that holds the user.
    #[schemars(extend("examples" = ["CONFLUENCE_USER"]))]
    pub user_env: Name,
    /// File of the kit with the certificates of the company's own authority (PEM).
    pub ca: Name,
    /// Seconds to wait for one answer.
    pub timeout: Option<u64>,
    /// Seconds to wait, in all, for a server that is busy.
    pub patience: Option<u64>,
    /// git: the remote.
    pub remote: Name,
    /// git: the branch, where it is not the flavour's own.
    pub branch: Name,
    /// git: whose wiki it is (`github`, `gitlab`, `gitea`, `azure`, `otter`). Confluence: `cloud` or `data-center`, where
    /// the address does not tell.
    pub flavour: Name,
}
