//! What is told of pages: who, when, whose.

use super::*;

#[test]
fn a_page_tells_who_changed_it_last_and_whose_it_is() {
    let desk = Desk::new();
    let mut wiki = desk.wiki();
    create(&mut wiki, "A", "a\n").unwrap();
    create(&mut wiki, "B", "b\n").unwrap();
    wiki.seal().unwrap();
    let ours = wiki.read("A.md").unwrap().unwrap();
    assert_eq!((ours.seen.by.as_str(), ours.text.as_str()), ("talktrack", "a\n"));
    assert!(ours.note.contains(&mark("A").to_string()), "{}", ours.note);
    desk.person(&[("A.md", Some("theirs\n"))]);
    let mut later = desk.wiki();
    let theirs = later.read("A.md").unwrap().unwrap();
    assert_eq!((theirs.seen.by.as_str(), theirs.note.trim()), ("Ines", "by hand"));
    assert_eq!(later.mark("A.md").unwrap(), Some(mark("A")), "who made it stays who made it");
    assert_eq!(later.mark("Home.md").unwrap(), None);
    assert_eq!(later.earlier("A.md", &ours.seen.stamp).unwrap(), Some("a\n".into()));
    assert_eq!(later.earlier("A.md", &"0".repeat(40)).unwrap(), None);
    assert_eq!(later.earlier("A.md", "--help").unwrap(), None);
    assert_eq!(later.read("gone.md").unwrap(), None);
}

#[test]
fn a_page_that_a_person_made_anew_or_moved_is_theirs() {
    let desk = Desk::new();
    let mut wiki = desk.wiki();
    create(&mut wiki, "A", "a\n").unwrap();
    create(&mut wiki, "B", "b\n").unwrap();
    wiki.seal().unwrap();
    desk.person(&[("A.md", None), ("B.md", None), ("C.md", Some("b\n"))]);
    desk.person(&[("A.md", Some("a\n"))]);
    let mut later = desk.wiki();
    assert_eq!((later.mark("A.md").unwrap(), later.mark("C.md").unwrap()), (None, None));
}

#[test]
fn a_page_changed_on_a_branch_that_was_merged_tells_who_did_it() {
    let desk = Desk::new();
    desk.git("person", &["checkout", "--quiet", "-b", "side"]);
    std::fs::write(desk.path("person/A.md"), "side\n").unwrap();
    desk.git("person", &["add", "--all"]);
    desk.git("person", &["commit", "--quiet", "--message", "on the side"]);
    desk.git("person", &["checkout", "--quiet", "master"]);
    desk.git("person", &["merge", "--quiet", "--no-ff", "--message", "merge", "side"]);
    desk.git("person", &["push", "--quiet", "origin", "master"]);
    assert_eq!(desk.wiki().read("A.md").unwrap().unwrap().note.trim(), "on the side");
}

#[test]
fn texts_are_fetched_only_when_they_are_read() {
    let desk = Desk::new();
    desk.git("wiki.git", &["config", "uploadpack.allowFilter", "true"]);
    let place =
        Place { remote: Name(format!("file://{}", desk.path("wiki.git").display()).into()), ..desk.place("github") };
    let mut wiki = GitWiki::new(&place, access()).unwrap();
    assert_eq!(wiki.look(&[], &["Home"]).unwrap().len(), 1);
    let missing = wiki.origin.program.here(&["rev-list", "--objects", "--missing=print", "--all"], b"").unwrap();
    assert!(String::from_utf8_lossy(&missing.out).lines().any(|line| line.starts_with('?')), "everything was fetched");
    create(&mut wiki, "A", "a\n").unwrap();
    wiki.seal().unwrap();
    assert_eq!((desk.text("A.md"), desk.text("Home.md")), ("a".into(), "Welcome".into()));
    assert_eq!(wiki.read("Home.md").unwrap().unwrap().text, "Welcome\n");
}

#[test]
fn another_branch_is_read_when_the_place_names_one() {
    let desk = Desk::new();
    desk.git("wiki.git", &["branch", "draft"]);
    let place = |branch: &str| Place { branch: Name(branch.into()), ..desk.place("github") };
    let mut wiki = GitWiki::new(&place("draft"), access()).unwrap();
    create(&mut wiki, "A", "a\n").unwrap();
    wiki.seal().unwrap();
    assert_eq!(desk.git("wiki.git", &["show", "draft:A.md"]), "a");
    let Err(Fault::Down(words, help)) = GitWiki::new(&place("no"), access()).unwrap().look(&[], &[]) else {
        panic!("there is no such branch")
    };
    assert!(words.contains("`no`") && help.contains("`draft`, `master`"), "{words}: {help}");
}
