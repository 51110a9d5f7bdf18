//! Runs the git program on a repository of its own in a folder that goes at the end: bare, so that no path, link, hook or
//! filter of anybody ever touches a disk; without a shell, and without a question to a person.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use super::remote::Remote;
use crate::publish::wiki::Fault;

/// What a run inside somebody's hook or script would hand down, and lead git to another repository.
const FOREIGN: [&str; 10] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_QUARANTINE_PATH",
    "GIT_TRACE_REDACT",
];
/// Who commits, where the environment does not say.
const NAME: &str = "talktrack";
const MAIL: &str = "talktrack@noreply.invalid";
/// Between two looks whether git has ended.
const PAUSE: Duration = Duration::from_millis(5);

/// What git said.
#[derive(Debug)]
pub struct Said {
    /// It ended well.
    pub is_fine: bool,
    /// What it wrote.
    pub out: Vec<u8>,
    /// Its complaints.
    pub err: String,
}

impl Said {
    /// What it wrote, as one line.
    pub fn line(&self) -> String {
        String::from_utf8_lossy(&self.out).trim().to_owned()
    }
}

/// The git program, and the folder it works in.
pub struct Program {
    folder: tempfile::TempDir,
    env: Vec<(String, String)>,
    has_repository: bool,
    /// How long a talk with the remote may take.
    patience: Duration,
}

impl Program {
    /// Gets ready for a remote; nothing is run yet.
    ///
    /// # Errors
    /// [`Fault::Down`] when there is no room for the folder.
    pub fn new(remote: &Remote, patience: Duration) -> Result<Program, Fault> {
        let folder = tempfile::tempdir().map_err(|cause| {
            Fault::Down(format!("no folder for the wiki's pages: {cause}"), "make room on the disk".into())
        })?;
        let mut env = settings(remote);
        if let Some(pem) = &remote.authority {
            let path = folder.path().join("authority.pem");
            std::fs::write(&path, pem).map_err(unstarted)?;
            env.push(("http.sslCAInfo".into(), path.to_string_lossy().into_owned()));
        }
        Ok(Program { folder, env: as_variables(env), has_repository: false, patience })
    }

    /// Makes the repository, whose objects are named as those of the remote are (`sha1`, `sha256`).
    ///
    /// # Errors
    /// [`Fault::Down`].
    pub fn make(&mut self, format: &str) -> Result<(), Fault> {
        if !self.has_repository {
            self.here(&["init", "--quiet", "--bare", "--template=", &format!("--object-format={format}"), "."], b"")?;
            self.has_repository = true;
        }
        Ok(())
    }

    /// Runs something on the repository alone, which must go well.
    ///
    /// # Errors
    /// [`Fault::Down`].
    pub fn here(&self, arguments: &[&str], input: &[u8]) -> Result<Said, Fault> {
        let said = self.run(arguments, input)?;
        if said.is_fine {
            return Ok(said);
        }
        let words = format!("git {}: {}", arguments[0], said.err.trim());
        Err(Fault::Down(words, "look whether the disk is full, and whether git works at all".into()))
    }

    /// Runs something that may talk to the remote; `None` within: it did not end in time, and was stopped.
    ///
    /// # Errors
    /// [`Fault::Down`] when git cannot be started.
    pub fn talk(&self, arguments: &[&str]) -> Result<Option<Said>, Fault> {
        let mut child = self.command(arguments).spawn().map_err(unstarted)?;
        drop(child.stdin.take());
        let (out, err) = (gather(child.stdout.take()), gather(child.stderr.take()));
        let Some(is_fine) = ended(&mut child, self.patience) else { return Ok(None) };
        let read = |pipe: Receiver<Vec<u8>>| pipe.recv().unwrap_or_default();
        Ok(Some(Said { is_fine, out: read(out), err: String::from_utf8_lossy(&read(err)).into_owned() }))
    }

    /// Runs something on the repository and hands on what it writes, part by part between zero bytes, until enough.
    ///
    /// # Errors
    /// [`Fault::Down`].
    pub fn parts(&self, arguments: &[&str], mut enough: impl FnMut(&[u8]) -> bool) -> Result<(), Fault> {
        let mut command = self.command(arguments);
        let mut child = command.stdin(Stdio::null()).stderr(Stdio::null()).spawn().map_err(unstarted)?;
        for part in child.stdout.take().into_iter().flat_map(|out| BufReader::new(out).split(0)) {
            if enough(&part.map_err(unstarted)?) {
                break;
            }
        }
        let _ = child.kill();
        let _ = child.wait();
        Ok(())
    }

