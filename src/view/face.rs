//! What the rest of a kit sees of a file without being handed its items: ids, relations, what lists of pages tell.

use std::hash::{BuildHasher, Hash, Hasher};

use foldhash::quality::FixedState;

use crate::check::mentions;
use crate::load::shape::{self, Leaf};
use crate::load::walk::{self, Step};
use crate::load::{Written, tree::Node};

/// Fields of an item whose words stand in lists: of pages, of categories.
const LISTED: [&str; 6] = ["name", "title", "role", "one_liner", "intro", "category"];

/// What others see of the items of a file, as a number: everything but the words that only those print who are handed the
/// item. Of words, only whether there are any.
pub fn face(items: &[Written]) -> u64 {
    let mut hasher = FixedState::default().build_hasher();
    for item in items {
        (item.kind.word, &item.id).hash(&mut hasher);
        if matches!(item.kind.word, "page" | "field log") {
            whole(item.node(), &mut hasher);
            continue;
        }
        let mut rests_on_claims = false;
        walk::walk(shape::schema(item.kind.folder), item.node(), item.kind.cap, &mut |step| match step {
            Step::Leaf { node, leaf, field, block, .. } => {
                let is_words = matches!(leaf, Leaf::Line | Leaf::Name | Leaf::Text | Leaf::Cell);
                let is_seen = !is_words || (block.field.is_empty() && LISTED.contains(&field));
                (field, node.text().filter(|_| is_seen)).hash(&mut hasher);
                let claims = node.text().filter(|_| is_words).map(mentions::claims_in).unwrap_or_default();
                rests_on_claims |= !claims.is_empty() || matches!(leaf, Leaf::Ref(kind) if kind == "claim");
                claims.iter().for_each(|claim| claim.hash(&mut hasher));
            }
            Step::Block(block) => (block.field, &block.mapping.name).hash(&mut hasher),
            Step::Widened { .. } => {}
        });
        // The register of claims calls what rests on them by its name or words.
        match item.kind.word {
            "objection" if rests_on_claims => item.node().text_of("says").hash(&mut hasher),
            "claim" if rests_on_claims => whole(item.node(), &mut hasher),
            _ => {}
        }
    }
    hasher.finish()
}

fn whole(node: Node, hasher: &mut impl Hasher) {
    node.text().hash(hasher);
    node.items().count().hash(hasher);
    node.items().for_each(|item| whole(item, hasher));
    for (key, value) in node.entries() {
        whole(key, hasher);
        whole(value, hasher);
    }
}
