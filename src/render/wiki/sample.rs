//! Pages for the tests of the writers.

use std::collections::BTreeMap;

use super::{Atlas, Dialect, Doc, read};
use crate::render::names::Names;
use crate::text::{Audience, Href, ItemRef, Picture, Resolve, Shown};

/// Markup written as the page `here`, with one other page and one file in the wiki.
pub fn written(dialect: &'static Dialect, markup: &str) -> String {
    let here = read(markup).unwrap();
    let there =
        read("<h2 id=\"s_price\">The price</h2><p id=\"low\">x</p><p><a href=\"page:here#linked\">x</a></p>").unwrap();
    let names = Names {
        pages: named(&[("here", "Here"), ("card/there", "There")]),
        files: named(&[("static/img/a.png", "img-a.png")]),
        ..Names::default()
    };
    let docs: [(&str, &Doc); 2] = [("here", &here), ("card/there", &there)];
    Atlas::of(dialect, &names, &docs).write("here", &here).trim_end().to_owned()
}

fn named(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(path, name)| ((*path).to_owned(), (*name).to_owned())).collect()
}

/// Words as a template writes them.
pub fn html(words: &str) -> String {
    let mut out = Vec::new();
    crate::text::escape_html(words, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Words that mean something in some wiki.
pub const HOSTILE: &[&str] = &[
    "]]>",
    "</ac:parameter>",
    "{{x}}",
    "{{{1}}}",
    "<nowiki>",
    "</nowiki>",
    "a </nowiki> 50% %% b",
    "~~NOCACHE~~",
    "~~~~~",
    "[[x|y]]",
    "''x''",
    "'''x'''",
    "it's 'x'",
    "__TOC__",
    "__NOTOC__",
    "----",
    "=h=",
    "== h ==",
    "%%x%%",
    "\\\\ x",
    "((note))",
    "//x//",
    "**x**",
    ":-) 8-) =) LOL FIXME",
    "-> <- => (c) (tm) ... -- ---",
    "#REDIRECT [[x]]",
    "* x",
    "# x",
    ": x",
    "; x",
    "https://a.example/x y",
    "www.a.example",
    "mailto:a@b.example",
    "\u{202e}abc\u{202c}",
    "🎉",
    "a | b",
    "a ^ b",
    "a !! b || c",
    "640x480",
    "ISBN 0306406152",
    "RFC 1234",
    "&amp; &#91; &nbsp;",
    "<b>x</b>",
    "<script>alert(1)</script>",
    "<!-- x -->",
    "[https://a.example x]",
    "-{x}-",
    "\"x\"",
    ">> x",
    "~~INFO:syntaxplugins~~",
    "[[Category:x]]",
    "x]]]",
    "=",
    "^ x ^",
    "<code>x</code>",
    "C:\\dir",
    "\\\\host\\share",
    "%",
    "a_b__c",
];

/// Leads every link where it says.
pub struct Literal;

impl Resolve for Literal {
    fn item(&self, _: &ItemRef) -> Option<Shown> {
        None
    }

    fn link(&self, dest: &str) -> Href {
        Href::To(dest.to_owned())
    }

    fn picture(&self, dest: &str) -> Picture {
        Picture::Show(format!("file:{dest}"), None)
    }

    fn insider_label(&self, _: Audience) -> &str {
        "Internal only"
    }
}
