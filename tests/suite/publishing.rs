//! Publishing as a newcomer meets it, to a wiki in git on this machine: what is said at each step and each exit code.

use std::process::Command;

use crate::sandbox::{Run, Sandbox};

const CARD: &str = "content/competitors/acme.yaml";
const CARD_TEXT: &str = "name: Acme\nquick_dismiss: They sell anvils.\nwhy_we_win:\n  - Ours fall more softly.\n";

/// A kit with one card, and an empty wiki.
fn kit() -> Sandbox {
    let kit = Sandbox::new().file(CARD, CARD_TEXT);
    kit.write("talktrack.yaml", settings(&kit, ""));
    git(&kit, &["init", "-q", "--bare", "wiki.git"]);
    kit
}

/// The settings of the kit.
fn settings(kit: &Sandbox, more: &str) -> String {
    let remote = kit.path("wiki.git");
    let remote = remote.to_string_lossy();
    format!("title: Field guide\npublish:\n  wiki: {{to: git, remote: '{remote}', flavour: github{more}}}\n")
}

/// Runs git in the kit's folder, and tells what it says.
fn git(kit: &Sandbox, args: &[&str]) -> String {
    kit.git(args)
}

/// A colleague edits a page in the wiki.
fn edits(kit: &Sandbox, page: &str, from: &str, to: &str) {
    let work = kit.path("colleague");
    if !work.exists() {
        git(kit, &["clone", "-q", "wiki.git", "colleague"]);
    }
    let run = |args: &[&str]| {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=Hana", "-c", "user.email=hana@acme.example", "-c", "commit.gpgsign=false"]);
        let done = command.args(args).current_dir(&work).output().expect("git");
        assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
    };
    run(&["pull", "-q"]);
    let path = work.join(page);
    let text = std::fs::read_to_string(&path).expect("a page");
    assert!(text.contains(from), "{text}");
    std::fs::write(&path, text.replace(from, to)).expect("a page");
    run(&["commit", "-qam", "as customers say it"]);
    run(&["push", "-q"]);
}

/// Runs a command for the place, and expects an exit code.
#[track_caller]
fn run(kit: &Sandbox, code: i32, args: &[&str]) -> Run {
    let run = kit.run(args);
    assert_eq!(run.code, code, "{args:?}\n{}{}", run.stdout, run.stderr);
    run
}

#[track_caller]
fn says(text: &str, part: &str) {
    assert!(text.contains(part), "wanted: {part}\ngot:\n{text}");
}

#[test]
fn plan_then_publish_then_nothing_is_left_to_do() {
    let kit = kit();
    says(&run(&kit, 2, &["plan", "wiki"]).stdout, "+ create    battlecard/acme");
    says(&run(&kit, 0, &["publish", "wiki", "--yes"]).stdout, "wiki: ");
    let ledger = kit.read("publish/wiki.json");
    says(&run(&kit, 0, &["plan", "wiki"]).stdout, "unchanged");
    says(&run(&kit, 0, &["status", "wiki"]).stdout, "all pages at `wiki` are as they were published");
    run(&kit, 0, &["publish", "wiki", "--yes"]);
    assert_eq!(kit.read("publish/wiki.json"), ledger, "the same knowledge is the same bytes");
    assert!(!kit.exists("publish/wiki.journal"), "a run that came to its end leaves no journal");
}

#[test]
fn a_colleagues_words_stay_and_are_told_with_their_place_in_the_kit() {
    let kit = kit();
    run(&kit, 0, &["publish", "wiki", "--yes"]);
    edits(&kit, "Acme.md", "They sell anvils.", "They sell anvils to coyotes.");
    let status = run(&kit, 3, &["status", "wiki"]).stdout;
    says(&status, "! drift     battlecard/acme");
    says(&status, "Hana");
    let pull = run(&kit, 3, &["pull", "wiki", "battlecard/acme"]).stdout;
    says(&pull, "content/competitors/acme.yaml:2:16 quick_dismiss (competitor acme)");
    says(&pull, "They sell anvils{+ to coyotes+}.");
    kit.write(CARD, CARD_TEXT.replace("softly", "slowly"));
    says(&run(&kit, 3, &["publish", "wiki", "--yes"]).stdout, "conflict");
    says(&git(&kit, &["--git-dir=wiki.git", "show", "HEAD:Acme.md"]), "to coyotes");

    let json = run(&kit, 3, &["status", "wiki", "--json"]).stdout;
    let told: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let pages = told["pages"].as_array().expect("pages");
    let page = pages.iter().find(|p| p["key"] == "battlecard/acme").expect("the page");
    assert_eq!((page["action"].as_str(), page["by"].as_str()), (Some("conflict"), Some("Hana")));
    let named = format!("battlecard/acme@{}", page["stamp"].as_str().expect("a stamp"));
    let refused = run(&kit, 4, &["publish", "wiki", "--yes", "--take-ours", "battlecard/acme@0000"]);
    says(&refused.stderr, "look at it again");
    run(&kit, 0, &["publish", "wiki", "--yes", "--take-ours", &named]);
    says(&git(&kit, &["--git-dir=wiki.git", "show", "HEAD:Acme.md"]), "slowly");
}

