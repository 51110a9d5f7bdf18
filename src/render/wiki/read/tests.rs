use super::*;
use crate::render::wiki::sample::Literal;
use crate::text::{Flow, settle_anchors, to_html};

fn text(words: &str) -> Inline {
    Inline::Text(words.into())
}

#[test]
fn blanks_are_what_a_reader_sees() {
    let doc = read("<p>\n a  <strong> b\n</strong> c <br> d </p>").unwrap();
    let bold = Inline::Styled(Style::Strong, vec![text("b ")]);
    assert_eq!(doc.blocks, [Block::Paragraph(vec![text("a "), bold, text("c"), Inline::Break, text("d")])]);
}

#[test]
fn texts_of_authors_are_read_as_they_are_written() {
    let words = "# H\n\na[^1] `x`\n\n> [!internal] q\n\n- [x] t\n\n| a |\n|:-:|\n| b |\n\n[^1]: n\n\n```sql\nc\n```\n";
    for flow in [Flow::Block, Flow::Cell, Flow::Inline] {
        let html = to_html(words, flow, 3, &Literal);
        read(&settle_anchors(format!("<div>{html}</div>"))).unwrap();
    }
}

#[test]
fn what_is_shown_and_linked_to_is_gathered() {
    let doc = read("<h2 id=\"a\">x</h2><p><img src=\"file:static/a%20b.png\" alt=\"\"><a href=\"page:b#c\">x</a><a href=\"#a\">y</a><a href=\"file:static/d.pdf#page=2\">z</a></p>").unwrap();
    assert_eq!(doc.anchors, ["a"]);
    assert_eq!(doc.links, [(Some("b".into()), "c".into()), (None, "a".into())]);
    assert_eq!(doc.shows.into_iter().collect::<Vec<_>>(), ["static/a b.png", "static/d.pdf"]);
}

#[test]
fn no_address_but_those_of_the_web_leaves_the_wiki() {
    for href in ["javascript:alert(1)", "JAVASCRIPT:x", "data:x", "/x", "", "x.html", "ftp://x"] {
        assert_eq!(to(href), To::Nowhere, "{href}");
    }
    assert_eq!(to("//a.example/x"), To::Web("https://a.example/x".into()));
    assert_eq!(to("HTTPS://a.example"), To::Web("HTTPS://a.example".into()));
}

#[test]
fn what_a_wiki_page_does_not_know_is_told() {
    for (markup, wanted) in [
        ("<nav>x</nav>", "`<nav>` is no element of wiki pages"),
        ("<ul><p>x</p></ul>", "`<p>` cannot stand in `<ul>`"),
        ("<table>x</table>", "words stand in `<table>`: `x`"),
        (
            "<panel kind=\"loud\">x</panel>",
            "`kind` of `<panel>` is `loud`, and must be one of info, tip, note, warning",
        ),
        ("<p><status colour=\"pink\">x</status></p>", "must be one of grey, green, yellow, red, blue"),
    ] {
        assert!(read(markup).unwrap_err().contains(wanted), "{markup}");
    }
}

#[test]
fn blocks_in_a_line_keep_their_words() {
    let doc = read("<h2>a<ul><li>b</li></ul></h2>").unwrap();
    assert_eq!(
        doc.blocks,
        [Block::Heading { level: 2, id: String::new(), words: vec![text("a"), Inline::Break, text("b")] }]
    );
}
