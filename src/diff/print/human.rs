//! A review for a terminal, or a pipe: headings, one change a line.

use super::lines::Piece;
use super::{sections, summary};
use crate::diff::Review;
use crate::report::visible;

/// Prints a review.
pub fn print(review: &Review, color: bool) -> String {
    let paint = |code: &str, words: &str| {
        let words = visible(words);
        if color { format!("\u{1b}[{code}m{words}\u{1b}[0m") } else { words.into_owned() }
    };
    let compared = format!("{} → {}: ", visible(&review.before), visible(&review.after));
    let mut out = format!("{compared}{}\n", paint("1", &summary(review)));
    if review.is_new {
        out.push_str(&format!("there was no kit at {}, so everything is new\n", visible(&review.before)));
    }
    for section in sections(review) {
        out.push_str(&format!("\n{}\n", paint("1;36", &section.title)));
        for line in section.lines {
            out.push_str(if line.is_deep { "    " } else { "  " });
            for piece in line.pieces {
                out.push_str(&match piece {
                    Piece::Say(words) | Piece::Data(words) => visible(&words).into_owned(),
                    Piece::Name(words) => paint("1", &words),
                    Piece::Quote(words) => format!("“{}”", visible(&words)),
                    Piece::Old(words) => paint("31", &format!("“{words}”")),
                    Piece::New(words) => paint("32", &format!("“{words}”")),
                });
            }
            out.push('\n');
        }
    }
    out
}
