//! `internal-link-public`: a link that partners and prospects cannot, or should not, open.

use super::{Desk, Level, Look, Rule, SpotJudge};
use crate::load::shape::{Leaf, short};
use crate::text::{Audience, FoundKind};

/// The rule.
pub const RULE: Rule = Rule {
    name: "internal-link-public",
    level: Level::Error,
    adjustable: true,
    always: false,
    summary: "a text for partners or prospects links to a private document",
    explanation: "A link to a shared drive, a chat, a ticket or a machine of the house tells outsiders that the document exists and where, and opens nothing for them. Link to something published, or narrow the text. Known are the usual places of documents, boards, chats and tickets (Google Docs and Drive, SharePoint, Notion, Confluence and Jira, Slack, Salesforce …), local addresses, and hosts without a dot or under `.internal`, `.local`, `.corp`; add your own with `words.private_hosts`.",
    bad: "audience: public\nanswer: See [the terms](https://docs.google.com/document/d/1a2b).",
    good: "audience: public\nanswer: See [the terms](https://fernway.example/terms).",
    looks: &[Look::Spots(prepare)],
};

/// Where private documents live: hosts with all that is below them, or, where the host also holds its maker's own pages,
/// the paths that lead to a team's documents.
const PLACES: &[&str] = &[
    "docs.google.com/document",
    "docs.google.com/spreadsheets",
    "docs.google.com/presentation",
    "docs.google.com/drawings",
    "drive.google.com",
    "sheets.google.com",
    "slides.google.com",
    "sharepoint.com",
    "onedrive.live.com",
    "1drv.ms",
    "app.notion.so",
    "atlassian.net/wiki",
    "atlassian.net/browse",
    "atlassian.net/jira",
    "atlassian.net/servicedesk",
    "slack.com/archives",
    "app.slack.com",
    "teams.microsoft.com",
    "app.gong.io",
    "chorus.ai/meeting",
    "lightning.force.com",
    "my.salesforce.com",
    "app.hubspot.com",
    "airtable.com/app",
    "airtable.com/shr",
    "app.asana.com",
    "app.clickup.com",
    "trello.com/b/",
    "trello.com/c/",
    "miro.com/app",
    "app.getguru.com",
    "app.klue.com",
    "app.crayon.co",
    "dropbox.com/s/",
    "dropbox.com/scl",
    "dropbox.com/home",
    "dropbox.com/work",
    "app.box.com",
    "figma.com/file",
    "figma.com/design",
    "figma.com/board",
    "figma.com/proto",
    "figma.com/slides",
    "coda.io/d/",
    "basecamp.com/p/",
    "paper.dropbox.com",
    "app.intercom.com",
    "zoom.us/j/",
    "zoom.us/rec",
    "zoom.us/my",
];
/// Ends of hosts that only a private network knows.
const ENDS: &[&str] = &[".internal", ".local", ".corp", ".lan", ".intranet", ".home.arpa"];

fn prepare<'a>(desk: &'a Desk<'a>) -> SpotJudge<'a> {
    let own: Vec<&str> = desk.library.settings.words.private_hosts.iter().map(|h| &**h).collect();
    Box::new(move |spot, found| {
        if spot.audience == Audience::Internal {
            return;
        }
        let linked = spot.found.iter().filter_map(|f| match &f.kind {
            FoundKind::Link(dest) | FoundKind::Image(dest, _) => Some(dest.as_str()),
            _ => None,
        });
        let url = Some(spot.words()).filter(|_| *spot.leaf == Leaf::Url);
        for dest in linked.chain(url).filter(|dest| is_private(dest, &own)) {
            let message = format!("this is {}, and `{}` is a private address", spot.audience.name(), short(dest));
            let help = "link to something published, or narrow the audience of this text";
            found.push(RULE.at(spot.place_of(desk, dest), message).help(help));
        }
    })
}

fn is_private(dest: &str, own: &[&str]) -> bool {
    let lower = dest.trim().to_ascii_lowercase();
    let Some(rest) = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://")) else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    let host =
        host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit())).map_or(host, |(h, _)| h);
    if own.iter().any(|known| is_below(host, &known.to_ascii_lowercase())) {
        return true;
    }
    let path = rest.find('/').map_or("", |at| &rest[at..]);
    let bare = host.trim_start_matches("www.");
    let known = PLACES.iter().any(|place| {
        let (at, below) = place.split_once('/').unwrap_or((place, ""));
        is_below(bare, at) && path.trim_start_matches('/').starts_with(below)
    });
    known || is_private_page(bare, path) || is_local(host)
}

/// Pages of Notion and issues of Linear have addresses like those of their makers' own pages, but for the number.
fn is_private_page(host: &str, path: &str) -> bool {
    let last = path.split(['?', '#']).next().unwrap_or_default().rsplit('/').next().unwrap_or_default();
    let number = last.rsplit('-').next().unwrap_or_default();
    let notion = is_below(host, "notion.so") && number.len() == 32 && number.bytes().all(|b| b.is_ascii_hexdigit());
    notion
        || (host == "linear.app" && path.contains("/issue/"))
        || (is_below(host, "monday.com") && path.starts_with("/boards/"))
}

fn is_below(host: &str, known: &str) -> bool {
    host == known || host.strip_suffix(known).is_some_and(|before| before.ends_with('.'))
}

fn is_local(host: &str) -> bool {
    let private_v4 =
        host.parse::<std::net::Ipv4Addr>().is_ok_and(|ip| ip.is_private() || ip.is_loopback() || ip.is_link_local());
    let v6 = host.trim_matches(['[', ']']).parse::<std::net::Ipv6Addr>().is_ok();
    private_v4 || v6 || (!host.is_empty() && !host.contains('.')) || ENDS.iter().any(|end| host.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::is_private;

    #[test]
    fn private_addresses_are_told_from_published_ones() {
        for url in [
            "https://docs.google.com/document/d/1",
            "http://localhost:8080/x",
            "https://wiki/page",
            "http://10.0.0.7/",
            "https://[::1]/",
            "https://acme.atlassian.net/wiki/x",
            "https://acme.slack.com/archives/C1",
            "https://x.corp/",
            "https://me@intra.local/",
            "https://app.notion.so/abc",
            "HTTPS://WIKI.FERNWAY.EXAMPLE/a",
        ] {
            assert!(is_private(url, &["wiki.fernway.example"]), "{url}");
        }
        for url in [
            "https://fernway.example/docs.google.com",
            "https://slack.com",
            "https://www.figma.com/",
            "https://slack.com/pricing",
            "mailto:a@docs.google.com",
            "static/a.pdf",
            "https://example.com:8080/",
            "https://notdocs.google.com.example/",
            "https://8.8.8.8/",
        ] {
            assert!(!is_private(url, &[]), "{url}");
        }
    }
}
