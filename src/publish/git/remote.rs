//! The repository of a wiki: which addresses are safe, who logs in, and what git's complaints mean.

use std::time::Duration;

use crate::model::settings::Place;
use crate::publish::Access;
use crate::publish::http::{self, Login};
use crate::publish::wiki::Fault;

/// A repository to read and to push to.
pub struct Remote {
    /// Its address or path.
    pub address: String,
    /// Certificates to trust instead of the machine's own, as PEM.
    pub authority: Option<Vec<u8>>,
    /// How long it may be silent.
    pub patience: Duration,
    login: Login,
}

/// Complaints of git that tell of a remote that is busy or away for a moment.
const PASSING: [&str; 11] = [
    "returned error: 429",
    "returned error: 5",
    "timed out",
    "Operation too slow",
    "Connection refused",
    "Failed to connect",
    "Couldn't connect",
    "Connection reset",
    "Empty reply",
    "early EOF",
    "unexpected disconnect",
];

/// What git's complaints mean: a part of its words, what it is in ours, and the remedy.
const COMPLAINTS: &[(&str, &str, &str)] = &[
    ("Could not resolve host", "no server has this name", "check `remote`, the network, and HTTPS_PROXY"),
    (
        "certificate",
        "the certificate of the server is not trusted",
        "if the company has its own authority, name its file with `ca: company-ca.pem`; else look at the date of this machine and of the certificate",
    ),
    ("Proxy CONNECT aborted", "the proxy does not let us through", "check HTTPS_PROXY and NO_PROXY"),
    (
        "Host key verification failed",
        "ssh does not know this server yet",
        "run `ssh -T` to it once by hand and compare its key, or put its key into known_hosts",
    ),
    (
        "Permission denied",
        "the server does not accept our key",
        "load the right key into your ssh agent (`ssh-add`), and add it to your account at the wiki",
    ),
    (
        "returned error: 403",
        "the token is known, but has no right to this repository",
        "give the token the right to read and write this wiki (docs/git.md says which for each wiki)",
    ),
    (
        "returned error: 30",
        "the address sends us on to another one",
        "a token is not carried elsewhere; if that is your wiki, write its address as `remote`",
    ),
    (
        "Authentication failed",
        "the token is not accepted",
        "make a new one, put it into the variable that `token_env` names, and check the user in `user_env`",
    ),
    (
        "could not read Username",
        "the server wants a token, and none was given",
        "name the variable that holds it with `token_env`",
    ),
    (
        "could not read Password",
        "the server wants a token, and none was given",
        "name the variable that holds it with `token_env`",
    ),
    (
        "is this a git repository?",
        "what answers there is no git repository",
        "write the address that you would give to `git clone`; it often ends in `.wiki.git`",
    ),
    (
        "dubious ownership",
        "the repository belongs to another user of this machine",
        "`git config --global --add safe.directory PATH` says that you trust it",
    ),
    (
        "not found",
        "there is no such repository, or the token may not see it",
        "check `remote` and the token's rights; a wiki on GitHub exists only once its first page was made in the browser",
    ),
    (
        "does not appear to be a git repository",
        "there is no git repository at this address",
        "check `remote`: it is the address that you would give to `git clone`",
    ),
    (
        "does not exist",
        "there is no such repository, or the token may not see it",
        "check `remote`; a wiki on GitHub or GitLab exists only once its first page was made in the browser",
    ),
];

impl Remote {
    /// The repository of a place. `user` is the name to log in with where none was given.
    ///
    /// # Errors
    /// [`Fault::Down`] when the address is not a safe one.
    pub fn new(place: &Place, access: &Access, user: &str) -> Result<Remote, Fault> {
        if let Some((words, help)) = refused(&place.remote) {
            return Err(Fault::Down(words, help));
        }
        let user = if access.user.is_empty() { user } else { &access.user };
        let is_web = place.remote.starts_with("http");
        let login = match access.token.reveal() {
            token if token.is_empty() || !is_web => Login::None,
            _ => Login::Basic(user.to_owned(), access.token.clone()),
        };
        let (authority, patience) = (access.authority.clone(), access.patience.answer);
        Ok(Remote { address: place.remote.to_string(), authority, patience, login })
    }

    /// The value of the header that logs in.
    pub fn login(&self) -> Option<String> {
        http::header(&self.login)
    }

    /// How to ask the server itself; `None`: it is no web server.
    pub fn web(&self) -> Option<(&str, Login)> {
        self.address.starts_with("http").then(|| (&*self.address, self.login.clone()))
    }

    /// Words without any secret.
    pub fn redacted(&self, words: &str) -> String {
        http::secrets(&self.login).iter().fold(words.to_owned(), |words, secret| words.replace(secret, "(secret)"))
    }

