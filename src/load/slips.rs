//! Slips whose meaning is beyond doubt: days written in another form, keys a letter off.

use jiff::civil::Date;

/// The same day in ISO form where the words are clear enough.
pub fn date_hint(text: &str) -> String {
    clear_date(text).map_or_else(|| ", for example 2026-10-01".to_owned(), |d| format!(": {d}"))
}

/// The day that words mean beyond doubt: a year first, a month's name, or a number too large for a month.
pub fn clear_date(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split(['/', '.', '-', ' ', 'T', ',']).filter(|p| !p.is_empty()).collect();
    let number = |i: usize| {
        parts.get(i).and_then(|p: &&str| p.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h']).parse::<i16>().ok())
    };
    let month = |i: usize| parts.get(i).and_then(|p| month(p));
    let day =
        |year: i16, month: i16, day: i16| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    // Behind the day only the time of the day may stand.
    if parts.len() > 3 && !(parts.len() <= 5 && parts[3].contains(':')) {
        return None;
    }
    match (number(0), number(1), number(2)) {
        (Some(year), Some(month), Some(d)) if year >= 1000 => day(year, month, d),
        (Some(d), Some(month), Some(year)) if year >= 1000 && d > 12 => day(year, month, d),
        (Some(month), Some(d), Some(year)) if year >= 1000 && d > 12 => day(year, month, d),
        (Some(d), None, Some(year)) if year >= 1000 => day(year, month(1)?, d),
        (None, Some(d), Some(year)) if year >= 1000 => day(year, month(0)?, d),
        _ => None,
    }
}

/// The number of an English month, whole or its first three letters.
fn month(name: &str) -> Option<i16> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let name = name.to_ascii_lowercase();
    let at = NAMES
        .iter()
        .position(|full| name.len() >= 3 && full.starts_with(&*name) || name == "sept" && *full == "september")?;
    i16::try_from(at + 1).ok()
}

/// The key of which a word is a slip: one letter off (two for long words), and no other key nearly as near. Short words
/// are too near each other.
pub fn slip_of<'a>(word: &str, keys: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let letters = word.chars().count();
    let most = if letters >= 9 { 2 } else { 1 };
    let off = |key: &str| strsim::damerau_levenshtein(&word.to_lowercase(), key);
    let near = keys.clone().find(|key| off(key) <= most).filter(|_| letters >= 5)?;
    keys.filter(|key| *key != near).all(|key| off(key) > most + 1).then_some(near)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_slip_of_one_key_is_mended() {
        let keys = ["difference", "text", "story", "of", "overview", "one_liner", "won", "name"];
        let slip = |word| slip_of(word, keys.into_iter());
        assert_eq!(
            (slip("overvew"), slip("one_linr"), slip("diffrence")),
            (Some("overview"), Some("one_liner"), Some("difference"))
        );
        assert_eq!([slip("preference"), slip("next"), slip("on"), slip("win"), slip("nmae")], [None; 5]);
    }

    #[test]
    fn a_day_is_mended_only_where_there_is_no_doubt() {
        for (text, day) in [
            ("2026/9/4", "2026-09-04"),
            ("14.9.2026", "2026-09-14"),
            ("9/14/2026", "2026-09-14"),
            ("14 Sep 2026", "2026-09-14"),
            ("September 14, 2026", "2026-09-14"),
            ("Sept 4th 2026", "2026-09-04"),
            ("2026-09-04T10:00:00Z", "2026-09-04"),
        ] {
            assert_eq!(clear_date(text).map(|d| d.to_string()).as_deref(), Some(day), "{text}");
        }
        for text in [
            "2026-10-01 to 2026-12-31",
            "2026-10-01 / 2026-12-31",
            "2026-1-2 or 2026-3-4",
            "2026-05-06 (or 2027-05-06)",
            "4/9/2026",
            "9.4.2026",
            "31 Feb 2026",
            "2026",
            "soon",
            "Mayor 4 2026",
            "4 5 6",
            "14-15-2026",
        ] {
            assert_eq!(clear_date(text), None, "{text}");
        }
    }
}
