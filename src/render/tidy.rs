//! Lines of a Markdown page as a careful hand would leave them.

/// No trailing blanks, at most one empty line in a row outside code, one line break at the end.
pub fn tidy_lines(page: String) -> String {
    let mut out = String::with_capacity(page.len());
    let mut empty = 1;
    let mut fence: Option<&str> = None;
    for line in page.lines() {
        let bare = line.trim_start_matches([' ', '-', '>']);
        let mark = bare.starts_with("```").then_some("```").or_else(|| bare.starts_with("~~~").then_some("~~~"));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            _ => {}
        }
        let line = if fence.is_some() { line } else { line.trim_end() };
        empty = if line.is_empty() && fence.is_none() { empty + 1 } else { 0 };
        if empty < 2 {
            out.push_str(line);
            out.push('\n');
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}
