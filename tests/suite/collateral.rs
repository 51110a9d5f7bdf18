//! Collateral is data: what a kit can add and change without any Rust.

use crate::sandbox::Sandbox;

#[test]
fn a_kit_adds_a_one_pager_with_an_entry_and_a_template() {
    let list =
        "- {name: one-pager, each: competitor, path: \"one/{id}\", title: \"One page on {name}\", about: One page}\n";
    let sandbox = Sandbox::sample()
        .file("templates/collateral.yaml", list)
        .file("templates/html/one-pager.html", "{% extends \"parts/layout.html\" %}{% block main %}<h1>{{ page.title }}</h1><p class=\"mine\">{{ it.quick_dismiss | inline }}</p>{% endblock %}")
        .file("templates/markdown/one-pager.md", "# {{ page.title }}\n\n{{ it.quick_dismiss | inline }}\n");
    sandbox.build(&["--to", "html,markdown"]);
    let page = sandbox.read("public/one/ticketron.html");
    assert!(page.contains("One page on Ticketron") && page.contains("class=\"mine\">A good home for call centres"));
    assert!(sandbox.read("public/one/ticketron.md").starts_with("# One page on Ticketron\n"));
    assert!(sandbox.read("public/index.html").contains("one/ticketron.html"), "the index lists it");
    sandbox.build(&["--only", "one-pager"]);
    assert!(sandbox.exists("public/one/ticketron.html") && !sandbox.exists("public/battlecard/ticketron.html"));
}

#[test]
fn an_entry_without_a_template_is_told_by_name() {
    let list = "- {name: one-pager, each: competitor, path: \"one/{id}\", title: \"{name}\"}\n";
    let run = Sandbox::sample().file("templates/collateral.yaml", list).run(&["build"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains("`one-pager` has no template for html")
            && run.stderr.contains("write templates/html/one-pager.html")
    );
}

#[test]
fn a_list_of_collateral_with_a_slip_is_told_with_its_line() {
    let sandbox = Sandbox::sample()
        .file("templates/collateral.yaml", "- name: x\n  each: competitr\n  path: \"x/{id}\"\n  title: y\n");
    let run = sandbox.run(&["check", "--report", "short"]);
    assert!(run.stderr.contains("templates/collateral.yaml:2:"), "{}", run.stderr);
    sandbox.write("templates/collateral.yaml", "- {name: x, each: competitor, path: \"../{id}\", title: y}\n");
    assert!(sandbox.run(&["check", "--report", "short"]).stderr.contains("leaves the site"));
}

#[test]
fn a_template_of_the_kit_overrides_the_built_in_one_and_can_extend_it() {
    let sandbox = Sandbox::sample()
        .file("templates/html/faq.html", "{% extends \"builtin/faq.html\" %}{% block main %}<p class=\"note\">Ask legal first.</p>{{ super() }}{% endblock %}")
        .file("templates/labels/en.yaml", "faq: Asked and answered\n");
    sandbox.build(&[]);
    let page = sandbox.read("public/faq/pricing.html");
    assert!(page.contains("Ask legal first.") && page.contains("Pricing"));
    assert!(sandbox.read("public/index.html").contains("Asked and answered"));
}

#[test]
fn a_template_of_the_kit_shows_what_the_built_in_one_does_not() {
    let sandbox = Sandbox::sample()
        .file(
            "templates/html/claims.html",
            "{% for c in it.cards %}<b>{{ c.name }}</b>{% endfor %}{{ it.claims | length }}",
        )
        .file("templates/html/compare.html", "{% set all = it %}<b>{{ all[\"cla\" ~ \"ims\"] | length }}</b>");
    sandbox.build(&["--only", "claims,compare"]);
    let page = sandbox.read("public/claims.html");
    assert!(page.contains("<b>Ticketron</b>") && !page.ends_with("</b>0"), "{page}");
    assert!(!sandbox.read("public/compare.html").contains("<b>0</b>"));
}

#[test]
fn a_page_for_each_objection_category_is_a_list_entry_away() {
    let list = "- {name: category, each: objection-category, path: \"about/{id}\", title: \"{name}\"}\n";
    let sandbox = Sandbox::sample().file("templates/collateral.yaml", list).file(
        "templates/html/category.html",
        "<h1>{{ it.name }}</h1>{% for o in it.objections %}<p>{{ o.says | inline }}</p>{% endfor %}",
    );
    sandbox.build(&[]);
    assert!(sandbox.read("public/about/price.html").contains("<h1>price</h1>"));
}

#[test]
fn a_kit_in_japanese_speaks_japanese() {
    let sandbox = Sandbox::new()
        .file("talktrack.yaml", "title: 営業ガイド\nlanguage: ja\n")
        .file("content/competitors/a.yaml", "name: 競合社\noverview: |\n  ## 会社の概要\n\n  説明です。\nwhy_we_win: [導入が速い]\n")
        .file("content/faqs/f.yaml", "title: 料金\nquestions:\n  - {ask: 年払いできますか, short: はい。}\n  - {ask: 年払いできますか, short: はい。}\n");
    let run = sandbox.build(&["--to", "html,markdown", "--report", "short"]);
    assert!(run.stderr.contains("warning[missing-id]"), "{}", run.stderr);
    let card = sandbox.read("public/battlecard/a.html");
    assert!(card.contains("lang=\"ja\"") && card.contains("導入が速い") && !card.contains("Why we win"));
    let faq = sandbox.read("public/faq/f.html");
    let id = talktrack::text::slug("年払いできますか", "q-");
    assert!(faq.contains(&format!("id=\"{id}\"")) && faq.contains(&format!("id=\"{id}-2\"")), "{id}");
}
