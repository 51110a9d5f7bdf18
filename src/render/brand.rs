//! The brand's colour as a style sheet: the accent, and what words and washes become in it on light and dark ground.

use crate::color::{Color, LEAST};

/// The accent of a kit that names none.
const DEFAULT: Color = Color([0x24, 0x56, 0xb8]);
const BLACK: Color = Color([0; 3]);
const WHITE: Color = Color([255; 3]);

/// A ground as `style.css` has it: paper, the others that words stand on, quiet words, and how much accent a wash takes.
struct Ground {
    paper: Color,
    others: [Color; 3],
    soft: Color,
    wash: f64,
    towards: Color,
}

const LIGHT: Ground = Ground {
    paper: WHITE,
    others: [Color([0xf7, 0xf7, 0xf5]), Color([0xf0, 0xf1, 0xef]), Color([0xfd, 0xf3, 0xe3])],
    soft: Color([0x59, 0x60, 0x69]),
    wash: 0.07,
    towards: BLACK,
};
const DARK: Ground = Ground {
    paper: Color([0x1b, 0x1e, 0x22]),
    others: [Color([0x13, 0x15, 0x18]), Color([0x23, 0x27, 0x2c]), Color([0x2d, 0x24, 0x16])],
    soft: Color([0xa2, 0xa9, 0xb1]),
    wash: 0.16,
    towards: WHITE,
};

impl Ground {
    fn colours(&self, accent: Color) -> String {
        let washes = (0..8).map(|step| self.paper.mixed(accent, self.wash * (1.0 - f64::from(step) / 8.0)));
        let wash = washes.into_iter().find(|w| self.soft.contrast(*w) >= LEAST).unwrap_or(self.paper);
        let grounds = [self.paper, wash, self.others[0], self.others[1], self.others[2]];
        format!("--link: {}; --wash: {wash}", accent.readable_on(&grounds, self.towards))
    }
}

/// The style sheet. The colour was checked to be `#rgb` or `#rrggbb`, or is empty.
pub fn css(accent: &str) -> String {
    let accent = Color::parse(accent).unwrap_or(DEFAULT);
    format!(
        ":root {{ --accent: {accent} }}\n@media screen {{\n  :root {{ {} }}\n  @media (prefers-color-scheme: dark) {{ :root {{ {} }} }}\n}}\n",
        LIGHT.colours(accent),
        DARK.colours(accent)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grounds_are_those_of_the_style_sheet() {
        let sheet = include_str!("../../templates/html/assets/style.css");
        for ground in [LIGHT, DARK] {
            for color in [ground.others[0], ground.others[1], ground.others[2], ground.soft] {
                assert!(sheet.contains(&format!(": {color}")), "style.css has no {color}");
            }
        }
    }

    #[test]
    fn words_in_any_accent_can_be_read() {
        for accent in ["#ffffff", "#000000", "#ffe600", "#00ff00", "#ff00ff", "#808080", "#0b6e4f"] {
            for colour in css(accent).split("--link: ").skip(1) {
                let link = Color::parse(&colour[..7]).expect("a colour");
                let ground = if link.contrast(WHITE) > link.contrast(DARK.paper) { LIGHT } else { DARK };
                assert!(link.contrast(ground.paper) >= LEAST, "{accent}: {link}");
            }
        }
    }
}
