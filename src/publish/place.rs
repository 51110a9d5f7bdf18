//! A place as the settings name it: judged before anything is asked, then opened, with its ledger, and with what a
//! stopped run left already understood.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::Read;
use std::time::Duration;

use jiff::civil::Date;

use super::http::Secret;
use super::journal;
use super::ledger::Ledger;
use super::wiki::{Fault, Patience, Wiki};
use super::{Access, Sort, WIKIS, resume, sort};
use crate::diagnostic::{Diagnostic, Location, nearest};
use crate::error::Error;
use crate::load::tree::Node;
use crate::model::settings::{Place, Settings};
use crate::project::{Project, SETTINGS};
use crate::ready::Wanted;
use crate::render::{Output, target};
use crate::text;
use crate::view::audience::Reader;
use crate::view::collateral::Piece;

/// Where locks stand in a kit; what is there can be deleted when no run goes on.
const LOCKS: &str = ".talktrack";
/// For one answer, unless the place says otherwise.
const ANSWER: u64 = 30;
/// For a busy server, in all, unless the place says otherwise.
const IN_ALL: u64 = 300;

impl From<Fault> for Error {
    fn from(fault: Fault) -> Error {
        let (words, help) = match fault {
            Fault::Down(words, help) => (words, help),
            Fault::Exists => ("a page of this name is there".into(), "run `talktrack plan` again".into()),
            Fault::Moved => ("the page was changed meanwhile".into(), "run `talktrack plan` again".into()),
            Fault::Gone => ("the page is not there any more".into(), "run `talktrack plan` again".into()),
            Fault::Held(why) | Fault::Refused(why) | Fault::Unknown(why) => {
                (why, "run the same command again later".into())
            }
        };
        Error::Wiki { words, help }
    }
}

