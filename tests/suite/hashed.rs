//! Assets that may be kept for ever, and how only what changed is sent to where a large site is read.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use crate::shards::{LIST, kit, whole};

/// The addresses of style sheets, scripts and pictures that a page loads, as paths of the site.
fn loaded(page: &str, text: &str) -> Vec<String> {
    let depth = page.matches('/').count();
    let parts = text.split(['"']).filter(|part| part.contains("assets/"));
    parts.map(|part| part.trim_start_matches(&"../".repeat(depth)).to_owned()).collect()
}

#[test]
fn assets_are_named_by_their_content_and_everything_asks_for_them_so() {
    let kit = kit().file("templates/html/assets/own.css", "main { background: url(icon.svg) }\n");
    kit.build(&["--out", "plain"]);
    kit.build(&["--out", "hashed", "--hashed-assets", "--audience", "public"]);
    kit.build(&["--out", "hashed", "--hashed-assets"]);
    let site: BTreeMap<String, Vec<u8>> = kit.files("hashed").into_iter().collect();
    let text = |path: &str| String::from_utf8_lossy(&site[path]).into_owned();
    let is_hashed = |path: &str| {
        let mut parts = path.rsplit('.');
        parts.nth(1).is_some_and(|part| part.len() == 10 && part.bytes().all(|b| b.is_ascii_hexdigit()))
    };
    for page in site.keys().filter(|path| path.ends_with(".html")) {
        let loads = loaded(page, &text(page));
        assert!(loads.len() >= 4, "{page}: {loads:?}");
        for asset in loads {
            assert!(is_hashed(&asset) && site.contains_key(&asset), "{page} asks for {asset}");
        }
    }
    let named = |start: &str| {
        let mut names = site.keys().filter(|path| path.starts_with(start) && path.ends_with(".js") && is_hashed(path));
        names.next().cloned().unwrap_or_else(|| panic!("no {start}"))
    };
    let app = text(&named("assets/app."));
    for asset in site.keys().filter(|path| path.starts_with("assets/find-box.") && is_hashed(path)) {
        assert!(app.contains(&format!("'{asset}'")), "{asset}");
    }
    assert!(text(&named("assets/find-box.")).contains("'assets/find.js'"));
    // Where a search begins keeps its name, and says what the other files of the search are called.
    let index = text("assets/find.js");
    let blocks: Vec<&String> = site.keys().filter(|path| path.starts_with("assets/find/")).collect();
    assert!(blocks.len() > 1);
    for block in blocks {
        let name = &block["assets/find/".len()..block.len() - ".js".len()];
        assert!(is_hashed(block) && index.contains(&format!("\"{name}\"")), "{block}");
    }
    // Whoever asks for an asset by hand finds it under its own name.
    for (path, bytes) in kit.files("plain").iter().filter(|(path, _)| path.starts_with("assets/")) {
        let is_index = path.starts_with("assets/find");
        assert!(site.get(path) == Some(bytes) || is_index && !path.ends_with("find-box.js"), "{path}");
    }
    // Names without hashes stay as they are where nobody asked for others.
    assert!(!kit.files("plain").iter().any(|(path, _)| is_hashed(path)));
    assert!(!kit.read("plain/assets/find.js").contains("\"files\""));
}

#[test]
fn a_change_to_one_card_leaves_other_pages_and_all_assets_as_they_are() {
    let kit = kit();
    kit.build(&["--hashed-assets"]);
    let before = whole(&kit, "public");
    kit.replace("content/faqs/many.yaml", "It is 140.", "It is still 140.");
    kit.build(&["--hashed-assets"]);
    let after = whole(&kit, "public");
    let changed: Vec<&str> =
        after.iter().filter(|(path, bytes)| before.get(*path) != Some(*bytes)).map(|(path, _)| path.as_str()).collect();
    let [list, index, block, page] = changed[..] else { panic!("{changed:?}") };
    assert!(list == LIST && index == "assets/find.js" && block.starts_with("assets/find/") && page == "faq/many.html");
}

#[test]
fn a_new_answer_leaves_nearly_all_files_of_answers_as_they_are() {
    let kit = kit();
    kit.build(&["--hashed-assets"]);
    let blocks = || {
        let paths = kit.files("public").into_iter().map(|(path, _)| path);
        paths.filter(|path| path.starts_with("assets/find/said.")).collect::<BTreeSet<_>>()
    };
    let before = blocks();
    kit.write("content/objections/a-new-one.yaml", "id: a-new-one\nsays: We have never heard of you.\n");
    kit.build(&["--hashed-assets"]);
    let new = blocks().difference(&before).count();
    assert!(before.len() >= 4 && (1..=2).contains(&new), "{new} of {}", before.len());
}

/// A block of commands of the documentation, by a word in it.
fn commands(word: &str) -> String {
    let docs = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/large-sites.md");
    let docs = std::fs::read_to_string(docs).expect("the page on large sites");
    let blocks = docs.split("```sh\n").skip(1).filter_map(|rest| rest.split_once("```"));
    let block = blocks.map(|(block, _)| block).find(|block| block.contains(word));
    block.unwrap_or_else(|| panic!("no commands with {word}")).to_owned()
}

#[cfg(unix)]
#[test]
fn the_commands_of_the_documentation_tell_what_to_send_and_what_to_delete() {
    let kit = kit().file("content/pages/un mot, d\u{e9}j\u{e0} vu.yaml", "id: un-mot\ntitle: Un mot\n");
    let told = |name: &str| kit.read(name).lines().map(str::to_owned).collect::<BTreeSet<String>>();
    let compare = || {
        let run = Command::new("sh").args(["-euc", &commands("comm -13")]).current_dir(kit.path("")).output();
        let run = run.expect("a shell");
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    };
    kit.write("last", "");
    kit.build(&["--hashed-assets"]);
    compare();
    let before = kit.files("public").into_iter().collect::<BTreeMap<_, _>>();
    assert_eq!(told("changed"), before.keys().cloned().collect());
    assert_eq!(told("gone"), BTreeSet::new());
    // The next day: a card was edited, a page went, a picture and a style sheet changed.
    kit.write("last", kit.read("public/.talktrack-files"));
    kit.replace("content/competitors/chatly.yaml", "name: Chatly", "name: Chatly Two");
    std::fs::remove_file(kit.path("content/pages/how-to-use.md")).expect("removed");
    kit.write("templates/html/assets/sift.css", "/* other */\n");
    kit.build(&["--hashed-assets"]);
    compare();
    let after = kit.files("public").into_iter().collect::<BTreeMap<_, _>>();
    let differs = |path: &&String| before.get(*path) != after.get(*path);
    assert_eq!(told("changed"), after.keys().filter(differs).cloned().collect());
    assert_eq!(told("gone"), before.keys().filter(|path| !after.contains_key(*path)).cloned().collect());
    assert!(told("changed").contains("battlecard/chatly.html") && told("gone").contains("page/how-to-use.html"));
    assert!(told("changed").len() < after.len());
    // What is kept for ever has a name that nothing else ever had.
    let (forever, short) = (told("forever"), told("short"));
    assert!(forever.iter().all(|path| !before.contains_key(path)) && short.contains("assets/find.js"));
    assert!(forever.iter().any(|path| path.starts_with("assets/sift.")) && short.contains("assets/sift.css"));
    assert_eq!(forever.union(&short).cloned().collect::<BTreeSet<_>>(), told("changed"));
    // A build that changes nothing sends nothing.
    kit.write("last", kit.read("public/.talktrack-files"));
    compare();
    assert!(["changed", "gone", "forever", "short"].iter().all(|name| told(name).is_empty()));
}
