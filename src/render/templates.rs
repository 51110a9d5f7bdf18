//! Tera, with the kit's templates over the built-in ones. What is wrong with a template is told like any other
//! finding: file, line, and the names there are.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;
use std::sync::Arc;

use arcstr::ArcStr;
use tera::{Context, ErrorKind, Kwargs, State, Tera, TeraResult, Value};

use super::Target;
use super::resolve::Resolver;
use crate::diagnostic::{Diagnostic, Location, nearest};
use crate::load::overlay::{BUILT_IN, Overlay};
use crate::text::{self, Flow, Resolve};
use crate::view::Page;

/// Prefix under which a kit's template can extend the built-in one of the same name.
const BUILTIN: &str = "builtin/";

/// The templates of one target.
#[derive(Debug)]
pub struct Templates {
    /// The target they are for.
    pub target: &'static Target,
    engine: Tera,
    shown: Shown,
}

/// Templates by their names for the engine: as they are shown to authors, and their text.
#[derive(Debug)]
struct Shown(BTreeMap<String, (String, ArcStr)>);

thread_local! {
    /// That of the page which this thread fills in: filters know nothing of the page that they are used on.
    static HERE: RefCell<Option<Arc<Resolver>>> = const { RefCell::new(None) };
}

/// Asks the resolver of the page that is filled in.
fn here<T>(ask: impl FnOnce(&Resolver) -> T) -> TeraResult<T> {
    let asked = HERE.with_borrow(|here| here.as_deref().map(ask));
    asked.ok_or_else(|| tera::Error::message("only a page has links"))
}

impl Templates {
    /// Reads the templates that pages of some pieces need.
    ///
    /// # Errors
    /// Findings about their syntax.
    pub fn of(
        target: &'static Target,
        overlay: &Overlay,
        labels: &Arc<BTreeMap<String, String>>,
        pieces: &BTreeSet<&str>,
    ) -> Result<Templates, Vec<Diagnostic>> {
        let files = files(target, overlay, pieces, labels);
        let shown = Shown(files.iter().map(|f| (f.name.clone(), (f.shown.clone(), f.text.clone()))).collect());
        match engine(target, &files, labels) {
            Ok(engine) => Ok(Templates { target, engine, shown }),
            Err(error) => {
                let slips = slips(&files);
                Err(if slips.is_empty() { shown.faults(&error, "") } else { slips })
            }
        }
    }

    /// The template of a page, as it is shown to authors.
    pub fn name_of(&self, page: &Page) -> String {
        let name = format!("{}.{}", page.piece, self.target.template);
        let own = self.shown.0.get(&name).or_else(|| self.shown.0.get(&format!("{BUILTIN}{name}")));
        own.map_or(name, |(shown, _)| shown.clone())
    }

    /// Fills in the template of a page, of so many bytes at most; links are told by the resolver.
    ///
    /// # Errors
    /// A finding with the place in the template.
    pub fn render(
        &self,
        page: &Page,
        context: &Context,
        resolver: &Arc<Resolver>,
        most: usize,
    ) -> Result<String, Box<Diagnostic>> {
        let name = format!("{}.{}", page.piece, self.target.template);
        let mut out = Capped { bytes: Vec::with_capacity(16 * 1024), most, full: false };
        HERE.set(Some(resolver.clone()));
        let done = self.engine.render_to(&name, context, &mut out);
        HERE.take();
        let whole = |message: &str| {
            Diagnostic::error("template", Location::file(self.name_of(page)), message).help("mend the template")
        };
        let fault = match done {
            Ok(()) => match String::from_utf8(out.bytes) {
                Ok(text) => return Ok(text),
                Err(_) => whole("this template makes something that is not text"),
            },
            Err(_) if out.full => whole("this template makes a page without end"),
            Err(error) => {
                let first = self.shown.faults(&error, &self.name_of(page)).into_iter().next();
                first.unwrap_or_else(|| whole(&one_line(&error.to_string())))
            }
        };
        Err(Box::new(fault))
    }
}

