use super::MEDIAWIKI;
use crate::render::wiki::sample::{HOSTILE, html, written};

fn wiki(markup: &str) -> String {
    written(&MEDIAWIKI, markup)
}

#[test]
fn names_are_folded_to_what_titles_may_hold() {
    for (title, name) in [
        ("ticketron", "Ticketron"),
        ("C# [a] {b} <c> | d_e", "C＃ ［a］ ｛b｝ ＜c＞ ｜ d e"),
        ("Help: what  now", "Help - what now"),
        (" ../x ", "X"),
        ("50% &amp; ~~~", "50％ ＆amp; ～～～"),
        ("a\u{202e}b", "Ab"),
        ("éa", "Éa"),
        ("/", "Untitled"),
    ] {
        assert_eq!((MEDIAWIKI.name)("x", title), name);
    }
    assert_eq!((MEDIAWIKI.name)("x", &"語".repeat(200)).len(), 255);
}

#[test]
fn blocks_stand_apart_and_lists_nest() {
    let page = wiki(
        "<title>T</title><h2 id=\"a\">A</h2><p>x</p><ul><li>one<ul><li>two</li></ul></li><li><p>three</p></li></ul><ol><li>four</li></ol><hr>",
    );
    assert_eq!(page, "== <span id=\"a\"></span>A ==\n\nx\n\n* one\n** two\n* three\n\n# four\n\n----");
}

#[test]
fn a_page_of_many_headings_has_its_contents_beside_the_first_words() {
    let few = wiki("<p>x</p><toc></toc><h2>A</h2><h2>B</h2><h2>C</h2>");
    assert!(few.starts_with("x\n\n== A =="), "{few}");
    let many = wiki("<p>x</p><toc></toc><h2>A</h2><h2>B</h2><expand title=\"C\" level=\"3\"><h4>D</h4></expand>");
    assert!(many.starts_with("<div style=\"float: right") && many.contains(">__TOC__</div>\n\nx\n\n== A =="), "{many}");
}

#[test]
fn items_of_several_blocks_become_html() {
    let page = wiki("<ol start=\"3\"><li>x</li></ol><ul><li><p>a</p><pre><code>b</code></pre></li></ul>");
    assert_eq!(page, "<ol start=\"3\">\n<li>x</li>\n</ol>\n\n<ul>\n<li>\na\n\n<pre>b</pre>\n</li>\n</ul>");
}

#[test]
fn links_lead_by_name_and_place() {
    let page = wiki(
        "<p id=\"me\"><a href=\"page:card/there#low\">a <strong>b</strong></a> <a href=\"page:gone\">gone</a> <a href=\"#me\">me</a> <a href=\"#nowhere\">no</a> <a href=\"https://a.example/[x]?a=b&amp;c\">web</a> <a href=\"file:static/img/a.png\">file</a></p>",
    );
    assert_eq!(
        page,
        "<span id=\"me\"></span>\n\n[[There#low|a '''b''']] gone [[#me|me]] no [https://a.example/%5Bx%5D?a=b&c web] [[Media:img-a.png|file]]"
    );
}

#[test]
fn cells_keep_what_is_in_them() {
    let page = wiki(
        "<table><thead><tr><th class=\"align-right\">a|b</th></tr></thead><tbody><tr><td colspan=\"2\">- x<br>y</td><td><ul><li>z</li></ul></td></tr></tbody></table>",
    );
    assert_eq!(
        page,
        "{| class=\"wikitable\"\n|-\n! style=\"text-align: right\" | a&#124;b\n|-\n| colspan=\"2\" | - x<br>y\n| \n* z\n|}"
    );
}

#[test]
fn marks_of_apostrophes_never_run_together() {
    assert_eq!(wiki("<p><em>a</em><em>b</em></p>"), "''a''<nowiki/>''b''");
    assert_eq!(wiki("<p><strong><em>'a'</em></strong></p>"), "'''<nowiki/>''&#39;a&#39;''<nowiki/>'''");
    assert_eq!(wiki("<p><strong>a <strong>b</strong></strong></p>"), "'''a b'''");
}

#[test]
fn no_hostile_words_begin_markup() {
    for words in HOSTILE {
        let page = wiki(&format!("<p>{}</p>", html(words)));
        for mark in ["[[", "{{", "''", "__", "~~~", "<", "||", "!!", "://"] {
            assert!(!page.contains(mark), "{words}: {page}");
        }
        assert!(!page.starts_with(['*', '#', ':', ';', '=', '-', ' ', '!']), "{words}: {page}");
        let shown = html_escape::decode_html_entities(&page).into_owned();
        assert_eq!(&shown, words);
    }
}

#[test]
fn panels_pictures_and_words_on_a_ground_need_no_extension() {
    let page = wiki(
        "<panel kind=\"warning\" title=\"Care\"><p>x</p></panel><p><img src=\"file:static/img/a.png\" alt=\"a [b]\" width=\"10\" height=\"5\"> <status colour=\"green\">Fresh</status> <input type=\"checkbox\" checked disabled> y</p>",
    );
    assert!(page.starts_with("<div style=\"border-left: 4px solid #d73333; padding: 0.1em 1em; margin: 1em 0\">\n'''Care'''\n\nx\n</div>\n\n"), "{page}");
    assert!(page.contains("[[File:img-a.png|10x5px|alt=a &#91;b&#93;]] <span style=\"background: #d5fdf4"), "{page}");
    assert!(page.ends_with(">Fresh</span> ☑ y"), "{page}");
}
