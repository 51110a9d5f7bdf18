//! Style sheets and scripts under names that tell their content (`assets/style.1a2b3c4d5e.css`), so that whoever keeps a
//! copy may keep it for ever.
//!
//! Each stands there twice: under that name, which the pages and the scripts ask for, and under its own, for what a
//! kit's templates and style sheets name by hand. Where a search begins, `assets/find.js`, keeps its name: it changes
//! with every card, and if pages named its content, all of them would change with it. The other files of the search are
//! named by it, so they tell their content too.

use std::collections::BTreeMap;

/// Signs of the hash in a name: one in 10^12 that two versions of a file share them.
const SIGNS: usize = 10;
/// What stands round the name of an asset in a script.
const QUOTES: [char; 3] = ['\'', '"', '`'];

/// Files beside the pages: their paths, with `/`, and their bytes.
type Assets = BTreeMap<String, Vec<u8>>;

/// The path of a file with the hash of its bytes before the ending.
pub fn path(path: &str, bytes: &[u8]) -> String {
    let hash = blake3::hash(bytes).to_hex();
    let hash = &hash[..SIGNS];
    match path.rsplit_once('.').filter(|(_, ending)| !ending.contains('/')) {
        Some((stem, ending)) => format!("{stem}.{hash}.{ending}"),
        None => format!("{path}.{hash}"),
    }
}

/// Assets under the names that tell their content: by their own path, that other path, and the bytes there, in which
/// scripts ask for each other by these names.
pub fn renamed(assets: &Assets) -> BTreeMap<String, (String, Vec<u8>)> {
    let mut done = BTreeMap::new();
    for path in assets.keys() {
        rename(path, assets, &mut Vec::new(), &mut done);
    }
    done
}

/// Renames what an asset asks for, then the asset. Two that ask for each other cannot both know the other's hash: the
/// second asks for the first by its own name.
fn rename<'a>(
    path: &'a str,
    assets: &'a Assets,
    above: &mut Vec<&'a str>,
    done: &mut BTreeMap<String, (String, Vec<u8>)>,
) {
    let Some(bytes) = assets.get(path).filter(|_| !done.contains_key(path)) else { return };
    above.push(path);
    let mut text = String::from_utf8_lossy(bytes).into_owned();
    let named = |quote: char, name: &str| format!("{quote}{name}{quote}");
    for other in assets.keys().filter(|_| path.ends_with(".js")) {
        let is_asked_for = QUOTES.iter().any(|quote| text.contains(&named(*quote, other)));
        if !is_asked_for || above.contains(&other.as_str()) {
            continue;
        }
        rename(other, assets, above, done);
        if let Some((name, _)) = done.get(other.as_str()) {
            text = QUOTES.iter().fold(text, |text, quote| text.replace(&named(*quote, other), &named(*quote, name)));
        }
    }
    above.pop();
    done.insert(path.to_owned(), (self::path(path, text.as_bytes()), text.into_bytes()));
}

/// A path, or a script, with the hashes taken out of all names in it.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('.') {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let is_hash = after.len() > SIGNS + 1
            && after.bytes().skip(1).take(SIGNS).all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
            && after.as_bytes()[SIGNS + 1] == b'.';
        rest = if is_hash { &after[SIGNS + 1..] } else { after };
        out.push('.');
        rest = &rest[1..];
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assets(files: &[(&str, &str)]) -> Assets {
        files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn a_name_tells_the_content_of_the_file_and_of_what_it_asks_for() {
        let one = renamed(&assets(&[("assets/a.js", "load('assets/b.js')"), ("assets/b.js", "b")]));
        let two = renamed(&assets(&[("assets/a.js", "load('assets/b.js')"), ("assets/b.js", "B")]));
        let (name, bytes) = &one["assets/a.js"];
        assert_eq!(String::from_utf8_lossy(bytes), format!("load('{}')", one["assets/b.js"].0));
        assert_ne!(name, &two["assets/a.js"].0, "the first asks for another version of the second");
        assert_eq!(plain(name), "assets/a.js");
        assert_eq!(plain(&String::from_utf8_lossy(bytes)), "load('assets/b.js')");
    }

    #[test]
    fn two_that_ask_for_each_other_are_both_renamed_once() {
        let files = [("assets/a.js", "load(\"assets/b.js\")"), ("assets/b.js", "load(\"assets/a.js\")")];
        let done = renamed(&assets(&files));
        assert_eq!(done, renamed(&assets(&files)));
        assert_eq!(done["assets/b.js"].1, b"load(\"assets/a.js\")");
        assert!(done["assets/a.js"].1.starts_with(b"load(\"assets/b."));
    }

    #[test]
    fn only_whole_names_are_replaced_and_files_without_an_ending_have_names_too() {
        let done = renamed(&assets(&[("assets/a.js", "'assets/bb' assets/b 'assets/b'"), ("assets/b", "b")]));
        let (name, _) = &done["assets/b"];
        assert_eq!(name.len(), "assets/b.".len() + SIGNS);
        assert_eq!(String::from_utf8_lossy(&done["assets/a.js"].1), format!("'assets/bb' assets/b '{name}'"));
    }

    #[test]
    fn what_only_looks_like_a_hash_stays() {
        for text in ["", ".", "a.b", "a.0123456789", "a.012345678.b", "a.0123456789abcdef.b", "é.0123456é89.b", "a..b"]
        {
            assert_eq!(plain(text), text);
        }
    }
}
