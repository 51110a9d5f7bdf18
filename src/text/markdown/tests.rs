use std::time::Instant;

use crate::text::sample::Sample;
use crate::text::{Flow, settle_anchors, to_html, to_markdown};

fn block(text: &str) -> String {
    to_markdown(text, Flow::Block, 3, &Sample)
}

fn line(text: &str) -> String {
    to_markdown(text, Flow::Inline, 3, &Sample)
}

fn cell(text: &str) -> String {
    to_markdown(text, Flow::Cell, 3, &Sample)
}

#[test]
fn clean_markdown_stays_as_it_is() {
    for text in [
        "Agents *trust* it, **always**; ~~never~~ `not`.\nNext line.",
        "a\n\nb\\\nc",
        "- a\n- b\n  - c\n    1. d\n- e",
        "- a\n\n  b\n\n- c",
        "3. a\n4. b",
        "- [x] a\n- [ ] b",
        "> a\n>\n> b\n> > c",
        "```js\na `b` *c*\n\n  d\n```",
        "````\n```\n````",
        "| a | b |\n| --- | --: |\n| c \\| d | `e\\|f` |",
        "[a](b.html \"t\") ![c](d.png) <https://x.example/?a=b&c=d>",
        "a\n\n---\n\nb",
        "snake_case and 3 < 4 & {{ a_b | c }} {% d %}",
        "See https://x.example/a_b.",
        "- a\n- b\n\n* c",
        "- ```\n  a\n  ```\n- > b",
    ] {
        assert_eq!(block(text), text.replace("> > c", ">\n> > c"));
    }
}

#[test]
fn other_ways_to_write_are_made_alike() {
    assert_eq!(block("* a\n* b"), "- a\n- b");
    assert_eq!(block("__a__ _b_"), "__a__ _b_");
    assert_eq!(block("    code"), "```\ncode\n```");
    assert_eq!(block("a  \nb\r\nc"), "a\\\nb\nc");
    assert_eq!(block("[a][b]\n\n[b]: <c d.html> 't'"), "[a](<c d.html> \"t\")");
    assert_eq!(block("[a](b(c).html)"), "[a](<b(c).html>)");
    assert_eq!(block("[https://x.example](https://x.example)"), "<https://x.example>");
}

#[test]
fn headings_shift_and_keep_an_anchor() {
    assert_eq!(
        block("# A b\n## C #\nD\n===\n[x](#a-b)"),
        "### <a id=\"a-b\"></a>A b\n\n#### <a id=\"c\"></a>C\n\n### <a id=\"d\"></a>D\n\n[x](#a-b)"
    );
    assert_eq!(block("# C # x"), "### <a id=\"c-x\"></a>C \\# x");
}

#[test]
fn references_are_resolved() {
    assert_eq!(line("[[claim:known]]"), "[Known & \\<Co>](../claim/known.html)");
    assert_eq!(line("a [[faq:known#x|b *c*]]d"), "a [b *c*](../faq/known.html#x)d");
    assert_eq!(line("[[claim:bare]] [[claim:other|w]] [[x]]"), "Bare \\[\\[claim:other|w\\]\\] \\[\\[x\\]\\]");
    assert!(line("[[claim:text]]").starts_with("[1. Saves *41 %* of 1. Saves *41 %*"), "{}", line("[[claim:text]]"));
    assert!(block("| a |\n|---|\n| [[claim:known|x]] |").ends_with("| [x](../claim/known.html) |"));
}

#[test]
fn what_is_shown_as_text_stays_text() {
    assert_eq!(block("<script>alert(1)</script>"), "\\<script>alert(1)\\</script>");
    assert_eq!(block("a <b>c</b> \\*d\\*"), "a \\<b>c\\</b> \\*d\\*");
    assert_eq!(block("\\# a\n1\\. b\n\\- c\n\\> d"), "\\# a\n1\\. b\n\\- c\n\\> d");
    assert_eq!(block("[a](javascript:x) <javascript:y> ![b](data:z)"), "a \\<javascript:y> b");
    assert_eq!(block("Great! \\![a](b) !&#33;[[claim:known|x]]!"), "Great! \\![a](b) !\\![x](../claim/known.html)!");
    assert_eq!(block("&lt;b&gt; &amp;amp;"), "\\<b> \\&amp;");
    assert_eq!(
        block("https://x.example/a~b and https://x.example/a_b"),
        "<https://x.example/a~b> and https://x.example/a_b"
    );
}

#[test]
fn footnotes_get_labels_of_their_own() {
    let page = block("x[^<a>] y[^b]\n\n[^<a>]: One\n\n    two\n[^b]: Three");
    let prefix = &page[3..9];
    assert!(prefix.bytes().all(|byte| byte.is_ascii_hexdigit()), "{page}");
    assert_eq!(page, format!("x[^{prefix}-1] y[^{prefix}-2]\n\n[^{prefix}-1]: One\n\n    two\n[^{prefix}-2]: Three"));
    assert_eq!(line("a[^1] b\n\n[^1]: c"), "a\\[1\\] b \\[1\\] c");
    assert_eq!(cell("a[^1] b\n\n[^1]: c"), "a\\[1\\] b<br>\\[1\\] c");
}

