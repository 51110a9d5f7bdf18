//! What `doctor` says of a wiki in git.

use super::*;

fn faults(wiki: &mut GitWiki) -> Vec<String> {
    let told = wiki.examine().into_iter();
    told.filter_map(|a| a.fault.map(|(words, help)| format!("{}: {words} / {help}", a.what))).collect()
}

#[test]
fn a_wiki_that_can_be_written_to_has_nothing_against_it() {
    let desk = Desk::new();
    let mut wiki = desk.wiki();
    assert_eq!((faults(&mut wiki), wiki.examine().len()), (vec![], 5));
    assert_eq!(faults(&mut Desk::empty().wiki()), Vec::<String>::new());
    assert_eq!(desk.commits(), 1, "nothing is pushed");
}

#[test]
fn a_repository_that_is_not_there_is_told_with_what_to_do() {
    let desk = Desk::new();
    let place = Place { remote: Name(desk.path("none.git").to_string_lossy().into()), ..desk.place("github") };
    let told = faults(&mut GitWiki::new(&place, access()).unwrap());
    assert!(told.len() == 1 && told[0].contains("no git repository at this address"), "{told:?}");
}
