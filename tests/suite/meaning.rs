//! What must hold on every page, whatever it looks like: goldens alone would bless bugs.

use std::collections::{BTreeMap, BTreeSet};

use crate::sandbox::Sandbox;

fn attributes<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let mark = format!(" {name}=\"");
    page.split(&mark).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// The path behind a link on a page.
fn resolve(page: &str, href: &str) -> Option<(String, String)> {
    if href.contains(':') || href.starts_with("//") {
        return None;
    }
    let (path, anchor) = href.split_once('#').unwrap_or((href, ""));
    if path.is_empty() {
        return Some((page.to_owned(), anchor.to_owned()));
    }
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    Some((parts.join("/"), anchor.to_owned()))
}

#[test]
fn links_resolve_ids_are_unique_and_every_page_has_one_title() {
    for audience in ["internal", "partner", "public"] {
        let sandbox = Sandbox::sample();
        sandbox.build(&["--audience", audience]);
        let files: BTreeMap<String, String> =
            sandbox.files("public").into_iter().map(|(p, b)| (p, String::from_utf8_lossy(&b).into_owned())).collect();
        for (path, page) in files.iter().filter(|(p, _)| p.ends_with(".html")) {
            assert_eq!(page.matches("<h1").count(), 1, "{path}");
            let title = page.split("<title>").nth(1).and_then(|t| t.split("</title>").next()).unwrap_or_default();
            assert!(!title.trim().is_empty(), "{path} has no title");
            let ids = attributes(page, "id");
            let unique: BTreeSet<_> = ids.iter().collect();
            assert_eq!(ids.len(), unique.len(), "{path} repeats an id: {ids:?}");
            for (to, anchor) in
                attributes(page, "href").into_iter().chain(attributes(page, "src")).filter_map(|h| resolve(path, h))
            {
                let target =
                    files.get(&to).unwrap_or_else(|| panic!("{audience} {path} links to {to}, which is not there"));
                let there = anchor.is_empty() || attributes(target, "id").contains(&anchor.as_str());
                assert!(there, "{audience} {path} links to {to}#{anchor}, and no id there says so");
            }
            let scripts = page.split("<script").skip(1).filter_map(|tag| tag.split('>').next());
            for tag in scripts {
                assert!(tag.contains("assets/") && tag.ends_with("defer"), "{path} holds a script of its own: {tag}");
            }
            assert!(page.contains("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'"), "{path}");
            assert!(!page.contains(" style=\"") && !page.contains("http-equiv=\"refresh"), "{path}");
            assert!(!page.contains("src=\"http") && !page.contains("@import"), "{path} loads something foreign");
        }
    }
}

#[test]
fn markdown_pages_have_one_title_and_tables_keep_their_cells() {
    let sandbox = Sandbox::sample();
    sandbox.build(&["--to", "markdown"]);
    for (path, bytes) in sandbox.files("public").into_iter().filter(|(p, _)| p.ends_with(".md")) {
        let page = String::from_utf8_lossy(&bytes).into_owned();
        assert_eq!(page.lines().filter(|l| l.starts_with("# ")).count(), 1, "{path}");
        let mut columns = None;
        for line in page.lines() {
            let cells = line.replace("\\|", "").matches('|').count();
            match columns {
                _ if !line.starts_with('|') => columns = None,
                None => columns = Some(cells),
                Some(wanted) => assert_eq!(cells, wanted, "{path}: {line}"),
            }
        }
    }
}

#[test]
fn hostile_words_in_every_place_stay_words() {
    let hostile = r#"<script>alert(1)</script>"><img src=x onerror=alert(2)> {{ 7*7 }} {% raw %} ${x} | a | `b` & &lt; ]]> --> '"#;
    let quoted = serde_json::to_string(hostile).expect("JSON");
    let card = format!(
        "{{name: {quoted}, one_liner: {quoted}, overview: {quoted}, aliases: [{quoted}], facts: {{{quoted}: {quoted}}}, why_we_win: [{quoted}, {{title: {quoted}, fact: {quoted}}}], discovery: [{quoted}], website: {quoted}, logo: {quoted}, tier: {quoted}, sections: [{{title: {quoted}, text: {quoted}}}], resources: [{{title: {quoted}, url: {quoted}, group: {quoted}}}], tags: [{quoted}]}}"
    );
    let table = format!(
        "{{title: {quoted}, label: {quoted}, columns: [{{id: a, name: {quoted}}}, b], groups: [{{name: {quoted}, rows: [{{name: {quoted}, text: {quoted}, cells: {{a: {quoted}, b: {{value: yes, note: {quoted}, label: {quoted}, text: {quoted}}}}}}}]}}]}}"
    );
    let faq = format!(
        "{{title: {quoted}, questions: [{{ask: {quoted}, short: {quoted}, group: {quoted}, also: [{quoted}]}}]}}"
    );
    let sandbox = Sandbox::new()
        .file("talktrack.yaml", format!("{{title: {quoted}, company: {quoted}}}"))
        .file("content/competitors/b.yaml", card)
        .file("content/comparisons/t.yaml", table)
        .file("content/faqs/f.yaml", faq);
    sandbox.build(&["--to", "html,markdown"]);
    for (path, bytes) in sandbox.files("public") {
        let page = String::from_utf8_lossy(&bytes).into_owned();
        if path.ends_with(".html") {
            assert!(
                !page.contains("<script>") && !page.contains("<img src=x") && !page.contains("onerror=alert(2)>"),
                "{path}"
            );
            assert!(!page.contains(">49<"), "{path} ran a template in content");
        } else if path.ends_with(".md") {
            let mut html = String::new();
            let options = pulldown_cmark::Options::ENABLE_TABLES;
            let events = pulldown_cmark::Parser::new_ext(&page, options).map(|event| match event {
                pulldown_cmark::Event::Html(h) | pulldown_cmark::Event::InlineHtml(h) => {
                    let known = h.starts_with("<a id=\"")
                        || h.starts_with("</a>")
                        || h.starts_with("<br")
                        || h.starts_with("<sup>")
                        || h.starts_with("</sup>");
                    assert!(known, "{path} holds live HTML: {h}");
                    pulldown_cmark::Event::Text("".into())
                }
                other => other,
            });
            pulldown_cmark::html::push_html(&mut html, events);
            assert!(html.contains("alert(1)"), "{path} lost the words");
        }
    }
}