#[test]
fn insider_quotes_carry_their_label() {
    assert_eq!(block("> [!internal] a\n> b"), "> **Internal \\<only>**\n>\n> a\n> b");
    assert_eq!(block("- a\n  > [!partner] b"), "- a\n  > **Partners only**\n  >\n  > b");
    assert_eq!(cell("a\n\n> [!partner] b"), "a<br>**Partners only**<br>b");
}

#[test]
fn a_line_and_a_cell_hold_no_line_break() {
    let text = "# a\n\nb\nc | d\\\ne\n\n- f\n  - g\n- [x] h\n\n2. i\n\n> j\n\n```\nk|\nl\n```\n\n| m | n |\n|---|---|\n| o | p |\n\n<b>\nx";
    assert_eq!(
        cell(text),
        "**a**<br>b c \\| d<br>e<br>• f<br>• g<br>• ☑ h<br>2. i<br>j<br>`k\\|`<br>`l`<br>m · n<br>o · p<br>\\<b> x"
    );
    assert_eq!(line(text), "a b c | d e f g ☑ h i j `k|` `l` m n o p \\<b> x");
    assert_eq!(line("1. first"), "1\\. first");
    assert_eq!(line("# 1"), "\\# 1");
    for text in ["a&#10;b", "a\u{b}b", "`a\nb`", "[a](b 'c\nd')", "![a\nb](c.png)", "a\\\nb"] {
        assert!(!cell(text).contains('\n') && !line(text).contains('\n'), "{text:?}");
    }
}

/// What a page shows, but for anchors, the end of code blocks, empty tasks and, beside headings, lists and raw HTML, white space and paragraphs.
fn shape(page: &str) -> String {
    let mut page: String = page.split('\u{1}').step_by(2).collect();
    page = page.replace("\n</code>", "</code>");
    while let Some(start) = page.find("&lt;a id=&quot;") {
        let end = start + page[start..].find("&lt;/a&gt;").unwrap() + "&lt;/a&gt;".len();
        page.replace_range(start..end, "");
    }
    for (task, written) in [(" checked", "[x]"), ("", "[ ]")] {
        page = page.replace(&format!("<input type=\"checkbox\" disabled{task}> </li>"), &format!("{written}</li>"));
    }
    if ["&lt;", "<h", "<li"].iter().any(|part| page.contains(part)) {
        page = page.replace("<p>", "").replace("</p>", "").replace("<br>", "").split_whitespace().collect();
    }
    page
}

#[test]
fn the_markdown_shows_what_the_html_shows() {
    let parts = [
        "a",
        "b c",
        " ",
        "\n",
        "\n\n",
        "\n",
        "- ",
        "  ",
        "    ",
        "1. ",
        "2) ",
        "> ",
        "* ",
        "+ ",
        "*",
        "**",
        "_",
        "`",
        "``",
        "~~",
        "~",
        "[",
        "]",
        "(x.html)",
        "[a](b)",
        "![a](b.png)",
        "<",
        ">",
        "<b>",
        "&amp;",
        "&",
        "\\",
        "|",
        "| a | b |\n|---|---|\n| c | d |\n",
        "---",
        "===",
        "```\n",
        "!",
        "1.",
        "[ ] ",
        "[x] ",
        "日",
        "(",
        ")",
        "\"",
        "https://x.example/a_b",
        "[[claim:known]]",
        "[[claim:known|x]]",
        "  \n",
        "-",
        "é",
    ];
    let mut seed = 11u64;
    for round in 0..30_000 {
        let mut text = String::new();
        for _ in 0..round % 12 + 1 {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            text.push_str(parts[(seed >> 33) as usize % parts.len()]);
        }
        if text.contains('<') && text.contains("https") {
            continue;
        }
        let once = block(&text);
        let expected = to_html(&text, Flow::Block, 3, &Sample);
        if expected.contains('*') && expected.contains("<em>") {
            continue;
        }
        let got = to_html(&once, Flow::Block, 3, &Sample);
        assert_eq!(shape(&got), shape(&expected), "{text:?} as {once:?}");
        let line = line(&text);
        let expected = to_html(&text, Flow::Inline, 3, &Sample);
        let got = to_html(&line, Flow::Inline, 3, &Sample);
        assert_eq!(shape(&got), shape(&expected), "line {text:?} as {line:?}");
        assert!(!cell(&text).contains('\n') && !line.contains('\n'), "{text:?}");
    }
}

#[test]
fn deep_nesting_is_quick() {
    let deep = 10_000;
    let texts = [
        "> ".repeat(deep) + "a",
        "- ".repeat(deep) + "a",
        "[".repeat(deep) + "a",
        "![".repeat(deep) + "a" + &"](b)".repeat(deep),
        "*a **b ".repeat(deep),
        "> [!internal] a\n\n".repeat(deep),
        "[a](b)".repeat(deep),
        "[https://a.b](https://a.c)".repeat(deep),
        "# a\n".repeat(deep),
        "| a ".repeat(deep) + "\n" + &"|-".repeat(deep),
    ];
    for text in texts {
        for flow in [Flow::Block, Flow::Inline, Flow::Cell] {
            let start = Instant::now();
            settle_anchors(to_markdown(&text, flow, 3, &Sample));
            let label = &text[..text.len().min(30)];
            assert!(start.elapsed().as_secs_f32() < 1.0, "{label} {flow:?} {:?}", start.elapsed());
        }
    }
}
