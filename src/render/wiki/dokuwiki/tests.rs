use super::DOKUWIKI;
use crate::render::wiki::sample::{HOSTILE, html, written};

fn wiki(markup: &str) -> String {
    written(&DOKUWIKI, markup)
}

#[test]
fn names_are_paths_in_namespaces() {
    assert_eq!((DOKUWIKI.name)("index", "T"), "start");
    assert_eq!((DOKUWIKI.name)("battlecard/Tick-ETron", "T"), "battlecard:tick-etron");
}

#[test]
fn headings_lists_and_quotes_are_told_in_lines() {
    let page = wiki(
        "<title>T =x=</title><h2>A</h2><ul><li><p>one</p><p>more</p><ol><li>two</li></ol><p>after</p></li></ul><ol start=\"3\"><li>x</li></ol><blockquote><p>a</p><ul><li>b<ul><li>c</li></ul></li></ul></blockquote>",
    );
    assert_eq!(
        page,
        "====== T =x=\u{2060} ======\n\n===== A =====\n\n  * one\\\\ more\n    - two\n  * after\n\n  * 3. x\n\n> a\n> • b\n> \u{2003}• c"
    );
}

#[test]
fn a_panel_is_a_quote_whose_lists_stay_with_the_words_above() {
    let page = wiki(
        "<panel kind=\"info\" title=\"Glance\"><p>a</p><p>b</p><ul><li>c</li></ul><p>d</p><table><tr><td>e</td></tr></table></panel>",
    );
    assert_eq!(page, "> **Glance**\n> a\n> \n> b\n> • c\n> \n> d\n\n| e |");
}

#[test]
fn links_to_a_place_lead_to_the_heading_above_it() {
    let page = wiki(
        "<h2>One</h2><p><a href=\"page:card/there#low\">far <em>x</em></a> <a href=\"page:card/there\">top</a></p><h2>Two</h2><ul><li id=\"me\">me</li></ul><expand title=\"Three?\" id=\"e\" level=\"3\"><p><a href=\"#me\">up</a> <a href=\"#e\">here</a> <a href=\"page:gone\">gone</a></p></expand>",
    );
    assert!(page.contains("[[:There#the_price|far x]] [[:There|top]]"), "{page}");
    assert!(page.ends_with("==== Three? ====\n\n[[#two|up]] here gone"), "{page}");
}

#[test]
fn addresses_of_all_sorts_are_linked() {
    let page = wiki(
        "<p><a href=\"https://a.example/[x]|y\">a ]] b</a> <a href=\"mailto:a@b.example?subject=x%20y\">mail</a> <a href=\"tel:+49-1\">call</a> <a href=\"file:static/img/a.png\">file</a> <img src=\"file:static/img/a.png\" alt=\"a }} b\" width=\"10\"></p>",
    );
    assert_eq!(
        page,
        "[[https://a.example/%5Bx%5D%7Cy|a ]\u{2060}] b]] [[a@b.example?subject=x%20y|mail]] [[tel>+49-1|call]] {{:img-a.png?linkonly|file}} {{:img-a.png?10|a }\u{2060}} b}}"
    );
}

#[test]
fn tables_keep_every_cell_where_it_was() {
    let page = wiki(
        "<table><tr><th rowspan=\"2\">a</th><th colspan=\"2\">b</th></tr><tr><td class=\"align-right\">c</td><td></td></tr><tr><td><p>d | e</p><p>f ^</p></td><td class=\"align-center\">g</td><td>h</td></tr></table>",
    );
    assert_eq!(page, "^ a ^ b ^^\n^ ::: |  c | |\n| %%d | e%% \\\\ %%f ^%% |  g  | h |");
}

#[test]
fn words_that_are_only_words_stay_readable() {
    for words in ["Ask: what now? 24/7, and/or (maybe) 50 % at 10:30 – left.", "価格 & 表", "✓ Yes · ◐"] {
        assert_eq!(wiki(&format!("<p>{}</p>", html(words))), words);
    }
    assert_eq!(wiki("<p>a <strong>it's</strong> b</p>"), "a **%%it's%%** b");
}

#[test]
fn hostile_words_are_marked_as_plain_and_none_is_lost() {
    for words in HOSTILE {
        let page = wiki(&format!("<p>{}</p>", html(words)));
        let mut shown = String::new();
        let mut rest = page.as_str();
        while !rest.is_empty() {
            let inner = ["%%", "<nowiki>"].iter().zip(["%%", "</nowiki>"]).find_map(|(open, close)| {
                let inner = rest.strip_prefix(open)?;
                inner.split_once(close)
            });
            let (words, after) = inner.unwrap_or((rest, ""));
            let is_marked = inner.is_some();
            assert!(
                is_marked
                    || words.chars().all(|c| c.is_alphanumeric() || " .:&#+!?,;%_@\u{202e}\u{202c}🎉".contains(c)),
                "{page}"
            );
            shown.push_str(words);
            rest = after;
        }
        assert_eq!(&shown, words, "{page}");
    }
}

#[test]
fn code_cannot_end_itself() {
    assert_eq!(wiki("<pre><code class=\"language-sql\">a\n  b</code></pre>"), "<code sql>\na\n  b\n</code>");
    let both = wiki(&format!("<pre><code>{}</code></pre>", html("x </code> y </file> z")));
    assert_eq!(both, "<file>\nx </code> y </file\u{2060}> z\n</file>");
}

#[test]
fn what_cannot_stand_in_a_quote_parts_it() {
    let page = wiki("<panel kind=\"info\" title=\"T\"><p>a</p><table><tr><td>b</td></tr></table><p>c</p></panel>");
    assert_eq!(page, "> **T**\n> a\n\n| b |\n\n> c");
}
