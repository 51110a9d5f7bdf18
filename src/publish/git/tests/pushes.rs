//! What is written, and what is left alone.

use super::*;

#[test]
fn many_pages_and_a_picture_become_one_commit_and_a_second_run_pushes_nothing() {
    let desk = Desk::new();
    let mut wiki = desk.wiki();
    for n in 0..60 {
        create(&mut wiki, &format!("Battlecard-{n}"), &format!("Card {n}\n")).unwrap();
    }
    let draft = FileDraft { name: "images/logo.svg", bytes: b"<svg/>", mark: &mark("index") };
    assert_eq!(wiki.file("", &draft).unwrap(), None);
    wiki.attach("", &draft, None).unwrap();
    assert_eq!(desk.commits(), 1, "nothing is pushed before the seal");
    wiki.seal().unwrap();
    assert_eq!(
        (desk.commits(), desk.text("Battlecard-7.md"), desk.text("images/logo.svg")),
        (2, "Card 7".into(), "<svg/>".into())
    );
    assert_eq!(desk.text("Home.md"), "Welcome");
    assert_eq!(wiki.requests(), (2, 1));

    let mut again = desk.wiki();
    assert_eq!(again.look(&["Battlecard-7.md"], &["Battlecard-8"]).unwrap().len(), 2);
    assert_eq!(again.file("", &draft).unwrap().map(|f| f.same), Some(true));
    again.seal().unwrap();
    assert_eq!((desk.commits(), again.requests()), (2, (2, 0)));
}

#[test]
fn one_change_is_one_commit_of_one_file() {
    let desk = Desk::new();
    let mut wiki = desk.wiki();
    create(&mut wiki, "A", "a\n").unwrap();
    create(&mut wiki, "B", "b\n").unwrap();
    wiki.seal().unwrap();
    let made = update(&mut wiki, "B", "B", "b2\n").unwrap();
    wiki.seal().unwrap();
    assert_eq!(desk.git("wiki.git", &["show", "--name-status", "--format=", "HEAD"]), "M\tB.md");
    assert_eq!(wiki.read("B.md").unwrap().unwrap().seen.stamp, made.stamp);
}

#[test]
fn the_first_page_of_an_empty_wiki_makes_its_branch() {
    let desk = Desk::empty();
    let mut wiki = desk.wiki();
    assert_eq!(wiki.look(&[], &["Home"]).unwrap(), []);
    create(&mut wiki, "Home", "hello\n").unwrap();
    wiki.seal().unwrap();
    assert_eq!((desk.commits(), desk.text("Home.md")), (1, "hello".into()));
}

#[test]
fn a_page_moves_in_one_commit_and_keeps_its_mark() {
    let desk = Desk::new();
    let mut wiki = desk.wiki();
    create(&mut wiki, "Old", "text\n").unwrap();
    wiki.seal().unwrap();
    let seen = wiki.look(&["Old.md"], &[]).unwrap().remove(0);
    let own = mark("Old");
    wiki.update(&seen, &Draft { name: "New", parent: None, text: "text 2\n", labels: &[], mark: &own }).unwrap();
    wiki.seal().unwrap();
    assert_eq!((desk.commits(), desk.text("New.md")), (3, "text 2".into()));
    assert_eq!(wiki.look(&["Old.md"], &["Old"]).unwrap(), []);
    assert_eq!(wiki.mark("New.md").unwrap(), Some(own));
}

#[test]
fn a_page_of_that_name_is_never_written_over_however_it_is_written() {
    let desk = Desk::new();
    desk.person(&[("sub/battlecard-a.md", Some("mine\n")), ("Plan.asciidoc", Some("= mine\n"))]);
    let mut wiki = desk.wiki();
    for name in ["Home", "home", "Battlecard-A", "plan"] {
        assert_eq!(create(&mut wiki, name, "ours"), Err(Fault::Exists), "{name}");
    }
    create(&mut wiki, "B", "b").unwrap();
    assert_eq!(update(&mut wiki, "B", "Home", "ours"), Err(Fault::Exists));
}

#[test]
fn a_page_that_is_not_as_it_was_seen_is_left_alone() {
    let desk = Desk::new();
    let mut wiki = desk.wiki();
    create(&mut wiki, "A", "a\n").unwrap();
    wiki.seal().unwrap();
    let seen = wiki.look(&["A.md"], &[]).unwrap().remove(0);
    desk.person(&[("A.md", Some("theirs\n"))]);
    let mut later = desk.wiki();
    let draft = Draft { name: "A", parent: None, text: "ours\n", labels: &[], mark: &mark("A") };
    assert_eq!(later.update(&seen, &draft), Err(Fault::Moved));
    assert_eq!(later.delete(&seen, &mark("A")), Err(Fault::Moved));
    desk.person(&[("A.md", None)]);
    let mut later = desk.wiki();
    assert_eq!(later.update(&seen, &draft), Err(Fault::Gone));
    assert_eq!(later.delete(&seen, &mark("A")), Err(Fault::Gone));
}

#[test]
fn a_push_of_other_files_in_between_is_kept_and_ours_comes_on_top() {
    let desk = Desk::new();
    let mut wiki = desk.wiki();
    create(&mut wiki, "A", "a\n").unwrap();
    desk.person(&[("Theirs.md", Some("theirs\n")), ("Home.md", Some("Welcome all\n"))]);
    wiki.seal().unwrap();
    assert_eq!([desk.text("A.md"), desk.text("Theirs.md"), desk.text("Home.md")], ["a", "theirs", "Welcome all"]);
    assert_eq!(desk.commits(), 3);
}

