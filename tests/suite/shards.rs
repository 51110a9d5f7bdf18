//! A large site, made in parts by several machines and joined.

use std::collections::{BTreeMap, BTreeSet};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::sandbox::{Run, Sandbox, TODAY};

pub const LIST: &str = ".talktrack-files";
const MARK: &str = ".talktrack-shard";
const ALL: &str = "html,markdown,confluence,mediawiki,dokuwiki";

/// The sample kit with a piece of its own, in all forms, that shows a picture.
pub fn kit() -> Sandbox {
    let piece = "- {name: one-pager, each: competitor, path: \"one/{id}\", title: \"{name} on a page\"}\n";
    let html = "{% extends \"parts/layout.html\" %}{% block main %}<h1>{{ page.title }}</h1><img src=\"{{ \"file:static/four-steps.svg\" | href }}\" alt=\"\">{% endblock main %}";
    let kit = Sandbox::sample()
        .file("templates/collateral.yaml", piece)
        .file("templates/html/one-pager.html", html)
        .file("templates/markdown/one-pager.md", "# {{ page.title }}\n")
        .file("templates/wiki/one-pager.xml", "<title>{{ page.title }}</title><p>One page.</p>");
    kit.write("content/competitors/openly.yaml", "name: Openly\naudience: public\n");
    let questions: String =
        (0..150).map(|n| format!("  - {{ask: Is this number {n}?, short: It is {n}.}}\n")).collect();
    kit.write("content/faqs/many.yaml", format!("title: Many questions\naudience: public\nquestions:\n{questions}"));
    kit
}

/// A kit that is built at once.
fn small() -> Sandbox {
    let page = |n: u32| format!("title: Page {n}\naudience: public\ntext: These are the words of page {n}.\n");
    (0..12).fold(Sandbox::new(), |kit, n| kit.file(&format!("content/pages/p{n}.yaml"), page(n)))
}

/// Builds all shards; their folders.
fn shards(kit: &Sandbox, count: u32, options: &[&str]) -> Vec<String> {
    let build = |number| {
        let (shard, out) = (format!("{number}/{count}"), format!("shards/{number}"));
        kit.build(&[&["--shard", &shard, "--out", &out], options].concat());
        out
    };
    (1..=count).map(build).collect()
}

fn merge(kit: &Sandbox, out: &str, shards: &[String]) -> Run {
    let mut args = vec!["merge", out];
    args.extend(shards.iter().map(String::as_str));
    kit.run(&args)
}

/// Merges, and expects to be refused with these words and nothing written.
fn refused(kit: &Sandbox, shards: &[String], words: &[&str]) {
    let run = merge(kit, "merged", shards);
    assert_eq!(run.code, 2, "{}{}", run.stdout, run.stderr);
    for word in words {
        assert!(run.stderr.contains(word), "{word:?} is not in: {}", run.stderr);
    }
    assert!(run.stderr.contains("= help: "), "{}", run.stderr);
    assert!(!kit.exists("merged"), "something was written");
}

/// Everything in a folder of ours, the list included.
pub fn whole(kit: &Sandbox, folder: &str) -> BTreeMap<String, Vec<u8>> {
    let list = (LIST.to_owned(), kit.read(&format!("{folder}/{LIST}")).into_bytes());
    kit.files(folder).into_iter().chain([list]).collect()
}

#[test]
fn shards_of_any_count_make_the_site_that_one_build_makes() {
    let kit = kit();
    for options in [&["--to", ALL][..], &["--to", ALL, "--audience", "public", "--hashed-assets"]] {
        kit.build(&[&["--out", "one"], options].concat());
        let one = whole(&kit, "one");
        for path in ["static/logo.svg", "one/openly.html"] {
            assert!(one.contains_key(path), "{path} is not in {:?}", one.keys());
        }
        for count in [1, 2, 3, 8] {
            let folders = shards(&kit, count, options);
            let run = merge(&kit, "merged", &folders);
            assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
            let merged = whole(&kit, "merged");
            let (a, b): (BTreeSet<_>, BTreeSet<_>) = (one.keys().collect(), merged.keys().collect());
            assert_eq!(a, b, "{count} shards");
            assert!(one == merged, "{count} shards: some bytes differ");
            assert!(!kit.exists(&format!("merged/{MARK}")));
        }
    }
}

