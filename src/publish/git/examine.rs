//! Asks, step by step, whether everything is in place to publish to a wiki in git.

use super::GitWiki;
use crate::publish::http::{Http, Question, Reply, Verdict};
use crate::publish::wiki::{Answered, Fault};

/// The oldest git whose settings can come by the environment.
const OLDEST: (u32, u32) = (2, 31);
/// Most seconds that two clocks may differ.
const CLOCK: i64 = 300;

/// What was said against it, and the remedy.
type Against = (String, String);
/// A question.
type Ask = fn(&mut GitWiki) -> Result<(), Against>;

impl GitWiki {
    /// All questions up to the first that makes the others meaningless.
    pub(super) fn examined(&mut self) -> Vec<Answered> {
        let mut answers = Vec::new();
        let steps: [(&str, Ask); 5] = [
            ("git is installed", GitWiki::has_git),
            ("the address answers, and the clocks agree", GitWiki::answers),
            ("git can read the wiki", GitWiki::reads),
            ("the branch is there", GitWiki::has_branch),
            ("we may write to it", GitWiki::writes),
        ];
        for (what, ask) in steps {
            let fault = ask(self).err();
            let is_over = fault.is_some();
            answers.push(Answered { what: what.to_owned(), fault });
            if is_over {
                break;
            }
        }
        answers
    }

    fn has_git(&mut self) -> Result<(), Against> {
        let said = self.origin.program.here(&["version"], b"").map_err(against)?.line();
        let mut numbers = said.split([' ', '.']).filter_map(|part| part.parse::<u32>().ok());
        let version = (numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default());
        let (major, minor) = OLDEST;
        if version >= OLDEST {
            Ok(())
        } else {
            Err((format!("it is {said}"), format!("install git {major}.{minor} or newer")))
        }
    }

    /// Asks the web server itself, which says more than git does.
    fn answers(&mut self) -> Result<(), Against> {
        let remote = &self.origin.remote;
        let Some((address, login)) = remote.web() else { return Ok(()) };
        let url = format!("{}/info/refs?service=git-upload-pack", address.trim_end_matches('/'));
        let authority = remote.authority.as_deref();
        let http = Http::new(address, login, authority, self.origin.patience(), Box::new(|_| {}));
        let question = Question { method: "GET", url, ..Question::default() };
        let reply = http.and_then(|mut http| http.ask(&question, |_| Verdict::Answer)).map_err(against)?;
        judged(&reply, remote.login().is_some())?;
        clock(&reply)
    }

    fn reads(&mut self) -> Result<(), Against> {
        self.origin.heads().map(drop).map_err(against)
    }

    fn has_branch(&mut self) -> Result<(), Against> {
        self.state().map(drop).map_err(against)
    }

    /// A push that is only tried: the remote says whether it would be let in.
    fn writes(&mut self) -> Result<(), Against> {
        let state = self.state().map_err(against)?;
        let (branch, head) = (state.branch.clone(), state.head.clone());
        let git = &self.origin.program;
        let commit = match head {
            Some(head) => head,
            None => {
                let tree = git.here(&["mktree"], b"").map_err(against)?.line();
                git.here(&["commit-tree", &tree, "-m", "doctor"], b"").map_err(against)?.line()
            }
        };
        self.origin.may_push(&commit, &branch).map_err(against)
    }
}

/// What a web server says to somebody who wants to read a repository.
fn judged(reply: &Reply, has_token: bool) -> Result<(), Against> {
    let is_git = reply.header("content-type").is_some_and(|kind| kind.contains("git-upload-pack"));
    let (words, help) = match reply.status {
        200 if is_git => return Ok(()),
        200 => (
            "what answers there is a web page, no git repository",
            "write the address that you would give to `git clone`; it often ends in `.wiki.git`",
        ),
        401 if has_token => (
            "the token is not accepted (401)",
            "it may be mistyped, expired or taken back: make a new one, and check the user that `user_env` names",
        ),
        401 => {
            ("the server wants a token, and none was given (401)", "name the variable that holds it with `token_env`")
        }
        403 => (
            "the token is known, but has no right to this repository (403)",
            "give it the right to read and write this wiki (docs/git.md says which for each wiki)",
        ),
        404 => (
            "there is no such repository, or the token may not see it (404)",
            "check `remote`; a wiki on GitHub or GitLab exists only once its first page was made in the browser",
        ),
        status => return Err((format!("the server answered {status}"), "check `remote`".into())),
    };
    Err((words.to_owned(), help.to_owned()))
}

fn clock(reply: &Reply) -> Result<(), Against> {
    let date = reply.header("date").and_then(|date| jiff::fmt::rfc2822::parse(date).ok());
    let off = date.map_or(0, |date| jiff::Timestamp::now().as_second() - date.timestamp().as_second());
    if off.abs() <= CLOCK {
        return Ok(());
    }
    let words =
        format!("this machine's clock is {} minutes {}", off.abs() / 60, if off > 0 { "ahead" } else { "behind" });
    Err((words, "set the clock: tokens and certificates are judged by it".into()))
}

fn against(fault: Fault) -> Against {
    match fault {
        Fault::Down(words, help) => (words, help),
        Fault::Refused(words) | Fault::Held(words) | Fault::Unknown(words) => (words, "ask who keeps the wiki".into()),
        Fault::Exists | Fault::Moved | Fault::Gone => ("the wiki changed meanwhile".into(), "run it again".into()),
    }
}