/// The settings of a place, and its sort.
///
/// # Errors
/// When the kit has no place of this name.
pub fn named(settings: &Settings, name: &str) -> Result<Place, Error> {
    settings.publish.get(name).cloned().ok_or_else(|| {
        let names: Vec<&str> = settings.publish.keys().map(String::as_str).collect();
        let help = match nearest(name, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`? "),
            None => String::new(),
        };
        let known = if names.is_empty() {
            "talktrack.yaml names no place yet: add one under `publish:`".to_owned()
        } else {
            format!("talktrack.yaml names {}", names.join(", "))
        };
        Error::UnknownChoice { what: "place", given: name.to_owned(), help: help + &known }
    })
}

/// What is wrong with the settings of a place, each where it stands in talktrack.yaml.
pub fn judge(name: &str, place: &Place, settings: Option<Node>, pieces: &[Piece]) -> Vec<Diagnostic> {
    let node = settings.and_then(|s| s.get("publish")).and_then(|p| p.get(name));
    let at = |field: &str| {
        let node = node.and_then(|n| n.get(field)).or(node);
        node.map_or_else(|| Location::file(SETTINGS), |n| Location::span(SETTINGS, n.head()))
    };
    let fault = |field: &str, words: String, help: String| Diagnostic::error("place", at(field), words).help(help);
    let Some(sort) = sort(&place.to) else {
        let help = match nearest(&place.to, WIKIS.iter().map(|s| s.name)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write `to:` one of {}", WIKIS.iter().map(|s| s.name).collect::<Vec<_>>().join(", ")),
        };
        return vec![fault("to", format!("`{name}` does not say which sort of wiki it is"), help)];
    };
    let mut found: Vec<_> =
        (sort.needs)(place).into_iter().map(|(field, words, help)| fault(field, words, help)).collect();
    if !place.title.is_empty() && !place.title.contains("{title}") {
        let help = "write it like `Battlecard: {title}`".to_owned();
        found.push(fault("title", "all pages would have one name".into(), help));
    }
    for unknown in place.collateral.iter().filter(|wanted| !pieces.iter().any(|p| p.name == wanted.0)) {
        let help = match nearest(unknown, pieces.iter().map(|p| p.name.as_str())) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are {}", pieces.iter().map(|p| p.name.as_str()).collect::<Vec<_>>().join(", ")),
        };
        found.push(fault("collateral", format!("no collateral is called `{}`", unknown.0), help));
    }
    if !text::slug(name, "").eq(name) {
        let help = "small letters, digits and hyphens".to_owned();
        found.push(fault("", format!("`{name}` is not a name for a place"), help));
    }
    found
}

/// What is to be made for a place.
pub fn wanted(place: &Place, sort: &Sort, today: Date) -> Wanted {
    let word = |name: &str| Some(name.to_owned()).filter(|name| !name.is_empty());
    Wanted {
        reader: Reader {
            audience: place.audience.unwrap_or_default(),
            drafts: false,
            segment: word(&place.segment),
            region: word(&place.region),
        },
        only: place.collateral.iter().map(|piece| piece.to_string()).collect(),
        targets: target(sort.target).into_iter().collect(),
        single_file: false,
        since: None,
        output: Output::default(),
        today,
    }
}

/// Who logs in, from the environment or standard input.
///
/// # Errors
/// When a variable is named and not set, or the authority cannot be read.
pub fn access(
    project: &Project,
    place: &Place,
    kit: &str,
    token_stdin: bool,
    say: Box<dyn FnMut(&str)>,
) -> Result<Access, Error> {
    let token = if token_stdin { from_stdin()? } else { from_environment(&place.token_env)? };
    let authority = match &*place.ca {
        "" => None,
        path => {
            let full = project.inside(path).ok_or_else(|| Error::Wiki {
                words: format!("`ca: {path}` leads out of the kit"),
                help: "copy the file into the kit".into(),
            })?;
            Some(std::fs::read(&full).map_err(|cause| Error::Unreadable { path: full, cause })?)
        }
    };
    let seconds = |given: Option<u64>, default| Duration::from_secs(given.unwrap_or(default));
    Ok(Access {
        user: from_environment(&place.user_env)?,
        token: Secret::new(token),
        authority,
        patience: Patience { answer: seconds(place.timeout, ANSWER), in_all: seconds(place.patience, IN_ALL) },
        kit: kit.to_owned(),
        say,
    })
}

fn from_environment(name: &str) -> Result<String, Error> {
    if name.is_empty() {
        return Ok(String::new());
    }
    match std::env::var(name) {
        Ok(value) if !value.trim().is_empty() => Ok(value.trim().to_owned()),
        _ => Err(Error::Wiki {
            words: format!("the environment variable {name} is not set"),
            help: format!("set it for this command alone: `read -rs {name} && export {name}`; in CI, as a secret"),
        }),
    }
}

fn from_stdin() -> Result<String, Error> {
    let mut token = String::new();
    let read = std::io::stdin().take(64 * 1024).read_to_string(&mut token);
    match read {
        Ok(_) if !token.trim().is_empty() => Ok(token.trim().to_owned()),
        _ => Err(Error::Wiki {
            words: "no token came from standard input".into(),
            help: "write it like `pass show wiki | talktrack publish wiki --token-stdin --yes`".into(),
        }),
    }
}

/// The kit's name in marks, unless a ledger knows it already.
pub fn kit(settings: &Settings) -> String {
    text::slug(&settings.title, "kit")
}

/// A place that is open.
pub struct Open {
    /// The wiki.
    pub wiki: Box<dyn Wiki>,
    /// What we know.
    pub ledger: Ledger,
}

/// Opens a place, and understands what a stopped run left.
///
/// # Errors
/// When the ledger cannot be read, or the wiki cannot be reached.
pub fn open(
    project: &Project,
    name: &str,
    place: &Place,
    sort: &Sort,
    kit: &str,
    access: Access,
) -> Result<Open, Error> {
    let mut ledger = Ledger::read(&project.root, name, kit)?;
    let kit = ledger.kit.clone();
    let mut wiki = (sort.open)(place, Access { kit, ..access })?;
    resume::resume(journal::left(&project.root, name)?, &mut ledger, &mut *wiki)?;
    Ok(Open { wiki, ledger })
}

/// Keeps a second run at the same place away for as long as it lives.
pub struct Lock {
    _file: File,
}

/// Takes the lock of a place.
///
/// # Errors
/// When another run holds it.
pub fn lock(project: &Project, place: &str) -> Result<Lock, Error> {
    let folder = project.root.join(LOCKS);
    let path = folder.join(format!("{place}.lock"));
    let unwritable = |cause| Error::Unwritable { path: path.clone(), cause };
    std::fs::create_dir_all(&folder).map_err(unwritable)?;
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(unwritable)?;
    match file.try_lock() {
        Ok(()) => Ok(Lock { _file: file }),
        Err(TryLockError::Error(error)) if error.kind() == std::io::ErrorKind::Unsupported => Ok(Lock { _file: file }),
        Err(TryLockError::WouldBlock) => Err(Error::Wiki {
            words: format!("another run is publishing to `{place}`"),
            help: "wait until it is done, then run this again".into(),
        }),
        Err(TryLockError::Error(cause)) => Err(unwritable(cause)),
    }
}
