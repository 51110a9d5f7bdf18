//! The whole site as one HTML file that can be mailed: its pages one below the other, everything they load inside.
//! Works on a finished site, so a kit's own templates need not know of it.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lol_html::html_content::{ContentType, Element};
use lol_html::{RewriteStrSettings, element, rewrite_str};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::finder;
use crate::load::overlay::Overlay;
use crate::media::media_type;
use crate::text;
use crate::view::Page;

/// Stands where a page's matter begins and ends; authors cannot write comments into a page.
const EDGE: &str = "<!--talktrack-main-->";
/// The script that shows one page at a time, below `templates/`.
const TURNER: &str = "html/single.js";
/// Longest name of the file, in bytes: what every disk and mail program takes.
const LONGEST_NAME: usize = 80;
/// Attributes that name places on the page.
const NAMES: [&str; 6] = ["id", "for", "aria-labelledby", "aria-controls", "aria-describedby", "name"];

/// The files of a finished site, by path.
type Files = BTreeMap<String, Vec<u8>>;

/// Folds a site into one file, named after the kit.
///
/// # Errors
/// In words, when a page has no `<main>` or cannot be read as HTML.
pub fn fold(site: &Files, pages: &[Page], overlay: &Overlay, title: &str) -> Result<(String, Vec<u8>), String> {
    let mut pages: Vec<&Page> = pages.iter().filter(|p| site.contains_key(&file_of(&p.path))).collect();
    pages.sort_by_key(|p| (p.path != "index", p.path.contains('/'), p.path.as_str()));
    let folder = Folder { site, paths: pages.iter().map(|p| p.path.as_str()).collect() };
    let mut loads = Loads::default();
    let mut shell = String::new();
    let mut matter = String::new();
    for page in pages {
        let whole = folder.page(page, &mut loads)?;
        let mut parts = whole.splitn(3, EDGE);
        let (Some(before), Some(main), Some(after)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(format!("the page `{}` has no <main>, so its matter cannot be told from its frame", page.path));
        };
        if shell.is_empty() {
            shell = format!("{before}{EDGE}{after}");
        }
        matter.push_str(&format!(
            "<section class=\"page {}\" id=\"{}\" data-title=\"{}\" tabindex=\"-1\">{main}</section>\n",
            page.piece,
            page.path,
            escaped(&page.title)
        ));
    }
    let (policy, styles, scripts) = folder.inside(&loads, overlay);
    let whole = shell.replace(EDGE, &format!("<main id=\"s_main\" tabindex=\"-1\">\n{matter}</main>"));
    let whole = finished(&whole, &policy, &styles, &scripts)?;
    let mut name = text::slug(title, "kit-");
    name.truncate(LONGEST_NAME);
    Ok((format!("{}.html", name.trim_end_matches('-')), whole.into_bytes()))
}

/// What the pages load, in the order in which they first ask for it.
#[derive(Default)]
struct Loads {
    styles: Vec<String>,
    scripts: Vec<String>,
}

impl Loads {
    fn add(list: &mut Vec<String>, path: String) {
        if !list.contains(&path) {
            list.push(path);
        }
    }
}

struct Folder<'a> {
    site: &'a Files,
    paths: BTreeSet<&'a str>,
}

