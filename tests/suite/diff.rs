//! What a reviewer is told of a change.

use serde_json::Value;

use crate::sandbox::{Run, Sandbox, TODAY};

const CARD: &str = "content/competitors/ticketron.yaml";
const PRICE: &str = "content/objections/price.yaml";
const CLAIMS: &str = "content/claims/claims.yaml";

/// The sample kit, kept as `old`.
fn sample() -> Sandbox {
    let sandbox = Sandbox::sample();
    sandbox.commit("old");
    sandbox
}

fn diff(sandbox: &Sandbox, args: &[&str]) -> Run {
    let run = sandbox.run(&[&["diff", "--today", TODAY], args].concat());
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    run
}

fn json(sandbox: &Sandbox, args: &[&str]) -> Value {
    let run = diff(sandbox, &[&["--to", "json"], args].concat());
    serde_json::from_str(&run.stdout).unwrap_or_else(|e| panic!("{e}\n{}", run.stdout))
}

#[test]
fn nothing_changed_is_said_plainly() {
    let run = diff(&sample(), &["old"]);
    assert_eq!(run.stdout, "old → the work tree: nothing changed\n");
    assert_eq!(run.stderr, "");
}

#[test]
fn a_reviewer_sees_that_a_price_changed_and_that_an_answer_reached_prospects() {
    let sandbox = sample();
    sandbox.replace(CARD, "€15 per agent", "€18 per agent");
    sandbox.replace(
        "content/faqs/pricing.yaml",
        "    rep_notes: Don't open with the number. Ask",
        "    answer: Don't open with the number. Ask",
    );
    sandbox.replace("content/faqs/pricing.yaml", "    answer: |\n      | Plan", "    rep_notes: |\n      | Plan");
    let run = diff(&sandbox, &["old"]);
    let prices = "Ticketron: Answer drafts › price changed: “€15 per agent and month” → “€18 per agent and month”";
    assert!(run.stdout.contains(prices), "{}", run.stdout);
    let widened = run.stdout.find("More people may see this").expect("a heading");
    assert!(widened < run.stdout.find("\nPrices").expect("a heading"), "{}", run.stdout);
    assert!(run.stdout.contains("insiders → everybody: “Don't open with the number."), "{}", run.stdout);
    assert!(run.stdout.contains("battlecard/ticketron"), "{}", run.stdout);
}

#[test]
fn audiences_that_widen_come_with_caps_and_inheritance() {
    let sandbox = Sandbox::new()
        .file("content/competitors/a.yaml", "name: A\nwhy_we_lose: [They are bigger than us]\nwhy_we_win: [{text: We care, audience: internal}, We are quick]\n")
        .file("content/objections/o.yaml", "- {id: o, says: Too dear., audience: internal}\n");
    sandbox.commit("old");
    sandbox.replace("content/competitors/a.yaml", "name: A\n", "name: A\naudience: public\n");
    sandbox.replace("content/objections/o.yaml", "audience: internal", "audience: public");
    let json = json(&sandbox, &["old"]);
    let widened = json["widened"].as_array().expect("a list");
    assert_eq!(widened.len(), 2, "{widened:#?}");
    assert_eq!((&widened[0]["id"], &widened[0]["to"]), (&"a".into(), &"public".into()));
    assert_eq!(widened[0]["fields"], serde_json::json!(["name", "why_we_win"]), "losses stay inside");
    assert_eq!(widened[1]["to"], "partner", "objections never go further");

    sandbox.commit("wide");
    sandbox.replace(
        "content/competitors/a.yaml",
        "text: We care, audience: internal",
        "text: We care, audience: partner",
    );
    let widened = self::json(&sandbox, &["wide"])["widened"].clone();
    assert_eq!(widened[0]["path"], serde_json::json!([{"field": "why_we_win", "name": "We care"}]));
}

#[test]
fn an_insider_passage_that_loses_its_mark_reaches_more_people() {
    let page = "title: P\naudience: public\ntext: |\n  Hello.\n\n  > [!internal]\n  > We pay less than we say.\n";
    let sandbox = Sandbox::new().file("content/pages/p.yaml", page);
    sandbox.commit("old");
    sandbox.replace("content/pages/p.yaml", "  > [!internal]\n", "");
    let widened = json(&sandbox, &["old"])["widened"].clone();
    assert_eq!((&widened[0]["from"], &widened[0]["to"]), (&"internal".into(), &"public".into()), "{widened}");
    assert_eq!(widened[0]["words"], "We pay less than we say.");
}

