//! Rules about the form of files and templates: found while reading and rendering, always on.

use super::{Level, Look, Rule, terms};

/// An id that cannot be a web address.
pub const BAD_ID: Rule = Rule {
    name: "bad-id",
    level: Level::Error,
    adjustable: false,
    always: true,
    summary: "an id that cannot be a web address",
    explanation: "Ids are permanent addresses: small letters, digits and hyphens, beginning with a letter or digit. A few are reserved for the site itself (`index`, `search`, `404`, `assets`, `static` and the names of the folders).",
    bad: "id: Ticket Tron",
    good: "id: ticket-tron",
    looks: &[],
};

/// Two items have the same id.
pub const DUPLICATE_ID: Rule = Rule {
    name: "duplicate-id",
    level: Level::Error,
    adjustable: false,
    always: true,
    summary: "two items have the same id",
    explanation: "An id is the permanent address of one item. Products and competitors share one set of ids; questions, groups and rows are unique on their page.",
    bad: "- {id: price, says: Too dear}\n- {id: price, says: No budget}",
    good: "- {id: price, says: Too dear}\n- {id: budget, says: No budget}",
    looks: &[],
};

/// A key is written twice in one mapping.
pub const DUPLICATE_KEY: Rule = Rule {
    name: "duplicate-key",
    level: Level::Error,
    adjustable: false,
    always: true,
    summary: "a key is written twice in one mapping",
    explanation: "Only one of the two could count, and nobody would know which. Keep one, or write a list.",
    bad: "name: Ticketron\nname: Ticket Tron",
    good: "name: Ticketron\naliases: [Ticket Tron]",
    looks: &[],
};

/// A file with nothing in it.
pub const EMPTY_FILE: Rule = Rule {
    name: "empty-file",
    level: Level::Warning,
    adjustable: true,
    always: true,
    summary: "a file with nothing in it",
    explanation: "A file that is empty, or holds only comments, makes no page.",
    bad: "# nothing yet",
    good: "name: Ticketron",
    looks: &[],
};

/// A file that is not UTF-8.
pub const ENCODING: Rule = Rule {
    name: "encoding",
    level: Level::Error,
    adjustable: false,
    always: true,
    summary: "a file that is not UTF-8",
    explanation: "Save the file as UTF-8 (with or without a byte order mark).",
    bad: "(a file saved as UTF-16)",
    good: "(the same file saved as UTF-8)",
    looks: &[],
};

/// A file under content/ that is not read.
pub const IGNORED_FILE: Rule = Rule {
    name: "ignored-file",
    level: Level::Warning,
    adjustable: true,
    always: true,
    summary: "a file under content/ that is not read",
    explanation: "Content is `.yaml` or `.yml` (pages also `.md`) in one of the folders for its sort. Pictures and documents belong in `static/`. Hidden files, backups and READMEs are passed over in silence.",
    bad: "content/competitors/ticketron.json",
    good: "content/competitors/ticketron.yaml",
    looks: &[],
};

/// An interface word is missing.
pub const LABELS: Rule = Rule {
    name: "missing-label",
    level: Level::Error,
    adjustable: false,
    always: true,
    summary: "an interface word is missing",
    explanation: "The words of the interface come from `templates/labels/<language>.yaml`. A language needs every word; `talktrack new --templates` copies the English and Japanese ones to start from.",
    bad: "language: nl   # and no templates/labels/nl.yaml",
    good: "language: en",
    looks: &[],
};

/// A page for partners or prospects holds words that were withheld.
pub const LEAK: Rule = Rule {
    name: "leak",
    level: Level::Error,
    adjustable: false,
    always: true,
    summary: "a page for partners or prospects holds words that were withheld",
    explanation: "Everything is internal unless marked, and withheld words are removed before any template runs. After rendering, every file of a partner or public build is searched for them all the same. A hit stops the build and nothing is written: look at the template that is named. (Words that a visible item of the same build holds too are taken as meant to be seen.)",
    bad: "(a template with an internal sentence written into it)",
    good: "(the sentence removed)",
    looks: &[],
};

/// A required field is not there.
pub const MISSING_FIELD: Rule = Rule {
    name: "missing-field",
    level: Level::Error,
    adjustable: false,
    always: true,
    summary: "a required field is not there",
    explanation: "A few fields are required, because no page can be made without them. `null`, an empty text and an empty list count as absent.",
    bad: "one_liner: Ticketing suite",
    good: "name: Ticketron\none_liner: Ticketing suite",
    looks: &[],
};

/// Two questions have the same words.
pub const MISSING_ID: Rule = Rule {
    name: "missing-id",
    level: Level::Warning,
    adjustable: true,
    always: true,
    summary: "two questions have the same words",
    explanation: "The second one's address is made by counting (`-2`), and would change when the order does. Give it an `id:`.",
    bad: "questions:\n  - ask: Is it safe?\n  - ask: Is it safe?",
    good: "questions:\n  - ask: Is it safe?\n  - {ask: Is it safe?, id: safe-cloud}",
    looks: &[],
};

