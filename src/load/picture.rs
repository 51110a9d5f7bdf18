//! How large a picture is, read from its first bytes, so that a page can keep room for it before it comes.

use std::io::Read;
use std::path::Path;

/// Bytes of an SVG in which its size is looked for.
const HEAD: u64 = 4096;

/// Width and height in pixels; `None` for what is no picture, or does not say.
pub fn size(path: &Path) -> Option<(u32, u32)> {
    if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("svg")) {
        let mut head = Vec::new();
        std::fs::File::open(path).ok()?.take(HEAD).read_to_end(&mut head).ok()?;
        return svg(&String::from_utf8_lossy(&head));
    }
    let size = imagesize::size(path).ok()?;
    Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))
}

/// The size that an SVG says itself, or the one of its view box.
fn svg(text: &str) -> Option<(u32, u32)> {
    let tag = text.split("<svg").nth(1)?.split('>').next()?;
    let attribute = |name: &str| {
        let rest = tag.split(&format!(" {name}=")).nth(1)?;
        let quote = rest.chars().next().filter(|q| matches!(q, '"' | '\''))?;
        rest[1..].split(quote).next()
    };
    let pixels = |words: &str| words.trim().trim_end_matches("px").parse::<f64>().ok();
    let own = || Some((pixels(attribute("width")?)?, pixels(attribute("height")?)?));
    let seen = || {
        let all: Vec<f64> = attribute("viewBox")?.split([' ', ',']).filter_map(pixels).collect();
        (all.len() == 4).then(|| (all[2], all[3]))
    };
    let (width, height) = own().or_else(seen)?;
    let fits = |n: f64| (1.0..=1e6).contains(&n).then_some(n.round() as u32);
    Some((fits(width)?, fits(height)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_svg_tells_its_size_or_its_view_box() {
        assert_eq!(svg("<?xml?>\n<svg xmlns='x' width='40px' height=\"20\">"), Some((40, 20)));
        assert_eq!(svg("<svg width=\"100%\" height=\"100%\" viewBox=\"0 0 32.4 16\"/>"), Some((32, 16)));
        assert_eq!(svg("<svg viewBox=\"0 0 1 NaN\">"), None);
        assert_eq!(svg("<svg width='-1' height='1e99'>"), None);
        assert_eq!(svg("no picture"), None);
    }
}
