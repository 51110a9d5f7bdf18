//! Who sees what.

use crate::sandbox::Sandbox;

fn page(sandbox: &Sandbox, audience: &str, path: &str) -> String {
    sandbox.build(&["--audience", audience]);
    sandbox.read(&format!("public/{path}"))
}

#[test]
fn everything_is_internal_unless_it_says_otherwise() {
    let sandbox =
        Sandbox::new().file("content/competitors/a.yaml", "name: A\noverview: Hidden words stand in this card.\n");
    sandbox.build(&["--audience", "public"]);
    assert!(!sandbox.exists("public/battlecard/a.html"));
    assert!(!sandbox.read("public/index.html").contains("battlecard/a"));
}

#[test]
fn a_nested_item_only_narrows_and_widening_is_told() {
    let card = "name: A\nstrengths:\n  - {text: This one asks for more than it gets, audience: public}\n";
    let sandbox = Sandbox::new().file("content/competitors/a.yaml", card);
    let run = sandbox.run(&["check", "--report", "short"]);
    assert!(run.stderr.contains("a.yaml:3:59: warning[widened-audience]"), "{}", run.stderr);
    let card = "name: A\naudience: public\nstrengths:\n  - {text: Partners alone may read this line, audience: partner}\n  - Everybody may read this line\n";
    sandbox.write("content/competitors/a.yaml", card);
    let public = page(&sandbox, "public", "battlecard/a.html");
    assert!(public.contains("Everybody may read") && !public.contains("Partners alone"));
    assert!(page(&sandbox, "partner", "battlecard/a.html").contains("Partners alone"));
}

#[test]
fn insider_passages_are_cut_and_the_rest_stays() {
    let text = "title: T\naudience: public\ntext: |\n  Before.\n\n  > [!internal] They cut the price by a third last week.\n  > Second line of it.\n\n  > [!PARTNER] Partners get a better margin now.\n\n  After.\n";
    let sandbox = Sandbox::new().file("content/pages/p.yaml", text);
    let internal = page(&sandbox, "internal", "page/p.html");
    assert!(internal.contains("cut the price") && internal.contains("better margin"));
    let partner = page(&sandbox, "partner", "page/p.html");
    assert!(
        !partner.contains("cut the price") && !partner.contains("Second line") && partner.contains("better margin")
    );
    let public = page(&sandbox, "public", "page/p.html");
    assert!(
        public.contains("Before.") && public.contains("After.") && !public.contains("margin") && !public.contains("[!")
    );
}

#[test]
fn a_public_text_may_not_rest_on_a_narrower_claim() {
    let sandbox = Sandbox::new()
        .file("content/claims/c.yaml", "- {id: secret, text: Nobody outside may know this number}\n- {id: open, text: Anybody may know this, audience: public}\n")
        .file("content/pages/p.yaml", "title: P\naudience: public\ntext: \"See [[claim:secret]].\"\n")
        .file("content/competitors/a.yaml", "name: A\naudience: public\nstrengths: [{text: x, claims: [secret]}]\nwhy_we_lose: [{text: y, claims: [secret]}]\n");
    let run = sandbox.run(&["check", "--report", "short"]);
    assert_eq!(run.stderr.matches("error[withheld-reference]").count(), 2, "{}", run.stderr);
    sandbox.write(
        "content/pages/p.yaml",
        "title: P\naudience: public\ntext: \"See [[claim:secret|our numbers]] and [[claim:open]].\"\n",
    );
    sandbox.write("content/competitors/a.yaml", "name: A\n");
    let public = page(&sandbox, "public", "page/p.html");
    assert!(
        public.contains("our numbers")
            && public.contains("Anybody may know this")
            && !public.contains("Nobody outside")
    );
}

