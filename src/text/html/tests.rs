use std::time::Instant;

use crate::text::sample::Sample;
use crate::text::{Flow, settle_anchors, to_html};

fn block(text: &str) -> String {
    settle_anchors(to_html(text, Flow::Block, 3, &Sample))
}

fn line(text: &str) -> String {
    to_html(text, Flow::Inline, 3, &Sample)
}

fn cell(text: &str) -> String {
    to_html(text, Flow::Cell, 3, &Sample)
}

#[test]
fn ordinary_words_become_a_paragraph() {
    assert_eq!(block("Agents \"trust\" it.\nAlways.\n"), "<p>Agents &quot;trust&quot; it.\nAlways.</p>");
    assert_eq!(
        block("a\n\nb **c** *d* ~~e~~ `f`"),
        "<p>a</p>\n<p>b <strong>c</strong> <em>d</em> <del>e</del> <code>f</code></p>"
    );
    assert_eq!(block(""), "");
    assert_eq!(block("a\\\nb\r\nc"), "<p>a<br>\nb\nc</p>");
}

#[test]
fn the_short_way_and_the_long_way_agree() {
    for text in ["a", "a\nb", "日本\n語", "a: b", "a > b", "x\ny\nz", "50 %", "a - b\nc # d", "A=b\nB"] {
        let long = to_html(&format!("{text} &#8203;"), Flow::Block, 3, &Sample).replace(" \u{200b}", "");
        assert_eq!(block(text), long);
    }
}

#[test]
fn headings_shift_and_get_ids() {
    assert_eq!(
        block("## One\n### Two *x*\nThree\n---\n## 概要\n[a](#two-x) [b](#概要) [c](#other)"),
        "<h3 id=\"one\">One</h3>\n<h4 id=\"two-x\">Two <em>x</em></h4>\n<h3 id=\"three\">Three</h3>\n\
         <h3 id=\"h-8bdf3c4a\">概要</h3>\n<p><a href=\"#two-x\">a</a> <a href=\"#h-8bdf3c4a\">b</a> <a href=\"#other\">c</a></p>"
            .replace("h-8bdf3c4a", &crate::text::slug("概要", "h-"))
    );
    assert_eq!(block("# {onclick=x}\n# a {#b}"), "<h3 id=\"onclick-x\">{onclick=x}</h3>\n<h3 id=\"a-b\">a {#b}</h3>");
    assert!(to_html("# a\n###### b", Flow::Block, 5, &Sample).contains("<h6"));
}

#[test]
fn the_headings_of_two_texts_never_share_an_id() {
    let text = to_html("# A\n# A\n[x](#a) [y](#a-2)", Flow::Block, 2, &Sample);
    let page = settle_anchors(format!("<p id=\"a\"></p>{text}{text}"));
    assert!(page.contains("<a href=\"#a-2\">x</a> <a href=\"#a-2-2\">y</a>"), "{page}");
    assert!(page.contains("<a href=\"#a-3\">x</a> <a href=\"#a-2-3\">y</a>"), "{page}");
}

#[test]
fn lists_tables_and_tasks_keep_their_structure() {
    assert_eq!(
        block("- a\n  - b\n- [x] c\n\n3. d"),
        "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n<li><input type=\"checkbox\" disabled checked> c</li>\n</ul>\n<ol start=\"3\">\n<li>d</li>\n</ol>"
    );
    assert_eq!(
        block("| a | b |\n|---|--:|\n| c \\| `d\\|e` | f |"),
        "<div class=\"table\"><table>\n<thead><tr><th>a</th><th class=\"align-right\">b</th></tr></thead>\n<tbody>\n\
         <tr><td>c | <code>d|e</code></td><td class=\"align-right\">f</td></tr>\n</tbody>\n</table></div>"
    );
}

#[test]
fn item_references_link_show_words_or_stay() {
    assert_eq!(line("[[claim:known]]"), "<a href=\"../claim/known.html\">Known &amp; &lt;Co&gt;</a>");
    assert_eq!(line("a [[faq:known#x|b *c*]]d"), "a <a href=\"../faq/known.html#x\">b <em>c</em></a>d");
    assert_eq!(
        line("[[claim:bare]] [[claim:other|w]] [[x]] [[clam:known]]"),
        "Bare [[claim:other|w]] [[x]] [[clam:known]]"
    );
    assert_eq!(
        line("[[claim:text]]"),
        "<a href=\"claims.html#text\">1. Saves <em>41 %</em> of 1. Saves <em>41 %</em> of [[claim:text]] (src) (src)</a>"
    );
    assert_eq!(line("`[[claim:known]]` \\[[claim:known]]"), "<code>[[claim:known]]</code> [[claim:known]]");
    assert_eq!(line("[see [[claim:known]]](x.html)"), "<a href=\"x.html\">see Known &amp; &lt;Co&gt;</a>");
    assert_eq!(line("*a [[claim:known|b* c]]"), "<em>a <a href=\"../claim/known.html\">b* c</a></em>");
}