#[test]
fn each_page_is_made_by_one_shard_and_all_have_as_much_to_do() {
    let kit = kit();
    let folders = shards(&kit, 3, &[]);
    let pages = |folder: &String| {
        let files = kit.files(folder).into_iter().map(|(path, _)| path);
        files.filter(|path| !path.starts_with("static/")).collect::<BTreeSet<_>>()
    };
    let made: Vec<BTreeSet<String>> = folders.iter().map(pages).collect();
    let all: BTreeSet<&String> = made.iter().flatten().collect();
    assert_eq!(all.len(), made.iter().map(BTreeSet::len).sum::<usize>(), "a file is made twice");
    let blocks = |made: &BTreeSet<String>| made.iter().filter(|path| path.starts_with("assets/find/")).count();
    assert!(made.iter().all(|made| blocks(made) > 0), "{made:?}");
    let cards = |made: &BTreeSet<String>| made.iter().filter(|path| path.starts_with("battlecard/")).count();
    assert!(made.iter().all(|made| cards(made) > 0), "{made:?}");
    assert!(made[0].contains("assets/style.css") && made[2].contains("assets/find.js"));
}

#[test]
fn a_shard_says_that_it_is_no_site() {
    let kit = small();
    let run = kit.build(&["--shard", "2/3"]);
    assert!(run.stdout.contains("this is shard 2/3: `talktrack merge` makes a site of all 3"), "{}", run.stdout);
    let mark = kit.read(&format!("public-2-of-3/{MARK}"));
    assert!(mark.starts_with("# a part of a site, and no site by itself: ") && mark.contains("\nshard 2/3\nkey "));
    assert!(kit.build(&["--shard", "2/3"]).stdout.contains("nothing changed"));
    // A folder says what it is, whatever it was before.
    kit.build(&[]);
    kit.build(&["--shard", "1/3", "--out", "public"]);
    assert!(kit.read(&format!("public/{MARK}")).contains("shard 1/3"));
    kit.build(&["--out", "public"]);
    assert!(!kit.exists(&format!("public/{MARK}")) && kit.exists("public/page/p0.html"));
}

#[test]
fn what_is_no_shard_is_told_while_one_types() {
    let kit = small();
    let words = [
        ("0/8", "the first is 1/8 and the last is 8/8"),
        ("9/8", "the first is 1/8 and the last is 8/8"),
        ("a/b", "a shard is written NUMBER/COUNT, for example 2/8"),
        ("3", "a shard is written NUMBER/COUNT, for example 2/8"),
    ];
    for (given, told) in words {
        let run = kit.run(&["build", "--shard", given]);
        assert!(run.code == 2 && run.stderr.contains(told), "{given}: {}", run.stderr);
    }
    for option in [&["--shard", "1/2"][..], &["--hashed-assets"]] {
        let run = kit.run(&[&["build", "--single-file"], option].concat());
        assert!(run.code == 2 && run.stderr.contains("cannot be used with"), "{}", run.stderr);
    }
    assert!(!kit.exists("public") && !kit.exists("public-1-of-2"));
}

#[test]
fn shards_that_do_not_make_a_site_are_not_joined() {
    let kit = small();
    let folders = shards(&kit, 3, &[]);
    let [one, two, three] = [0, 1, 2].map(|n| folders[n].clone());
    refused(&kit, &[one.clone(), three.clone()], &["of 3 shards, 2 is missing", "--shard 2/3"]);
    refused(&kit, std::slice::from_ref(&two), &["of 3 shards, 1, 3 are missing"]);
    refused(
        &kit,
        &[one.clone(), two.clone(), two.clone(), three.clone()],
        &["are both shard 2/3", "name each shard once"],
    );
    refused(&kit, &[one.clone(), "nowhere".to_owned()], &["`nowhere` is no shard: there is no such folder"]);
    refused(&kit, &["talktrack.yaml".to_owned()], &["is no shard: it is a file"]);
    refused(&kit, &[one.clone(), "content".to_owned()], &["`content` is no shard", "begin with a dot"]);
    kit.build(&[]);
    refused(&kit, &[one.clone(), "public".to_owned()], &["it is a whole site"]);
    let run = merge(&kit, &format!("{one}/site"), &folders);
    assert!(run.code == 2 && run.stderr.contains("cannot be written into"), "{}", run.stderr);
    let run = merge(&kit, "content", &folders);
    assert!(run.code == 2 && run.stderr.contains("where the kit is written by hand"), "{}", run.stderr);
    let run = kit.run(&["merge", "merged"]);
    assert!(run.code == 2 && run.stderr.contains("<SHARD_DIR>"), "{}", run.stderr);
}