#[test]
fn a_plan_that_was_approved_is_published_only_while_it_holds() {
    let kit = kit();
    run(&kit, 2, &["plan", "wiki", "-o", "plan.json", "--root", "."]);
    kit.write(CARD, CARD_TEXT.replace("softly", "slowly"));
    let stale = run(&kit, 3, &["publish", "wiki", "plan.json", "--yes"]);
    says(&stale.stderr, "the plan is stale, so nothing was sent");
    says(&stale.stderr, "battlecard/acme: the kit says something else by now");
    kit.write(CARD, CARD_TEXT);
    run(&kit, 0, &["publish", "wiki", "plan.json", "--yes"]);
    kit.write("plan.json", "{}");
    says(&run(&kit, 1, &["publish", "wiki", "plan.json", "--yes"]).stderr, "is no plan");
}

#[test]
fn without_a_terminal_nothing_is_sent_unless_it_is_said_so() {
    let kit = kit();
    let asked = run(&kit, 1, &["publish", "wiki"]);
    says(&asked.stderr, "look at `talktrack plan`, then add `--yes`");
    assert_eq!(git(&kit, &["--git-dir=wiki.git", "branch"]), "");
}

#[test]
fn what_the_kit_no_longer_has_goes_only_with_prune() {
    let kit = kit().file("content/competitors/bolt.yaml", "name: Bolt\n");
    for page in 0..9 {
        kit.write(&format!("content/pages/p{page}.yaml"), format!("title: Page {page}\ntext: Words.\n"));
    }
    run(&kit, 0, &["publish", "wiki", "--yes"]);
    std::fs::remove_file(kit.path("content/competitors/bolt.yaml")).expect("a file to take away");
    says(&run(&kit, 2, &["plan", "wiki"]).stdout, "- orphan    battlecard/bolt");
    run(&kit, 0, &["publish", "wiki", "--yes"]);
    says(&git(&kit, &["--git-dir=wiki.git", "ls-tree", "--name-only", "HEAD"]), "Bolt.md");
    says(&run(&kit, 0, &["prune", "wiki", "--yes"]).stdout, "wiki: 2 deleted, 0 stay");
    assert!(!git(&kit, &["--git-dir=wiki.git", "ls-tree", "--name-only", "HEAD"]).contains("Bolt.md"));
    says(&run(&kit, 0, &["prune", "wiki", "--yes"]).stdout, "wiki: 0 deleted, 0 stay");
}

#[test]
fn a_kit_with_findings_sends_nothing() {
    let kit = kit().file("content/competitors/bolt.yaml", "nam: Bolt\n");
    let refused = run(&kit, 1, &["publish", "wiki", "--yes"]);
    says(&refused.stderr, "did you mean `name`?");
    says(&refused.stderr, "nothing was sent");
}

#[test]
fn each_slip_in_the_settings_of_a_place_is_told_where_it_stands() {
    let slips = [
        ("publish: {wiki: {to: gitt}}", "did you mean `git`?"),
        ("publish: {wiki: {url: https://a.example}}", "does not say which sort of wiki it is"),
        ("publish: {wiki: {to: git}}", "remote"),
        ("publish: {wiki: {to: git, remote: x.git, flavour: github, title: Card}}", "all pages would have one name"),
        (
            "publish: {wiki: {to: git, remote: x.git, flavour: github, collateral: [batlecard]}}",
            "did you mean `battlecard`?",
        ),
        ("publish: {wiki: {to: mediawiki}}", "a MediaWiki needs an address"),
        ("publish: {wiki: {to: dokuwiki}}", "needs"),
    ];
    for (settings, words) in slips {
        let kit =
            Sandbox::new().file("talktrack.yaml", format!("title: Field guide\n{settings}\n")).file(CARD, CARD_TEXT);
        let told = run(&kit, 1, &["plan", "wiki"]).stderr;
        says(&told, words);
        says(&told, "talktrack.yaml:2:");
    }
}

