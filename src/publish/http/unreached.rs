//! What it means when no answer comes.

/// Whether a request may have reached the server although no answer came.
pub(super) fn may_have_arrived(error: &ureq::Error) -> bool {
    !matches!(
        error,
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed | ureq::Error::Tls(_) | ureq::Error::BadUri(_)
    ) && !matches!(error, ureq::Error::Timeout(ureq::Timeout::Connect | ureq::Timeout::Resolve))
        && !matches!(error, ureq::Error::Io(cause) if cause.kind() == std::io::ErrorKind::ConnectionRefused)
}

/// Whether asking again is no use.
pub(super) fn is_lasting(error: &ureq::Error) -> bool {
    match error {
        ureq::Error::Io(cause) => cause.to_string().contains("certificate") || is_nameless(&cause.to_string()),
        ureq::Error::Timeout(_) | ureq::Error::ConnectionFailed => false,
        _ => true,
    }
}

/// Whether nobody knows a server of this name, in the words of the system's own resolver.
fn is_nameless(words: &str) -> bool {
    words.contains("failed to lookup address") && !words.contains("emporary")
}

/// Why a server was not reached, and the remedy.
pub(super) fn unreached(error: &ureq::Error) -> (String, String) {
    let words = error.to_string();
    if words.contains("certificate") || words.contains("Certificate") {
        let help = "if the company has its own authority, name its file with `ca: company-ca.pem`; else look at the date of this machine and of the certificate";
        return (format!("the certificate of the server is not trusted ({words})"), help.into());
    }
    let nowhere = ("no server has this name".into(), "check `url`, the network, and HTTPS_PROXY".into());
    match error {
        ureq::Error::HostNotFound => nowhere,
        ureq::Error::Io(_) if is_nameless(&words) => nowhere,
        ureq::Error::Timeout(_) => {
            ("no answer came in time".into(), "try again, or give it longer with `timeout`".into())
        }
        ureq::Error::ConnectProxyFailed(_) | ureq::Error::InvalidProxyUrl => {
            (format!("the proxy does not let us through ({words})"), "check HTTPS_PROXY and NO_PROXY".into())
        }
        _ => (format!("the server cannot be reached ({words})"), "check `url`, the network, and HTTPS_PROXY".into()),
    }
}
