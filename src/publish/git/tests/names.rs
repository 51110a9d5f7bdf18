//! What pages are called, and how they are linked, at each wiki.

use super::*;
use crate::publish::Heading;

fn heading(path: &str, label: &str, title: &str) -> Heading {
    let piece = path.split('/').next().unwrap_or_default().to_owned();
    let is_index = path == "index";
    Heading { path: path.into(), piece, label: label.into(), title: title.into(), is_index }
}

fn place(flavour: &str, parent: &str) -> Place {
    Place { flavour: Name(flavour.into()), parent: Name(parent.into()), ..Place::default() }
}

fn called(flavour: &str, heading: &Heading) -> String {
    let place = place(flavour, "");
    flavour::of(&place).call(&place, heading)
}

#[test]
fn each_wiki_calls_a_page_in_its_own_way_and_links_it_so() {
    let card = heading("battlecard/multi-tenant", "Battlecard", "Multi-tenant: 100 % (C++)");
    for (flavour, name, link) in [
        ("github", "Multi-tenant-100-%-(C++)", "Multi-tenant-100-%25-%28C%2B%2B%29"),
        ("gitlab", "battlecard/multi-tenant", "/battlecard/multi-tenant"),
        ("gitea", "Multi-tenant%3A 100 %25 %28C%2B%2B%29.-", "Multi-tenant%3A+100+%25+%28C%2B%2B%29.-"),
        ("azure", "Battlecard/Multi%2Dtenant%3A-100-%-(C++)", "/Battlecard/Multi%2Dtenant%3A-100-%-%28C%2B%2B%29"),
        ("otter", "battlecard/multi-tenant", "/battlecard/multi-tenant"),
    ] {
        assert_eq!(called(flavour, &card), name, "{flavour}");
        assert_eq!(flavour::of(&place(flavour, "")).link(name), link, "{flavour}");
    }
}

#[test]
fn the_page_that_lists_the_others_is_the_home_or_that_of_the_folder() {
    let index = heading("index", "Home", "Fernway field guide");
    for (flavour, home, below) in [
        ("github", "Home", "Sales-team/Sales-team"),
        ("gitlab", "home", "Sales-team"),
        ("gitea", "Home", "Sales-team"),
        ("azure", "Home", "Sales-team"),
        ("otter", "home", "sales team"),
    ] {
        let own = place(flavour, "Sales team");
        assert_eq!(called(flavour, &index), home);
        assert_eq!(flavour::of(&own).call(&own, &index), below, "{flavour}");
    }
}

#[test]
fn a_folder_stands_before_every_name_below_it() {
    let card = heading("battlecard/ticketron", "Battlecard", "Ticketron");
    for (flavour, name) in [
        ("github", "Teams/Sales/Ticketron"),
        ("gitlab", "Teams/Sales/battlecard/ticketron"),
        ("gitea", "Teams%2FSales%2FTicketron"),
        ("azure", "Teams/Sales/Battlecard/Ticketron"),
    ] {
        let own = place(flavour, "Teams/Sales");
        assert_eq!(flavour::of(&own).call(&own, &card), name, "{flavour}");
    }
}

#[test]
fn names_nobody_can_have_become_others() {
    for flavour in FLAVOURS {
        let own = place(flavour.name, "");
        let call = |path: &str, title: &str| flavour.call(&own, &heading(path, "Card", title));
        for title in [
            "", "???", "...", "/", "\\", "  ", "\u{0}\n", "CON", "aux", "com1", "Home", "_Sidebar", "raw", ".git",
            "..", "-x",
        ] {
            let name = call("con", title);
            let small = name.to_lowercase();
            assert!(!name.is_empty() && !name.starts_with(['.', '-', '/']), "{}: {title:?} → {name:?}", flavour.name);
            let kept = [&["con", "aux", "com1", "home"], flavour.reserved].concat();
            assert!(!kept.contains(&&*small), "{}: {name}", flavour.name);
            assert!(!name.contains(|c: char| c.is_control() || "\\:*?\"<>|".contains(c)), "{}: {name}", flavour.name);
        }
        for title in ["x".repeat(250), "日本語".repeat(83), "%".repeat(250), "a-b ".repeat(80)] {
            let (name, other) = (call("page/x", &title), call("page/x", &format!("{title}y")));
            let path = flavour.path(&name);
            assert!(path.split('/').all(|part| part.len() <= 255), "{}: {}", flavour.name, path.len());
            assert_eq!(flavour.refuse(&name), None, "{}", flavour.name);
            assert!(name != other || name == "page/x", "{}: two long names became one", flavour.name);
        }
    }
}

#[test]
fn a_file_tells_the_name_of_its_page_and_the_name_its_file() {
    for flavour in FLAVOURS {
        let own = place(flavour.name, "");
        for title in ["Ticketron", "A-B c", "C++ / C#", "100 %", "Ünïcode 日本語", "say \"hi\"", "x.md"] {
            let name = flavour.call(&own, &heading("battlecard/x", "Card", title));
            assert_eq!(flavour.name(&flavour.path(&name)), Some(&*name), "{}", flavour.name);
        }
        assert_eq!(flavour.name("images/logo.svg"), None);
        assert_eq!(flavour.name(".gitignore"), None);
    }
}

#[test]
fn names_that_only_differ_in_capitals_or_form_are_one_page() {
    for flavour in FLAVOURS {
        assert_eq!(flavour.fold("A b/Über"), flavour.fold("a-B/u\u{308}ber"), "{}", flavour.name);
    }
    let [github, gitlab] = ["github", "gitlab"].map(|name| flavour::of(&place(name, "")));
    assert_eq!(github.fold("x/Page"), github.fold("y/page"), "folders do not tell pages apart there");
    assert_ne!(gitlab.fold("x/page"), gitlab.fold("y/page"));
}

#[test]
fn a_title_is_told_by_its_file_where_the_wiki_makes_it_from_that() {
    for (flavour, title, told) in [
        ("gitea", "A-B: c", "A-B: c"),
        ("gitea", "C++ 100 %", "C++ 100 %"),
        ("azure", "A-B: \"c\"", "A-B: \"c\""),
        ("github", "Ticketron", "Ticketron"),
    ] {
        let own = place(flavour, "");
        let flavour = flavour::of(&own);
        let name = flavour.call(&own, &heading("battlecard/x", "Battlecard", title));
        assert_eq!(flavour.title(&name), told, "{name}");
    }
}

#[test]
fn a_path_that_azure_devops_would_not_take_is_refused() {
    let own = place("azure", &"a/".repeat(100));
    let name = flavour::of(&own).call(&own, &heading("battlecard/x", "Battlecard", &"long ".repeat(9)));
    assert!(flavour::of(&own).refuse(&name).is_some_and(|why| why.contains("235")), "{name}");
}

#[test]
fn the_settings_of_a_place_are_judged_before_anything_is_asked() {
    let good = Place { remote: Name("https://git.example/x.wiki.git".into()), ..place("github", "Teams/Sales") };
    assert_eq!(needs(&good), []);
    let fields = |place: Place| needs(&place).into_iter().map(|(field, ..)| field).collect::<Vec<_>>();
    assert_eq!(fields(Place::default()), ["remote", "flavour"]);
    assert_eq!(fields(Place { branch: Name("a..b".into()), ..good.clone() }), ["branch"]);
    for parent in ["../x", "/x", ".git", "a/.b", "a\\b"] {
        assert_eq!(fields(Place { parent: Name(parent.into()), ..good.clone() }), ["parent"], "{parent}");
    }
}