#[test]
fn a_place_or_a_page_that_nobody_knows_is_told_with_those_there_are() {
    let kit = kit();
    says(&run(&kit, 1, &["plan", "wikki"]).stderr, "did you mean `wiki`?");
    says(&run(&kit, 1, &["pull", "wiki", "battlecard/acme"]).stderr, "only pages that were published");
    run(&kit, 0, &["publish", "wiki", "--yes"]);
    let unknown = run(&kit, 1, &["publish", "wiki", "--yes", "--recreate", "battlecard/amce"]);
    says(&unknown.stderr, "unknown page `battlecard/amce`");
    says(&run(&kit, 1, &["publish", "wiki", "--yes", "--take-ours", "battlecard/acme"]).stderr, "write it like");
}

#[test]
fn a_token_that_is_not_there_and_a_ledger_that_is_broken_are_told_as_that() {
    let place = "publish: {wiki: {to: mediawiki, url: 'https://wiki.acme.example/api.php', token_env: NO_SUCH_TOKEN}}";
    let kit = Sandbox::new().file("talktrack.yaml", format!("title: Field guide\n{place}\n")).file(CARD, CARD_TEXT);
    says(&run(&kit, 1, &["publish", "wiki", "--yes"]).stderr, "the environment variable NO_SUCH_TOKEN is not set");
    let nothing = run(&kit, 1, &["publish", "wiki", "--yes", "--token-stdin"]);
    says(&nothing.stderr, "no token came from standard input");

    let kit = self::kit().file("publish/wiki.json", "{\"version\": 1, \"pages\": 7}");
    let broken = run(&kit, 1, &["plan", "wiki"]).stderr;
    says(&broken, "is no ledger of a wiki");
    says(&broken, "take it back from git");
    kit.write("publish/wiki.json", "{\"version\": 99, \"kit\": \"x\", \"pages\": {}}");
    says(&run(&kit, 1, &["plan", "wiki"]).stderr, "it has form 99, not 1");
}

#[test]
fn only_what_the_places_readers_may_see_is_sent() {
    let kit = kit();
    kit.write("talktrack.yaml", settings(&kit, ", audience: public"));
    kit.write(CARD, format!("{CARD_TEXT}audience: public\nwhy_we_lose: [They fear the word margin.]\n"));
    run(&kit, 0, &["publish", "wiki", "--yes"]);
    let page = git(&kit, &["--git-dir=wiki.git", "show", "HEAD:Acme.md"]);
    says(&page, "Ours fall more softly");
    assert!(!page.contains("fear"), "{page}");
}

#[test]
fn two_places_of_a_kit_have_their_own_pages_names_and_readers() {
    let kit = kit()
        .file("content/faqs/a.yaml", "title: Answers\naudience: public\nquestions: [{ask: Why?, answer: Because.}]\n");
    git(&kit, &["init", "-q", "--bare", "book.git"]);
    let book = kit.path("book.git");
    let more = format!(
        "  book: {{to: git, remote: '{}', flavour: github, audience: public, collateral: [faq], title: 'Q and A {{title}}'}}\n",
        book.display()
    );
    kit.write("talktrack.yaml", settings(&kit, "") + &more);
    run(&kit, 0, &["publish", "wiki", "--yes"]);
    run(&kit, 0, &["publish", "book", "--yes"]);
    let files = |wiki: &str| git(&kit, &[&format!("--git-dir={wiki}"), "ls-tree", "--name-only", "HEAD"]);
    says(&files("wiki.git"), "Acme.md");
    assert_eq!(files("book.git"), "Home.md\nQ-and-A-Answers.md\n_Footer.md\n_Sidebar.md\n");
    assert!(kit.exists("publish/wiki.json") && kit.exists("publish/book.json"));
}

#[test]
fn pages_that_a_wiki_would_fold_into_one_are_refused_before_it_is_asked() {
    let place = "publish: {wiki: {to: dokuwiki, url: 'http://127.0.0.1:9/', space: sales, patience: 1}}";
    let pieces = "- {name: one, each: competitor, path: 'on a page/{id}', title: '{name}'}\n\
                  - {name: two, each: competitor, path: 'on_a_page/{id}', title: '{name}'}\n";
    let kit = Sandbox::new()
        .file("talktrack.yaml", format!("title: Field guide\n{place}\n"))
        .file(CARD, CARD_TEXT)
        .file("templates/collateral.yaml", pieces)
        .file("templates/wiki/one.xml", "<p>{{ it.name | inline }}</p>")
        .file("templates/wiki/two.xml", "<p>{{ it.name | inline }}</p>");
    let refused = run(&kit, 1, &["publish", "wiki", "--yes"]).stderr;
    says(&refused, "`on a page/acme` and `on_a_page/acme` would be one page in the wiki, `sales:on_a_page:acme`");
    says(&refused, "nothing was sent");
    assert!(!refused.contains("reached"), "the wiki was asked: {refused}");
}