impl Shown {
    /// An error of the engine as findings.
    fn faults(&self, error: &tera::Error, otherwise: &str) -> Vec<Diagnostic> {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                vec![self.fault(report.filename(), report.span().range.clone(), &full_message(error, report.message()))]
            }
            ErrorKind::Msg(words) if words.contains("-->") => self.listed(words),
            _ => vec![self.unplaced(&one_line(&error.to_string()), otherwise)],
        }
    }

    /// The engine names templates but no place: the line that extends or includes is shown.
    fn unplaced(&self, words: &str, otherwise: &str) -> Diagnostic {
        let named = self.0.iter().find(|(name, _)| words.contains(name.as_str()) && !name.starts_with(BUILTIN));
        let Some((name, (shown, text))) = named else {
            return Diagnostic::error("template", Location::file(otherwise), words).help("mend the template");
        };
        let at =
            ["{% extends", "{%- extends", "{% include", "{%- include"].iter().find_map(|t| text.find(t)).unwrap_or(0);
        let end = text[at..].find('\n').map_or(text.len(), |i| at + i);
        let help = format!(
            "look at what `{name}` extends and includes; a built-in template of the same name is `builtin/{name}`"
        );
        Diagnostic::error("template", Location::span(shown.as_str(), at..end), words).help(help)
    }

    fn fault(&self, name: &str, span: std::ops::Range<usize>, message: &str) -> Diagnostic {
        let (message, help) = split_hint(message);
        let location = match self.0.get(name) {
            Some((shown, text)) if name.starts_with(BUILTIN) => {
                Location::span(shown.as_str(), line_of(shown, text, span.start))
            }
            Some((shown, _)) => Location::span(shown.as_str(), span),
            None => Location::span(name, span),
        };
        Diagnostic::error("template", location, message).help(help)
    }

    /// References to what does not exist come as one ready text: `error: …` and `--> file:line:column`, several times.
    fn listed(&self, words: &str) -> Vec<Diagnostic> {
        let mut faults = Vec::new();
        let mut message = String::new();
        for line in words.lines() {
            if let Some(text) = line.strip_prefix("error: ") {
                message = text.to_owned();
            } else if let Some(place) = line.trim_start().strip_prefix("--> ") {
                let mut parts = place.rsplitn(3, ':');
                let column: usize = parts.next().and_then(|p| p.trim().parse().ok()).unwrap_or(1);
                let row: usize = parts.next().and_then(|p| p.parse().ok()).unwrap_or(1);
                let name = parts.next().unwrap_or_default().trim_matches(['[', ']']);
                let at = self.0.get(name).map_or(0, |(_, text)| offset(text, row, column));
                faults.push(self.fault(name, at..at + 1, &message));
            }
        }
        faults
    }
}

/// The line of a built-in template that a byte of it stands on, once its interface words are put in: these move bytes,
/// but no lines.
fn line_of(shown: &str, text: &str, byte: usize) -> std::ops::Range<usize> {
    let builtin = Overlay::builtin();
    let original = shown.strip_prefix(BUILT_IN).and_then(|path| builtin.get(path)).map_or(text, ArcStr::as_str);
    let row = text.as_bytes().iter().take(byte).filter(|byte| **byte == b'\n').count();
    let start = offset(original, row + 1, 1);
    start..original[start..].find('\n').map_or(original.len(), |end| start + end)
}

fn offset(text: &str, row: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(row.saturating_sub(1)).map(str::len).sum();
    (start + column.saturating_sub(1)).min(text.len())
}

/// The engine's words and, behind the first sentence, the names there are.
fn split_hint(message: &str) -> (String, String) {
    let message = one_line(message);
    match message.split_once(". ") {
        Some((first, rest)) if !rest.is_empty() => (first.to_owned(), rest.trim_end_matches('.').to_owned()),
        _ => (
            message.trim_end_matches('.').to_owned(),
            "mend the template; a built-in one can be copied out with `talktrack new --templates`".to_owned(),
        ),
    }
}