#[test]
fn shards_of_different_builds_are_not_joined() {
    let told = ["are shards of different builds", "one state of the kit", "--today"];
    let kit = small();
    let folders = shards(&kit, 2, &[]);
    let second = |options: &[&str]| kit.run(&[&["build", "--shard", "2/2", "--out", "shards/2"], options].concat());
    for options in [
        &["--today", "2026-11-24"][..],
        &["--today", TODAY, "--audience", "public"],
        &["--today", TODAY, "--to", ALL],
        &["--today", TODAY, "--only", "faq"],
        &["--today", TODAY, "--drafts"],
        &["--today", TODAY, "--hashed-assets"],
    ] {
        assert_eq!(second(options).code, 0);
        refused(&kit, &folders, &told);
    }
    for (path, text) in [
        ("content/pages/p3.yaml", "title: Another\n"),
        ("templates/html/assets/app.js", "// nothing\n"),
        ("static/unseen.txt", "a file that no page shows yet\n"),
    ] {
        second(&["--today", TODAY]);
        kit.write(path, text);
        assert_eq!(second(&["--today", TODAY]).code, 0);
        refused(&kit, &folders, &told);
        shards(&kit, 2, &[]);
    }
    kit.build(&["--shard", "2/3", "--out", "shards/2"]);
    refused(&kit, &folders, &["one is of 2, the other of 3"]);
}

#[test]
fn the_earlier_state_is_a_part_of_the_build() {
    let kit = small();
    kit.commit("v1");
    kit.replace("content/pages/p1.yaml", "words of page 1", "new words of page 1");
    kit.commit("v2");
    let options = ["--since", "v1"];
    kit.build(&[&["--out", "one"], &options[..]].concat());
    let folders = shards(&kit, 2, &options);
    assert_eq!(merge(&kit, "merged", &folders).code, 0);
    assert!(whole(&kit, "one") == whole(&kit, "merged"));
    std::fs::remove_dir_all(kit.path("merged")).expect("removed");
    // The same name, another commit.
    kit.git(&["tag", "--force", "v1", "v2"]);
    kit.build(&["--since", "v1", "--shard", "2/2", "--out", "shards/2"]);
    refused(&kit, &folders, &["are shards of different builds"]);
}

#[test]
fn a_shard_that_came_damaged_is_not_joined() {
    let kit = small();
    let folders = shards(&kit, 2, &[]);
    let page =
        kit.files("shards/1").into_iter().map(|(path, _)| path).find(|p| p.starts_with("page/")).expect("a page");
    let (path, list) = (format!("shards/1/{page}"), format!("shards/1/{LIST}"));
    let (text, lines) = (kit.read(&path), kit.read(&list));
    let said = format!("`{page}` is not as its build wrote it");
    kit.write(&path, text.clone() + " ");
    refused(&kit, &folders, &["the shard `shards/1` is damaged", &said, "build this shard again"]);
    std::fs::remove_file(kit.path(&path)).expect("removed");
    refused(&kit, &folders, &[&format!("`{page}` is not there")]);
    std::fs::create_dir(kit.path(&path)).expect("a folder");
    refused(&kit, &folders, &[&format!("`{page}` is no plain file")]);
    std::fs::remove_dir(kit.path(&path)).expect("removed");
    kit.write(&path, text);
    // Files that are on no list are no part of the site.
    kit.write("shards/1/mine.txt", "mine");
    let shorter: String = lines.lines().skip(1).map(|line| format!("{line}\n")).collect();
    for list_of_another in [shorter, String::new(), lines.replace('\n', "\r\n"), format!("{lines}x  y\n")] {
        kit.write(&list, list_of_another);
        refused(&kit, &folders, &["is not the one that its build wrote"]);
    }
    kit.write(&list, format!("# unfinished: stopped\n{lines}"));
    refused(&kit, &folders, &["its build is under way, or was stopped"]);
    kit.write(&list, &lines);
    let mark = kit.read(&format!("shards/2/{MARK}"));
    for other in ["", "shard 2/2\n", "shard 9/2\nkey x\nlist y\n"] {
        kit.write(&format!("shards/2/{MARK}"), other);
        refused(&kit, &folders, &["`.talktrack-shard` is not of our form"]);
    }
    kit.write(&format!("shards/2/{MARK}"), mark);
    assert_eq!(merge(&kit, "merged", &folders).code, 0);
    assert!(!kit.exists("merged/mine.txt"));
}

