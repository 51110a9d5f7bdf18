//! What somebody who means harm, or slips badly, has tried; each of these once worked.

use crate::sandbox::{Sandbox, TODAY};

#[test]
fn a_link_base_that_could_run_something_makes_no_links() {
    let sandbox = Sandbox::new()
        .file("talktrack.yaml", "title: T\nlink_base: \"javascript:alert(1)//\"\n")
        .file("content/competitors/a.yaml", "name: A\noverview: \"[x](/y) ![z](/q.png)\"\nwebsite: /w\n");
    sandbox.build(&["--to", "html,markdown"]);
    for path in ["public/battlecard/a.html", "public/battlecard/a.md"] {
        assert!(!sandbox.read(path).contains("javascript:"), "{path}");
    }
}

#[test]
fn a_follow_up_does_not_carry_an_unanswered_question_outside() {
    let faq = "title: F\naudience: public\nquestions:\n  - {ask: How low may we go on price?, rep_notes: Ten percent., follow_ups: [{ask: And then?, answer: Call us.}]}\n";
    let sandbox = Sandbox::new().file("content/faqs/f.yaml", faq);
    sandbox.build(&["--audience", "public"]);
    assert!(!sandbox.read("public/faq/f.html").contains("How low"));
}

#[cfg(unix)]
#[test]
fn settings_that_are_a_link_out_of_the_kit_are_not_read() {
    let sandbox = Sandbox::bare();
    std::os::unix::fs::symlink("/etc/passwd", sandbox.path("talktrack.yaml")).expect("a link");
    let run = sandbox.run(&["check"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("path-outside-kit") && !run.stderr.contains("root:"), "{}", run.stderr);
}

#[test]
fn thousands_of_links_in_one_text_are_read_in_a_straight_line() {
    let links: String = (0..8000).map(|i| format!("[a](./b{i}) ")).collect();
    let sandbox = Sandbox::new().file(
        "content/pages/p.yaml",
        format!("title: P\ntext: \"{links}\"\nallow: [{{rule: broken-link, reason: test}}]\n"),
    );
    let run = sandbox.run_within(20, &["build", "--today", TODAY]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn anchors_and_long_texts_cannot_eat_the_memory() {
    let nested = format!(
        "name: A\nx-a: {}[{}]{}\n",
        (0..60).map(|i| format!("&a{i} [")).collect::<String>(),
        vec!["x"; 100_000].join(","),
        "]".repeat(60)
    );
    let long = format!("name: A\noverview: \"{}\"\n", "[[claim:".repeat(200_000));
    for (text, words) in [(nested, "aliases make this file too large"), (long, "this text is too long")] {
        let run = Sandbox::new().file("content/competitors/a.yaml", text).run(&["check", "--report", "short"]);
        assert!(run.stderr.contains(words), "{words}: {}", &run.stderr[..run.stderr.len().min(300)]);
    }
}

#[test]
fn a_mark_of_an_insider_passage_that_does_not_work_is_an_error() {
    let marks = [
        ">\u{a0}[!internal] x",
        ">\u{3000}[!internal] x",
        "> \u{200b}[!internal] x",
        "> [\u{ff01}internal] x",
        "\u{ff1e} [!internal] x",
        "<div>\n> [!internal] x",
    ];
    for mark in marks {
        let text = serde_json::to_string(mark).expect("JSON");
        let run = Sandbox::new()
            .file("content/pages/p.yaml", format!("title: P\naudience: public\ntext: {text}\n"))
            .run(&["check", "--report", "short"]);
        assert_eq!(run.code, 1, "{mark:?} is shown to everybody");
        assert!(run.stderr.contains("shown to everybody"), "{}", run.stderr);
    }
}

#[test]
fn words_that_only_meet_on_a_page_are_no_leak() {
    let sandbox = Sandbox::new()
        .file("talktrack.yaml", "title: T\nterms: {segments: {ent: Very large enterprise companies only}}\n")
        .file("content/competitors/a.yaml", "name: Alpha Beta\none_liner: gamma delta\naudience: public\nsegments: [ent]\nstrengths: [one two three, four five six]\nwhy_we_lose: [three four five six]\nowner: Very large enterprise companies only\nresources: [{title: r, url: \"https://a.example/q r\", audience: internal}]\noverview: \"[z](https://a.example/q%20r)\"\n");
    sandbox.build(&["--audience", "public", "--to", "html,markdown"]);
}

#[test]
fn signs_in_cells_stay_as_they_are_written() {
    let table = "title: T\ncolumns: [us]\nrows:\n  - {name: a, cells: {us: \"-\"}}\n  - {name: b, cells: {us: \"1.\"}}\n  - {name: c, cells: {us: \"> 5 GB\"}}\n  - {name: d, cells: {us: \"# 5\"}}\n";
    let sandbox =
        Sandbox::new().file("content/products/us.yaml", "name: Us\n").file("content/comparisons/t.yaml", table);
    sandbox.build(&[]);
    let page = sandbox.read("public/comparison/t.html");
    assert!(
        page.contains("&gt; 5 GB") && page.contains("# 5") && page.contains("1.") && !page.contains("<li></li>"),
        "{page}"
    );
}

#[test]
fn code_is_printed_as_it_is_and_definitions_are_followed() {
    let text =
        "title: P\ntext: |\n  `[code](./q.yaml)` and ![i][m] and [q]( ./q.yaml )\n\n  [m]: <../../static/i.svg>\n";
    let sandbox = Sandbox::new()
        .file("static/i.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
        .file("content/pages/p.yaml", text)
        .file("content/pages/q.yaml", "title: Q\n");
    sandbox.build(&[]);
    let page = sandbox.read("public/page/p.html");
    assert!(
        page.contains("[code](./q.yaml)")
            && page.contains("src=\"../static/i.svg\"")
            && page.contains("href=\"../page/q.html\""),
        "{page}"
    );
}

#[test]
fn templates_that_go_in_circles_are_told_with_their_place() {
    let sandbox = Sandbox::sample()
        .file("templates/html/faq.html", "<p>x</p>\n{% include \"parts/a.html\" %}\n")
        .file("templates/html/parts/a.html", "{% include \"parts/b.html\" %}\n")
        .file("templates/html/parts/b.html", "{% include \"parts/a.html\" %}\n");
    let run = sandbox.run(&["check", "--report", "short"]);
    assert!(run.stderr.contains("templates/html/faq.html:2:1: error[template]: Circular include"), "{}", run.stderr);
}

#[test]
fn nothing_written_counts_as_absent_everywhere() {
    let sandbox = Sandbox::new()
        .file("talktrack.yaml", "title: T\nrules: {jargon: null}\nbrand:\nterms: {}\n")
        .file("content/products/us.yaml", "name: Us\naliases: []\npricing:\nfacts: {a: null, b: \"\"}\n")
        .file("content/comparisons/t.yaml", "title: T\ncolumns: [null, us]\nrows:\n  - {name: R, cells: {us: null}}\n")
        .file("content/claims/c.yaml", "- null\n- {id: c, text: x, evidence: []}\n");
    sandbox.build(&["--deny-warnings"]);
    let run = Sandbox::new().file("content/products/us.yaml", "name: \"\"\n").run(&["check", "--report", "short"]);
    assert!(run.stderr.contains("error[missing-field]: `name` is missing"), "{}", run.stderr);
}