/// A date that is not written YYYY-MM-DD.
pub const NOT_A_DATE: Rule = Rule {
    name: "not-a-date",
    level: Level::Error,
    adjustable: false,
    always: true,
    summary: "a date that is not written YYYY-MM-DD",
    explanation: "Dates are written one way, so that nobody mistakes a day for a month.",
    bad: "verified: 1/10/2026",
    good: "verified: 2026-10-01",
    looks: &[],
};

/// A path or symbolic link leads out of the kit.
pub const PATH_OUTSIDE_KIT: Rule = Rule {
    name: "path-outside-kit",
    level: Level::Error,
    adjustable: false,
    always: true,
    summary: "a path or symbolic link leads out of the kit",
    explanation: "Nothing outside the kit is ever read or copied. Copy the file into the kit.",
    bad: "logo: ../../logo.svg",
    good: "logo: static/logo.svg",
    looks: &[],
};

/// Two pages would be one file.
pub const SAME_PATH: Rule = Rule {
    name: "same-path",
    level: Level::Error,
    adjustable: false,
    always: true,
    summary: "two pages would be one file",
    explanation: "Two pieces of collateral have the same path, also on a disk that does not tell capitals from small letters. Change an id, or the `path` in `templates/collateral.yaml`.",
    bad: "- {name: card, path: \"cards/{id}\"}\n- {name: brief, path: \"cards/{id}\"}",
    good: "- {name: card, path: \"cards/{id}\"}\n- {name: brief, path: \"briefs/{id}\"}",
    looks: &[],
};

/// A template cannot be used.
pub const TEMPLATE: Rule = Rule {
    name: "template",
    level: Level::Error,
    adjustable: false,
    always: true,
    summary: "a template cannot be used",
    explanation: "A template has a slip in its syntax, names something that does not exist, or `collateral.yaml` has no template for a target. The message says where, and which names there are.",
    bad: "{{ page.titel }}",
    good: "{{ page.title }}",
    looks: &[],
};

/// A folder below content/ that is not a sort of content.
pub const UNKNOWN_FOLDER: Rule = Rule {
    name: "unknown-folder",
    level: Level::Error,
    adjustable: false,
    always: true,
    summary: "a folder below content/ that is not a sort of content",
    explanation: "The first folder below `content/` names the sort of content. Deeper folders are free.",
    bad: "content/competitor/",
    good: "content/competitors/",
    looks: &[],
};

/// A key that means nothing here.
pub const UNKNOWN_KEY: Rule = Rule {
    name: "unknown-key",
    level: Level::Error,
    adjustable: false,
    always: true,
    summary: "a key that means nothing here",
    explanation: "A key with a slip would be lost in silence, so it is an error. Keys that begin with `x-` are yours: they are ignored.",
    bad: "one_line: Ticketing suite",
    good: "one_liner: Ticketing suite",
    looks: &[],
};

/// A word that is not one of the words this field knows.
pub const UNKNOWN_WORD: Rule = Rule {
    name: "unknown-word",
    level: Level::Error,
    adjustable: false,
    always: true,
    summary: "a word that is not one of the words this field knows",
    explanation: "Some fields take one of a few words, or words listed in `terms:` or `values:`.",
    bad: "kind: vendr",
    good: "kind: vendor",
    looks: &[Look::Spots(|desk| Box::new(|spot, found| terms::check(desk, spot, found)))],
};

/// A file that cannot be read.
pub const UNREADABLE_FILE: Rule = Rule {
    name: "unreadable-file",
    level: Level::Error,
    adjustable: false,
    always: true,
    summary: "a file that cannot be read",
    explanation: "The file is too large (8 MB at most), or you may not read it.",
    bad: "(a file of 20 MB)",
    good: "(the same in several files)",
    looks: &[],
};

/// A value of another kind than the field takes.
pub const WRONG_TYPE: Rule = Rule {
    name: "wrong-type",
    level: Level::Error,
    adjustable: false,
    always: true,
    summary: "a value of another kind than the field takes",
    explanation: "A list where a line is wanted, words where a list is wanted, or a bare `true` or `false` where words are wanted (write them in quotes).",
    bad: "competitors: ticketron",
    good: "competitors: [ticketron]",
    looks: &[],
};

/// The file is not YAML, or uses a part of it that kits do without.
pub const YAML: Rule = Rule {
    name: "yaml",
    level: Level::Error,
    adjustable: false,
    always: true,
    summary: "the file is not YAML, or uses a part of it that kits do without",
    explanation: "Indent with spaces, close quotes, and quote text that holds `: ` or begins with a sign. Tags, several documents in a file, and extreme nesting are not read.",
    bad: "says: \"too dear",
    good: "says: \"too dear\"",
    looks: &[],
};