#[test]
fn a_push_of_our_files_in_between_stops_everything() {
    let desk = Desk::new();
    let mut wiki = desk.wiki();
    create(&mut wiki, "A", "a\n").unwrap();
    create(&mut wiki, "B", "b\n").unwrap();
    wiki.seal().unwrap();
    update(&mut wiki, "A", "A", "a2\n").unwrap();
    update(&mut wiki, "B", "B", "b2\n").unwrap();
    desk.person(&[("A.md", Some("theirs\n"))]);
    assert_eq!(wiki.seal(), Err(Fault::Moved));
    assert_eq!([desk.text("A.md"), desk.text("B.md")], ["theirs", "b"]);
    assert_eq!(wiki.read("A.md").unwrap().unwrap().text, "theirs\n", "what stands there is read anew");

    create(&mut wiki, "New", "ours\n").unwrap();
    desk.person(&[("new.md", Some("theirs\n"))]);
    assert_eq!(wiki.seal(), Err(Fault::Moved), "a page of that name came in between");
}

#[test]
fn a_push_that_comes_in_while_ours_is_on_its_way_is_survived() {
    let desk = Desk::new();
    // The update hook lets a colleague's commit in right before it looks at ours, once.
    let script = "test -e done && exit 0; touch done; unset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES\n\
        export GIT_AUTHOR_NAME=x GIT_AUTHOR_EMAIL=x@y GIT_COMMITTER_NAME=x GIT_COMMITTER_EMAIL=x@y\n\
        git update-ref refs/heads/master $(git commit-tree -p master -m between 'master^{tree}')";
    desk.hook("update", script);
    let mut wiki = desk.wiki();
    create(&mut wiki, "A", "a\n").unwrap();
    wiki.seal().unwrap();
    assert_eq!(desk.git("wiki.git", &["log", "-1", "--skip=1", "--format=%s"]), "between");
    assert_eq!(desk.text("A.md"), "a");
    assert_eq!(wiki.requests().1, 2);
}

#[test]
fn the_words_of_a_hook_that_refuses_are_passed_on_and_nothing_waits_any_more() {
    let desk = Desk::new();
    desk.hook("pre-receive", "echo 'pages need a ticket number' >&2; exit 1");
    let mut wiki = desk.wiki();
    create(&mut wiki, "A", "a\n").unwrap();
    let Err(Fault::Refused(words)) = wiki.seal() else { panic!("it was taken") };
    assert!(words.contains("pages need a ticket number") && words.contains("declined"), "{words}");
    assert_eq!((wiki.seal(), desk.commits()), (Ok(()), 1));
}

#[test]
fn a_push_without_an_answer_is_told_as_unknown_and_not_tried_again() {
    let desk = Desk::new();
    desk.hook("pre-receive", "sleep 20");
    let mut wiki = GitWiki::new(
        &desk.place("github"),
        Access { patience: Patience { answer: Duration::from_secs(1), in_all: Duration::from_secs(1) }, ..access() },
    )
    .unwrap();
    create(&mut wiki, "A", "a\n").unwrap();
    assert!(matches!(wiki.seal(), Err(Fault::Unknown(_))));
    assert_eq!(wiki.requests().1, 1);
    assert_eq!(wiki.seal(), Ok(()), "nothing waits any more");
}

#[test]
fn links_folders_and_hostile_paths_of_others_are_in_nobodys_way() {
    let desk = Desk::new();
    let link = desk.path("person/Link.md");
    std::os::unix::fs::symlink("/etc/passwd", link).unwrap();
    desk.person(&[("Folder.md/inside.txt", Some("x")), ("A", Some("a file")), ("tab\tand\nline.md", Some("odd\n"))]);
    let mut wiki = GitWiki::new(&desk.place("gitlab"), access()).unwrap();
    let seen = wiki.look(&["Link.md", "tab\tand\nline.md"], &[]).unwrap();
    assert!(seen[0].closed.is_some() && seen[1].closed.is_none(), "{seen:?}");
    assert!(matches!(update(&mut wiki, "Link", "Link", "ours"), Err(Fault::Held(_))));
    assert!(matches!(create(&mut wiki, "Folder", "ours"), Err(Fault::Refused(_))));
    assert!(matches!(create(&mut wiki, "A/b", "ours"), Err(Fault::Refused(_))));
    create(&mut wiki, "a\"b 日本語", "ours").unwrap();
    wiki.seal().unwrap();
    assert_eq!(wiki.read("a\"b 日本語.md").unwrap().unwrap().text, "ours");
    assert_eq!(wiki.mark("a\"b 日本語.md").unwrap(), Some(mark("a\"b 日本語")));
}

#[test]
fn only_what_we_put_there_goes() {
    let desk = Desk::new();
    let mut wiki = desk.wiki();
    create(&mut wiki, "A", "a\n").unwrap();
    create(&mut wiki, "B", "b\n").unwrap();
    wiki.seal().unwrap();
    let seen = wiki.look(&["A.md"], &[]).unwrap().remove(0);
    wiki.delete(&seen, &mark("A")).unwrap();
    wiki.seal().unwrap();
    assert_eq!(desk.git("wiki.git", &["ls-tree", "-r", "--name-only", "HEAD"]), "B.md\nHome.md");
    assert_eq!(wiki.earlier("A.md", &seen.stamp).unwrap(), Some("a\n".into()), "its text can still be read");
}
