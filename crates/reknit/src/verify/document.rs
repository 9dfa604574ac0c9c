//! The documents. Each host fills in who runs it and which relay it talks to, as plain text; everything else must be the template.

use std::collections::BTreeMap;

use anyhow::Result;
use reknit_relay::{
    assets::Assets,
    documents::{DOCUMENTS, Origin, Place},
};

use super::{
    chosen,
    seen::{Seen, plain_headers, typed, unpacked},
};
use crate::{http::Reply, outside::cleaned};

/// Looks at every document; also says which relay the app there talks to.
pub(super) fn all(
    at: &Origin,
    ours: &dyn Assets,
    fetch: &dyn Fn(&str, &str) -> Result<Reply>,
) -> (Vec<(String, Seen)>, Vec<String>) {
    let (mut all, mut talks_to) = (Vec::new(), Vec::new());
    // Help names no relay of its own: it may reach what the first document may.
    let mut known = BTreeMap::new();
    for (path, file) in DOCUMENTS {
        for encoding in super::ENCODINGS {
            let template = ours.get(file).unwrap_or_default();
            let template = String::from_utf8_lossy(&template);
            let (seen, gaps) = match reached(fetch, path, encoding) {
                Ok(reply) => look(at, &template, &reply, &known),
                Err(error) => (Seen::Unreached(format!("{error:#}")), BTreeMap::new()),
            };
            if file == "index.html" && encoding == "identity" && !matches!(seen, Seen::Differs(_)) {
                talks_to = told(&gaps);
                known = gaps;
            }
            all.push((format!("{path} ({encoding})"), seen));
        }
    }
    (all, talks_to)
}

/// A host of plain files answers `/help` with a redirect to `/help/`; a browser follows it, and so does this, once and only there.
fn reached(
    fetch: &dyn Fn(&str, &str) -> Result<Reply>,
    path: &str,
    encoding: &str,
) -> Result<Reply> {
    let reply = fetch(path, encoding)?;
    let folder = format!("{path}/");
    let leads_there = reply.header("location").is_some_and(|it| it.ends_with(&folder));
    if (300..400).contains(&reply.status) && leads_there {
        fetch(&folder, encoding)
    } else {
        Ok(reply)
    }
}

fn told(gaps: &BTreeMap<String, String>) -> Vec<String> {
    let said = |name: &str| gaps.get(name).map(|it| cleaned(it)).filter(|it| !it.is_empty());
    let mut lines = vec![match said("{{relay}}") {
        Some(relay) => {
            format!("  the app there talks to {relay}, and its policy allows no other host")
        }
        None => "  the app there talks to the host that serves it, and its policy allows no other"
            .to_owned(),
    }];
    lines.extend(
        said("{{invitations}}").map(|it| format!("  its invitations open the app at {it}")),
    );
    lines.extend(said("{{operator}}").map(|it| format!("  it says: {it}")));
    lines
}

/// One document, and what stands in its gaps.
fn look(
    at: &Origin,
    template: &str,
    reply: &Reply,
    known: &BTreeMap<String, String>,
) -> (Seen, BTreeMap<String, String>) {
    let nothing = BTreeMap::new();
    let text = match unpacked(reply).map(String::from_utf8) {
        Ok(Ok(text)) => text,
        Ok(Err(_)) => return (Seen::Differs("it is not text".to_owned()), nothing),
        Err(seen) => return (seen, nothing),
    };
    if let Err(seen) = typed(reply, "index.html") {
        return (seen, nothing);
    }
    // No template has them, and nobody's name: some charsets switch by them to signs in which markup hides.
    if text.chars().any(|it| it.is_control() && it != '\n') {
        return (Seen::Differs("it holds control characters".to_owned()), nothing);
    }
    let undone = chosen::undone(template, &text);
    let Some((text, chosen)) = undone else {
        return (Seen::Differs("its helplines are more than a table".to_owned()), nothing);
    };
    let Some(mut gaps) = gaps(template, &text) else {
        return (
            Seen::Differs("more than the gaps of its template was changed".to_owned()),
            nothing,
        );
    };
    for (gap, value) in known {
        if gaps.entry(gap.clone()).or_insert_with(|| value.clone()) != value {
            return (
                Seen::Differs("it says something else than the first document".to_owned()),
                gaps,
            );
        }
    }
    if let Err(seen) = plain_headers(reply) {
        return (seen, gaps);
    }
    let seen = match policies(at, &gaps) {
        Some(allowed) => match policy(&allowed, &gaps, reply) {
            Seen::Same | Seen::Note(_) if !chosen.helplines.is_empty() => {
                Seen::Helplines(chosen.helplines)
            }
            seen => noted(seen, chosen.notes.into_iter().chain(kept(reply))),
        },
        None => Seen::Differs("it names no address where an address should stand".to_owned()),
    };
    (seen, gaps)
}

/// That a browser may keep the document: in its cache it tells what was opened, and it may be shown again without being asked for.
fn kept(reply: &Reply) -> Option<String> {
    let says = reply.header("cache-control").unwrap_or_default().to_ascii_lowercase();
    (!says.contains("no-store")).then(|| {
        "a browser may keep this: the host does not send Cache-Control: no-store".to_owned()
    })
}

/// An answer that is the same, with what else there is to know about it.
fn noted(seen: Seen, more: impl Iterator<Item = String>) -> Seen {
    let notes: Vec<String> = match seen {
        Seen::Same => more.collect(),
        Seen::Note(text) => std::iter::once(text).chain(more).collect(),
        seen => return seen,
    };
    if notes.is_empty() { Seen::Same } else { Seen::Note(notes.join("; ")) }
}

/// The places whose policy may stand there: a relay that knows its name, or one that does not.
fn policies(at: &Origin, gaps: &BTreeMap<String, String>) -> Option<[Place; 2]> {
    let origin = |name: &str| match gaps.get(name).map(String::as_str) {
        None | Some("") => Some(None),
        Some(text) => Origin::parse(text).ok().filter(|it| it.to_string() == text).map(Some),
    };
    let (relay, invitations) = (origin("{{relay}}")?, origin("{{invitations}}")?);
    let place = Place { relay, invitations, ..Place::default() };
    Some([Place { host: at.host().to_owned(), ..place.clone() }, place])
}

fn policy(allowed: &[Place; 2], gaps: &BTreeMap<String, String>, reply: &Reply) -> Seen {
    let inside = gaps.get("{{policy}}").map_or("", String::as_str);
    if !allowed.iter().any(|it| it.policy_in_document() == inside) {
        return Seen::Differs("its policy allows something else than its relay".to_owned());
    }
    match reply.header("content-security-policy") {
        Some(header) if allowed.iter().any(|it| it.policy() == header) => Seen::Same,
        Some(_) => Seen::Differs("the policy in its header is another".to_owned()),
        None => Seen::Note("the host sends no policy; the one in the document holds".to_owned()),
    }
}

/// What stands in the gaps of a template, if everything else is as it is there. A gap holds plain text and no markup.
fn gaps(template: &str, text: &str) -> Option<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    let (mut template, mut text) = (template, text);
    while let Some((before, rest)) = template.split_once("{{") {
        let (name, after) = rest.split_once("}}")?;
        text = text.strip_prefix(before)?;
        let end = text.find(['<', '>', '"']).unwrap_or(text.len());
        let (value, rest) = text.split_at_checked(end)?;
        let gap = format!("{{{{{name}}}}}");
        let is_other = found.insert(gap, value.to_owned()).is_some_and(|it| it != value);
        if is_other {
            return None;
        }
        (template, text) = (after, rest);
    }
    (template == text).then_some(found)
}