#[test]
fn a_draft_that_is_finished_reaches_people() {
    let sandbox = Sandbox::new().file("content/pages/p.yaml", "title: P\ndraft: true\naudience: partner\n");
    sandbox.commit("old");
    sandbox.replace("content/pages/p.yaml", "draft: true\n", "");
    let run = diff(&sandbox, &["old"]);
    assert!(run.stdout.contains("P: nobody yet (draft) → partners"), "{}", run.stdout);
}

#[test]
fn claims_tell_their_words_their_evidence_and_whether_they_hold() {
    let sandbox = sample();
    sandbox.replace(CLAIMS, "41 % of questions", "44 % of questions");
    sandbox.replace(CLAIMS, "grade: B", "grade: A");
    sandbox.replace(CLAIMS, "  verified: 2026-09-30\n  status: verified", "  verified: 2024-09-30\n  status: verified");
    let text = diff(&sandbox, &["old"]).stdout;
    for line in ["deflection-41", "does not hold any more", "verified: “2026-09-30” → “2024-09-30”", "grade: “B” → “A”"]
    {
        assert!(text.contains(line), "{line}: {text}");
    }
    sandbox.commit("stale");
    sandbox.replace(
        CLAIMS,
        "    - kind: call\n",
        "    - {kind: review, title: What reviewers say}\n    - kind: call\n",
    );
    assert!(diff(&sandbox, &["stale"]).stdout.contains("evidence gained “What reviewers say”"));
    sandbox.commit("proven");
    sandbox.replace(CLAIMS, "    - {kind: review, title: What reviewers say}\n", "");
    assert!(diff(&sandbox, &["proven"]).stdout.contains("evidence lost “What reviewers say”"));
    sandbox.replace(CLAIMS, "verified: 2024-09-30", "verified: 2026-11-20");
    assert!(diff(&sandbox, &["stale"]).stdout.contains("holds again"));
}

