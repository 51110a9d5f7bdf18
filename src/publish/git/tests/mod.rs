//! A wiki in git against real repositories.

mod doctor;
mod names;
mod pushes;
mod reads;

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::*;
use crate::model::value::Name;
use crate::publish::http::Secret;
use crate::publish::wiki::Patience;

/// A bare repository, and a person who works with it.
pub struct Desk {
    dir: tempfile::TempDir,
}

impl Desk {
    /// A wiki without any page.
    pub fn empty() -> Desk {
        let desk = Desk { dir: tempfile::tempdir().unwrap() };
        desk.git("", &["init", "--quiet", "--bare", "--initial-branch=master", "wiki.git"]);
        desk
    }

    /// A wiki whose first page a person made.
    pub fn new() -> Desk {
        let desk = Desk::empty();
        desk.git("", &["clone", "--quiet", "wiki.git", "person"]);
        desk.person(&[("Home.md", Some("Welcome\n"))]);
        desk
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    pub fn git(&self, folder: &str, args: &[&str]) -> String {
        let output = Command::new("git")
            .args(["-c", "user.name=Ines", "-c", "user.email=ines@fernway.example", "-c", "commit.gpgsign=false"])
            .args(args)
            .current_dir(self.path(folder))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// A person changes files (`None`: removes one) and pushes.
    pub fn person(&self, files: &[(&str, Option<&str>)]) {
        self.git("person", &["fetch", "--quiet", "origin"]);
        let has_branch = !self.git("person", &["branch", "--remotes"]).is_empty();
        if has_branch {
            self.git("person", &["reset", "--quiet", "--hard", "origin/master"]);
        }
        for (path, text) in files {
            let full = self.path("person").join(path);
            std::fs::create_dir_all(full.parent().unwrap()).unwrap();
            match text {
                Some(text) => std::fs::write(full, text).unwrap(),
                None => std::fs::remove_file(full).unwrap(),
            }
        }
        self.git("person", &["add", "--all"]);
        self.git("person", &["commit", "--quiet", "--message", "by hand"]);
        self.git("person", &["push", "--quiet", "origin", "HEAD:master"]);
    }

    pub fn place(&self, flavour: &str) -> Place {
        let remote = self.path("wiki.git").to_string_lossy().into_owned();
        Place { remote: Name(remote.into()), flavour: Name(flavour.into()), ..Place::default() }
    }

    pub fn wiki(&self) -> GitWiki {
        GitWiki::new(&self.place("github"), access()).unwrap()
    }

    pub fn commits(&self) -> usize {
        self.git("wiki.git", &["rev-list", "--count", "--all"]).parse().unwrap()
    }

    pub fn text(&self, path: &str) -> String {
        self.git("wiki.git", &["show", &format!("HEAD:{path}")])
    }

    /// Something the repository does before it takes a push.
    pub fn hook(&self, name: &str, script: &str) {
        use std::os::unix::fs::PermissionsExt;
        let path = self.path("wiki.git/hooks").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
}

pub fn access() -> Access {
    Access {
        user: String::new(),
        token: Secret::default(),
        authority: None,
        patience: Patience { answer: Duration::from_secs(5), in_all: Duration::from_secs(2) },
        kit: "fernway".into(),
        say: Box::new(|_| {}),
    }
}

pub fn mark(key: &str) -> Mark {
    Mark { kit: "fernway".into(), key: key.into(), run: "r1".into() }
}

/// Creates a page.
pub fn create(wiki: &mut GitWiki, name: &str, text: &str) -> Result<Receipt, Fault> {
    wiki.create(&Draft { name, parent: None, text, labels: &[], mark: &mark(name) })
}

/// Changes the page of a name, as it stands now.
pub fn update(wiki: &mut GitWiki, name: &str, new: &str, text: &str) -> Result<Receipt, Fault> {
    let seen = wiki.look(&[], &[name])?.remove(0);
    wiki.update(&seen, &Draft { name: new, parent: None, text, labels: &[], mark: &mark(name) })
}
