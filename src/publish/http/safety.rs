//! Where a token may be sent to, and whom to trust there.

use ureq::tls::{Certificate, PemItem, parse_pem};

use crate::publish::wiki::Fault;

/// https, or this very machine.
pub fn is_safe(url: &str) -> bool {
    url.starts_with("https://") || (url.starts_with("http://") && is_loopback(url))
}

pub(super) fn is_loopback(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host =
        host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit())).map_or(host, |(h, _)| h);
    host == "localhost" || host == "[::1]" || host.parse::<std::net::Ipv4Addr>().is_ok_and(|ip| ip.is_loopback())
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
