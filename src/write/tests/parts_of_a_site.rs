//! Parts of a site.

use super::*;
use crate::shard::Shard;

const MARK: &str = ".talktrack-shard";

fn mark(shard: &str) -> Mark {
    Mark { shard: Shard::parse(shard).unwrap(), key: "one build".to_owned() }
}

fn part(out: &Path, files: &Files, shard: &str) -> Result<Written, WriteError> {
    let writer = Writer::new(out, Options::default());
    files.iter().for_each(|(path, bytes)| writer.put(path, bytes));
    writer.commit_shard(&mark(shard))
}

/// A site, and its two halves.
fn halves() -> [Files; 3] {
    let page = |n: usize| (format!("page/{n}/index.html"), format!("page {n} ").repeat(2000).into_bytes());
    let of = |wanted: &dyn Fn(usize) -> bool| (0..240).filter(|n| wanted(*n)).map(page).collect::<Files>();
    [of(&|_| true), of(&|n| n % 2 == 0), of(&|n| n % 2 == 1)]
}

#[test]
fn are_marked_and_the_mark_goes_with_the_next_whole_site() {
    let home = temp();
    part(home.path(), &site(&[("a", "1")]), "1/2").unwrap();
    let marked = text(home.path().join(MARK));
    assert!(marked.contains("\nshard 1/2\nkey one build\nlist "), "{marked}");
    let before = times(home.path());
    assert_eq!(part(home.path(), &site(&[("a", "1")]), "1/2").unwrap().written, 0);
    assert_eq!(times(home.path()), before, "nothing differs, so nothing is written");
    build(home.path(), &[("a", "1"), ("b", "2")]).unwrap();
    expect(home.path(), &[("a", "1"), ("b", "2")]);
}

#[test]
fn that_are_refused_leave_a_site_unmarked() {
    let home = temp();
    build(home.path(), &[("a", "1")]).unwrap();
    put(home.path().join("mine"), "mine");
    part(home.path(), &site(&[("mine", "ours")]), "1/2").unwrap_err();
    expect(home.path(), &[("a", "1"), ("mine", "mine")]);
}

#[test]
fn that_are_joined_are_the_site_with_its_list() {
    let home = temp();
    let [whole, even, odd] = halves();
    let [one, first, second, joined] = ["one", "first", "second", "joined"].map(|name| home.path().join(name));
    write(&one, &whole, &Options::default()).unwrap();
    part(&first, &even, "1/2").unwrap();
    part(&second, &odd, "2/2").unwrap();
    let done = join(&joined, &[second, first], &Options::default()).unwrap();
    assert_eq!((done.written.written, done.paths.len()), (240, 240));
    assert!(tree(&joined) == tree(&one) && text(joined.join(LIST)) == text(one.join(LIST)));
}

const FOLDER: &str = "TALKTRACK_TEST_PARTS_INTO";

#[test]
#[ignore = "the process that another test starts and kills"]
fn come_in_turn_with_whole_sites_until_it_is_killed() {
    let Some(out) = std::env::var_os(FOLDER).map(PathBuf::from) else {
        return;
    };
    let [whole, even, _] = halves();
    loop {
        part(&out, &even, "1/2").unwrap();
        write(&out, &whole, &Options::default()).unwrap();
    }
}

#[test]
fn are_never_mistaken_for_a_site_whenever_the_build_is_killed() {
    let home = temp();
    let out = home.path().join("site");
    let [whole, even, odd] = halves();
    let second = home.path().join("second");
    part(&second, &odd, "2/2").unwrap();
    let texts = |files: &Files| -> BTreeMap<String, String> {
        files.iter().map(|(p, b)| (p.clone(), String::from_utf8(b.clone()).unwrap())).collect()
    };
    let (wanted, half) = (texts(&whole), texts(&even));
    let helper =
        format!("{}::come_in_turn_with_whole_sites_until_it_is_killed", module_path!().split_once("::").unwrap().1);
    let (mut marked, mut joined) = (0, 0);
    for round in 0..200_u64 {
        write(&out, &whole, &Options::default()).unwrap();
        kill(&helper, FOLDER, &out, round);
        let mut there = tree(&out);
        there.retain(|path, _| !path.starts_with(".talktrack-"));
        if !out.join(MARK).exists() {
            assert!(there == wanted && !text(out.join(LIST)).starts_with('#'), "round {round}: no mark, and no site");
            continue;
        }
        marked += 1;
        let done = join(&home.path().join("joined"), &[out.clone(), second.clone()], &Options::default());
        if done.is_ok() {
            joined += 1;
            assert!(there == half, "round {round}: joined what is no part");
            assert!(tree(&home.path().join("joined")) == wanted, "round {round}: the parts are not the site");
        }
        if round >= 24 && marked > 5 {
            break;
        }
    }
    assert!(marked > 5, "no kill hit a part: {marked}, joined {joined}");
}