impl Folder<'_> {
    /// A page with its names and links told from the one file, and its matter marked.
    fn page(&self, page: &Page, loads: &mut Loads) -> Result<String, String> {
        let bytes = self.site.get(&file_of(&page.path)).map(Vec::as_slice).unwrap_or_default();
        let here = page.path.as_str();
        let handlers = vec![
            element!("link[rel=stylesheet], script[src]", |el| {
                let (attribute, list) =
                    if el.tag_name() == "link" { ("href", &mut loads.styles) } else { ("src", &mut loads.scripts) };
                Loads::add(list, resolved(here, &el.get_attribute(attribute).unwrap_or_default()));
                el.remove();
                Ok(())
            }),
            element!("main", |el| {
                el.before(EDGE, ContentType::Html);
                el.after(EDGE, ContentType::Html);
                el.remove_and_keep_content();
                Ok(())
            }),
            element!("main *", |el| Ok(self.names(here, el)?)),
            element!("[href]", |el| Ok(self.link(here, el)?)),
            element!("img[src]", |el| Ok(self.picture(here, el)?)),
        ];
        rewrite_str(&String::from_utf8_lossy(bytes), settings(handlers)).map_err(|e| format!("the page `{here}`: {e}"))
    }

    /// Every page has its own names, so that none stands twice.
    fn names(&self, here: &str, el: &mut Element) -> Result<(), lol_html::errors::AttributeNameError> {
        for attribute in NAMES {
            if let Some(names) = el.get_attribute(attribute) {
                let own: Vec<String> = names.split_whitespace().map(|name| format!("{here}/{name}")).collect();
                el.set_attribute(attribute, &own.join(" "))?;
            }
        }
        Ok(())
    }

    fn link(&self, here: &str, el: &mut Element) -> Result<(), lol_html::errors::AttributeNameError> {
        let href = el.get_attribute("href").unwrap_or_default();
        if el.tag_name() == "link" && el.get_attribute("rel").as_deref() == Some("stylesheet") || is_of_the_web(&href) {
            return Ok(());
        }
        if let Some(place) = self.place(here, &href) {
            return el.set_attribute("href", &place);
        }
        let path = resolved(here, &href);
        if let Some(bytes) = self.site.get(&path) {
            el.set_attribute("href", &data(&path, bytes))?;
            if el.tag_name() == "a" {
                el.set_attribute("download", path.rsplit('/').next().unwrap_or_default())?;
            }
        }
        Ok(())
    }

    /// Where a link to a page leads in the one file.
    fn place(&self, here: &str, href: &str) -> Option<String> {
        let (path, anchor) = href.split_once('#').unwrap_or((href, ""));
        if path.is_empty() && anchor == "s_main" {
            return Some(href.to_owned());
        }
        let target = if path.is_empty() { file_of(here) } else { resolved(here, path) };
        let page = target.strip_suffix(".html").filter(|p| self.paths.contains(p))?;
        Some(if anchor.is_empty() { format!("#{page}") } else { format!("#{page}/{anchor}") })
    }

    fn picture(&self, here: &str, el: &mut Element) -> Result<(), lol_html::errors::AttributeNameError> {
        let path = resolved(here, &el.get_attribute("src").unwrap_or_default());
        match self.site.get(&path) {
            Some(bytes) => el.set_attribute("src", &data(&path, bytes)),
            None => Ok(()),
        }
    }

    /// What was loaded, written out: the policy with the hash of each part, the styles, the scripts.
    fn inside(&self, loads: &Loads, overlay: &Overlay) -> (String, String, String) {
        let text = |path: &str| self.site.get(path).map(|b| String::from_utf8_lossy(b).into_owned());
        let finds = self.site.contains_key("assets/find.js");
        let box_style = finds.then(|| "assets/find-box.css".to_owned());
        let styles: Vec<String> = loads.styles.iter().chain(&box_style).filter_map(|path| text(path)).collect();
        let style = styles.concat().replace("</style", "<\\/style");
        let mut paths = loads.scripts.clone();
        if finds {
            let at = paths.iter().position(|p| p == "assets/app.js").map_or(0, |at| at + 1);
            paths.splice(at..at, ["assets/find-box.js".to_owned()]);
        }
        let mut scripts: Vec<String> = overlay.get(TURNER).map(|t| t.to_string()).into_iter().collect();
        scripts.extend(paths.iter().filter_map(|path| text(path)));
        let scripts: Vec<String> = scripts.iter().map(|s| s.replace("</script", "<\\/script")).collect();
        let hashes: String = scripts.iter().map(|script| format!(" {}", hash(script))).collect();
        let policy = format!(
            "default-src 'none'; script-src{hashes}; style-src {}; img-src data:; base-uri 'none'; form-action 'none'",
            hash(&style)
        );
        let data = if finds { self.found() } else { String::new() };
        let scripts: String = scripts.iter().map(|s| format!("<script>{s}</script>\n")).collect();
        (policy, format!("<style>{style}</style>\n"), format!("{data}{scripts}"))
    }

    /// What the files of the search tell, as data, by the names under which their scripts tell it.
    fn found(&self) -> String {
        let is_found = |path: &str| path == "assets/find.js" || path.starts_with("assets/find/");
        let told = self.site.iter().filter(|(path, _)| is_found(path)).filter_map(|(_, bytes)| {
            let (name, data) = finder::data(std::str::from_utf8(bytes).ok()?)?;
            let mut data: Value = serde_json::from_str(data).ok()?;
            for answer in data.as_array_mut().into_iter().flatten() {
                if let Some(place) = answer[4].as_str().and_then(|href| self.place("index", href)) {
                    answer[4] = Value::String(place);
                }
            }
            Some((name.to_owned(), data))
        });
        let told = Value::Object(told.collect()).to_string().replace('<', "\\u003c");
        format!("<script type=\"application/json\" id=\"s_told\">{told}</script>\n")
    }
}

/// The frame with its policy, and everything that was loaded inside.
fn finished(whole: &str, policy: &str, styles: &str, scripts: &str) -> Result<String, String> {
    let handlers = vec![
        element!("meta[http-equiv=Content-Security-Policy]", |el| Ok(el.set_attribute("content", policy)?)),
        element!("head", |el| {
            el.append(styles, ContentType::Html);
            Ok(())
        }),
        element!("body", |el| {
            el.append(scripts, ContentType::Html);
            Ok(())
        }),
    ];
    rewrite_str(whole, settings(handlers)).map_err(|e| e.to_string())
}

type Handlers<'h> = (std::borrow::Cow<'static, lol_html::Selector>, lol_html::ElementContentHandlers<'h>);

fn settings<'h>(handlers: Vec<Handlers<'h>>) -> RewriteStrSettings<'h, 'static> {
    handlers.into_iter().fold(RewriteStrSettings::new(), |all, one| all.append_element_content_handler(one))
}

fn file_of(page: &str) -> String {
    format!("{page}.html")
}

fn is_of_the_web(href: &str) -> bool {
    href.starts_with("//") || href.split(['/', '?', '#']).next().unwrap_or_default().contains(':')
}

/// The path in the site behind an address on a page.
fn resolved(here: &str, href: &str) -> String {
    let path = href.split(['#', '?']).next().unwrap_or_default();
    let mut parts: Vec<&str> = here.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    percent_encoding::percent_decode_str(&parts.join("/")).decode_utf8_lossy().into_owned()
}

fn data(path: &str, bytes: &[u8]) -> String {
    format!("data:{};base64,{}", media_type(path), STANDARD.encode(bytes))
}

fn hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

fn escaped(words: &str) -> String {
    let mut out = Vec::new();
    let _ = text::escape_html(words, &mut out);
    String::from_utf8_lossy(&out).into_owned()
}
