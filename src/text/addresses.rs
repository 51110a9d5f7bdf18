//! Where a finished Markdown page leads.

use pulldown_cmark::{Event, Options, Parser, Tag};

/// The addresses of all links and pictures of a page, as they are written, without places on pages.
pub fn addresses(page: &str) -> Vec<String> {
    let dialect = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    let leads = Parser::new_ext(page, dialect).filter_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
            Some(dest_url.split('#').next().unwrap_or_default().to_owned())
        }
        _ => None,
    });
    leads.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_pictures_are_told_also_in_cells_but_not_in_code() {
        let page = "[a](/x#y)\n\n| h |\n| --- |\n| ![p](a%20b.png) |\n\n`[c](c)`\n\n```\n![d](d)\n```\n";
        assert_eq!(addresses(page), ["/x", "a%20b.png"]);
    }
}
