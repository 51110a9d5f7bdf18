//! Messages.

use super::*;

#[test]
fn start_in_lower_case_carry_their_path_and_come_with_help() {
    let (out, paths) = (PathBuf::from("site"), (1..=7).map(|n| n.to_string()).collect::<Vec<_>>());
    let errors = [
        WriteError::Path { path: "site".into(), why: "it is empty" },
        WriteError::NotAFolder { out: out.clone() },
        WriteError::NotOurs { out: out.clone(), found: "x".into() },
        WriteError::Foreign { out: out.clone(), paths: paths.clone() },
        WriteError::FolderInTheWay { out: out.clone(), paths },
        WriteError::Busy { out: out.clone(), seconds: 10 },
        WriteError::io("write", &out, io::Error::other("x")).with_others(2),
    ];
    for error in errors {
        let message = error.to_string();
        assert!(message.starts_with(|c: char| c.is_lowercase() || c == '`') && !message.ends_with('.'), "{message}");
        assert!(message.contains("`site`") && !error.help().is_empty(), "{message}");
        eprintln!("{message}\n  help: {}", error.help());
    }
}
