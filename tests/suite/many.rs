//! A kit of a field's worth of cards: no page of it grows with the kit until nobody can read it.

use crate::sandbox::Sandbox;

/// The sample kit, where more than so many objections or cards are too many for one page.
fn crowded() -> Sandbox {
    let sandbox = Sandbox::sample();
    let settings = sandbox.read("talktrack.yaml") + "\nbudgets: {gathered: 3, beside: 2}\n";
    sandbox.file("talktrack.yaml", settings)
}

#[test]
fn an_objection_to_one_competitor_stands_on_its_card_and_what_gathers_objections_says_so() {
    let sandbox = crowded();
    sandbox.build(&["--to", "html,markdown"]);
    let guide = sandbox.read("public/objections.html");
    assert!(guide.contains("id=\"too-small\"") && !guide.contains("id=\"price\""), "{guide}");
    assert!(guide.contains("cards 2</span>"), "{guide}");
    let card = sandbox.read("public/battlecard/ticketron.html");
    assert!(card.contains("<article class=\"objection\" id=\"price\">"), "{card}");
    // On the way home it says all that the guide would say of it.
    let price = card.split("id=\"price\"").nth(1).expect("the objection").split("</article>").next().expect("its end");
    assert!(price.contains("Against") && !price.contains("objections.html"), "{price}");
    assert!(sandbox.read("public/index.html").contains("href=\"battlecard/ticketron.html#price\""));
    assert!(sandbox.read("public/persona/cfo.html").contains("cards 3</span>"));
    assert!(sandbox.read("public/objections.md").contains("On competitors' cards: 2"));
    assert!(sandbox.read("public/persona/cfo.md").contains("On competitors' cards: 3"));
}

#[test]
fn without_such_cards_the_guide_holds_them_all() {
    let sandbox = crowded();
    sandbox.build(&["--only", "objections"]);
    let guide = sandbox.read("public/objections.html");
    assert!(guide.contains("id=\"price\"") && !guide.contains("cards 2</span>"), "{guide}");
}

#[test]
fn without_a_guide_an_objection_is_found_on_its_card() {
    let sandbox = Sandbox::sample();
    sandbox.build(&["--only", "battlecard"]);
    assert!(sandbox.read("public/assets/find/0.js").contains("\"battlecard/ticketron.html#price\""));
}

#[test]
fn cards_side_by_side_are_names_that_lead_to_the_cards() {
    let sandbox = crowded();
    sandbox.build(&["--to", "html,markdown,confluence"]);
    let page = sandbox.read("public/compare.html");
    assert!(page.contains("frame-src 'self'") && page.contains("href=\"battlecard/chatly.html\""), "{page}");
    assert!(!page.contains("class=\"box"), "{page}");
    assert!(!sandbox.read("public/index.html").contains("frame-src"));
    assert!(sandbox.read("public/compare.md").contains("## [Chatly](battlecard/chatly.md)\n"));
    assert!(sandbox.read("public/compare.xml").contains("<li><ac:link><ri:page ri:content-title=\"Chatly\"/>"));
}
