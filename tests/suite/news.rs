//! Pages that mark what is new since an earlier state, and the page that tells what changed.

use crate::sandbox::{Sandbox, TODAY};

const CARD: &str = "content/competitors/ticketron.yaml";

/// The sample kit, kept as `old`, and then worked on.
fn worked_on() -> Sandbox {
    let sandbox = Sandbox::sample();
    sandbox.commit("old");
    sandbox.replace(CARD, "€15 per agent", "€18 per agent");
    sandbox.replace(CARD, "why_we_win:\n", "why_we_win:\n  - Larkspur left them in a week\n");
    sandbox.replace(CARD, "buyers who are mid-contract", "buyers in mid-contract");
    sandbox.replace("content/objections/price.yaml", "For thirty agents we come", "For thirty agents, all in, we come");
    sandbox.write(
        "content/objections/new.yaml",
        "- {id: too-new, says: You are too new for us., audience: partner, competitors: [ticketron], respond: Ask three who came last year.}\n",
    );
    let log = sandbox.read("content/field-log/2026-q4.yaml");
    let heard = "- {on: 2026-11-22, objection: no-phone, words: phones ring all day, outcome: lost}\n";
    sandbox.write("content/field-log/2026-q4.yaml", log + heard);
    let faq = sandbox.read("content/faqs/security.yaml");
    sandbox.write("content/faqs/security.yaml", faq + "  - {ask: Is this one new?, id: new-one, short: It is.}\n");
    sandbox
}

#[test]
fn a_card_marks_what_is_new_and_what_changed() {
    let sandbox = worked_on();
    sandbox.build(&["--since", "old", "--to", "html,markdown"]);
    let card = sandbox.read("public/battlecard/ticketron.html");
    assert!(card.contains("<span class=\"news\">new</span>"), "{card}");
    let point = card.find("<div class=\"lead\"><p>Larkspur left them").expect("the point");
    assert!(card[point - 60..point].contains("<span class=\"news\">new</span>"), "{}", &card[point - 60..point]);
    let card = sandbox.read("public/battlecard/ticketron.md");
    for line in [
        "- Larkspur left them in a week\n  - *new*\n",
        "You are too new for us. *(new)*\n",
        "You are 30 % more expensive than Ticketron. *(changed)*\n",
        "Ticketron Suite *(changed)* | €18 per agent",
        "  - *changed*\n  - **What it means:** Expect buyers in mid-contract",
    ] {
        assert!(card.contains(line), "{line}: {card}");
    }
    let index = sandbox.read("public/index.html");
    assert!(index.contains("Ticketron</a> <span class=\"news\">changed</span>"), "{index}");
    assert!(sandbox.read("public/faq/security.html").contains("Is this one new? <span class=\"news\">new</span>"));
}

#[test]
fn without_since_nothing_is_marked_and_there_is_no_page_of_changes() {
    let sandbox = worked_on();
    sandbox.build(&["--to", "html,markdown"]);
    assert!(!sandbox.exists("public/changes.html"));
    for (path, bytes) in sandbox.files("public") {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let is_marked = text.contains("class=\"news\"") || text.contains("*(new)*") || text.contains("*new*");
        assert!(path.starts_with("assets/") || !is_marked, "{path}");
    }
}

#[test]
fn the_page_of_changes_tells_them_by_card_and_every_page_leads_there() {
    let sandbox = worked_on();
    sandbox.build(&["--since", "old", "--to", "html,markdown"]);
    assert!(sandbox.read("public/battlecard/chatly.html").contains("href=\"../changes.html\""));
    let page = sandbox.read("public/changes.md");
    for line in [
        "Compared with **old** 2026-11-01 · 1 added · 3 changed · New in the field log: 1",
        "- [Ticketron](battlecard/ticketron.md): Answer drafts › Price: “€15 per agent and month” → “€18 per agent and month”",
        "- [You have no phone queue.](objections.md#no-phone) · Times heard: 1 → 2 · Place: 3 → 1",
        "- **[Ticketron](battlecard/ticketron.md)**\n",
        "  - Why we win *added*: “Larkspur left them in a week”",
        "- **[You are too new for us.](objections.md#too-new)** *(added)* · Against [Ticketron]",
        "  - Questions *added*: “Is this one new?: It is.”",
    ] {
        assert!(page.contains(line), "{line}: {page}");
    }
}

#[test]
fn nothing_changed_is_said_on_the_page() {
    let sandbox = Sandbox::sample();
    sandbox.commit("old");
    sandbox.build(&["--since", "HEAD"]);
    assert!(sandbox.read("public/changes.html").contains("<p>Nothing changed.</p>"));
    assert!(!sandbox.read("public/index.html").contains("class=\"news\""));
}

#[test]
fn words_that_moved_within_a_card_are_not_new() {
    let sandbox = Sandbox::new()
        .file("content/competitors/a.yaml", "name: A\nstrengths: [They are quick to answer]\nweaknesses: [None]\n");
    sandbox.commit("old");
    sandbox.write("content/competitors/a.yaml", "name: A\nweaknesses: [None, They are quick to answer]\n");
    sandbox.build(&["--since", "old"]);
    assert!(!sandbox.read("public/battlecard/a.html").contains("class=\"news\""));
}

