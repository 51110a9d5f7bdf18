//! A stopped build.

use super::*;

/// The files of a site, held against a folder.
fn held_against(out: &Path, files: &Files) -> BTreeMap<String, Found> {
    let writer = Writer::new(out, Options::default());
    files.iter().for_each(|(path, bytes)| writer.put(path, bytes));
    held(&writer.site).clone()
}

#[test]
fn is_finished_by_the_next_one_which_also_removes_what_it_began() {
    let home = temp();
    let (old, new) = (site(&[("a", "1"), ("b", "2")]), site(&[("a", "1x"), ("c/d", "3"), ("e/f", "4")]));
    write(home.path(), &old, &Options::default()).unwrap();
    // Stopped after the list of both, one new file, one new version and half a file that waits.
    let before = Manifest::parse(&text(home.path().join(LIST)));
    let held = held_against(home.path(), &new);
    let plan = Plan::make(home.path(), &held, &before, &Options::default()).unwrap();
    manifest::save(home.path(), &[plan.manifest.and(&before).render()], super::super::disk::Outlives::Kill).unwrap();
    put(home.path().join("a"), "1x");
    put(home.path().join("c/d"), "3");
    put(home.path().join(".talktrack-new/e/f"), "ha");
    put(home.path().join(".talktrack-k1l9.tmp"), "ha");
    fs::create_dir(home.path().join("e")).unwrap();
    // The next build makes neither version of the site.
    let done = build(home.path(), &[("z", "9")]).unwrap();
    assert_eq!(done, Written { written: 1, removed: 3, ..Written::default() });
    expect(home.path(), &[("z", "9")]);
    assert!(!text(home.path().join(LIST)).contains('#'));
}

#[test]
fn before_its_first_file_leaves_a_folder_that_is_still_ours() {
    let home = temp();
    let pages = site(&[("a/b", "1")]);
    let held = held_against(home.path(), &pages);
    let plan = Plan::make(home.path(), &held, &Manifest::default(), &Options::default()).unwrap();
    manifest::save(
        home.path(),
        &[plan.manifest.and(&Manifest::default()).render()],
        super::super::disk::Outlives::Kill,
    )
    .unwrap();
    write(home.path(), &pages, &Options::default()).unwrap();
    expect(home.path(), &[("a/b", "1")]);
}

#[test]
fn with_nothing_left_to_do_only_finishes_the_list() {
    let home = temp();
    build(home.path(), &[("a", "1")]).unwrap();
    let list = text(home.path().join(LIST));
    fs::write(home.path().join(LIST), format!("# unfinished\n{list}")).unwrap();
    let done = build(home.path(), &[("a", "1")]).unwrap();
    assert_eq!(done, Written { unchanged: 1, ..Written::default() });
    assert_eq!(text(home.path().join(LIST)), list);
}

const FOLDER: &str = "TALKTRACK_TEST_BUILD_INTO";

/// Two sites with some files in common, some only in one, and one that is now a file and now a folder.
fn versions() -> [Files; 2] {
    ["even ", "odd "].map(|word| {
        let mut pages = Files::new();
        for n in 0..120 {
            pages.insert(format!("shared/{n}.html"), word.repeat(3000).into_bytes());
            pages.insert(format!("{}/{n}/page.html", word.trim()), word.repeat(10).into_bytes());
        }
        let flips = if word == "odd " { "flip" } else { "flip/inner" };
        pages.insert(flips.to_owned(), word.repeat(2000).into_bytes());
        pages
    })
}

#[test]
#[ignore = "the process that another test starts and kills"]
fn builds_on_and_on_until_it_is_killed() {
    let Some(out) = std::env::var_os(FOLDER).map(PathBuf::from) else {
        return;
    };
    let versions = versions();
    for round in 0.. {
        write(&out, &versions[round % 2], &Options::default()).unwrap();
    }
}

#[test]
fn by_kill_leaves_only_whole_files_and_a_folder_that_the_next_one_makes_right() {
    let home = temp();
    let out = home.path().join("site");
    let [even, odd] = versions();
    // Now and then another site comes between, after which nothing of the two may be left.
    let versions = [even, odd, site(&[("third", "3")])];
    let helper = format!("{}::builds_on_and_on_until_it_is_killed", module_path!().split_once("::").unwrap().1);
    let mut unfinished = 0;
    // A busy machine begins late: more rounds, and longer ones, until enough kills have hit a build.
    for round in 0..200_u64 {
        kill(&helper, FOLDER, &out, round);
        if !out.exists() {
            continue;
        }
        for (path, text) in tree(&out) {
            let whole = versions.iter().any(|v| v.get(&path).is_some_and(|bytes| bytes == text.as_bytes()));
            assert!(whole || path.starts_with(".talktrack-") || path.ends_with('/'), "{path} is half-written");
        }
        let begun = fs::read_to_string(out.join(LIST)).is_ok_and(|list| list.starts_with('#'));
        unfinished += usize::from(begun || out.join(disk::STAGE).exists());
        let next = &versions[round as usize % 3];
        write(&out, next, &Options::default()).unwrap();
        let wanted: BTreeMap<String, String> =
            next.iter().map(|(p, b)| (p.clone(), String::from_utf8(b.clone()).unwrap())).collect();
        assert!(tree(&out) == wanted, "round {round}: the folder is not the site");
        if round >= 24 && unfinished > 3 {
            break;
        }
    }
    assert!(unfinished > 3, "no kill hit a build under way: {unfinished}");
}
