//! What items are called and where links to them lead, told when it is asked: a large kit has far more items than any
//! page mentions.

use std::sync::Arc;

use super::Order;
use super::collateral::{Each, Piece};
use super::eye::{claim_text, from_root};
use super::plan;
use crate::check::{budget, questions, table_anchors};
use crate::model::Library;
use crate::model::objection::Objection;
use crate::text::{self, Words};

/// What a reference shows.
#[derive(Debug, Clone)]
pub struct Mention {
    /// Its name, or a claim's words as inline Markdown.
    pub words: Words,
    /// Its address; empty: none.
    pub to: String,
}

/// Everything that can be mentioned to a reader.
#[derive(Debug)]
pub struct Mentions {
    /// The whole kit; only names are taken from it.
    whole: Arc<Library>,
    /// What the reader may see.
    library: Arc<Library>,
    /// The pieces that are made for this reader, in the order of the list.
    pieces: Vec<Piece>,
    /// So many objections one page holds whole.
    most_gathered: usize,
}

impl Mentions {
    /// All of a kit that an order makes pages of.
    pub fn of(whole: Arc<Library>, library: Arc<Library>, order: &Order) -> Self {
        let most_gathered = budget(&library.settings, "gathered");
        Mentions { whole, library, pieces: plan::wanted(order).cloned().collect(), most_gathered }
    }

    /// How many objections one page holds whole.
    pub fn most_gathered(&self) -> usize {
        self.most_gathered
    }

    /// The first card of a competitor that an objection is about; `None`: there is no such card.
    pub fn card_of(&self, objection: &Objection) -> Option<String> {
        let mut cards = objection.competitors.iter().map(|competitor| self.home("competitor", competitor));
        cards.find(|card| !card.is_empty())
    }

    /// What a reference to an item, or to a place on its page, shows; `None`: the kit has no such item.
    pub fn get(&self, word: &'static str, id: &str, anchor: Option<&str>) -> Option<Mention> {
        anchor.and_then(|anchor| self.part(word, id, anchor)).or_else(|| self.item(word, id))
    }

    fn item(&self, word: &'static str, id: &str) -> Option<Mention> {
        if !self.whole.has(word, id) {
            return None;
        }
        let words = match self.library.claims.get(id).filter(|_| word == "claim") {
            Some(claim) => Words::Markdown(from_root(&claim_text(claim), &claim.origin.file)),
            None => Words::Plain(self.name(word, id)),
        };
        Some(Mention { words, to: self.home(word, id) })
    }

    /// A question on a page of questions, a group or row of a table.
    fn part(&self, word: &'static str, id: &str, anchor: &str) -> Option<Mention> {
        let words = match word {
            "faq" => {
                let mut asked = None;
                questions(&self.library.faqs.get(id)?.questions, &mut |q| {
                    if q.id.0 == anchor {
                        asked = Some(&q.ask);
                    }
                });
                text::inline_plain(asked?)
            }
            "comparison" => {
                table_anchors(self.library.comparisons.get(id)?).find(|known| *known == anchor)?;
                self.name(word, id)
            }
            _ => return None,
        };
        let home = self.home(word, id);
        let to = if home.is_empty() { home } else { format!("{home}#{anchor}") };
        Some(Mention { words: Words::Plain(words), to })
    }

    /// The name of an item. Names are shown wherever a thing is mentioned; what somebody said is not a name, so an
    /// objection or claim that is withheld is called by its id.
    pub fn name(&self, kind: &str, id: &str) -> String {
        let whole = &self.whole;
        let by_id = || id.replace('-', " ");
        let plain = |words: &str| text::inline_plain(words);
        let found = match kind {
            "product" => whole.products.get(id).map(|p| plain(&p.name)),
            "competitor" => whole.competitors.get(id).map(|c| plain(&c.name)),
            "rival" => {
                return if whole.products.get(id).is_some() {
                    self.name("product", id)
                } else {
                    self.name("competitor", id)
                };
            }
            "persona" => whole.personas.get(id).map(|p| plain(&p.role)),
            "faq" => whole.faqs.get(id).map(|f| plain(&f.title)),
            "comparison" => whole.comparisons.get(id).map(|c| plain(&c.title)),
            "page" => whole.pages.get(id).map(|p| plain(&p.title)),
            "objection" => self.library.objections.get(id).map(|o| plain(&o.says)),
            "claim" => self.library.claims.get(id).map(|c| plain(&claim_text(c))),
            _ => None,
        };
        found.unwrap_or_else(by_id)
    }

    /// The address of an item's page for this reader; empty: none. Objections are gathered on pages of their own, as
    /// long as they are not too many; else, and without such pages, an objection is at home on a card.
    pub fn home(&self, kind: &str, id: &str) -> String {
        let kinds: &[&'static str] = match kind {
            "rival" => &["product", "competitor"],
            "beside" => &["beside"],
            _ => crate::model::entity(kind).map_or(&[], |k| std::slice::from_ref(&k.word)),
        };
        // The first piece in the list that is made for an item is where links to it lead.
        let home = |kind: &&str| self.pieces.iter().find_map(|piece| self.home_on(piece, kind, id));
        let by_itself = || kinds.iter().find_map(home);
        if kind != "objection" {
            return by_itself().unwrap_or_default();
        }
        let card = || Some(format!("{}#{id}", self.card_of(self.library.objections.get(id)?)?));
        let are_too_many = self.library.objections.len() > self.most_gathered;
        if are_too_many { card().or_else(by_itself) } else { by_itself().or_else(card) }.unwrap_or_default()
    }

    /// The address of an item among the pages of a piece.
    fn home_on(&self, piece: &Piece, word: &str, id: &str) -> Option<String> {
        let (library, address) = (&self.library, |subject: &str| format!("page:{}", plan::path(piece, subject)));
        if let Some(own) = piece.each.word() {
            return (own == word && library.has(word, id)).then(|| address(id));
        }
        let sort = match word {
            "beside" => "competitor",
            "claim" | "objection" => word,
            _ => return None,
        };
        let is_held = piece.home_of.iter().any(|held| held == word) && library.has(sort, id);
        if !is_held || !plan::is_filled(library, piece) {
            return None;
        }
        // A page on the kit, or on a category, holds many items at their own places.
        let subject = match piece.each {
            Each::Kit => plan::KIT.to_owned(),
            Each::Shelf => return None,
            _ => {
                let own = library.objections.get(id).filter(|_| word == "objection");
                text::slug(&own.or_else(|| library.objections.iter().next())?.category, "g-")
            }
        };
        Some(format!("{}#{id}", address(&subject)))
    }
}
