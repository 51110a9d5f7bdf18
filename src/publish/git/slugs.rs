//! Words as file names, file names as titles and links, in the way of each wiki.

use unicode_normalization::UnicodeNormalization;

use crate::publish::Heading;

/// Signs without a width, and those that turn the way of reading.
const UNSEEN: [char; 14] = [
    '\u{ad}', '\u{200b}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}',
    '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}', '\u{feff}',
];

/// The title, all pages in one list.
pub fn flat(heading: &Heading) -> String {
    heading.title.replace('/', " ")
}

/// The title, below the word for its piece.
pub fn shelved(heading: &Heading) -> String {
    let title = heading.title.replace('/', " ");
    if heading.path.contains('/') { format!("{}/{title}", heading.label.replace('/', " ")) } else { title }
}

/// The path in the kit, which stays when a title changes.
pub fn path(heading: &Heading) -> String {
    heading.path.clone()
}

/// Words in one line, in one form, without the signs for which `is_bad` holds, and without any that nobody sees.
fn plain(words: &str, is_bad: fn(char) -> bool) -> String {
    let seen = words.nfc().filter(|c| !UNSEEN.contains(c));
    let kept: String = seen.map(|c| if c.is_control() || is_bad(c) { ' ' } else { c }).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Blanks as dashes, as GitLab writes them.
pub fn dashed(words: &str) -> String {
    words.replace(' ', "-")
}

/// Dashes as blanks, as GitHub and GitLab read them.
pub fn undashed(name: &str) -> String {
    name.replace('-', " ")
}

/// A file name at GitHub, without the signs that no name may hold there.
pub fn github_slug(words: &str) -> String {
    let words = plain(words, |c| "\\/:*?\"<>|".contains(c));
    dashed(words.trim_start_matches(['.', '_', '-', ' ']).trim_end_matches(['.', ' ']))
}

/// As Gitea itself does: a title that holds a dash ends in a mark, and keeps its blanks.
pub fn gitea_slug(words: &str) -> String {
    let words = plain(words, |c| c == '\\');
    let words = words.trim_start_matches(['.', '-', ' ']);
    let marked = words.contains('-') || words.ends_with(".md");
    let words = if marked { format!("{words}.-") } else { dashed(words) };
    kept(&words, |b| b == b' ' || is_plain(b))
}

/// The title that a file name tells at Gitea.
pub fn gitea_title(name: &str) -> String {
    let words = name.strip_suffix(".-").map_or_else(|| undashed(name), str::to_owned);
    percent_encoding::percent_decode_str(&words).decode_utf8_lossy().into_owned()
}

/// A page of Gitea as a link.
pub fn gitea_link(name: &str) -> String {
    name.replace(' ', "+")
}

/// A file name at Azure DevOps.
pub fn azure_slug(words: &str) -> String {
    let words = plain(words, |c| "\\/#".contains(c));
    let words = words.trim_matches(['.', ' ']);
    words
        .chars()
        .map(|c| if "-:<>*?|\"".contains(c) { format!("%{:02X}", u32::from(c)) } else { c.into() })
        .collect::<String>()
        .replace(' ', "-")
}

/// The title that a file name tells at Azure DevOps.
pub fn azure_title(name: &str) -> String {
    percent_encoding::percent_decode_str(&undashed(name)).decode_utf8_lossy().into_owned()
}

/// A link from the top of the wiki.
pub fn rooted(name: &str) -> String {
    format!("/{}", encoded(name))
}

/// A page of Azure DevOps as a link; what is encoded in its name already stays as it is.
pub fn azure_link(name: &str) -> String {
    format!("/{}", kept(name, |b| is_plain(b) || b"/%".contains(&b)))
}

/// A file name at Otter Wiki, which looks for small letters only.
pub fn otter_slug(words: &str) -> String {
    plain(words, |c| c == '\\').to_lowercase()
}

/// A link from the place where all names stand.
pub fn encoded(name: &str) -> String {
    kept(name, |b| is_plain(b) || b == b'/')
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte)
}

/// Bytes for which `keep` holds, and the others percent-encoded.
fn kept(words: &str, keep: fn(u8) -> bool) -> String {
    words.bytes().map(|b| if keep(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

/// Words as a file name of at most so many bytes; a part of their hash stands for what was cut.
pub fn cut(words: &str, longest: usize, slug: fn(&str) -> String) -> String {
    let whole = slug(words);
    if whole.len() <= longest {
        return whole;
    }
    let hash = &blake3::hash(words.as_bytes()).to_hex()[..8];
    let ends = words.char_indices().map(|(at, _)| at).rev();
    let mut shorter = ends.map(|end| slug(&format!("{} {hash}", words[..end].trim_end())));
    shorter.find(|name| name.len() <= longest).unwrap_or_else(|| hash.to_owned())
}
