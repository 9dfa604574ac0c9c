//! Writing the table as a part of Help: each country chosen by hand, readable without JavaScript.

use std::{collections::BTreeMap, fmt::Write as _};

use crate::read::{ALWAYS, Line, ReadError, read};

/// Whose table it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Ours, put together from other lists.
    Ours,
    /// That of whoever runs this server.
    Host,
}

/// The helplines by country, directories for all countries last.
///
/// # Errors
///
/// [`ReadError`] where the table cannot be used.
pub fn render(csv: &str, source: Source) -> Result<String, ReadError> {
    let mut countries: BTreeMap<(bool, String), Vec<Line>> = BTreeMap::new();
    for line in read(csv)? {
        let key = (line.code == "INT", line.country.clone());
        countries.entry(key).or_default().push(line);
    }
    let mut out = String::new();
    if source == Source::Host {
        out.push_str("<p class=\"soft\">Whoever runs this server gave this list.</p>\n");
    }
    for ((_, country), lines) in countries {
        let emergency = lines.iter().map(|it| it.emergency.as_str()).find(|it| !it.is_empty());
        let code = lines.first().map(|it| it.code.to_lowercase()).unwrap_or_default();
        let emergency = emergency.map_or(String::new(), |it| {
            let numbers: Vec<String> = it.split(" / ").map(number).collect();
            format!("<p>Emergency number, as we know it: {}</p>", numbers.join(" / "))
        });
        let rows: String = lines.iter().map(Line::html).collect();
        let _ = writeln!(
            out,
            "<details class=\"country\" data-country=\"{}\"><summary>{}</summary>{emergency}<ul class=\"lines\">{rows}</ul></details>",
            escape(&code),
            escape(&country)
        );
    }
    if source == Source::Host {
        out.push_str(HOST_NOTE);
    }
    Ok(out)
}

/// What is said below a host's own table, in the place of what Help says about ours.
const HOST_NOTE: &str = "<p><strong>Check before you rely on it.</strong> This list comes from whoever runs this server, and not from \
    the makers of this app. Nobody here has checked it. If you are not sure of the person who runs it, compare the number with the \
    service’s own page first.</p>\n";

/// A short number, to dial where it is nothing but digits.
fn number(text: &str) -> String {
    let is_dialled = text.bytes().all(|it| it.is_ascii_digit());
    let text = escape(text);
    if is_dialled {
        format!("<a class=\"tel\" href=\"tel:{text}\">{text}</a>")
    } else {
        format!("<strong>{text}</strong>")
    }
}

impl Line {
    fn html(&self) -> String {
        let mut rows = vec![format!("<strong>{}</strong>", escape(&self.service))];
        if !self.who.is_empty() {
            rows.push(format!("<span class=\"soft small\">{}</span>", escape(&self.who)));
        }
        if self.prints {
            if let Some(printed) = self.printed() {
                let is_article = self.dial == ALWAYS[0].1;
                let shown = if is_article { "1-800-799-SAFE (7233)".to_owned() } else { printed };
                let (dial, shown) = (&self.dial, escape(&shown));
                rows.push(format!("<a class=\"tel\" href=\"tel:{dial}\">{shown}</a>"));
            } else {
                rows.push(escape(&self.numbers));
            }
            let details = [&self.text_chat, &self.hours].map(|it| escape(&without_addresses(it)));
            let details: Vec<_> = details.into_iter().filter(|it| !it.is_empty()).collect();
            if !details.is_empty() {
                let details = details.join(" · ");
                rows.push(format!("<span class=\"soft small\">{details}</span>"));
            }
        }
        if !self.web.is_empty() {
            let name = self.web.trim_start_matches("https://").trim_end_matches('/');
            let (web, name) = (escape(&self.web), escape(name));
            rows.push(format!("<a href=\"{web}\" rel=\"noreferrer\">{name}</a>"));
        }
        if !self.verified_on.is_empty() {
            let day = escape(&self.verified_on);
            rows.push(format!("<span class=\"soft small\">checked on {day}</span>"));
        }
        let rows: String = rows.iter().map(|it| format!("<div>{it}</div>")).collect();
        format!("<li>{rows}</li>\n")
    }
}

/// Addresses of other sites stand only as links.
fn without_addresses(text: &str) -> String {
    text.split_whitespace().filter(|it| !it.starts_with("http")).collect::<Vec<_>>().join(" ")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
