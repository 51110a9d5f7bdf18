//! `talktrack find`: what to say, in the terminal.

use serde_json::json;

use super::{Outcome, colored, day, format, print, print_findings, reader, say};
use crate::cli::{Cli, Find};
use crate::error::Error;
use crate::find;
use crate::pipeline;
use crate::project::Project;
use crate::ready::Wanted;
use crate::render::Output;
use crate::view::answers::Answer;

/// Widest line that is easy to read aloud from.
const WIDEST: usize = 100;
/// Room for the words before each part.
const MARGIN: usize = 16;

/// Runs it.
pub fn run(cli: &Cli, args: &Find) -> Result<Outcome, Error> {
    let project = Project::find(&cli.root)?;
    let wanted = Wanted {
        reader: reader(&args.selection),
        only: Vec::new(),
        targets: Vec::new(),
        single_file: false,
        since: None,
        output: Output::default(),
        today: day(args.today),
    };
    let words = args.words.join(" ");
    let choose = |answers: &[Answer]| find::find(answers, &words, args.most);
    let (found, told) = pipeline::answers(&project, &wanted, choose)?;
    let Some((found, labels)) = found else {
        return Ok(print_findings(cli, &project, &told.diagnostics, &told.sources));
    };
    let label = |name: &str| labels.get(name).cloned().unwrap_or_default();
    if format(cli).data {
        let list: Vec<_> = found.iter().map(|a| as_json(a, &label)).collect();
        print(&format!("{}\n", serde_json::to_string_pretty(&list).unwrap_or_default()));
    } else if found.is_empty() {
        say(&format!("{}\n", label("find_none")));
    } else {
        let color = colored(cli, &std::io::stdout());
        let texts: Vec<String> = found.iter().map(|a| as_text(a, &label, color)).collect();
        print(&texts.join("\n"));
    }
    Ok(Outcome::Fine)
}

fn as_text(answer: &Answer, label: &dyn Fn(&str) -> String, color: bool) -> String {
    let paint =
        |code: &str, words: &str| if color { format!("\u{1b}[{code}m{words}\u{1b}[0m") } else { words.to_owned() };
    let width = textwrap::termwidth().min(WIDEST);
    let about = std::iter::once(label(answer.kind)).chain(answer.about.iter().cloned()).collect::<Vec<_>>().join(" · ");
    let mut out = format!("{}  {}\n", paint("1", &answer.title), paint("2", &about));
    for said in &answer.says {
        let name = label(said.label);
        let room = MARGIN.saturating_sub(textwrap::core::display_width(&name));
        let mut before = format!("  {}{}", paint("36", &name), " ".repeat(room.max(1)));
        let after = " ".repeat(MARGIN + 2);
        for line in said.words.iter().flat_map(|words| words.lines()) {
            let bare = textwrap::wrap(line, width.saturating_sub(MARGIN + 2).max(20));
            for piece in bare {
                out.push_str(&format!("{before}{piece}\n"));
                before.clone_from(&after);
            }
        }
    }
    if let Some(page) = answer.to.strip_prefix("page:") {
        let (path, anchor) = page.split_once('#').map_or((page, String::new()), |(p, a)| (p, format!("#{a}")));
        out.push_str(&paint("2", &format!("  → {path}.html{anchor}")));
        out.push('\n');
    }
    out
}

fn as_json(answer: &Answer, label: &dyn Fn(&str) -> String) -> serde_json::Value {
    let says = answer.says.iter().map(|s| json!({"name": s.label, "label": label(s.label), "words": s.words}));
    json!({
        "kind": answer.kind.trim_start_matches("find-"),
        "title": answer.title,
        "about": answer.about,
        "also": answer.also,
        "page": answer.to.trim_start_matches("page:"),
        "says": says.collect::<Vec<_>>(),
    })
}
