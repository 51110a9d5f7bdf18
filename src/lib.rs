//! `talktrack` turns a folder of YAML into short, trustworthy sales collateral. The program is thin; this library is
//! the work, in one direction:
//!
//! ```text
//! content/*.yaml ──load──▶ Kit + Sources ──check──▶ Checked ──view──▶ Pages ──render──▶ Site ──leak──▶ files ──write──▶ folder
//!                            │                        │                │                  │               │
//!                            │                        │                └─▶ find, serve    │               │
//!                            └──────── diagnostics ───┴───────────────────────────────────┴───────────────┴─▶ printed once
//! ```
//!
//! Read [`pipeline`] first: the whole order is on that screen; how a kit gets there, read, judged and with what its pages
//! are made with, stands in [`mod@ready`]. A stage is a function from the value before it to its
//! own, and imports only stages to its left (a test holds this). Only [`project`], [`mod@git`], [`load`], [`mod@write`],
//! [`mod@serve`], [`pipeline`], [`mod@record`], [`baseline`], [`fix`], [`links`], [`watch`],
//! [`mod@publish`] and [`commands`] touch the disk, the network or the
//! terminal; the day of the build and the templates enter as values, so every
//! build can be repeated.
//!
//! YAML is read in one place, `load::tree`, into trees that know their bytes. The JSON Schema of each entity, made from
//! its Rust type, is compiled into shapes; along them `load::shape` finds everything wrong with a file in one walk,
//! `load::walk` resolves audiences, and `view::audience` cuts out what is withheld, so a new field is covered by all
//! three the moment it is in its struct.
//!
//! What can be looked up ([`view::answers`]) is made from what a reader may see, like a page; the pages search it with
//! scripts in `templates/html/assets/`, the terminal with [`mod@find`]. [`mod@serve`] keeps the latest good state of a kit
//! and renders pages one by one through [`render::Plates`]; what did not change is neither read nor judged again
//! ([`ready::Memory`]). [`watch`] tells which files were touched, and only those are looked at ([`load::Touched`]);
//! where it is not sure to have seen everything, the whole kit is looked through. What pages mention is named when a page
//! asks for it ([`view::Mentions`]).
//!
//! No site stands in memory as a whole: each file is given away as it is finished, searched for what was withheld, and
//! staged in the output folder by [`write::Writer`], while others are still being made. The folder itself is touched when
//! all are there and nothing speaks against them. [`mod@record`] remembers what a build saw and made, so that the next one
//! can tell at a glance that nothing changed. When a few words did, [`mod@amend`] makes again only what they have a part in:
//! while something is made, [`mod@needs`] hears what is asked of the kit. [`timings`] tells where the time went.
//!
//! A large site can be made in parts: [`mod@shard`] tells which part a build makes, [`mod@key`] what all parts of one site
//! have in common, [`write::join`] makes one site of them.
//!
//! A rule is one file under [`check`]: a name, its words, and where it looks. Builds judge by the rules that stand in the
//! way of right pages, `check` by all; [`baseline`], [`fix`], [`links`] and [`watch`] are for living with it, and [`report`]
//! prints findings for people, programs and services.
//!
//! [`mod@review`] sets two states of a kit side by side, the earlier one read out of [`mod@git`]; [`mod@diff`] tells what changed
//! between them as plain data.
//!
//! [`mod@publish`] makes a place at a wiki like the pages of a kit: [`publish::plan`] compares what the kit wants, what we
//! know (the ledger) and what stands there; [`publish::decide`] is the table of what to do; [`publish::apply`] does it, with
//! a line in the journal round each write. A wiki is one file that implements [`publish::wiki::Wiki`], and holds no rule
//! of safety.
//!
//! # Where to add things
//!
//! | to add | write | register |
//! |---|---|---|
//! | collateral | `templates/<target>/<name>.<ending>` | an entry in `templates/collateral.yaml` |
//! | an output target | a text writer in [`text`], `templates/<target>/` | a record in [`render::TARGETS`] |
//! | a wiki that pages are written for | a writer in [`render::wiki`]; the templates are there | a record in [`render::TARGETS`] |
//! | a rule | `src/check/<rule>.rs`, `tests/cases/<rule>/` | a line in [`check::RULES`] |
//! | a wiki | `src/publish/<wiki>.rs` | a line in [`publish::WIKIS`] |
//! | a field | the struct in [`model`] and its view in [`view`] | nothing; a test asks for it on a page |
//! | a way to print a review | `src/diff/print/<name>.rs` | a line in [`diff::print::FORMATS`] |
//! | a way to print findings | `src/report/<name>.rs` | a line in [`report::FORMATS`] |

pub mod amend;
pub mod baseline;
pub mod check;
pub mod cli;
pub mod color;
pub mod commands;
pub mod diagnostic;
pub mod diff;
pub mod error;
pub mod find;
pub mod fix;
pub mod git;
pub mod key;
pub mod leak;
pub mod length;
pub mod links;
pub mod load;
pub mod media;
pub mod model;
pub mod needs;
pub mod pipeline;
pub mod project;
pub mod publish;
pub mod ready;
pub mod record;
pub mod render;
pub mod report;
pub mod review;
pub mod serve;
pub mod shard;
pub mod source;
pub mod text;
pub mod timings;
pub mod view;
pub mod watch;
pub mod write;
