//! What pages are made with: templates, interface words, and the list of collateral.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::templates::Templates;
use super::{TARGETS, Target, labels};
use crate::diagnostic::Diagnostic;
use crate::load::overlay::Overlay;
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
    /// What is wrong with the list of collateral.
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
    pub fn of(overlay: Overlay, language: &str, only: &[String], before: Option<&Arc<Tools>>) -> Arc<Tools> {
        let is_same = |tools: &&Arc<Tools>| {
            (&tools.overlay.own, &*tools.language, &*tools.only) == (&overlay.own, language, only)
        };
        before.filter(is_same).cloned().unwrap_or_else(|| Arc::new(Tools::new(overlay, language, only)))
    }

    /// The same tools for pages in another language.
    pub fn in_language(&self, language: &str) -> Tools {
        Tools::new(self.overlay.clone(), language, &self.only)
    }

    /// Whether they are for pages in a language.
    pub fn are_in(&self, language: &str) -> bool {
        self.language == language
    }

    fn new(overlay: Overlay, language: &str, only: &[String]) -> Tools {
        let (pieces, found) = collateral::pieces(&overlay);
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
        self.pieces.iter().filter(|piece| is_asked(&self.only, piece)).map(|piece| piece.name.as_str()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tools_are_kept_until_a_template_or_the_language_is_another() {
        let first = Tools::of(Overlay::builtin(), "en", &[], None);
        let again = |language: &str, only: &[String]| Tools::of(Overlay::builtin(), language, only, Some(&first));
        assert!(Arc::ptr_eq(&again("en", &[]), &first));
        assert_ne!(again("ja", &[]).labels, first.labels);
        assert!(!Arc::ptr_eq(&again("en", &["faq".into()]), &first));
        let own = [("html/faq.html".to_owned(), "{{ it. }}".into())].into();
        let broken = Tools::of(Overlay { own, ..Overlay::builtin() }, "en", &[], Some(&first));
        let html = TARGETS.iter().find(|target| target.name == "html").expect("a target");
        assert!(first.templates(html).is_ok() && broken.templates(html).is_err());
    }

    #[test]
    fn tools_for_another_language_say_its_words() {
        let english = Tools::new(Overlay::builtin(), "", &[]);
        let japanese = english.in_language("ja");
        assert!(japanese.are_in("ja") && !english.are_in("ja") && english.labels != japanese.labels);
        assert_eq!(*english.in_language("ja").in_language("en").labels, *english.labels);
        assert!(!english.in_language("tlh").missing.is_empty());
    }
}