#[test]
fn a_withheld_item_is_named_and_not_linked() {
    let sandbox = Sandbox::new()
        .file("content/competitors/rival.yaml", "name: Great Rival\n")
        .file("content/pages/p.yaml", "title: P\naudience: public\ntext: \"Unlike [[competitor:rival]].\"\n");
    let public = page(&sandbox, "public", "page/p.html");
    assert!(public.contains("Unlike Great Rival") && !public.contains("battlecard/rival"));
    assert!(page(&sandbox, "internal", "page/p.html").contains("battlecard/rival.html"));
}

#[test]
fn drafts_are_left_out_unless_asked_for_and_never_leave_the_house() {
    let sandbox = Sandbox::new()
        .file("content/pages/p.yaml", "title: P\ndraft: true\naudience: public\ntext: Not finished yet.\n");
    sandbox.build(&[]);
    assert!(!sandbox.exists("public/page/p.html"));
    sandbox.build(&["--drafts"]);
    assert!(sandbox.exists("public/page/p.html"));
    sandbox.build(&["--drafts", "--audience", "public"]);
    assert!(!sandbox.exists("public/page/p.html"));
}

#[test]
fn open_and_reps_only_questions_stay_off_public_pages() {
    let faq = "title: F\naudience: public\nquestions:\n  - {ask: Is it safe?, short: Yes it is.}\n  - {ask: Does it run on the moon today?}\n  - {ask: How far may we go on price?, rep_notes: Ten percent and no more than that.}\n";
    let sandbox = Sandbox::new().file("content/faqs/f.yaml", faq);
    let internal = page(&sandbox, "internal", "faq/f.html");
    assert!(internal.contains("on the moon") && internal.contains("How far may we go"));
    let public = page(&sandbox, "public", "faq/f.html");
    assert!(public.contains("Is it safe") && !public.contains("on the moon") && !public.contains("How far may we"));
}

#[test]
fn pictures_are_copied_only_where_they_are_shown_and_may_be() {
    let sandbox = Sandbox::new()
        .file("talktrack.yaml", "title: T\nfiles: [{path: static/plan.svg, alt: The plan, audience: internal}]\n")
        .file("static/plan.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
        .file("static/open.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
        .file("static/unused.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
        .file("content/pages/p.yaml", "title: P\naudience: public\ntext: \"![plan](static/plan.svg) ![open](../../static/open.svg) ![far](https://x.example/a.png)\"\n");
    let public = page(&sandbox, "public", "page/p.html");
    assert!(
        sandbox.exists("public/static/open.svg")
            && !sandbox.exists("public/static/plan.svg")
            && !sandbox.exists("public/static/unused.svg")
    );
    assert!(public.contains("src=\"../static/open.svg\"") && !public.contains("<img src=\"https"));
    assert!(public.contains("href=\"https://x.example/a.png\""), "pictures from elsewhere are links");
    page(&sandbox, "internal", "page/p.html");
    assert!(sandbox.exists("public/static/plan.svg"));
}

#[test]
fn a_build_for_one_segment_leaves_out_what_is_only_for_others() {
    let card = "name: A\nstrengths:\n  - {text: For the large ones, segments: [enterprise]}\n  - {text: For the small ones, segments: [small]}\n  - For all of them\n";
    let sandbox = Sandbox::new().file("content/competitors/a.yaml", card);
    sandbox.build(&["--segment", "small"]);
    let text = sandbox.read("public/battlecard/a.html");
    assert!(text.contains("small ones") && text.contains("all of them") && !text.contains("large ones"));
}

#[test]
fn a_segment_that_the_kit_does_not_know_is_refused_with_the_nearest_one() {
    let run = Sandbox::sample().run(&["build", "--segment", "enterprize"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("did you mean `enterprise`?"), "{}", run.stderr);
}

#[test]
fn internal_and_partner_pages_carry_a_mark_and_public_ones_do_not() {
    let sandbox = Sandbox::sample();
    assert!(page(&sandbox, "internal", "index.html").contains("Internal. Do not share"));
    assert!(page(&sandbox, "partner", "index.html").contains("For partners"));
    let public = page(&sandbox, "public", "index.html");
    assert!(!public.contains("Internal. Do not share") && !public.contains("For partners"));
}
