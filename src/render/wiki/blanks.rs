//! Blanks and line breaks as a browser shows them.

use super::tree::Inline;

/// Blanks in a row become one, none stand at the ends.
pub fn squeezed(words: &str) -> String {
    words.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// Makes a run of words what a reader sees: blanks in a row are one, none stand at its ends or beside a line break, and
/// texts side by side are one.
pub fn tidy(run: &mut Vec<Inline>) {
    let mut blank = true;
    squeeze(run, &mut blank);
    trim_end(run);
    while matches!(run.first(), Some(Inline::Break)) {
        run.remove(0);
    }
}

fn squeeze(run: &mut Vec<Inline>, blank: &mut bool) {
    let mut tidied: Vec<Inline> = Vec::with_capacity(run.len());
    for mut inline in run.drain(..) {
        match &mut inline {
            Inline::Text(text) => {
                *text = squeezed_after(text, blank);
                if let Some(Inline::Text(before)) = tidied.last_mut() {
                    before.push_str(text);
                    continue;
                }
                if text.is_empty() {
                    continue;
                }
            }
            Inline::Styled(_, words) | Inline::Link { words, .. } => {
                squeeze(words, blank);
                if words.is_empty() {
                    continue;
                }
            }
            Inline::Break => {
                trim_end(&mut tidied);
                *blank = true;
            }
            Inline::Anchor(_) => {}
            _ => *blank = false,
        }
        tidied.push(inline);
    }
    *run = tidied;
}

fn squeezed_after(text: &str, blank: &mut bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_ascii_whitespace() {
            out.push(c);
        } else if !*blank {
            out.push(' ');
        }
        *blank = c.is_ascii_whitespace();
    }
    out
}

/// Takes blanks and line breaks from the end.
fn trim_end(run: &mut Vec<Inline>) {
    while let Some(last) = run.last_mut() {
        let is_empty = match last {
            Inline::Text(text) => {
                text.truncate(text.trim_end_matches(' ').len());
                text.is_empty()
            }
            Inline::Break => true,
            Inline::Styled(_, words) | Inline::Link { words, .. } => {
                trim_end(words);
                words.is_empty()
            }
            _ => false,
        };
        if !is_empty {
            return;
        }
        run.pop();
    }
}
