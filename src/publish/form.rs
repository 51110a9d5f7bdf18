//! Forms, as servers take them.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::http::Question;

/// What a form of fields is.
const FIELDS: &str = "application/x-www-form-urlencoded";

/// A file that goes along with a form.
#[derive(Debug, Clone, Copy)]
pub struct Upload<'a> {
    /// The field it stands in.
    pub field: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// A question that posts a form: as one line, or in parts when a file goes along.
pub fn post(url: &str, fields: &[(&str, &str)], file: Option<&Upload>) -> Question {
    let (kind, body) = match file {
        Some(file) => parts(fields, file),
        None => (FIELDS.to_owned(), line(fields)),
    };
    Question {
        method: "POST",
        url: url.to_owned(),
        headers: vec![("Content-Type", kind)],
        body: Some(body),
        writes: false,
    }
}

fn line(fields: &[(&str, &str)]) -> Vec<u8> {
    let encoded = |words| utf8_percent_encode(words, NON_ALPHANUMERIC);
    let pairs: Vec<String> =
        fields.iter().map(|(name, value)| format!("{}={}", encoded(*name), encoded(*value))).collect();
    pairs.join("&").into_bytes()
}

/// The sort of the body, and the body. What parts it is made from the file, so that it cannot stand in it.
fn parts(fields: &[(&str, &str)], file: &Upload) -> (String, Vec<u8>) {
    let border = format!("part-{}", &blake3::hash(file.bytes).to_hex()[..32]);
    let mut body = Vec::with_capacity(file.bytes.len() + 1024);
    for (name, value) in fields {
        let head = format!("--{border}\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n", quoted(name));
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(value.as_bytes());
        body.extend_from_slice(b"\r\n");
    }
    let (field, name) = (quoted(file.field), quoted(file.name));
    let head = format!("--{border}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n");
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(b"Content-Type: application/octet-stream\r\n\r\n");
    body.extend_from_slice(file.bytes);
    body.extend_from_slice(format!("\r\n--{border}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={border}"), body)
}

/// A name without what would end it.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace(['\r', '\n'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_keeps_signs_that_would_part_it() {
        assert_eq!(line(&[("a", "1 & 2=3"), ("ü", "\n")]), b"a=1%20%26%202%3D3&%C3%BC=%0A");
    }

    #[test]
    fn a_file_name_cannot_end_its_own_header() {
        let upload = Upload { field: "file", name: "a\"\r\nX-Evil: 1.png", bytes: b"--part-\r\n" };
        let (kind, body) = parts(&[("token", "x+\\")], &upload);
        let body = String::from_utf8(body).unwrap();
        let border = kind.rsplit_once('=').unwrap().1;
        assert_eq!(body.matches(border).count(), 3, "{body}");
        assert!(body.contains("filename=\"a%22  X-Evil: 1.png\"\r\n"), "{body}");
        assert!(body.contains("\r\n\r\nx+\\\r\n"), "{body}");
    }
}