    /// What a complaint means, and the remedy.
    pub fn explained(&self, complaint: &str) -> (String, String) {
        let line = self.redacted(&first_line(complaint));
        match COMPLAINTS.iter().find(|(part, ..)| complaint.contains(part)) {
            Some((_, words, help)) => (format!("{words} ({line})"), (*help).to_owned()),
            None if is_passing(complaint) => {
                let help = "check `remote`, the network, and HTTPS_PROXY, and run the same command again";
                (format!("the server cannot be reached ({line})"), help.to_owned())
            }
            None => (line, "try `git ls-remote` with the same address by hand".into()),
        }
    }
}

/// Whether a complaint may be gone in a moment.
pub fn is_passing(complaint: &str) -> bool {
    PASSING.iter().any(|part| complaint.contains(part))
}

/// Whether nothing can have been written when git says this: it was turned away at the door.
pub fn is_at_the_door(complaint: &str) -> bool {
    let away = ["Could not resolve", "Connection refused", "Failed to connect", "Couldn't connect", "certificate"];
    let refused = ["Authentication failed", "could not read", "error: 403", "Permission denied", "not found"];
    away.iter().chain(&refused).any(|part| complaint.contains(part))
}

/// Why this address cannot be a remote, and what to write instead.
pub fn refused(remote: &str) -> Option<(String, String)> {
    let say = |words: &str, help: &str| Some((words.to_owned(), help.to_owned()));
    let scheme = remote.split_once("://").map(|(scheme, _)| scheme);
    let host = remote.split_once("://").map_or("", |(_, rest)| rest.split('/').next().unwrap_or_default());
    match scheme {
        _ if remote.is_empty() => say("the remote is missing", "write the address that you would give to `git clone`"),
        _ if remote.starts_with('-') || remote.contains("::") || remote.contains(char::is_control) => {
            say("this is no address of a repository", "write it as https://…, as user@host:path, or as a whole path")
        }
        Some("http" | "https") if host.contains('@') => say(
            "the remote holds a name or password",
            "take it out, and name the variable that holds the token with `token_env`",
        ),
        Some("ssh") if host.rsplit_once('@').is_some_and(|(user, _)| user.contains(':')) => {
            say("the remote holds a password", "take it out; ssh uses the keys of your agent")
        }
        Some("http") if !http::is_safe(remote) => say(
            "this address would send the token in the clear",
            "write it with https:// (http:// is for this very machine only)",
        ),
        Some("http" | "https" | "ssh" | "file") => None,
        Some(_) => say("this way to a repository is not used", "write https://…, ssh://…, or a whole path"),
        None if is_path(remote) || is_short_ssh(remote) => None,
        None => say("this is no address of a repository", "write https://…, user@host:path, or a whole path"),
    }
}

fn is_path(remote: &str) -> bool {
    std::path::Path::new(remote).is_absolute()
}

/// `user@host:path`
fn is_short_ssh(remote: &str) -> bool {
    remote.split_once(':').is_some_and(|(host, path)| !host.contains(['/', '\\']) && host.len() > 1 && !path.is_empty())
}

/// The words of git that say most: the last `fatal:`, else the first line that says anything.
pub fn first_line(said: &str) -> String {
    let fatal =
        said.lines().find(|l| l.starts_with("fatal: ") || l.starts_with("ERROR: ") || l.starts_with("remote: "));
    let line = fatal.or_else(|| said.lines().find(|l| !l.trim().is_empty())).unwrap_or("it ended without a word");
    ["fatal: ", "error: ", "ERROR: ", "remote: "]
        .iter()
        .fold(line, |line, start| line.strip_prefix(start).unwrap_or(line))
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_would_show_a_secret_or_run_a_program_are_refused() {
        for bad in [
            "",
            "--upload-pack=touch /tmp/x",
            "ext::sh -c touch% /tmp/x",
            "https://me:secret@git.example/x.git",
            "https://token@git.example/x.git",
            "ssh://git:secret@git.example/x.git",
            "http://git.example/x.git",
            "git://git.example/x.git",
            "ftp://git.example/x.git",
            "wiki",
            "../wiki.git",
        ] {
            assert!(refused(bad).is_some(), "{bad}");
        }
        for good in [
            "https://git.example/x.wiki.git",
            "http://127.0.0.1:8080/x.git",
            "git@git.example:sales.wiki.git",
            "ssh://git@git.example:2222/x.git",
            "file:///srv/x.git",
            "/srv/wiki.git",
        ] {
            assert_eq!(refused(good), None, "{good}");
        }
    }
}