#[test]
fn item_references_work_in_table_cells() {
    let page = block("| a |\n|---|\n| [[claim:known|x]] |\n| [[claim:known\\|y]] |\n| `[[claim:known|z]]` |");
    for words in
        ["<td><a href=\"../claim/known.html\">x</a></td>", ">y</a></td>", "<td><code>[[claim:known|z]]</code></td>"]
    {
        assert!(page.contains(words), "{page}");
    }
}

#[test]
fn links_are_judged_by_their_decoded_scheme() {
    for text in [
        "[a](javascript:x)",
        "[a](&#106;avascript:x)",
        "[a](JaVaScRiPt&colon;x)",
        "[a](<java&#10;script:x>)",
        "[a](&#1;javascript:x)",
        "[a](data:text/html,x)",
        "[a](vbscript:x)",
        "[a](file:///etc/passwd)",
        "[a](x:y)",
        "[a]\n\n[a]: javascript:x",
        "[a](gone.html)",
        "![a](javascript:x)",
        "![a](gone.png)",
    ] {
        assert_eq!(block(text), "<p>a</p>", "{text}");
    }
    assert_eq!(block("[a](java\nscript:x)"), "<p>[a](java\nscript:x)</p>");
    assert_eq!(block("<javascript:x>"), "<p>&lt;javascript:x&gt;</p>");
    assert_eq!(
        line("[a](//x.example) [b](tel:+1)"),
        "<a href=\"//x.example\" rel=\"noopener\">a</a> <a href=\"tel:+1\">b</a>"
    );
    assert_eq!(line("<a@b.example>"), "<a href=\"mailto:a@b.example\">a@b.example</a>");
    assert_eq!(line("<https://x.example/?a=1&b=2>").matches("&amp;").count(), 2);
}

#[test]
fn bare_addresses_become_links() {
    assert_eq!(
        line("See https://x.example/a_b_c?d=1&e=2."),
        "See <a href=\"https://x.example/a_b_c?d=1&amp;e=2\" rel=\"noopener\">https://x.example/a_b_c?d=1&amp;e=2</a>."
    );
    assert_eq!(line("`https://x.example`"), "<code>https://x.example</code>");
    assert_eq!(line("[https://y.example](https://x.example)").matches("<a ").count(), 1);
}

#[test]
fn pictures_show_link_or_leave_their_words() {
    assert_eq!(line("![A *b*](c d.png \"t\")").as_str(), "![A <em>b</em>](c d.png &quot;t&quot;)");
    assert_eq!(line("![A *b*](c.png \"t\")"), "<img src=\"c.png\" alt=\"A b\" title=\"t\" loading=\"lazy\">");
    assert_eq!(line("![a](sized.png)"), "<img src=\"sized.png\" alt=\"a\" width=\"3\" height=\"2\" loading=\"lazy\">");
    assert_eq!(line("![a](//x.example/b.png)"), "<a href=\"https://x.example/b.png\" rel=\"noopener\">a</a>");
    assert_eq!(line("[![a](https://x.example/b.png)](c.html)"), "<a href=\"c.html\">a</a>");
    assert_eq!(
        line("![a\" onerror=\"x](b.png)"),
        "<img src=\"b.png\" alt=\"a&quot; onerror=&quot;x\" loading=\"lazy\">"
    );
}

#[test]
fn hostile_text_never_becomes_markup() {
    let page = block(
        "<script>alert(1)</script>\n\na <b onclick=x>b</b>\n\n```\"><script>\nx</code><script>\n```\n\n```js\n1\n```\n\n\
         x[^<script>]\n\n[^<script>]: <img src=x onerror=y>\n\n[a](b\"onclick='x' \"t\\\"><script>\")\n\n{{ x | y }} {% z %}",
    );
    for hostile in ["<script", "<b ", "<img", "onclick=\"", "\"onclick", "class=\"language-\"", "<script>"] {
        assert!(!page.contains(hostile), "{hostile} in {page}");
    }
    assert!(
        page.contains("<pre><code class=\"language-js\">1\n</code></pre>") && page.contains("{{ x | y }} {% z %}"),
        "{page}"
    );
}

#[test]
fn control_characters_cannot_forge_ids() {
    let page = to_html("a \u{1}ix\u{1} \u{2} &#1; \0 b", Flow::Block, 3, &Sample);
    assert!(!page.contains(['\u{1}', '\u{2}', '\0']), "{page:?}");
}

