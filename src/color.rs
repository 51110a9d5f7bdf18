//! Colours and whether words in them can be read: relative luminance and contrast as WCAG 2.2 defines them.

/// Red, green and blue, 0 to 255.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Color(pub [u8; 3]);

/// The least contrast of running text (WCAG 2.2, 1.4.3).
pub const LEAST: f64 = 4.5;

impl Color {
    /// A colour from `#rgb` or `#rrggbb`.
    pub fn parse(text: &str) -> Option<Color> {
        let digits: Vec<u8> =
            text.strip_prefix('#')?.chars().map(|c| Some(c.to_digit(16)? as u8)).collect::<Option<_>>()?;
        match digits[..] {
            [r, g, b] => Some(Color([r * 17, g * 17, b * 17])),
            [a, b, c, d, e, f] => Some(Color([a * 16 + b, c * 16 + d, e * 16 + f])),
            _ => None,
        }
    }

    /// So many parts of `other` in a whole of one, the rest of this.
    pub fn mixed(self, other: Color, part: f64) -> Color {
        let mix = |i: usize| f64::from(self.0[i]) * (1.0 - part) + f64::from(other.0[i]) * part;
        Color([0, 1, 2].map(|i| mix(i).round() as u8))
    }

    fn luminance(self) -> f64 {
        let linear = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0[0]) + 0.7152 * linear(self.0[1]) + 0.0722 * linear(self.0[2])
    }

    /// From 1 (the same) to 21 (black on white).
    pub fn contrast(self, other: Color) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// This colour, moved towards another only as far as it takes to be read on every ground.
    pub fn readable_on(self, grounds: &[Color], towards: Color) -> Color {
        let steps = (0..=64).map(|step| self.mixed(towards, f64::from(step) / 64.0));
        let reads = |c: &Color| grounds.iter().all(|ground| c.contrast(*ground) >= LEAST);
        steps.into_iter().find(reads).unwrap_or(towards)
    }
}

impl std::fmt::Display for Color {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [r, g, b] = self.0;
        write!(f, "#{r:02x}{g:02x}{b:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_standard() {
        let color = |text| Color::parse(text).expect("a colour");
        assert!((color("#000").contrast(color("#fff")) - 21.0).abs() < 0.001);
        assert!((color("#767676").contrast(color("#ffffff")) - 4.54).abs() < 0.01);
        assert_eq!(color("#0B6e4F").to_string(), "#0b6e4f");
        assert!(Color::parse("#12345").is_none() && Color::parse("red").is_none() && Color::parse("#xyz").is_none());
    }

    #[test]
    fn any_colour_can_be_made_readable_and_a_dark_one_stays() {
        let white = Color([255; 3]);
        for r in (0..=255).step_by(51) {
            for (g, b) in (0..=255).step_by(51).flat_map(|g| (0..=255).step_by(51).map(move |b| (g, b))) {
                let color = Color([r, g, b]).readable_on(&[white], Color([0; 3]));
                assert!(color.contrast(white) >= LEAST, "{color}");
            }
        }
        assert_eq!(Color([11, 110, 79]).readable_on(&[white], Color([0; 3])), Color([11, 110, 79]));
    }
}
