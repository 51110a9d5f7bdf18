//! What a rep, an author and a reader outside find on the pages of a wiki.

use crate::sandbox::Sandbox;

const WIKIS: &str = "confluence,mediawiki,dokuwiki";

/// The places of words in a page; they must stand in this order.
fn in_order(page: &str, words: &[&str]) {
    let mut from = 0;
    for word in words {
        let at = page[from..].find(word);
        from += at.unwrap_or_else(|| panic!("`{word}` is not there, or too early:\n{page}")) + word.len();
    }
}

#[test]
fn a_card_opens_with_its_glance_and_each_objection_goes_as_a_talk_goes() {
    let sandbox = Sandbox::sample();
    sandbox.build(&["--to", WIKIS]);
    for ending in ["xml", "wiki", "txt"] {
        let card = sandbox.read(&format!("public/battlecard/ticketron.{ending}"));
        let glance =
            ["Do not share", "At a glance", "Why we win", "Where we lose", "They will say", "30 % more", "Ask"];
        let talk = ["Objections", "What it means", "Acknowledge", "Ask", "Answer", "Check", "Proof", "Never say"];
        in_order(&card, &[&glance[..], &talk].concat());
    }
}

#[test]
fn a_card_with_a_name_alone_has_no_empty_pieces() {
    let sandbox = Sandbox::new().file("content/competitors/a.yaml", "name: Alone\n");
    sandbox.build(&["--to", "mediawiki"]);
    let card = sandbox.read("public/battlecard/a.wiki");
    assert!(!card.contains("==") && !card.contains("<div") && !card.contains("* "), "{card}");
    assert!(card.contains("Never checked"), "{card}");
}

#[test]
fn no_piece_of_a_page_is_empty_for_any_reader() {
    for audience in ["internal", "partner", "public"] {
        let sandbox = Sandbox::sample();
        sandbox.build(&["--to", "confluence", "--audience", audience]);
        for (path, bytes) in sandbox.files("public").into_iter().filter(|(path, _)| path.ends_with(".xml")) {
            let page = String::from_utf8_lossy(&bytes).split_whitespace().collect::<Vec<_>>().join(" ");
            for piece in ["p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "blockquote", "ac:rich-text-body"] {
                for empty in [format!("<{piece}></{piece}>"), format!("<{piece}> </{piece}>"), format!("<{piece}/>")] {
                    assert!(!page.contains(&empty), "{path} has {empty}");
                }
            }
        }
    }
}

#[test]
fn only_readers_outside_see_no_mark_and_no_age() {
    for (audience, mark, age) in
        [("internal", "Do not share", true), ("partner", "Do not pass on", false), ("public", "", false)]
    {
        let sandbox = Sandbox::sample();
        sandbox.build(&["--to", "dokuwiki", "--audience", audience]);
        let page = sandbox.read("public/comparison/support-desks.txt");
        assert!(page.contains(mark), "{page}");
        assert_eq!(page.contains("**Fresh**"), age, "{audience}: {page}");
        assert_eq!(page.contains("Do not"), audience != "public", "{audience}: {page}");
    }
}

#[test]
fn an_author_who_changes_one_template_changes_it_in_every_wiki() {
    let sandbox = Sandbox::new()
        .file("content/pages/hello.yaml", "title: Hello\ntext: Words & signs.\n")
        .file("templates/wiki/page.xml", "<h2>Our own</h2>\n{{ it.text | block(heading=3) }}\n");
    sandbox.build(&["--to", WIKIS]);
    for (ending, heading) in [("xml", "<h2>Our own</h2>"), ("wiki", "== Our own =="), ("txt", "===== Our own =====")] {
        let page = sandbox.read(&format!("public/page/hello.{ending}"));
        in_order(&page, &[heading, "Words"]);
    }
}