#[test]
fn footnotes_stand_at_the_end_and_link_both_ways() {
    let text = "[^a]: First.\n\nx[^b] y[^a] z[^b] [^none]\n\n[^b]: Second [^c].\n[^c]: Third.\n[^d]: Unused.";
    let page = block(text);
    assert!(page.starts_with("<p>x<sup id=\"fnref-1\"><a href=\"#fn-1\">1</a></sup> y<sup id=\"fnref-2\">"), "{page}");
    assert!(
        page.contains("z<sup><a href=\"#fn-1\">1</a></sup> [^none]</p>\n<section class=\"footnotes\">\n<ol>\n"),
        "{page}"
    );
    assert!(
        page.contains("<li id=\"fn-2\"><p>First. <a href=\"#fnref-2\" class=\"footnote-back\">↩</a></p></li>"),
        "{page}"
    );
    assert!(page.contains("<li id=\"fn-3\"><p>Third.") && !page.contains("Unused"), "{page}");
    let twice = to_html(text, Flow::Block, 3, &Sample);
    assert!(settle_anchors(format!("{twice}{twice}")).contains("<a href=\"#fn-2-2\">2</a>"));
    assert_eq!(line("a[^1] b\n\n[^1]: c"), "a<sup>1</sup> b <sup>1</sup> c");
}

#[test]
fn insider_quotes_are_asides_with_a_label() {
    let aside = "<aside class=\"insider insider-internal\"><p class=\"insider-label\">Internal &lt;only&gt;</p>\n<p>a</p>\n</aside>";
    for text in ["> [!INTERNAL] a", ">[!internal]\n> a", "> [!internal]\n>\n> a", ">\n> [!Internal] a"] {
        assert_eq!(block(text), aside, "{text}");
    }
    assert!(block("> [!partner] a").starts_with("<aside class=\"insider insider-partner\">"));
    assert_eq!(block("> [!note] a"), "<blockquote>\n<p>[!note] a</p>\n</blockquote>");
    assert_eq!(block("> a [!internal]"), "<blockquote>\n<p>a [!internal]</p>\n</blockquote>");
    assert_eq!(
        line("> [!partner] a *b*"),
        "<span class=\"insider insider-partner\"><span class=\"insider-label\">Partners only</span> a <em>b</em></span>"
    );
}

#[test]
fn a_line_shows_what_would_start_a_block() {
    assert_eq!(line("1. first"), "1. first");
    assert_eq!(line("# *1*"), "# <em>1</em>");
    assert_eq!(line("_a_ [b]: c"), "<em>a</em> [b]: c");
    assert_eq!(line("- none\n"), "- none");
    assert_eq!(line("# a\n\nb\nc\n\n- d\n- e\n\n> f\n\n```\ng\nh\n```"), "a b c d e f <code>g</code> <code>h</code>");
}

#[test]
fn a_cell_holds_blocks_without_a_line_break() {
    let text =
        "# a\n\nb\nc\n\nd\n\n- e\n- f\n\ng\n\n> h\n\n```\ni\nj\n```\n\n| k | l |\n|---|---|\n| m | n |\n\n<b>\nx";
    assert_eq!(
        cell(text),
        "<strong>a</strong><br>b c<br>d<ul><li>e</li><li>f</li></ul>g<blockquote>h</blockquote><code>i</code><br><code>j</code>\
         <br>k · l<br>m · n<br>&lt;b&gt; x"
    );
    assert!(!cell("a&#10;b").contains('\n'));
}

#[test]
fn deep_nesting_is_quick() {
    let deep = 10_000;
    let texts = [
        "> ".repeat(deep) + "a",
        "- ".repeat(deep) + "a",
        "[".repeat(deep) + "a",
        "[[claim:known|".repeat(deep),
        "[[claim:known|a".repeat(deep) + &"]]".repeat(deep),
        "![".repeat(deep) + "a" + &"](b)".repeat(deep),
        "*a **b ".repeat(deep),
        "> [!internal] a\n\n".repeat(deep),
        "<".repeat(deep),
        "https://(".repeat(deep),
        "https://x.example/((((".repeat(deep),
        (0..deep).map(|n| format!("[^{n}]")).collect::<String>()
            + "\n\n"
            + &(0..deep).map(|n| format!("[^{n}]: a[^{n}]\n")).collect::<String>(),
        "# a\n".repeat(deep),
        "`".repeat(deep) + " " + &"``".repeat(deep),
        "| a ".repeat(deep) + "\n" + &"|-".repeat(deep),
    ];
    for text in texts {
        for flow in [Flow::Block, Flow::Inline, Flow::Cell] {
            let start = Instant::now();
            settle_anchors(to_html(&text, flow, 3, &Sample));
            let label = &text[..text.len().min(30)];
            assert!(start.elapsed().as_secs_f32() < 20.0, "{label} {flow:?} {:?}", start.elapsed());
        }
    }
}
