//! Words that show in DokuWiki exactly as they are.

/// Stands between signs that would mean something together; takes no room.
const JOINER: char = '\u{2060}';
/// Signs of ASCII that mean nothing by themselves or beside others; beyond ASCII none means anything.
const PLAIN: &str = " ,;!?&#+@$";
/// Signs that mean nothing between letters, digits and blanks.
const LONELY: &str = ".:-()%/";
/// Words that become pictures.
const PICTURES: [&str; 3] = ["LOL", "FIXME", "DELETEME"];
/// What stands for a sign.
const SIGNS: [&str; 5] = ["(c)", "(r)", "(tm)", "8-o", "m("];
/// What begins an address.
const HOSTS: [&str; 4] = ["www.", "ww.", "ftp.", "ft."];
/// What ends before two slashes of a mark, and would be an address with them.
const SCHEMES: [&str; 4] = ["http:", "https:", "ftp:", "irc:"];

/// Writes words; where something in them may be markup, they are marked as plain.
pub fn push_text(text: &str, out: &mut String) {
    let words = text.trim_matches(' ');
    if words.is_empty() || is_plain(words) {
        return out.push_str(text);
    }
    let [before, after] = [text.len() - text.trim_start_matches(' ').len(), text.trim_end_matches(' ').len()];
    out.push_str(&text[..before]);
    push_unformatted(words, out);
    out.push_str(&text[after..]);
}

/// `%%…%%` shows what is in it; words with that sign stand in a tag that does the same, and the end of that tag does not.
fn push_unformatted(words: &str, out: &mut String) {
    for (at, part) in words.split("</nowiki>").enumerate() {
        if at > 0 {
            out.push_str("%%</nowiki>%%");
        }
        let [open, close] = if part.contains('%') { ["<nowiki>", "</nowiki>"] } else { ["%%", "%%"] };
        if !part.is_empty() {
            out.push_str(open);
            out.push_str(part);
            out.push_str(close);
        }
    }
}

/// Whether nothing in the words can be markup.
fn is_plain(words: &str) -> bool {
    let mut before = ' ';
    let mut signs = words.chars().peekable();
    while let Some(c) = signs.next() {
        let next = signs.peek().copied().unwrap_or(' ');
        let harmless = c.is_ascii_alphanumeric()
            || !c.is_ascii()
            || PLAIN.contains(c)
            || LONELY.contains(c) && !is_sign(before) && !is_sign(next);
        let multiplied = matches!(c, 'x' | 'X') && before.is_ascii_digit() && next.is_ascii_digit();
        if !harmless || multiplied {
            return false;
        }
        before = c;
    }
    let lower = words.to_lowercase();
    let is_host = |word: &str| HOSTS.iter().any(|start| word.starts_with(start) && word.len() > start.len());
    !(SIGNS.iter().any(|sign| lower.contains(sign))
        || lower.split(|c: char| c != '.' && !c.is_alphanumeric()).any(is_host)
        || SCHEMES.iter().any(|scheme| lower.ends_with(scheme))
        || PICTURES.iter().any(|word| words.contains(word)))
}

fn is_sign(c: char) -> bool {
    c != ' ' && c.is_ascii_punctuation() && !",;".contains(c)
}

/// The words of a link.
pub fn title(words: &str) -> String {
    let parted = words.replace("]]", &format!("]{JOINER}]"));
    if parted.starts_with("{{") { format!("{JOINER}{parted}") } else { parted }
}

/// The words below a picture, or of a link to a file.
pub fn caption(words: &str) -> String {
    let parted = words.trim().replace("}}", &format!("}}{JOINER}}}"));
    if parted.ends_with('}') { format!("{parted}{JOINER}") } else { parted }
}

/// The words of a heading: shown as they are, but for equals signs at its ends.
pub fn heading(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let start = if line.starts_with('=') { JOINER.to_string() } else { String::new() };
    let end = if line.ends_with('=') { JOINER.to_string() } else { String::new() };
    format!("{start}{line}{end}")
}

/// Code. A text that holds the end of one tag stands in another; one that holds both is parted.
pub fn code(language: &str, text: &str) -> String {
    let tag = if text.contains("</code>") { "file" } else { "code" };
    let opened = if language.is_empty() { tag.to_owned() } else { format!("{tag} {language}") };
    let text = text.replace("</file>", if tag == "file" { "</file\u{2060}>" } else { "</file>" });
    format!("<{opened}>\n{text}\n</{tag}>")
}

/// An address between `[[` and `|`; `None` where DokuWiki has no way to link to it.
pub fn address(target: &str) -> Option<String> {
    let target = crate::render::wiki::address(target);
    match target.split_once(':')? {
        (scheme, mailbox) if scheme.eq_ignore_ascii_case("mailto") => Some(mailbox.to_owned()),
        (scheme, number) if scheme.eq_ignore_ascii_case("tel") => Some(format!("tel>{number}")),
        _ => Some(target),
    }
}
