//! A kit in a folder of its own, and the program run on it.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The day all tests live on.
pub const TODAY: &str = "2026-11-23";

const PROGRAM: &str = env!("CARGO_BIN_EXE_talktrack");

pub struct Sandbox {
    dir: tempfile::TempDir,
}

pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Sandbox {
    /// An empty kit.
    pub fn new() -> Self {
        let sandbox = Sandbox::bare();
        sandbox.file("talktrack.yaml", "title: Field guide\ncompany: Us\n")
    }

    /// A folder without a kit.
    pub fn bare() -> Self {
        Sandbox { dir: tempfile::tempdir().expect("a folder for the test") }
    }

    /// A copy of the sample kit.
    pub fn sample() -> Self {
        let sandbox = Sandbox::bare();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        for part in ["talktrack.yaml", "content", "static"] {
            copy(&root.join(part), &sandbox.path(part));
        }
        sandbox
    }

    /// Takes over the files of a folder.
    pub fn copy_in(&self, folder: &Path) {
        copy(folder, &self.path(""));
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    pub fn file(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        self.write(path, text);
        self
    }

    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let full = self.path(path);
        std::fs::create_dir_all(full.parent().expect("a folder")).expect("a folder for the file");
        std::fs::write(full, text).expect("a file");
    }

    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
    }

    pub fn exists(&self, path: &str) -> bool {
        self.path(path).exists()
    }

    /// Runs git in the kit, and expects it to go well.
    pub fn git(&self, args: &[&str]) -> String {
        let output = Command::new("git")
            .args(["-c", "user.name=Ines", "-c", "user.email=ines@fernway.example", "-c", "commit.gpgsign=false"])
            .args(args)
            .current_dir(self.path(""))
            .env("GIT_CONFIG_GLOBAL", self.path(".no-config"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_COMMITTER_DATE", "2026-11-01T12:00:00Z")
            .output()
            .expect("git");
        let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert!(output.status.success(), "git {args:?}: {}{}", said(&output.stdout), said(&output.stderr));
        said(&output.stdout)
    }

    /// Keeps everything as it is under a tag.
    pub fn commit(&self, tag: &str) {
        if !self.exists(".git") {
            self.git(&["init", "--quiet", "--initial-branch=main"]);
        }
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", tag]);
        self.git(&["tag", tag]);
    }

    /// Replaces words in a file; they must be there.
    pub fn replace(&self, path: &str, old: &str, new: &str) {
        let text = self.read(path);
        assert!(text.contains(old), "{path} does not hold {old:?}");
        self.write(path, text.replacen(old, new, 1));
    }

    /// Runs the program in the kit.
    pub fn run(&self, args: &[&str]) -> Run {
        self.run_in("", args)
    }

    /// Runs the program in a folder of the kit.
    pub fn run_in(&self, folder: &str, args: &[&str]) -> Run {
        self.finish(Command::new(PROGRAM), folder, args)
    }

    /// Runs the program in the kit, and stops it when it has used a processor for so many seconds: however busy the
    /// machine is, work that grows out of proportion is seen. Only where the system can count them.
    pub fn run_within(&self, seconds: u32, args: &[&str]) -> Run {
        if cfg!(not(unix)) {
            return self.run(args);
        }
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("ulimit -t {seconds}; exec \"$0\" \"$@\""), PROGRAM]);
        self.finish(shell, "", args)
    }

    fn finish(&self, mut program: Command, folder: &str, args: &[&str]) -> Run {
        let output = program
            .args(args)
            .current_dir(self.path(folder))
            .env_remove("NO_COLOR")
            .env("SOURCE_DATE_EPOCH", "1795392000")
            .output()
            .expect("the program");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program prints UTF-8");
        Run { code: output.status.code().unwrap_or(-1), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// Builds, and expects it to go well.
    pub fn build(&self, args: &[&str]) -> Run {
        let run = self.run(&[&["build", "--today", TODAY], args].concat());
        assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
        run
    }

    /// All files below a folder, by path.
    pub fn files(&self, folder: &str) -> Vec<(String, Vec<u8>)> {
        let root = self.path(folder);
        let entries = walkdir::WalkDir::new(&root).sort_by_file_name().into_iter().flatten();
        let files = entries.filter(|e| e.file_type().is_file());
        files
            .map(|e| {
                let path = e.path().strip_prefix(&root).expect("below the folder").to_string_lossy().into_owned();
                (path, std::fs::read(e.path()).expect("a file"))
            })
            .filter(|(path, _)| !path.starts_with(".talktrack-"))
            .collect()
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).into_iter().flatten() {
        let below = entry.path().strip_prefix(from).expect("below");
        let target = if below.as_os_str().is_empty() { to.to_owned() } else { to.join(below) };
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(&target).expect("a folder");
        } else {
            std::fs::create_dir_all(target.parent().expect("a folder")).expect("a folder");
            std::fs::copy(entry.path(), &target).expect("a copy");
        }
    }
}

impl Run {
    /// The findings of a run with `--report json`: rule, file, line, message.
    pub fn findings(&self) -> Vec<(String, String, u64, String)> {
        let json: serde_json::Value =
            serde_json::from_str(&self.stdout).unwrap_or_else(|e| panic!("{e}\n{}\n{}", self.stdout, self.stderr));
        let text = |v: &serde_json::Value| v.as_str().unwrap_or_default().to_owned();
        let finding = |f: &serde_json::Value| {
            (text(&f["rule"]), text(&f["file"]), f["line"].as_u64().unwrap_or(0), text(&f["message"]))
        };
        json["findings"].as_array().into_iter().flatten().map(finding).collect()
    }
}
