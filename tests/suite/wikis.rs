//! Pages for wikis: what they are called, where they lead, and what stops them.

use std::collections::{BTreeMap, BTreeSet};

use talktrack::check::Scope;
use talktrack::pipeline;
use talktrack::project::Project;
use talktrack::ready::{Memory, Wanted, ready};
use talktrack::render::names::Names;
use talktrack::render::{Output, Sheet, target};
use talktrack::text::Audience;
use talktrack::view::Page;
use talktrack::view::audience::Reader;

use crate::sandbox::Sandbox;

const ALL: &str = "confluence,mediawiki,dokuwiki";

/// The sheets of a kit for one wiki, all names with a word before them; and the findings.
fn sheets(sandbox: &Sandbox, wiki: &str, audience: Audience) -> (Option<Vec<Sheet>>, Vec<String>) {
    let project = Project::find(&sandbox.path("")).expect("a kit");
    let wanted = Wanted {
        reader: Reader { audience, drafts: false, segment: None, region: None },
        only: Vec::new(),
        targets: target(wiki).into_iter().collect(),
        single_file: false,
        since: None,
        output: Output::default(),
        today: "2026-11-23".parse().expect("a day"),
    };
    let (ready, built) = ready(&project, &mut Memory::default(), Some(&wanted), wanted.today, Scope::Pages, None)
        .expect("a kit that can be read");
    let naming = |pages: &[Page], files: &BTreeSet<String>| Names {
        pages: pages.iter().map(|page| (page.path.clone(), format!("Sales {}", page.title))).collect(),
        files: files.iter().map(|path| (path.clone(), path.replace('/', "_"))).collect(),
        links: BTreeMap::new(),
    };
    let (sheets, built) = pipeline::sheets(&ready.expect("a sound kit"), built, &wanted, &naming).expect("sheets");
    let sheets = sheets.map(|(sheets, _)| sheets);
    (sheets, built.diagnostics.0.into_iter().map(|d| d.message).collect())
}

#[test]
fn pages_that_share_a_title_are_told_apart_and_links_follow() {
    let sandbox = Sandbox::new()
        .file("content/competitors/acme.yaml", "name: Acme\n")
        .file("content/competitors/other.yaml", "name: ACME\n")
        .file("content/comparisons/acme.yaml", "title: Acme\ncolumns: [acme]\nrows: [{name: a, cells: {acme: yes}}]\n");
    sandbox.build(&["--to", ALL]);
    let index = sandbox.read("public/index.wiki");
    assert!(index.contains("[[Acme|Acme]]") && index.contains("[[ACME (Battlecards)|ACME]]"), "{index}");
    assert!(index.contains("[[Acme (Comparisons)|Acme]]"), "{index}");
    let index = sandbox.read("public/index.xml");
    assert!(index.contains("ri:content-title=\"Acme (Comparisons)\""), "{index}");
    let index = sandbox.read("public/index.txt");
    assert!(index.contains("[[:comparison:acme|Acme]]"), "{index}");
}

#[test]
fn two_pages_that_a_wiki_would_fold_into_one_are_refused_before_anything_is_written() {
    let pieces = "- {name: mine, each: competitor, path: \"battlecard/{id}!\", title: \"{name}\"}\n";
    let sandbox = Sandbox::new()
        .file("content/competitors/acme.yaml", "name: Acme\n")
        .file("templates/collateral.yaml", pieces)
        .file("templates/wiki/mine.xml", "<p>x</p>");
    let run = sandbox.run(&["build", "--to", "dokuwiki", "--report", "short"]);
    assert_eq!(run.code, 1);
    let told = "the pages `battlecard/acme` and `battlecard/acme!` would both be called `battlecard:acme`";
    assert!(run.stderr.contains(told), "{}", run.stderr);
    assert!(!sandbox.exists("public"));
    sandbox.build(&["--to", "confluence,mediawiki"]);
    assert!(sandbox.read("public/index.wiki").contains("[[Acme (mine)|Acme]]"));
}

#[test]
fn a_template_that_writes_what_no_wiki_knows_is_told_of() {
    for (template, told) in [
        ("<nav>{{ it.name }}</nav>", "`<nav>` is no element of wiki pages"),
        ("<p>{{ it.name }}</li>", "`</li>` stands where `</p>` is due"),
        ("<panel kind=\"loud\">x</panel>", "must be one of info, tip, note, warning"),
    ] {
        let sandbox = Sandbox::new()
            .file("content/competitors/acme.yaml", "name: Acme\n")
            .file("templates/wiki/battlecard.xml", template);
        let run = sandbox.run(&["build", "--to", ALL, "--report", "short"]);
        assert_eq!(run.code, 1);
        assert!(run.stderr.contains("templates/wiki/battlecard.xml"), "{}", run.stderr);
        assert_eq!(run.stderr.matches(told).count(), 1, "{}", run.stderr);
    }
}

#[test]
fn a_check_does_not_ask_for_templates_of_wikis_that_a_kit_never_uses() {
    let sandbox = Sandbox::new()
        .file("content/competitors/acme.yaml", "name: Acme\n")
        .file("templates/collateral.yaml", "- {name: mine, each: competitor, path: \"mine/{id}\", title: \"Mine\"}\n")
        .file("templates/html/mine.html", "<h1>x</h1>")
        .file("templates/markdown/mine.md", "# x");
    let run = sandbox.run(&["check", "--report", "short"]);
    assert!(!run.stderr.contains("template"), "{}", run.stderr);
    let run = sandbox.run(&["build", "--to", ALL, "--report", "short"]);
    assert_eq!(run.stderr.matches("write templates/wiki/mine.xml").count(), 1, "{}", run.stderr);
}

#[test]
fn a_place_gives_its_own_names_and_hears_what_each_page_shows() {
    let sandbox = Sandbox::sample();
    let (sheets, found) = sheets(&sandbox, "mediawiki", Audience::Internal);
    let sheets = sheets.unwrap_or_else(|| panic!("{found:?}"));
    let pages: BTreeMap<&str, &Sheet> = sheets.iter().map(|sheet| (sheet.path.as_str(), sheet)).collect();
    let index = pages["index"];
    assert!(index.text.contains("[[Sales Chatly|Chatly]]"), "{}", index.text);
    assert!(index.text.contains("[[File:static_logo.svg|"), "{}", index.text);
    assert_eq!(index.shows.iter().collect::<Vec<_>>(), ["static/four-steps.svg", "static/logo.svg"]);
    let card = pages["battlecard/chatly"];
    assert_eq!((card.piece.as_str(), card.title.as_str()), ("battlecard", "Chatly"));
    assert_eq!((&*card.file, card.file_name().as_str()), ("content/competitors/chatly.yaml", "battlecard/chatly.wiki"));
    assert!(card.shows.is_empty());
}

#[test]
fn what_is_withheld_goes_to_no_place() {
    let secret = "we lose when procurement compares the list price alone";
    for wiki in ["confluence", "mediawiki", "dokuwiki"] {
        let sandbox = Sandbox::new()
            .file("content/competitors/a.yaml", format!("name: A\naudience: public\nwhy_we_lose: [{secret}]\n"))
            .file("templates/wiki/battlecard.xml", "<p>we <strong>lose</strong> when <a href=\"https://a.example\">procurement</a> compares the <em>list</em> price alone</p>");
        let (made, found) = sheets(&sandbox, wiki, Audience::Public);
        assert!(made.is_none() && found.iter().any(|m| m.contains("withheld from this audience")), "{wiki}: {found:?}");
        assert!(sheets(&sandbox, wiki, Audience::Internal).0.is_some());
    }
}