/// Writes a list into a shard, and a mark that stands for it, as somebody would who means harm.
fn forge(kit: &Sandbox, shard: &str, list: &str) {
    let path = format!("{shard}/{MARK}");
    let mark = kit.read(&path);
    let (head, _) = mark.split_once("list ").expect("a mark");
    kit.write(&path, format!("{head}list {}\n", blake3::hash(list.as_bytes()).to_hex()));
    kit.write(&format!("{shard}/{LIST}"), list);
}

#[test]
fn a_list_that_was_made_to_lead_elsewhere_leads_nowhere() {
    let kit = small().file("secret.txt", "the token");
    let folders = shards(&kit, 2, &[]);
    let hash = blake3::hash(b"the token").to_hex();
    let lines = kit.read(&format!("shards/1/{LIST}"));
    let absolute = kit.path("secret.txt").display().to_string();
    for path in
        ["../../secret.txt", "page/../../../secret.txt", &absolute, "", ".talktrack-shard", "a\\..\\b", "page//x"]
    {
        forge(&kit, "shards/1", &format!("{hash}  {path}\n{lines}"));
        refused(&kit, &folders, &["holds a line that no build writes"]);
    }
    // A path that is a file and a folder.
    forge(&kit, "shards/1", &format!("{hash}  a\n{hash}  a/b\n"));
    refused(&kit, &folders, &["it is both a file and a folder"]);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(kit.path("secret.txt"), kit.path("shards/1/link.txt")).expect("a link");
        forge(&kit, "shards/1", &format!("{hash}  link.txt\n"));
        refused(&kit, &folders, &["`link.txt` is no plain file"]);
        std::os::unix::fs::symlink(kit.path(""), kit.path("shards/1/up")).expect("a link");
        forge(&kit, "shards/1", &format!("{hash}  up/secret.txt\n"));
        refused(&kit, &folders, &["`up/secret.txt` is not there"]);
        std::fs::remove_file(kit.path(&format!("shards/2/{MARK}"))).expect("removed");
        std::os::unix::fs::symlink(kit.path("talktrack.yaml"), kit.path(&format!("shards/2/{MARK}"))).expect("a link");
        refused(&kit, &["shards/2".to_owned()], &["is a whole site"]);
    }
}

#[test]
fn two_shards_that_hold_different_files_at_one_path_are_not_joined() {
    let kit = small();
    let folders = shards(&kit, 2, &[]);
    let list = kit.read(&format!("{}/{LIST}", folders[1]));
    let taken = list.lines().next().expect("a file")[66..].to_owned();
    kit.write(&format!("shards/1/{taken}"), "other words");
    forge(&kit, "shards/1", &format!("{}  {taken}\n", blake3::hash(b"other words").to_hex()));
    refused(&kit, &folders, &[&format!("`{taken}` is not the same in both")]);
}