#[test]
fn single_questions_and_single_cells_are_told() {
    let sandbox = sample();
    sandbox.replace("content/comparisons/support-desks.yaml", "chatly: no}", "chatly: yes}");
    sandbox.replace(
        "content/faqs/pricing.yaml",
        "short: Yes, and it is 10 % less.",
        "short: Yes, and it is 12 % less.",
    );
    sandbox.write(
        "content/faqs/security.yaml",
        sandbox.read("content/faqs/security.yaml") + "  - {ask: Is it new?, short: Yes.}\n",
    );
    let text = diff(&sandbox, &["old"]).stdout;
    for line in [
        "Answer drafts › Chatly: “no” → “yes”",
        "Can we pay yearly? › short changed: “Yes, and it is 10 % less.” → “Yes, and it is 12 % less.”",
        "questions gained “Is it new?: Yes.”",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
}

#[test]
fn points_that_were_reworded_or_put_in_another_order_are_the_same_points() {
    let sandbox = Sandbox::new().file(
        "content/competitors/a.yaml",
        "name: A\nwhy_we_win:\n  - The first reason is speed\n  - text: The second reason is the price we ask\n    note: n\n",
    );
    sandbox.commit("old");
    sandbox.write(
        "content/competitors/a.yaml",
        "name: A\nwhy_we_win:\n  - text: The second reason is the price we want\n    note: n\n  - text: The first reason is speed\n  - We answer the phone\n",
    );
    let text = diff(&sandbox, &["old"]).stdout;
    assert!(text.contains("why we win changed: “… is the price we ask” → “… is the price we want”"), "{text}");
    assert!(text.contains("why we win gained “We answer the phone”"), "{text}");
    assert!(text.contains("why we win stand in another order"), "{text}");
    assert!(!text.contains("lost"), "{text}");
}

#[test]
fn what_was_heard_moves_objections_and_time_alone_does_not() {
    let sandbox = sample();
    assert!(sandbox.run(&["diff", "old", "--today", "2027-11-01"]).stdout.contains("nothing changed"));
    let log = sandbox.read("content/field-log/2026-q4.yaml");
    let line = "- {on: 2026-11-22, objection: no-phone, words: phones ring all day, outcome: lost}\n";
    sandbox.write("content/field-log/2026-q4.yaml", log + line);
    let log = json(&sandbox, &["old"])["field_log"].clone();
    assert_eq!(log["heard"][0]["words"], "phones ring all day");
    assert_eq!((&log["rose"][0]["id"], &log["rose"][0]["place"]), (&"no-phone".into(), &1.into()), "{log}");
    assert!(log["fell"].as_array().expect("a list").iter().any(|o| o["id"] == "price"), "{log}");
}

#[test]
fn findings_that_are_new_or_solved_are_told_by_rule_and_item() {
    let sandbox = sample();
    sandbox.replace(
        PRICE,
        "claims: [ticketron-list-price, bill-for-30]",
        "claims: [ticketron-list-price, bill-for-31]",
    );
    let run = diff(&sandbox, &["old"]);
    assert!(run.stdout.contains("error[unknown-id] objection:price"), "{}", run.stdout);
    assert!(run.stdout.contains("pages: the kit at the work tree has errors"), "{}", run.stdout);
    assert!(
        run.stderr.contains("the kit at the work tree has errors:\ncontent/objections/price.yaml:"),
        "{}",
        run.stderr
    );
    sandbox.commit("bad");
    sandbox.replace(PRICE, "bill-for-31", "bill-for-30");
    let solved = json(&sandbox, &["bad"])["findings"]["solved"].clone();
    assert_eq!(solved[0]["item"], "objection:price");
}

#[test]
fn a_renamed_file_is_no_change_unless_the_address_changes_with_it() {
    let sandbox = sample();
    sandbox.git(&["mv", "content/objections/trust.yaml", "content/objections/truth.yaml"]);
    assert!(diff(&sandbox, &["old"]).stdout.contains("nothing changed"));
    sandbox.git(&["mv", "content/competitors/chatly.yaml", "content/competitors/chat-ly.yaml"]);
    let json = json(&sandbox, &["old"]);
    assert_eq!((&json["items"][0]["was"], &json["items"][0]["id"]), (&"chatly".into(), &"chat-ly".into()), "{json}");
    assert_eq!(json["items"][0]["what"], "moved");
}

#[test]
fn a_line_broken_elsewhere_is_no_change_of_words() {
    let sandbox = sample();
    sandbox.replace(PRICE, "On list price, that's right. Let's look", "On list price, that's right.\n    Let's look");
    let json = json(&sandbox, &["old"]);
    assert_eq!(json["items"], serde_json::json!([]));
}

#[test]
fn two_revisions_are_compared_and_the_work_tree_is_left_alone() {
    let sandbox = sample();
    sandbox.replace(CARD, "Founded: 2009", "Founded: 2010");
    sandbox.commit("new");
    sandbox.replace(CARD, "Founded: 2010", "Founded: 2011");
    sandbox.write("content/pages/half.yaml", "title: Half\n");
    sandbox.git(&["add", "content/pages/half.yaml"]);
    let state = || (sandbox.git(&["status", "--porcelain=v2"]), sandbox.git(&["stash", "list"]), sandbox.files(".git"));
    let before = state();
    let run = diff(&sandbox, &["old", "new"]);
    assert!(run.stdout.contains("facts › Founded: “2009” → “2010”") && !run.stdout.contains("2011"), "{}", run.stdout);
    let run = diff(&sandbox, &["new"]);
    assert!(run.stdout.contains("Half: added, for insiders"), "{}", run.stdout);
    assert!(before == state(), "something in the repository changed");
}

#[test]
fn a_kit_in_a_folder_of_a_repository_is_found_and_may_be_new() {
    let sandbox = Sandbox::bare().file("README", "none yet");
    sandbox.commit("empty");
    let sandbox = sandbox
        .file("kits/ours/talktrack.yaml", "title: T\n")
        .file("kits/ours/content/competitors/a.yaml", "name: A\n")
        .file("content/competitors/foreign.yaml", "name: Foreign\n");
    sandbox.commit("kit");
    sandbox.write("kits/ours/content/competitors/a.yaml", "name: A\ntier: main\n");
    let run = sandbox.run_in("kits/ours/content", &["diff", "kit"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("A: tier gained “main”") && !run.stdout.contains("Foreign"), "{}", run.stdout);
    let run = sandbox.run_in("kits/ours", &["diff", "empty"]);
    assert!(run.stdout.contains("there was no kit at empty, so everything is new"), "{}", run.stdout);
    assert!(
        run.stdout.contains("A: added, for insiders") && run.stdout.contains("added battlecard/a"),
        "{}",
        run.stdout
    );
}

#[test]
fn a_file_that_cannot_be_read_at_one_side_leaves_the_rest_to_compare() {
    let sandbox = sample();
    let card = sandbox.read("content/competitors/chatly.yaml");
    sandbox.write("content/competitors/chatly.yaml", "name: [\n");
    sandbox.commit("broken");
    sandbox.write("content/competitors/chatly.yaml", card);
    sandbox.replace(CARD, "Founded: 2009", "Founded: 2010");
    let run = diff(&sandbox, &["broken"]);
    assert!(run.stderr.contains("the kit at broken has errors:\ncontent/competitors/chatly.yaml:"), "{}", run.stderr);
    assert!(run.stdout.contains("facts › Founded: “2009” → “2010”"), "{}", run.stdout);
    assert!(run.stdout.contains("content/competitors/chatly.yaml: cannot be read on one side"), "{}", run.stdout);
    assert!(
        !run.stdout.contains("Chatly: added") && run.stdout.contains("findings: the kit at broken cannot be read"),
        "{}",
        run.stdout
    );
}

#[test]
fn what_git_cannot_do_is_told_with_what_to_do() {
    let sandbox = Sandbox::sample();
    let run = sandbox.run(&["diff", "HEAD"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("not in a git repository") && run.stderr.contains("git init"), "{}", run.stderr);
    sandbox.commit("old");
    for unknown in ["nope", "old..HEAD", "HEAD:content", ""] {
        let run = sandbox.run(&["diff", unknown]);
        assert_eq!(run.code, 2, "{unknown}");
        assert!(run.stderr.contains("git knows no revision"), "{unknown}: {}", run.stderr);
    }
    for option in [&["diff", "--upload-pack=touch"][..], &["diff", "--", "--output=x"], &["diff", "old", "--", "-x"]] {
        let run = sandbox.run(option);
        assert_eq!(run.code, 2, "{option:?}");
        assert!(!sandbox.exists("x") && !sandbox.exists("touch"));
    }
}

#[test]
fn a_shallow_clone_is_told_to_fetch_more() {
    let origin = sample();
    origin.commit("later");
    let clone = Sandbox::bare();
    let from = format!("file://{}", origin.path("").display());
    clone.git(&["clone", "--quiet", "--depth", "1", "--no-tags", &from, "."]);
    let run = clone.run(&["diff", "old"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("git fetch --unshallow"), "{}", run.stderr);
}

#[test]
#[cfg(unix)]
fn links_in_a_revision_lead_nowhere_outside_the_kit() {
    let sandbox = Sandbox::new().file("content/competitors/a.yaml", "name: A\n");
    let link = |to: &str, path: &str| std::os::unix::fs::symlink(to, sandbox.path(path)).expect("a link");
    link("a.yaml", "content/competitors/b.yaml");
    link("/etc/passwd", "content/competitors/c.yaml");
    link("../../../../etc/passwd", "content/competitors/d.yaml");
    sandbox.commit("old");
    for path in ["content/competitors/c.yaml", "content/competitors/d.yaml"] {
        std::fs::remove_file(sandbox.path(path)).expect("removed");
    }
    let run = diff(&sandbox, &["old"]);
    assert!(run.stdout.contains("nothing changed") && run.stderr.is_empty(), "{}{}", run.stdout, run.stderr);
}

#[test]
fn a_comment_shows_hostile_content_and_does_nothing() {
    let sandbox = Sandbox::new().file("content/competitors/a.yaml", "name: A\n");
    sandbox.commit("old");
    let hostile = "\"</details><script>x</script> @channel #123 [a](https://evil.example) ![i](https://evil.example/p.png) `c` <img src=x>\"";
    let words = format!("name: {hostile}\nwhy_we_win: [{hostile}]\nfacts: {{{hostile}: {hostile}}}\nwhat's-this: 1\n");
    sandbox.write("content/competitors/a.yaml", words.replace("what's-this: 1\n", "tier: \"\\e[31m\\u202eabc | x\"\n"));
    sandbox.write("content/objections/o.yaml", format!("- {{id: o, says: {hostile}, respond: {hostile}}}\n"));
    let comment = diff(&sandbox, &["old", "--to", "markdown"]).stdout;
    assert!(comment.starts_with("**Sales content:** "), "{comment}");
    let opened = comment.matches("\n<details>").count();
    assert_eq!(opened, comment.matches("\n</details>\n").count(), "{comment}");
    for forbidden in ["@channel", "#123", "://evil", "\u{1b}", "\u{202e}"] {
        assert!(!comment.contains(forbidden), "{forbidden}: {comment}");
    }
    let bare = comment.replace("\\<", "").replace("\\]", "");
    assert!(!bare.contains("](") && !bare.contains("<script") && !bare.contains("<img"), "{comment}");
    let human = diff(&sandbox, &["old"]).stdout;
    assert!(!human.contains('\u{1b}') && !human.contains('\u{202e}'), "{human}");
}

#[test]
fn a_long_review_still_fits_into_a_comment() {
    let sandbox = Sandbox::new().file("content/competitors/a.yaml", "name: A\n");
    sandbox.commit("old");
    for n in 0..300 {
        let words = "quite a long reason to win that goes on and on ".repeat(3);
        sandbox.write(&format!("content/competitors/c{n}.yaml"), format!("name: C {n}\n"));
        sandbox.write(
            &format!("content/objections/o{n}.yaml"),
            format!("- {{id: o{n}, says: {words}{n}, respond: {words}}}\n"),
        );
    }
    let comment = diff(&sandbox, &["old", "--to", "markdown"]).stdout;
    assert!(comment.len() < 65_000 && comment.contains("more\n"), "{}", comment.len());
}
