//! Templates, labels and the list of collateral: the built-in files, with a kit's own `templates/` laid over them
//! file by file.

use std::collections::BTreeMap;

use arcstr::ArcStr;
use rust_embed::RustEmbed;
use walkdir::WalkDir;

use crate::diagnostic::{Diagnostic, Location};
use crate::project::{MAX_FILE, Project};

/// What stands before the path of a built-in file wherever it is shown.
pub const BUILT_IN: &str = "(built-in) templates/";

/// The built-in templates.
#[derive(RustEmbed)]
#[folder = "templates/"]
struct Builtin;

/// Template files by their path below `templates/`.
#[derive(Debug, Default, Clone)]
pub struct Overlay {
    /// The built-in files.
    pub builtin: BTreeMap<String, ArcStr>,
    /// The kit's own.
    pub own: BTreeMap<String, ArcStr>,
}

impl Overlay {
    /// The built-in files alone.
    pub fn builtin() -> Overlay {
        let text = |path: &str| Builtin::get(path).and_then(|f| String::from_utf8(f.data.into_owned()).ok());
        let files = Builtin::iter().filter_map(|path| Some((path.to_string(), text(&path)?.into())));
        Overlay { builtin: files.collect(), own: BTreeMap::new() }
    }

    /// The built-in files with those of a kit laid over them; files that cannot be read are findings.
    pub fn of(project: &Project) -> (Overlay, Vec<Diagnostic>) {
        let mut overlay = Overlay::builtin();
        let mut found = Vec::new();
        let root = project.root.join("templates");
        for entry in WalkDir::new(&root).sort_by_file_name() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    found.extend(super::listing::unreadable(project, &error));
                    continue;
                }
            };
            let Ok(path) = entry.path().strip_prefix(&root) else { continue };
            let path = path.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
            let shown = format!("templates/{path}");
            let hidden = path.split('/').any(|part| part.starts_with('.') || part.ends_with('~'));
            if hidden || !entry.path().is_file() {
                continue;
            }
            if project.inside(&shown).is_none() {
                let message = "this link leads out of the kit";
                found.push(
                    Diagnostic::error("path-outside-kit", Location::file(shown), message)
                        .help("copy the file into the kit"),
                );
                continue;
            }
            match read(entry.path()) {
                Ok(text) => {
                    overlay.own.insert(path, text.into());
                }
                Err(message) => found.push(
                    Diagnostic::error("template", Location::file(shown), message)
                        .help(format!("templates are read up to {} MB, as UTF-8", MAX_FILE / 1024 / 1024)),
                ),
            }
        }
        (overlay, found)
    }

    /// The text of a file: the kit's own, or the built-in one.
    pub fn get(&self, path: &str) -> Option<&ArcStr> {
        self.own.get(path).or_else(|| self.builtin.get(path))
    }

    /// The path to show for a file: `templates/…`, with a note when it is built in.
    pub fn shown(&self, path: &str) -> String {
        if self.own.contains_key(path) { format!("templates/{path}") } else { format!("{BUILT_IN}{path}") }
    }
}

fn read(path: &std::path::Path) -> Result<String, String> {
    let (bytes, _) = super::bytes(path)?;
    String::from_utf8(bytes).map_err(|_| "the file is not UTF-8".into())
}
