//! What an author is told when something is wrong.

use crate::sandbox::{Run, Sandbox};

const CARD: &str = "content/competitors/a.yaml";

fn check(files: &[(&str, &[u8])]) -> Run {
    let sandbox = files.iter().fold(Sandbox::new(), |s, (path, text)| s.file(path, text));
    sandbox.run_within(5, &["check", "--report", "short"])
}

fn told(card: impl AsRef<[u8]>) -> String {
    let run = check(&[(CARD, card.as_ref())]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    run.stderr
}

#[track_caller]
fn says(text: &str, part: &str) {
    assert!(text.contains(part), "wanted: {part}\ngot:\n{text}");
}

#[test]
fn all_problems_of_a_file_are_shown_together_each_at_its_place() {
    let text = told(
        "name: true\naliases: TT\nkind: vendr\nwhy_we_win: good\ndiscovery: [{listen_for: x}]\nobjections: price\n\
         verified: 1/10/2026\none_line: hi\nmoves:\n  - {on: 2026-13-01, what: x}\nweaknesses: [{title: x}]\naudience: internl\n",
    );
    says(
        &text,
        "a.yaml:1:7: error[wrong-type]: `name` takes words, and a bare `true` is not (help: write it in quotes: \"true\")",
    );
    says(&text, "a.yaml:2:10: error[wrong-type]: `aliases` takes a list of lines");
    says(&text, "a.yaml:3:7: error[unknown-word]");
    says(&text, "did you mean `vendor`?");
    says(&text, "a.yaml:5:14: error[missing-field]: `ask` is missing");
    says(&text, "a.yaml:6:13: error[wrong-type]: `objections` takes a list of ids");
    says(&text, "a.yaml:7:11: error[not-a-date]: `1/10/2026` is not a date (help: write it as YYYY-MM-DD");
    says(&text, "a.yaml:8:1: error[unknown-key]: unknown key `one_line` (help: did you mean `one_liner`?)");
    says(&text, "a.yaml:10:10: error[not-a-date]: `2026-13-01`");
    says(&text, "`text` or `fact` is missing");
    says(&text, "did you mean `internal`?");
}

#[test]
fn a_finding_shows_the_line_underlined_and_says_what_to_do() {
    let run = Sandbox::new().file(CARD, "name: A\none_line: hi\n").run(&["check"]);
    says(&run.stderr, "error[unknown-key]: unknown key `one_line`");
    says(&run.stderr, "content/competitors/a.yaml:2:1");
    says(&run.stderr, "2 | one_line: hi");
    says(&run.stderr, "^^^^^^^^");
    says(&run.stderr, "help: did you mean `one_liner`?");
    says(&run.stderr, "1 error");
}

#[test]
fn unknown_ids_suggest_the_nearest_one() {
    let run = check(&[
        ("content/claims/c.yaml", b"- {id: deflection-41, text: Four in ten}\n"),
        (CARD, b"name: A\nwhy_we_win: [{text: x, claims: [deflection-14]}]\noverview: See [[claim:deflection]] and [[clam:x]].\n"),
    ]);
    says(
        &run.stderr,
        "a.yaml:2:33: error[unknown-id]: no claim has the id `deflection-14` (help: did you mean `deflection-41`?)",
    );
    says(&run.stderr, "no claim has the id `deflection`");
    says(&run.stderr, "`clam` is not a sort of item (help: did you mean `[[claim:…]]`?)");
}

#[test]
fn dangers_in_yaml_are_refused_in_plain_words_and_at_once() {
    let bomb = (b'a'..=b'h').fold(String::from("name: A\nx-z: &z [l,l,l,l,l,l,l,l,l,l]\n"), |text, c| {
        let before = if c == b'a' { 'z' } else { (c - 1) as char };
        let many = vec![format!("*{before}"); 10].join(",");
        format!("{text}x-{0}: &{0} [{many}]\n", c as char)
    });
    let deep = (0..3000).map(|i| format!("{}a:\n", " ".repeat(i))).collect::<String>();
    let cases: [(&[u8], &str); 14] = [
        (b"name: A\nname: B\n", "`name` is written twice"),
        (bomb.as_bytes(), "aliases make this file too large"),
        (&[b"name: ".as_slice(), &[b'['; 10_000]].concat(), "nested too deeply"),
        (&b"- ".repeat(10_000), "nested too deeply"),
        (deep.as_bytes(), "nested too deeply"),
        (b"name: !!python/object:os.system A\n", "the tag `!!python/object:os.system` is not used here"),
        (b"name: A\n---\nname: B\n", "a second document starts here"),
        (b"name: A\x00B\n", "NUL"),
        (b"\xff\xfen\0a\0m\0e\0:\0 \0A\0", "UTF-16"),
        (b"name: caf\xe9\n", "not UTF-8"),
        (&[b"name: \"".as_slice(), &[b'x'; 9_000_000], b"\"\n"].concat(), "too large"),
        (b"name: A\n\tone_liner: x\n", "a tab stands where only spaces may"),
        (b"name: \"A\n", "a quote is opened and not closed"),
        (b"name: *ghost\n", "this alias has no anchor before it"),
    ];
    for (text, words) in cases {
        says(&told(text), words);
    }
}

#[test]
fn a_byte_order_mark_windows_lines_anchors_and_merges_are_fine() {
    let card = "\u{feff}name: A\r\noverview: |\r\n  one\r\n  two\r\nwhy_we_win: &w [first]\r\nstrengths: *w\r\n";
    let merge = "x-base: &base {tier: primary}\n<<: *base\nname: B\n";
    let sandbox = Sandbox::new().file(CARD, card).file("content/competitors/b.yaml", merge);
    sandbox.build(&[]);
    assert!(sandbox.read("public/battlecard/b.html").contains("primary"));
}

#[test]
fn scalars_stay_as_they_are_written() {
    let card =
        "name: 365\nfacts: {Version: 1.10, Founded: 0x1F, Zero: 007}\nwhy_we_win: [1.10, {fact: 1e3}]\ntier: no\n";
    let sandbox = Sandbox::new().file(CARD, card);
    sandbox.build(&[]);
    let page = sandbox.read("public/battlecard/a.html");
    for word in ["365", "1.10", "0x1F", "007", "1e3", "no</"] {
        assert!(page.contains(word), "{word} is lost");
    }
}

#[test]
fn a_wrong_folder_or_file_is_told_with_the_nearest_name() {
    let run = check(&[
        ("content/competitor/a.yaml", b"name: A\n"),
        ("content/claims/x.json", b"{}"),
        ("content/faqs/empty.yaml", b"# nothing\n"),
    ]);
    says(&run.stderr, "`competitor` is not a sort of content (help: did you mean `content/competitors`?)");
    says(&run.stderr, "warning[ignored-file]: `x.json` is not read");
    says(&run.stderr, "warning[empty-file]: the file is empty");
}

#[cfg(unix)]
#[test]
fn links_and_paths_that_leave_the_kit_are_refused() {
    let outside = tempfile::NamedTempFile::new().expect("a file elsewhere");
    let sandbox =
        Sandbox::new().file(CARD, "name: A\nlogo: ../../../secret.svg\noverview: \"[x](../../../../etc/passwd)\"\n");
    std::os::unix::fs::symlink(outside.path(), sandbox.path("content/competitors/b.yaml")).expect("a link");
    let run = sandbox.run(&["check", "--report", "short"]);
    assert_eq!(run.code, 1);
    says(&run.stderr, "b.yaml: error[path-outside-kit]: this link leads out of the kit");
    says(&run.stderr, "a.yaml:2:7: error[path-outside-kit]: `../../../secret.svg` leads out of the kit");
    says(&run.stderr, "warning[broken-link]: `../../../../etc/passwd` leads out of the kit");
}

#[test]
fn unsafe_links_are_findings_and_never_links() {
    let card = "name: A\nwebsite: javascript:alert(1)\noverview: \"[a](javascript:alert(1)) [b](&#106;avascript:alert(1)) [c](data:text/html,x) <https://ok.example>\"\n";
    let sandbox = Sandbox::new().file(CARD, card);
    let run = sandbox.build(&["--report", "short"]);
    assert_eq!(run.stderr.matches("unsafe-link").count(), 4, "{}", run.stderr);
    let page = sandbox.read("public/battlecard/a.html");
    assert!(!page.to_lowercase().contains("href=\"javascript") && !page.contains("href=\"data"), "{page}");
    assert!(page.contains("href=\"https://ok.example\""));
}

#[test]
fn two_pages_that_would_be_one_file_are_an_error() {
    let list = "- {name: battlecard, each: competitor, path: \"x/{id}\", title: \"{name}\"}\n- {name: persona, each: persona, path: \"X/{id}\", title: \"{name}\"}\n";
    let run = check(&[
        ("templates/collateral.yaml", list.as_bytes()),
        (CARD, b"name: A\n"),
        ("content/personas/a.yaml", b"role: R\n"),
    ]);
    says(&run.stderr, "error[same-path]");
}

#[test]
fn products_and_competitors_share_their_ids() {
    let run = check(&[(CARD, b"name: A\n"), ("content/products/a.yaml", b"name: A\n")]);
    says(&run.stderr, "error[duplicate-id]: the id `a` is taken (help: products and competitors share one set of ids");
}

#[test]
fn tables_know_their_columns_and_words() {
    let table = "title: T\ncolumns: [us, thm]\nrows:\n  - {name: R, cells: {us: yes, them: no}, advantage: uss}\n  - {name: S, cells: {us: partal}}\n";
    let run = check(&[("content/products/us.yaml", b"name: Us\n"), ("content/comparisons/t.yaml", table.as_bytes())]);
    says(&run.stderr, "no product or competitor has the id `thm`");
    says(&run.stderr, "`them` is no column of this table (help: did you mean `thm`?)");
    says(&run.stderr, "`uss` is no column of this table (help: did you mean `us`?)");
    says(&run.stderr, "warning[unknown-word]: `partal` is shown as it stands (help: did you mean `partial`?)");
}

#[test]
fn outside_a_kit_the_way_to_start_one_is_told() {
    let run = Sandbox::bare().run(&["build"]);
    assert_eq!(run.code, 2);
    says(&run.stderr, "no kit here");
    says(&run.stderr, "talktrack new");
}

#[test]
fn errors_in_templates_show_file_line_and_the_names_there_are() {
    let sandbox =
        Sandbox::sample().file("templates/html/battlecard.html", "<h1>{{ it.name }}</h1>\n<p>{{ it.nmae }}</p>\n");
    let run = sandbox.run(&["check", "--report", "short"]);
    assert_eq!(run.code, 1);
    says(&run.stderr, "templates/html/battlecard.html:2:");
    says(&run.stderr, "nmae");
    says(&run.stderr, "one_liner");
    sandbox.write("templates/html/battlecard.html", "<h1>{{ it.name }</h1>\n");
    sandbox.write("templates/html/faq.html", "{{ it.title | nope }}\n");
    let run = sandbox.run(&["check", "--report", "short"]);
    says(&run.stderr, "templates/html/battlecard.html:1:");
    sandbox.write("templates/html/battlecard.html", "{{ it.name }}\n");
    says(&sandbox.run(&["check", "--report", "short"]).stderr, "templates/html/faq.html:1:");
    sandbox.write("templates/html/faq.html", "{{ label(key=\"quick_dismis\") }}\n");
    says(&sandbox.run(&["check", "--report", "short"]).stderr, "quick_dismiss");
}

#[test]
fn a_missing_language_or_word_is_an_error() {
    let sandbox = Sandbox::new().file("talktrack.yaml", "title: T\nlanguage: nl\n");
    says(&sandbox.run(&["check", "--report", "short"]).stderr, "no interface words for the language `nl`");
    sandbox.write("templates/labels/nl.yaml", "index: Thuis\n");
    says(&sandbox.run(&["check", "--report", "short"]).stderr, "the word `battlecard` is missing");
}

#[test]
fn findings_as_json_have_places() {
    let run = Sandbox::new().file(CARD, "name: A\none_line: x\n").run(&["check", "--report", "json"]);
    let findings = run.findings();
    assert!(
        findings.contains(&("unknown-key".into(), CARD.into(), 2, "unknown key `one_line`".into())),
        "{findings:?}"
    );
}

#[test]
fn levels_can_be_changed_and_single_items_excused() {
    let card = "name: A\noverview: \"[x](nope.md)\"\n";
    let sandbox = Sandbox::new().file(CARD, card);
    says(&sandbox.run(&["check", "--report", "short"]).stderr, "warning[broken-link]");
    assert_eq!(sandbox.run(&["check", "--deny-warnings"]).code, 1);
    sandbox.write("talktrack.yaml", "title: T\nrules: {broken-link: error}\n");
    says(&sandbox.run(&["check", "--report", "short"]).stderr, "error[broken-link]");
    sandbox.write("talktrack.yaml", "title: T\nrules: {broken-link: off}\n");
    assert!(!sandbox.run(&["check", "--report", "short"]).stderr.contains("broken-link"));
    sandbox.write("talktrack.yaml", "title: T\n");
    sandbox.write(CARD, format!("{card}allow: [{{rule: broken-link, reason: moved soon}}]\n"));
    assert!(!sandbox.run(&["check", "--report", "short"]).stderr.contains("broken-link"));
    sandbox.write(CARD, format!("{card}allow: [{{rule: broken-link, reason: moved soon, until: 2020-01-01}}]\n"));
    says(&sandbox.run(&["check", "--report", "short"]).stderr, "broken-link");
}