#[test]
fn a_static_file_and_a_page_of_another_shard_are_told_to_be_one_file() {
    let piece = "- {name: sheet, each: page, path: \"static/{id}\", title: \"{name}\", audiences: [internal]}\n";
    let html = "<p><a href=\"{{ \"file:static/p0.html\" | href }}\">a file of the kit</a></p>";
    let kit = small()
        .file("templates/collateral.yaml", piece)
        .file("templates/html/sheet.html", html)
        .file("static/p0.html", "<p>Words.</p>");
    for shard in ["1/2", "2/2"] {
        let run = kit.run(&["build", "--shard", shard, "--today", TODAY]);
        assert!(run.code == 1 && run.stderr.contains("same-path"), "{shard}: {}", run.stderr);
    }
}

#[test]
fn joining_treats_the_folder_as_a_build_does() {
    let kit = small();
    let folders = shards(&kit, 2, &[]);
    kit.write("merged/mine.txt", "mine");
    let run = merge(&kit, "merged", &folders);
    assert!(run.code == 2 && run.stderr.contains("--force"), "{}", run.stderr);
    let run = kit.run(&["merge", "--force", "merged", &folders[0], &folders[1]]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stdout.contains(" of 2 shards, ") && run.stdout.contains("look at merged/index.html"),
        "{}",
        run.stdout
    );
    assert!(merge(&kit, "merged", &folders).stdout.contains("nothing changed"));
    // What goes is removed, unless a person edited it.
    kit.write("merged/page/p1.html", "edited by hand");
    for page in ["content/pages/p1.yaml", "content/pages/p2.yaml"] {
        std::fs::remove_file(kit.path(page)).expect("removed");
    }
    let folders = shards(&kit, 2, &[]);
    let run = merge(&kit, "merged", &folders);
    assert!(run.code == 0 && run.stderr.contains("kept page/p1.html"), "{}", run.stderr);
    assert!(kit.exists("merged/mine.txt") && kit.exists("merged/page/p1.html") && !kit.exists("merged/page/p2.html"));
}

#[test]
fn more_shards_than_pages_leave_some_of_them_empty() {
    let kit = Sandbox::new().file("content/pages/p.yaml", "title: P\n");
    kit.build(&["--out", "one", "--to", "markdown"]);
    let folders = shards(&kit, 5, &["--to", "markdown"]);
    assert!(folders.iter().any(|folder| kit.files(folder).is_empty()));
    let run = merge(&kit, "merged", &folders);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(whole(&kit, "one") == whole(&kit, "merged"));
}

#[test]
fn joining_that_is_killed_leaves_each_file_old_or_new_and_the_next_one_repairs_the_rest() {
    let page = |n: u32, word: &str| format!("title: Page {n}\ntext: {}\n", format!("{word} ").repeat(400));
    let kit = (0..300).fold(Sandbox::new(), |kit, n| kit.file(&format!("content/pages/p{n}.yaml"), page(n, "old")));
    kit.build(&["--out", "merged"]);
    let old = whole(&kit, "merged");
    (100..400).for_each(|n| kit.write(&format!("content/pages/p{n}.yaml"), page(n, "new")));
    let folders = shards(&kit, 2, &[]);
    kit.build(&["--out", "one"]);
    let new = whole(&kit, "one");
    let mut begun = 0;
    for round in 0..30 {
        let mut child = Command::new(env!("CARGO_BIN_EXE_talktrack"))
            .args(["merge", "merged"])
            .args(&folders)
            .current_dir(kit.path(""))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program");
        std::thread::sleep(Duration::from_millis(5 + round * 4));
        child.kill().expect("killed");
        child.wait().expect("ended");
        for (path, bytes) in kit.files("merged") {
            let is_whole = [&old, &new].iter().any(|site| site.get(&path) == Some(&bytes));
            assert!(is_whole, "{path} is half-written");
        }
        if kit.read(&format!("merged/{LIST}")).starts_with('#') || kit.exists("merged/.talktrack-new") {
            begun += 1;
        }
        if round % 5 == 4 {
            assert_eq!(merge(&kit, "merged", &folders).code, 0);
            assert!(whole(&kit, "merged") == new, "round {round}");
            old.iter().for_each(|(path, bytes)| kit.write(&format!("merged/{path}"), bytes));
        }
    }
    assert!(begun > 0, "no kill hit a run under way");
}
