//! Confluence, Cloud and Data Center. `edition` is what both can do, `cloud` and `data_center` how each does it,
//! `desk` what is made of it; `api` asks, `naming` knows titles and labels, `doctor` looks whether all is in place.

mod api;
mod cloud;
mod data_center;
mod desk;
mod doctor;
mod edition;
mod naming;

use std::collections::BTreeMap;

use super::http::{Http, Login};
use super::wiki::Fault;
use super::{Access, Opened, Sort};
use crate::model::settings::Place;
use api::Api;
use cloud::Cloud;
use data_center::DataCenter;
use desk::Desk;
use edition::Edition;

/// What an address of a Cloud behind Atlassian's gateway has in it; tokens with scopes are sent there.
const GATEWAY: &str = "/ex/confluence/";

/// Confluence.
pub const SORT: Sort = Sort {
    name: "confluence",
    target: "confluence",
    call: naming::call,
    file: |_, name| name.to_owned(),
    fold: |_, name| naming::folded(name),
    refuse: |_, name| naming::refuse(name),
    links: |_, _| BTreeMap::new(),
    dress: |_, _, text| text,
    beside: |_, _| Vec::new(),
    needs,
    open,
};

fn needs(place: &Place) -> Vec<(&'static str, String, String)> {
    let mut wrong = Vec::new();
    if place.url.is_empty() {
        wrong.push(("url", "the address is missing".into(), "such as https://example.atlassian.net/wiki".into()));
    }
    if place.space.is_empty() {
        let help = "write its key, as it stands in the space's address (…/spaces/KEY/…)";
        wrong.push(("space", "the space is missing".into(), help.into()));
    }
    if !matches!(&*place.flavour, "" | "cloud" | "data-center") {
        let words = format!("there is no edition `{}`", &*place.flavour);
        wrong.push(("flavour", words, "write `cloud` or `data-center`".into()));
    }
    wrong
}

fn open(place: &Place, access: Access) -> Opened {
    let root = root(place);
    if access.token.reveal().is_empty() {
        let words = format!("there is no token{}", variable(&place.token_env, "in"));
        return Err(Fault::Down(words, remedy(place)));
    }
    let login = match access.user.as_str() {
        "" if is_cloud(place) && !root.contains(GATEWAY) => {
            let words =
                format!("a token of Confluence Cloud goes with an e-mail address{}", variable(&place.user_env, "in"));
            return Err(Fault::Down(words, remedy(place)));
        }
        "" => Login::Bearer(access.token),
        user => Login::Basic(user.to_owned(), access.token),
    };
    let http = Http::new(&root, login, access.authority.as_deref(), access.patience, access.say)?;
    let api = Api::new(http, &root, remedy(place));
    let edition: Box<dyn Edition> =
        if is_cloud(place) { Box::new(Cloud { api }) } else { Box::new(DataCenter { api }) };
    Ok(Box::new(Desk::new(edition, &place.space, &place.parent)))
}

/// Whether it is a Cloud: as it is written, else as the address tells.
fn is_cloud(place: &Place) -> bool {
    match &*place.flavour {
        "cloud" => true,
        "data-center" => false,
        _ => host(&place.url).ends_with(".atlassian.net") || place.url.contains(GATEWAY),
    }
}

/// The address that all others begin with. At Atlassian's own it ends in `/wiki`, which is easily forgotten.
fn root(place: &Place) -> String {
    let url = place.url.trim_end_matches('/');
    let is_bare = url == format!("https://{}", host(url)) || url.contains(GATEWAY);
    let is_atlassian = host(url).ends_with(".atlassian.net") || url.contains(GATEWAY);
    if is_atlassian && is_bare && !url.ends_with("/wiki") { format!("{url}/wiki") } else { url.to_owned() }
}

fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

/// How to come by a token that is accepted.
fn remedy(place: &Place) -> String {
    let token = variable(&place.token_env, "into");
    if is_cloud(place) {
        let user = variable(&place.user_env, "into");
        format!(
            "make one at https://id.atlassian.com/manage-profile/security/api-tokens, put it{token}, and the e-mail address of its account{user}"
        )
    } else {
        format!("make one in Confluence under your picture, Settings, Personal access tokens, and put it{token}")
    }
}

fn variable(name: &str, how: &str) -> String {
    if name.is_empty() { String::new() } else { format!(" {how} the variable `{name}`") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::value::{Name, Url};

    fn place(url: &str, flavour: &str) -> Place {
        Place { url: Url(url.into()), flavour: Name(flavour.into()), ..Place::default() }
    }

    #[test]
    fn the_address_tells_the_edition_unless_the_settings_do() {
        assert!(is_cloud(&place("https://fernway.atlassian.net/wiki", "")));
        assert!(is_cloud(&place("https://api.atlassian.com/ex/confluence/1f2e/wiki", "")));
        assert!(!is_cloud(&place("https://confluence.fernway.example", "")));
        assert!(!is_cloud(&place("https://fernway.atlassian.net.evil.example", "")));
        assert!(is_cloud(&place("http://127.0.0.1:1/wiki", "cloud")));
    }

    #[test]
    fn a_forgotten_wiki_is_added_at_atlassian_only() {
        assert_eq!(root(&place("https://fernway.atlassian.net/", "")), "https://fernway.atlassian.net/wiki");
        assert_eq!(root(&place("https://fernway.atlassian.net/wiki/", "")), "https://fernway.atlassian.net/wiki");
        let gateway = "https://api.atlassian.com/ex/confluence/1f2e";
        assert_eq!(root(&place(gateway, "")), format!("{gateway}/wiki"));
        assert_eq!(
            root(&place("https://wiki.fernway.example/confluence/", "")),
            "https://wiki.fernway.example/confluence"
        );
    }

    #[test]
    fn what_is_missing_in_the_settings_is_named() {
        let fields: Vec<_> = needs(&place("", "server")).into_iter().map(|(field, ..)| field).collect();
        assert_eq!(fields, ["url", "space", "flavour"]);
    }
}