#[test]
fn a_kit_that_was_not_there_or_had_errors_can_be_compared_with() {
    let sandbox = Sandbox::new();
    std::fs::remove_file(sandbox.path("talktrack.yaml")).expect("removed");
    sandbox.commit("none");
    let sandbox = sandbox
        .file("talktrack.yaml", "title: T\n")
        .file("content/competitors/a.yaml", "name: A\n")
        .file("content/competitors/b.yaml", "name: [\n");
    sandbox.commit("bad");
    sandbox.write("content/competitors/b.yaml", "name: B\n");
    sandbox.build(&["--since", "bad"]);
    assert!(!sandbox.read("public/index.html").contains("class=\"news\""), "what could not be read is not called new");
    sandbox.build(&["--since", "none"]);
    assert!(sandbox.read("public/index.html").contains("A</a> <span class=\"news\">new</span>"));
    let run = sandbox.run(&["build", "--since", "nope"]);
    assert_eq!((run.code, run.stderr.contains("git knows no revision `nope`")), (2, true), "{}", run.stderr);
}

#[test]
fn prospects_see_marks_and_nothing_that_was_meant_for_insiders() {
    let sandbox = worked_on();
    sandbox.build(&["--since", "old", "--audience", "public"]);
    assert!(!sandbox.exists("public/changes.html"), "by default, the page is for insiders");
    assert!(sandbox.read("public/faq/security.html").contains("Is this one new? <span class=\"news\">new</span>"));
}

#[test]
fn a_page_of_changes_for_prospects_holds_no_word_that_was_withdrawn() {
    let sandbox = Sandbox::new()
        .file("templates/collateral.yaml", "- {name: changes, each: kit, path: changes, title: \"{label}\"}\n")
        .file(
            "content/competitors/a.yaml",
            "name: A\naudience: public\nstrengths: [They have a big team of friendly people]\nwhy_we_lose: [Their price is half of ours now]\nfacts: {Size: about nine hundred people or so}\n",
        )
        .file("content/claims/c.yaml", "- {id: c, text: Our customers pay a third less every year, audience: public}\n")
        .file("content/pages/p.yaml", "title: P\naudience: public\ntext: We love every single one of our customers.\n");
    sandbox.commit("secret-branch");
    sandbox.replace(
        "content/competitors/a.yaml",
        "strengths: [They have a big team of friendly people]",
        "strengths: [{text: They have a big team of friendly people, audience: internal}, They are nice to talk to]",
    );
    sandbox.replace(
        "content/competitors/a.yaml",
        "Their price is half of ours now",
        "Their price is a third of ours now",
    );
    sandbox.replace("content/competitors/a.yaml", "about nine hundred people or so", "a thousand");
    sandbox.replace("content/claims/c.yaml", ", audience: public", ", audience: internal");
    sandbox.replace("content/pages/p.yaml", "every single one of", "all of");
    for audience in ["public", "partner"] {
        sandbox.build(&["--since", "secret-branch", "--audience", audience, "--to", "html,markdown"]);
        for path in ["public/changes.html", "public/changes.md"] {
            let page = sandbox.read(path);
            assert!(page.contains("They are nice to talk to") && page.contains("We love all of our"), "{page}");
            for gone in ["friendly people", "third", "half of", "nine hundred", "secret-branch", "every single"] {
                assert!(!page.contains(gone), "{audience} {path} holds {gone}: {page}");
            }
        }
    }
    sandbox.build(&["--since", "secret-branch", "--to", "markdown"]);
    let page = sandbox.read("public/changes.md");
    assert!(
        page.contains("“about nine hundred people or so” → “a thousand”") && page.contains("secret-branch"),
        "{page}"
    );
}

#[test]
fn the_page_of_changes_speaks_japanese() {
    let sandbox = Sandbox::new().file("content/competitors/a.yaml", "name: A\n");
    sandbox.commit("old");
    sandbox.write("talktrack.yaml", "title: T\nlanguage: ja\n");
    sandbox.write("content/competitors/a.yaml", "name: A\nwhy_we_win: [対応が早い]\n");
    sandbox.build(&["--since", "old"]);
    let page = sandbox.read("public/changes.html");
    assert!(page.contains("変更点") && page.contains("対応が早い"), "{page}");
    assert!(sandbox.read("public/battlecard/a.html").contains("<span class=\"news\">新規</span>"));
}

#[test]
fn one_file_to_mail_carries_the_marks_too() {
    let sandbox = worked_on();
    let run = sandbox.run(&["build", "--today", TODAY, "--since", "old", "--single-file"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(sandbox.files("public-single").iter().any(|(_, b)| String::from_utf8_lossy(b).contains("class=\"news\"")));
}

#[test]
fn hostile_words_in_a_change_are_shown_and_do_nothing() {
    let hostile = "\"</del><script>x</script> [a](javascript:x) | `c` {{ it }}\"";
    let sandbox = Sandbox::new().file("content/competitors/a.yaml", "name: A\nwhy_we_win: [One]\nfacts: {a: b}\n");
    sandbox.commit("old");
    let words = format!(
        "name: {hostile}\nwhy_we_win: [{hostile}]\nfacts: {{{hostile}: {hostile}}}\npricing: {{plans: [{{name: {hostile}, price: {hostile}}}]}}\n"
    );
    sandbox.write("content/competitors/a.yaml", words);
    sandbox.build(&["--since", "old", "--to", "html,markdown"]);
    let page = sandbox.read("public/changes.html");
    assert!(
        page.contains("&lt;script") && !page.contains("<script>x") && !page.contains("href=\"javascript"),
        "{page}"
    );
    let page = sandbox.read("public/changes.md");
    let page = page.replace("\\<", "").replace("\\]", "");
    assert!(!page.contains("<script") && !page.contains("](javascript"), "{page}");
}
