//! What the rest of a kit sees of a file without being handed its items: ids, relations, what lists of pages tell.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::check::mentions;
use crate::load::shape::{self, Leaf};
use crate::load::walk::{self, Step};
use crate::load::{Written, tree::Node};

/// Fields of an item whose words stand in lists: of pages, of categories.
const LISTED: [&str; 6] = ["name", "title", "role", "one_liner", "intro", "category"];

/// What others see of the items of a file, as a number: everything but the words that only those print who are handed the
/// item. Of words, only whether there are any.
pub fn face(items: &[Written]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for item in items {
        (item.kind.word, &item.id).hash(&mut hasher);
        let claims = mentions::claims_of(item);
        claims.hash(&mut hasher);
        // The register of claims calls what rests on a claim by its name or words.
        let is_called = !claims.is_empty();
        if matches!(item.kind.word, "page" | "field log") || (is_called && item.kind.word == "claim") {
            whole(&item.node, &mut hasher);
            continue;
        }
        walk::walk(shape::schema(item.kind.folder), &item.node, item.kind.cap, &mut |step| match step {
            Step::Leaf { node, leaf, field, block, .. } => {
                let is_words = matches!(leaf, Leaf::Line | Leaf::Name | Leaf::Text | Leaf::Cell);
                let is_listed = LISTED.contains(&field) || (is_called && field == "says");
                let is_seen = !is_words || (block.field.is_empty() && is_listed);
                (field, node.is_absent(), node.text().filter(|_| is_seen)).hash(&mut hasher);
            }
            Step::Block(block) => (block.field, &block.mapping.name).hash(&mut hasher),
            Step::Widened { .. } => {}
        });
    }
    hasher.finish()
}

fn whole(node: &Node, hasher: &mut DefaultHasher) {
    node.text().hash(hasher);
    node.items().len().hash(hasher);
    node.items().iter().for_each(|item| whole(item, hasher));
    for (key, value) in node.entries() {
        whole(key, hasher);
        whole(value, hasher);
    }
}
