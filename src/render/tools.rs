//! What pages are made with: templates, interface words, and the list of collateral.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::templates::Templates;
use super::{TARGETS, Target, labels};
use crate::diagnostic::Diagnostic;
use crate::load::overlay::Overlay;
use crate::project::Project;
use crate::view::collateral::{self, Piece};
use crate::view::is_asked;

/// The tools of a kit. The templates of a target are read when they are first asked for.
#[derive(Debug)]
pub struct Tools {
    /// The files of templates and labels.
    pub overlay: Overlay,
    /// The collateral to make.
    pub pieces: Vec<Piece>,
    /// Interface words.
    pub labels: Arc<BTreeMap<String, String>>,
    /// What is wrong with the files.
    pub found: Vec<Diagnostic>,
    /// What is wrong with the words.
    pub missing: Vec<Diagnostic>,
    language: String,
    only: Vec<String>,
    /// By the folder of a target.
    templates: BTreeMap<&'static str, OnceLock<Result<Templates, Vec<Diagnostic>>>>,
}

impl Tools {
    /// The tools of a kit whose pages are in a language, those of before where nothing changed; `only` some pieces of
    /// collateral will be made, or all.
    pub fn of(project: &Project, language: &str, only: &[String], before: Option<&Arc<Tools>>) -> Arc<Tools> {
        let (overlay, unreadable) = Overlay::of(project);
        let is_same = |tools: &&Arc<Tools>| {
            unreadable.is_empty()
                && tools.found.is_empty()
                && (&tools.overlay.own, &*tools.language, &*tools.only) == (&overlay.own, language, only)
        };
        if let Some(same) = before.filter(is_same) {
            return same.clone();
        }
        let (pieces, faults) = collateral::pieces(&overlay);
        let found = unreadable.into_iter().chain(faults).collect();
        Arc::new(Tools::with(overlay, pieces, found, language, only))
    }

    /// The same tools for pages in another language.
    pub fn in_language(&self, language: &str) -> Tools {
        Tools::with(self.overlay.clone(), self.pieces.clone(), self.found.clone(), language, &self.only)
    }

    /// Whether they are for pages in a language.
    pub fn are_in(&self, language: &str) -> bool {
        self.language == language
    }

    fn with(overlay: Overlay, pieces: Vec<Piece>, found: Vec<Diagnostic>, language: &str, only: &[String]) -> Tools {
        let (labels, missing) = labels::labels(&overlay, language);
        let templates = TARGETS.iter().map(|target| (target.folder, OnceLock::new())).collect();
        let (language, only) = (language.to_owned(), only.to_owned());
        Tools { overlay, pieces, labels: Arc::new(labels), found, missing, language, only, templates }
    }

    /// The templates of a target.
    ///
    /// # Errors
    /// Findings about their syntax.
    pub fn templates(&self, target: &'static Target) -> Result<&Templates, &[Diagnostic]> {
        let read = || Templates::of(target, &self.overlay, &self.labels, &self.wanted());
        self.templates[target.folder].get_or_init(read).as_ref().map_err(Vec::as_slice)
    }

    /// Reads the templates of some targets now; what is wrong with them is told when they are asked for.
    pub fn read_for(&self, targets: &[&'static Target]) {
        targets.par_iter().for_each(|target| {
            let _ = self.templates(target);
        });
    }

    /// The names of the pieces that will be made.
    fn wanted(&self) -> BTreeSet<&str> {
        self.pieces.iter().map(|piece| piece.name.as_str()).filter(|name| is_asked(&self.only, name)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tools_are_kept_until_a_template_or_the_language_is_another() {
        let home = tempfile::tempdir().expect("a folder");
        let project = Project { root: home.path().to_owned() };
        let first = Tools::of(&project, "en", &[], None);
        let again = |language: &str, only: &[String], before| Tools::of(&project, language, only, Some(before));
        assert!(Arc::ptr_eq(&again("en", &[], &first), &first));
        assert_ne!(again("ja", &[], &first).labels, first.labels);
        assert!(!Arc::ptr_eq(&again("en", &["faq".into()], &first), &first));
        std::fs::create_dir_all(home.path().join("templates/html")).expect("a folder");
        std::fs::write(home.path().join("templates/html/faq.html"), "{{ it. }}").expect("a file");
        let broken = again("en", &[], &first);
        let html = TARGETS.iter().find(|target| target.name == "html").expect("a target");
        assert!(first.templates(html).is_ok() && broken.templates(html).is_err());
    }

    #[test]
    fn tools_for_another_language_say_its_words() {
        let (overlay, pieces) = (Overlay::builtin(), Vec::new());
        let english = Tools::with(overlay, pieces, Vec::new(), "", &[]);
        let japanese = english.in_language("ja");
        assert!(japanese.are_in("ja") && !english.are_in("ja") && english.labels != japanese.labels);
        assert_eq!(*english.in_language("ja").in_language("en").labels, *english.labels);
        assert!(!english.in_language("tlh").missing.is_empty());
    }
}
