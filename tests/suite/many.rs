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
    assert!(guide.contains("cards</a> 2</span>"), "{guide}");
    let card = sandbox.read("public/battlecard/ticketron.html");
    assert!(card.contains("<article class=\"objection\" id=\"price\">"), "{card}");
    // On the way home it says all that the guide would say of it.
    let price = card.split("id=\"price\"").nth(1).expect("the objection").split("</article>").next().expect("its end");
    assert!(price.contains("Against") && !price.contains("objections.html"), "{price}");
    assert!(sandbox.read("public/index.html").contains("href=\"battlecard/ticketron.html#price\""));
    assert!(sandbox.read("public/persona/cfo.html").contains("cards</a> 3</span>"));
    assert!(sandbox.read("public/objections.md").contains("On competitors' cards: 2"));
    assert!(sandbox.read("public/persona/cfo.md").contains("On competitors' cards: 3"));
}

#[test]
fn without_such_cards_the_guide_holds_them_all() {
    let sandbox = crowded();
    sandbox.build(&["--only", "objections"]);
    let guide = sandbox.read("public/objections.html");
    assert!(guide.contains("id=\"price\"") && !guide.contains("cards</a> 2</span>"), "{guide}");
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

/// Where a page links to, of what stands below a folder.
fn links<'p>(page: &'p str, below: &str) -> Vec<&'p str> {
    let hrefs = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    hrefs.filter(|href| href.trim_start_matches("../").starts_with(below)).collect()
}

#[test]
fn a_list_that_is_too_long_for_the_front_door_is_told_in_parts_of_which_a_new_card_changes_one() {
    let sandbox = Sandbox::new().file("talktrack.yaml", "title: T\nbudgets: {listed: 200}\n");
    let write = |n: usize| {
        sandbox.write(
            &format!("content/competitors/c{n:03}.yaml"),
            format!("name: Rival {n:03}\none_liner: Number {n}.\n"),
        );
    };
    (0..600).filter(|n| *n != 300).for_each(write);
    sandbox.write("content/faqs/f.yaml", "title: Questions\nquestions: [{ask: Why?, answer: So.}]\n");
    let run = sandbox.build(&["--to", "html,markdown,confluence", "--only", "battlecard,faq"]);
    assert!(!run.stderr.contains("changed"), "{}", run.stderr);

    let door = sandbox.read("public/index.html");
    assert!(links(&door, "battlecard/").is_empty() && links(&door, "faq/") == ["faq/f.html"], "{door}");
    let parts: Vec<String> = links(&door, "shelf/").into_iter().map(str::to_owned).collect();
    assert!((3..=9).contains(&parts.len()), "{parts:?}");
    assert!(door.contains(&format!("<li><a href=\"{}\">Rival 000 – Rival ", parts[0])), "{door}");
    let page = |part: &String| sandbox.read(&format!("public/{part}"));
    let told: Vec<String> = parts
        .iter()
        .flat_map(|part| links(&page(part), "battlecard/").into_iter().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    assert_eq!(told.len(), 599, "each once: {told:?}");
    assert!(told.is_sorted() && told[1] == "../battlecard/c001.html", "{told:?}");
    let second = page(&parts[1]);
    assert!(second.contains("<title>Battlecards: Rival ") && second.contains("Number "), "{second}");
    let near = links(&second, "shelf/");
    assert!(near.len() == 2 && near[0].ends_with(&parts[0]) && near[1].ends_with(&parts[2]), "{near:?}");
    let markdown = sandbox.read(&format!("public/{}", parts[0].replace(".html", ".md")));
    assert!(markdown.contains("- [Rival 001](../battlecard/c001.md): Number 1."), "{markdown}");
    assert!(sandbox.read("public/index.xml").contains("ri:content-title=\"Battlecards: Rival 000 – Rival "));

    let pages =
        || sandbox.files("public/shelf").into_iter().filter(|(path, _)| path.ends_with(".html")).collect::<Vec<_>>();
    let before = pages();
    write(300);
    sandbox.build(&["--to", "html,markdown,confluence", "--only", "battlecard,faq"]);
    let other = pages().iter().filter(|page| !before.contains(page)).count();
    assert!((1..=3).contains(&other), "{other} of {}", before.len());
    sandbox.replace("content/competitors/c300.yaml", "Number 300", "The newest");
    sandbox.build(&["--to", "html,markdown,confluence", "--only", "battlecard,faq"]);
    let holds = |(_, bytes): &(String, Vec<u8>)| String::from_utf8_lossy(bytes).contains("The newest");
    assert_eq!(pages().iter().filter(|page| holds(page)).count(), 1);
}