    /// Runs something, whatever comes of it.
    ///
    /// # Errors
    /// [`Fault::Down`] when git cannot be started.
    pub fn run(&self, arguments: &[&str], input: &[u8]) -> Result<Said, Fault> {
        let mut child = self.command(arguments).spawn().map_err(unstarted)?;
        let pipe = child.stdin.take();
        // Written from a thread of its own, so that neither pipe can fill while nobody reads the other.
        let output = std::thread::scope(|scope| {
            scope.spawn(move || pipe.map(|mut pipe| pipe.write_all(input)));
            child.wait_with_output()
        });
        let output = output.map_err(unstarted)?;
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        Ok(Said { is_fine: output.status.success(), out: output.stdout, err })
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        if self.has_repository {
            command.arg("--git-dir=.");
        }
        command.args(["--no-pager", "--literal-pathspecs"]).args(arguments).current_dir(self.folder.path());
        for name in FOREIGN {
            command.env_remove(name);
        }
        command.env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0").env("LC_ALL", "C");
        command.env("GIT_ASKPASS", "").env("SSH_ASKPASS", "").env("GCM_INTERACTIVE", "never");
        command.env("GIT_CEILING_DIRECTORIES", self.folder.path().parent().unwrap_or(self.folder.path()));
        if std::env::var_os("GIT_SSH_COMMAND").is_none() && std::env::var_os("GIT_SSH").is_none() {
            command.env("GIT_SSH_COMMAND", "ssh -oBatchMode=yes -oConnectTimeout=20");
        }
        for (name, value) in
            [("AUTHOR_NAME", NAME), ("AUTHOR_EMAIL", MAIL), ("COMMITTER_NAME", NAME), ("COMMITTER_EMAIL", MAIL)]
        {
            let name = format!("GIT_{name}");
            if std::env::var_os(&name).is_none() {
                command.env(name, value);
            }
        }
        command.envs(self.env.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }
}

/// What git is told for this remote: names of settings and values. They go by the environment, where no list of processes
/// shows them.
fn settings(remote: &Remote) -> Vec<(String, String)> {
    let seconds = remote.patience.as_secs().max(1).to_string();
    let fixed = [
        ("core.hooksPath", "/dev/null"),
        ("core.fsmonitor", "false"),
        ("gc.auto", "0"),
        ("maintenance.auto", "false"),
        ("push.gpgSign", "false"),
        ("push.followTags", "false"),
        ("fetch.recurseSubmodules", "false"),
        ("protocol.ext.allow", "never"),
        ("http.followRedirects", "false"),
        ("http.lowSpeedLimit", "1"),
        ("http.lowSpeedTime", &*seconds),
        ("remote.origin.url", &*remote.address),
        ("remote.origin.promisor", "true"),
        ("remote.origin.partialclonefilter", "blob:none"),
    ];
    let mut settings: Vec<(String, String)> = fixed.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    if let Some(login) = remote.login() {
        // Nobody else is asked for a password, and none is kept.
        settings.push(("credential.helper".into(), String::new()));
        settings.push((format!("http.{}.extraHeader", remote.address), format!("Authorization: {login}")));
    }
    settings
}

/// Settings as variables of the environment, after those that it holds already.
fn as_variables(settings: Vec<(String, String)>) -> Vec<(String, String)> {
    let before = std::env::var("GIT_CONFIG_COUNT").ok().and_then(|count| count.parse::<usize>().ok()).unwrap_or(0);
    let mut variables = vec![("GIT_CONFIG_COUNT".to_owned(), (before + settings.len()).to_string())];
    for (at, (name, value)) in settings.into_iter().enumerate() {
        variables.push((format!("GIT_CONFIG_KEY_{}", before + at), name));
        variables.push((format!("GIT_CONFIG_VALUE_{}", before + at), value));
    }
    variables
}

/// Reads a pipe to its end, from a thread of its own: a helper of git may hold it open after git was stopped.
fn gather(pipe: Option<impl Read + Send + 'static>) -> Receiver<Vec<u8>> {
    let (send, receive) = channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = pipe.map(|mut pipe| pipe.read_to_end(&mut bytes));
        let _ = send.send(bytes);
    });
    receive
}

/// Whether it ended well; `None`: it did not end in time.
fn ended(child: &mut Child, patience: Duration) -> Option<bool> {
    let until = Instant::now() + patience;
    loop {
        if let Ok(Some(status)) = child.try_wait() {
            return Some(status.success());
        }
        if Instant::now() > until {
            let _ = child.kill();
            let _ = child.wait();
            return None;
        }
        std::thread::sleep(PAUSE);
    }
}

fn unstarted(cause: io::Error) -> Fault {
    if cause.kind() == io::ErrorKind::NotFound {
        return Fault::Down("the `git` program is not there".into(), "install git 2.31 or newer".into());
    }
    Fault::Down(format!("git cannot be run: {cause}"), "look whether `git --version` works here".into())
}
