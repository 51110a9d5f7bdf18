//! The brand's colour as a style sheet of one rule.

/// `--accent`, or nothing when the kit names no colour. The colour was checked to be `#rgb` or `#rrggbb`.
pub fn css(accent: &str) -> String {
    if accent.is_empty() { String::new() } else { format!(":root {{ --accent: {accent}; }}\n") }
}
