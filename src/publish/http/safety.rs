//! Where a token may be sent to, and whom to trust there.

use std::net::Ipv4Addr;

use ureq::http::Uri;
use ureq::tls::{Certificate, PemItem, parse_pem};

use crate::publish::wiki::Fault;

/// https, or this very machine.
pub fn is_safe(url: &str) -> bool {
    url.starts_with("https://") || (url.starts_with("http://") && is_loopback(url))
}

pub(super) fn is_loopback(url: &str) -> bool {
    let url = url.parse::<Uri>().ok();
    let host = url.as_ref().and_then(Uri::host).unwrap_or_default();
    host == "localhost" || host == "[::1]" || host.parse::<Ipv4Addr>().is_ok_and(|ip| ip.is_loopback())
}

pub(super) fn certificates(pem: &[u8]) -> Result<Vec<Certificate<'static>>, Fault> {
    let help = "`ca` names a file with certificates in PEM form (`-----BEGIN CERTIFICATE-----`)";
    let items = parse_pem(pem).filter_map(Result::ok);
    let found = items.filter_map(|item| match item {
        PemItem::Certificate(certificate) => Some(certificate.to_owned()),
        _ => None,
    });
    let found: Vec<_> = found.collect();
    if found.is_empty() {
        Err(Fault::Down("the file of `ca` holds no certificate".into(), help.into()))
    } else {
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::is_safe;

    #[test]
    fn a_token_goes_in_the_clear_to_this_very_machine_alone() {
        for url in ["https://a.example", "http://127.0.0.1:8080/x", "http://localhost/", "http://[::1]:80/"] {
            assert!(is_safe(url), "{url}");
        }
        for url in [
            "http://a.example",
            "http://127.0.0.1@a.example/",
            "http://localhost:80@a.example/",
            "http://localhost.a.example",
            "ftp://localhost",
            "http://",
        ] {
            assert!(!is_safe(url), "{url}");
        }
    }
}
