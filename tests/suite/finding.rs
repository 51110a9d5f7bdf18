//! What can be looked up: in the terminal, in the index of the pages, in the one file to mail.

use crate::sandbox::{Sandbox, TODAY};

const KIT: &str = "- {id: price, says: You are a third more expensive., also: [too dear], means: They defend the number., acknowledge: I hear you., explore: [What is dear?], respond: \"Look at the whole bill.\\n\\n> [!internal] Ten percent is possible.\\n\", claims: [tco]}\n- {id: time, says: We have no time this year.}\n";

fn kit() -> Sandbox {
    Sandbox::new()
        .file("content/objections/o.yaml", KIT)
        .file(
            "content/claims/c.yaml",
            "- {id: tco, text: The bill is 9 % lower., evidence: [{title: Our study, captured: 2026-05-01}]}\n",
        )
        .file("content/competitors/rival.yaml", "name: Rival\naliases: [RVL]\naudience: public\n")
        .file("content/field-log/q.yaml", "- {on: 2026-11-01, objection: time, words: call me after the holidays}\n")
}

#[test]
fn the_terminal_says_what_to_answer() {
    let kit = kit();
    let run = kit.run(&["find", "--today", TODAY, "thrid", "more", "expensve"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let told = [
        "You are a third more expensive.",
        "They defend the number.",
        "I hear you.",
        "What is dear?",
        "Look at the whole bill.",
        "The bill is 9 % lower. (Our study, 2026-05-01)",
        "→ objections.html#price",
    ];
    told.iter().for_each(|words| assert!(run.stdout.contains(words), "{words}: {}", run.stdout));
    assert!(!run.stdout.contains("Ten percent"), "what is for insiders is no part of what is said aloud");
    assert!(kit.run(&["find", "after the holidays"]).stdout.contains("We have no time this year."));
    assert!(kit.run(&["find", "rvl"]).stdout.starts_with("Rival"));
}

#[test]
fn answers_in_the_same_words_say_whom_they_are_about() {
    let kit = Sandbox::new()
        .file("content/competitors/c.yaml", "- {id: a, name: A}\n- {id: b, name: B}\n- {id: c, name: C}\n- {id: d, name: D}\n- {id: e, name: E, landmines: [Is it dear?]}\n")
        .file(
            "content/objections/o.yaml",
            "- {id: one, says: Too dear., competitors: [b]}\n- {id: all, says: Too dear., competitors: [a, b, c, d, e]}\n",
        )
        .file("content/faqs/money.yaml", "title: About *money*\nquestions: [{ask: Is it dear?, answer: No.}]\n");
    let run = kit.run(&["find", "-n", "9", "dear"]);
    for head in [
        "Too dear.  Objection · B\n",
        "Too dear.  Objection · A · B · C · +2\n",
        "Is it dear?  Landmine · E\n",
        "Is it dear?  Question and answer · About money\n",
    ] {
        assert!(run.stdout.contains(head), "{head}: {}", run.stdout);
    }
    let run = kit.run(&["find", "--report", "json", "too", "dear"]);
    let found: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(found[0]["about"], serde_json::json!(["B"]));
}

#[test]
fn a_name_leads_to_its_card_first_on_every_keyboard() {
    let kit = Sandbox::new()
        .file("content/competitors/w.yaml", "name: Weiß\nwhy_we_win: [We are there.]\n")
        .file("content/competitors/o.yaml", "name: Other\n")
        .file("content/objections/o.yaml", "- {id: a, says: Our platform team prefers Weiß., competitors: [w]}\n- {id: b, says: We already use Weiß and it works., competitors: [w]}\n")
        .file("content/faqs/f.yaml", "title: Weiß\nabout: w\nquestions: [{ask: Does Weiß do that?, answer: No.}]\n");
    for words in ["Weiß", "weiss", "WEI"] {
        let told = kit.run(&["find", "-n", "9", words]).stdout;
        assert!(told.starts_with("Weiß  Competitor\n") && told.contains("prefers Weiß"), "{words}: {told}");
    }
}

#[test]
fn what_cannot_be_found_is_said_and_is_no_fault() {
    let run = kit().run(&["find", "qqqqq"]);
    assert!(run.code == 0 && run.stdout.is_empty() && run.stderr.contains("Nothing found"), "{}", run.stderr);
}

#[test]
fn other_programs_get_answers_as_data() {
    let run = kit().run(&["find", "--report", "json", "-n", "1", "too", "dear"]);
    let found: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(found[0]["kind"], "objection");
    assert_eq!(found[0]["page"], "objections#price");
    assert_eq!(found[0]["says"][0]["words"][0], "They defend the number.");
}

#[test]
fn a_reader_finds_only_what_is_for_them() {
    let kit = kit();
    assert!(!kit.run(&["find", "--audience", "public", "third more expensive"]).stdout.contains("third"));
    kit.build(&["--audience", "public"]);
    let files = kit.files("public/assets/find").into_iter().map(|(_, bytes)| String::from_utf8(bytes).expect("text"));
    let found = files.collect::<String>();
    assert!(found.contains("Rival") && found.contains("\"rival\":["), "{found}");
    assert!(!found.to_lowercase().contains("rvl") && !found.contains("expensive"), "{found}");
    assert!(!kit.exists("public/objections.html"));
}

#[test]
fn the_search_for_leaks_reads_what_pages_search() {
    let kit = kit().file("templates/html/assets/extra.js", "say(\"You are a third more \\u0065xpensive\")\n");
    let run = kit.run(&["build", "--audience", "public"]);
    assert_eq!(run.code, 0, "an escaped letter is not the word: {}", run.stderr);
    kit.write(
        "templates/html/assets/extra.js",
        "talktrack.tell(\"0\",[[[\"means\",[\"You are a third more expensive.\"],0]]])\n",
    );
    let run = kit.run(&["build", "--audience", "public"]);
    assert!(run.code == 1 && run.stderr.contains("error[leak]") && run.stderr.contains("extra.js"), "{}", run.stderr);
}

#[test]
fn words_in_the_index_cannot_end_the_script_they_stand_in() {
    let kit = Sandbox::new().file(
        "content/objections/o.yaml",
        "- {id: a, says: \"</script><script>alert(1)</script><!-- \\u2028\", respond: \"`</script>` and \\u2029\"}\n",
    );
    kit.build(&[]);
    for path in ["find.js", "find/0.js", "find/w0.js", "find/words.js"].map(|path| format!("public/assets/{path}")) {
        let script = kit.read(&path);
        assert!(!script.contains('<') && !script.contains(['\u{2028}', '\u{2029}']), "{path}: {script}");
    }
    kit.build(&["--single-file"]);
    let page = kit.read("public-single/field-guide.html");
    let data = page.split("id=\"s_told\">").nth(1).and_then(|d| d.split("</script>").next()).unwrap_or_default();
    let told: serde_json::Value = serde_json::from_str(data).expect("JSON to its end");
    assert_eq!(told["0"][0][4], "#objections/a");
}

#[test]
fn an_objection_without_a_guide_is_found_on_its_card() {
    let kit = Sandbox::new()
        .file("content/objections/o.yaml", "- {id: a, says: Too dear., competitors: [r]}\n")
        .file("content/competitors/r.yaml", "name: R\n");
    kit.build(&["--only", "battlecard"]);
    assert!(kit.read("public/assets/find/0.js").contains("battlecard/r.html#a"));
}

#[test]
fn one_file_that_opens_slowly_is_told_with_a_way_out() {
    let kit = Sandbox::new()
        .file("content/pages/a.yaml", "title: A\ntext: \"![A sign](static/a.png)\"\n")
        .file("static/a.png", vec![0; 16 << 20]);
    let run = kit.build(&["--single-file"]);
    assert!(run.stderr.contains("opens slowly") && run.stderr.contains("--only"), "{}", run.stderr);
    kit.write("static/a.png", [0; 16]);
    assert!(!kit.build(&["--single-file"]).stderr.contains("opens slowly"));
}

#[test]
fn one_file_holds_pictures_styles_and_scripts_and_names_each_in_its_policy() {
    let sandbox = Sandbox::sample();
    sandbox.build(&["--single-file"]);
    let files: Vec<String> = sandbox.files("public-single").into_iter().map(|(path, _)| path).collect();
    assert_eq!(files, ["fernway-field-guide.html"]);
    let page = sandbox.read("public-single/fernway-field-guide.html");
    let scripts = page.matches("<script>").count();
    let policy =
        page.split("http-equiv=\"Content-Security-Policy\" content=\"").nth(1).and_then(|p| p.split('"').next());
    let policy = policy.expect("a policy");
    assert_eq!(policy.matches("'sha256-").count(), scripts + 1, "{policy}");
    assert!(!policy.contains("unsafe") && !policy.contains("'self'"), "{policy}");
    assert!(!page.contains("src=\"") || page.matches("src=\"").count() == page.matches("src=\"data:").count());
    let run = sandbox.run(&["build", "--single-file", "--to", "markdown"]);
    assert!(run.code == 2 && run.stderr.contains("cannot be used with"), "{}", run.stderr);
}

#[test]
fn a_long_title_makes_a_name_that_every_disk_takes() {
    let sandbox = Sandbox::new()
        .file("talktrack.yaml", format!("title: {}\n", "very long ".repeat(60)))
        .file("content/pages/p.yaml", "title: P\n");
    sandbox.build(&["--single-file"]);
    let (name, _) = sandbox.files("public-single").remove(0);
    assert!(name.len() <= 85 && name.ends_with("very-long.html"), "{name}");
}

#[test]
fn a_layout_without_main_cannot_be_folded_and_that_is_said() {
    let sandbox = Sandbox::sample().file(
        "templates/html/parts/layout.html",
        "{% block head %}{% endblock %}<p>{% block main %}{% endblock %}</p>\n",
    );
    let run = sandbox.run(&["build", "--single-file"]);
    assert!(run.code == 1 && run.stderr.contains("has no <main>"), "{}", run.stderr);
    assert!(!sandbox.exists("public-single"));
}

#[test]
fn a_brand_colour_too_light_for_words_is_told_and_darkened() {
    let sandbox = Sandbox::new()
        .file("talktrack.yaml", "title: T\nbrand: {accent: \"#ffe600\"}\n")
        .file("content/pages/p.yaml", "title: P\n");
    let run = sandbox.run(&["build", "--report", "short"]);
    assert!(run.stderr.contains("talktrack.yaml:2:17: warning[low-contrast]"), "{}", run.stderr);
    let brand = sandbox.read("public/assets/brand.css");
    assert!(brand.contains("--accent: #ffe600") && !brand.contains("--link: #ffe600; --wash: #fffde"), "{brand}");
    let run = Sandbox::sample().run(&["check", "--today", TODAY, "--report", "short"]);
    assert!(!run.stderr.contains("low-contrast"), "{}", run.stderr);
}