fn full_message(error: &tera::Error, message: &str) -> String {
    let cause = std::error::Error::source(error).map(|c| format!(": {c}")).unwrap_or_default();
    format!("{message}{cause}")
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

struct File {
    name: String,
    shown: String,
    text: ArcStr,
    own: bool,
}

/// The templates of a target: built-in ones under `builtin/`, a kit's own under their plain name. Templates of a kit may
/// build on any; without them, a built-in page is read only where it is a page of a wanted piece.
fn files(target: &Target, overlay: &Overlay, pieces: &BTreeSet<&str>, labels: &BTreeMap<String, String>) -> Vec<File> {
    let folder = format!("{}/", target.folder);
    let suffix = format!(".{}", target.template);
    let name_in = |path: &str| Some(path.strip_prefix(&folder)?.strip_suffix(&suffix)?.to_owned());
    let has_own = overlay.own.keys().any(|path| name_in(path).is_some());
    let is_asked = |name: String| has_own || name.contains('/') || pieces.contains(&*name);
    let wanted = |path: &&String| name_in(path).is_some_and(is_asked);
    let file = |name: &String, text: ArcStr, own: bool| File {
        name: format!("{}{}", if own { "" } else { BUILTIN }, &name[folder.len()..]),
        shown: if own { format!("templates/{name}") } else { format!("{BUILT_IN}{name}") },
        text,
        own,
    };
    let builtin = overlay.builtin.iter().filter(|(n, _)| wanted(n));
    let builtin = builtin.map(|(n, t)| file(n, with_words(t, target, labels).into(), false));
    let own = overlay.own.iter().filter(|(n, _)| wanted(n)).map(|(n, t)| file(n, t.clone(), true));
    builtin.chain(own).collect()
}

/// Whether words can stand in a template as they would on a page: no sign of the engine, no blanks that it may take away,
/// no line that would move the others.
fn is_inert(word: &str) -> bool {
    !word.is_empty() && word.trim() == word && !word.contains(['{', '\n'])
}

/// A built-in template with its interface words put in: they are the same on every page, and need not be looked up a
/// hundred times on each.
fn with_words(text: &str, target: &Target, labels: &BTreeMap<String, String>) -> String {
    const OPEN: &str = "{{ label(key=\"";
    const CLOSE: &str = "\") }}";
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(OPEN) {
        let (before, call) = rest.split_at(start);
        let asked = call[OPEN.len()..].split_once(CLOSE);
        let word = asked.and_then(|(key, after)| Some((labels.get(key).filter(|word| is_inert(word))?, after)));
        out.push_str(before);
        match word {
            Some((word, after)) => {
                let mut escaped = Vec::new();
                let _ = (target.escape)(word, &mut escaped);
                out.push_str(&String::from_utf8_lossy(&escaped));
                rest = after;
            }
            None => {
                out.push_str(OPEN);
                rest = &call[OPEN.len()..];
            }
        }
    }
    out + rest
}

/// Only the first slip of a batch is told by the engine, so a kit's templates are read one by one.
fn slips(files: &[File]) -> Vec<Diagnostic> {
    let slip = |file: &File| {
        let error = Tera::new().add_raw_template(&file.name, &file.text).err()?;
        let ErrorKind::SyntaxError(report) = error.kind() else { return None };
        let alone = Shown([(file.name.clone(), (file.shown.clone(), file.text.clone()))].into());
        Some(alone.fault(report.filename(), report.span().range.clone(), report.message()))
    };
    files.iter().filter(|file| file.own).filter_map(slip).collect()
}

fn engine(target: &'static Target, files: &[File], labels: &Arc<BTreeMap<String, String>>) -> TeraResult<Tera> {
    let mut tera = Tera::new();
    tera.set_fallback_prefixes([BUILTIN])?;
    tera.autoescape_on([format!(".{}", target.template)]);
    tera.set_escape_fn(target.escape);
    register(&mut tera, target, labels);
    tera.add_raw_templates(files.iter().map(|f| (f.name.as_str(), f.text.as_str())))?;
    Ok(tera)
}

/// The filters and functions that templates may use.
fn register(tera: &mut Tera, target: &'static Target, labels: &Arc<BTreeMap<String, String>>) {
    let text = move |words: &str, flow: Flow, heading: u8| {
        here(|resolver| (target.text)(words, flow, heading, resolver as &dyn Resolve))
    };
    let flows: [(&'static str, Flow); 3] = [("block", Flow::Block), ("inline", Flow::Inline), ("cell", Flow::Cell)];
    for (name, flow) in flows {
        tera.register_filter(name, move |words: &str, options: Kwargs, _: &State| -> TeraResult<Value> {
            let heading = options.get::<u8>("heading")?.unwrap_or(3);
            Ok(Value::safe_string(text(words, flow, heading)?.trim_end()))
        });
    }
    tera.register_filter("item", move |words: &str, _: Kwargs, _: &State| -> TeraResult<Value> {
        let text = text(words, Flow::Block, 5)?;
        // Right after `- `, a rule of hyphens would make the whole line one.
        let text = text.strip_prefix("---").map_or(text.clone(), |rest| format!("___{rest}"));
        Ok(Value::safe_string(&text.trim_end().replace('\n', "\n  ")))
    });
    tera.register_filter("plain", |words: &str, _: Kwargs, _: &State| -> String { text::inline_plain(words) });
    tera.register_filter("href", |address: &str, _: Kwargs, _: &State| -> TeraResult<Value> {
        let (href, is_encoded) = here(|links| (links.href(address), links.encodes))?;
        Ok(if is_encoded { Value::safe_string(&href) } else { Value::normal_string(&href) })
    });
    tera.register_filter("size", |address: &str, _: Kwargs, _: &State| -> TeraResult<Value> {
        Ok(Value::safe_string(&here(|sizes| sizes.size(address))?))
    });
    tera.register_function("feedback", |options: Kwargs, _: &State| -> TeraResult<String> {
        let (kind, id) = (options.must_get::<&str>("kind")?, options.must_get::<&str>("id")?);
        let title = options.must_get::<&str>("title")?;
        here(|asked| asked.feedback(kind, id, title))
    });
    let words: HashMap<String, Value> =
        labels.iter().map(|(key, word)| (key.clone(), Value::normal_string(word))).collect();
    let known = labels.clone();
    let label = Arc::new(move |key: &str| -> TeraResult<Value> {
        words.get(key).cloned().ok_or_else(|| unknown_label(key, &known))
    });
    // The engine needs much longer to call a function than a filter without options.
    let told = label.clone();
    tera.register_filter("label", move |key: &str, _: Kwargs, _: &State| told(key));
    tera.register_function("label", move |options: Kwargs, _: &State| label(options.must_get::<&str>("key")?));
    let labels = labels.clone();
    tera.register_function("label_or", move |options: Kwargs, _: &State| -> TeraResult<String> {
        let otherwise = options.must_get::<&str>("or")?.to_owned();
        Ok(labels.get(options.must_get::<&str>("key")?).cloned().unwrap_or(otherwise))
    });
}

fn unknown_label(key: &str, labels: &BTreeMap<String, String>) -> tera::Error {
    let near = nearest(key, labels.keys().map(String::as_str));
    let hint = near.map_or_else(|| "Add it to templates/labels/".to_owned(), |n| format!("Did you mean `{n}`?"));
    tera::Error::message(format!("no label is called `{key}`. {hint}"))
}

/// A page that stops growing at some size.
struct Capped {
    bytes: Vec<u8>,
    most: usize,
    full: bool,
}

impl io::Write for Capped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > self.most {
            self.full = true;
            return Err(io::Error::other("the page is too large"));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::target;

    #[test]
    fn interface_words_are_put_in_escaped_and_only_where_they_are_all_there_is() {
        let labels = [("a", "A & <B>"), ("b", "{{ b }}"), ("c", ""), ("d", " d"), ("e", "e\ne")];
        let labels = labels.map(|(key, word)| (key.to_owned(), word.to_owned())).into();
        let put = |text: &str| with_words(text, target("html").unwrap(), &labels);
        assert_eq!(put("x {{ label(key=\"a\") }} y {{ label(key=\"a\") }}"), "x A &amp; &lt;B&gt; y A &amp; &lt;B&gt;");
        for same in [
            "{{ label(key=\"b\") }}",
            "{{ label(key=\"c\") }}",
            "{{ label(key=\"d\") }}",
            "{{ label(key=\"e\") }}",
            "{{ label(key=\"none\") }}",
            "{{ label(key=\"a-\" ~ x) }}",
            "<Sec title={label(key=\"a\")}>",
            "{{ label(key=\"a",
        ] {
            assert_eq!(put(same), same);
        }
    }

    #[test]
    fn a_fault_in_a_built_in_template_is_told_by_its_own_line() {
        let path = "html/parts/layout.html";
        let original = Overlay::builtin().get(path).unwrap().clone();
        let labels = BTreeMap::from([("skip".to_owned(), "Many words instead of a short call".to_owned())]);
        let text = with_words(&original, target("html").unwrap(), &labels);
        let line = line_of(&format!("{BUILT_IN}{path}"), &text, text.find("<footer").unwrap());
        assert!(original[line].starts_with("<footer"));
    }
}
