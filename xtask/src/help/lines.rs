//! The helplines: every row as sure as it is, and no surer (safety.md, "Helplines").
//!
//! Rows that may print their number do, with `tel:` digits equal to those printed; the others show name and address only. None has
//! been checked by a person on the service's own page unless `verified_on` says when.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, ensure};

/// The lines of the article that always ship.
const ALWAYS: [&str; 2] = ["National Domestic Violence Hotline", "Love is Respect"];

struct Line {
    country: String,
    code: String,
    service: String,
    who: String,
    numbers: String,
    dial: String,
    text_chat: String,
    web: String,
    hours: String,
    emergency: String,
    warning: String,
    prints: bool,
    verified_on: String,
}

fn read(csv: &str) -> Result<Vec<Line>> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let headers = reader.headers()?.clone();
    let mut lines = Vec::new();
    for (number, row) in (2..).zip(reader.records()) {
        let row = row.with_context(|| format!("helplines, line {number}"))?;
        let get = |name: &str| -> Result<String> {
            let at = headers.iter().position(|it| it == name);
            let at = at.with_context(|| format!("helplines: there is no column {name}"))?;
            Ok(row.get(at).unwrap_or_default().trim().to_owned())
        };
        let line = Line {
            country: get("country")?,
            code: get("country_code")?,
            service: get("service")?,
            who: get("who_it_serves")?,
            numbers: get("numbers_as_printed")?,
            dial: get("tel_dial")?,
            text_chat: get("text_chat")?,
            web: get("web")?,
            hours: get("hours")?,
            emergency: get("emergency_number_from_memory")?,
            warning: get("conflict_or_warning")?,
            prints: get("print_number")? == "yes",
            verified_on: get("verified_on")?,
        };
        line.check().with_context(|| format!("helplines, line {number}: {}", line.service))?;
        lines.push(line);
    }
    for service in ALWAYS {
        ensure!(
            lines.iter().any(|it| it.service == service && it.prints),
            "helplines: {service} always ships with its number"
        );
    }
    Ok(lines)
}

/// Digits of a number as it is printed; letters that stand for digits do not count.
fn digits(printed: &str) -> String {
    printed.chars().filter(char::is_ascii_digit).collect()
}

impl Line {
    fn check(&self) -> Result<()> {
        ensure!(!self.service.is_empty() && !self.country.is_empty(), "no service, or no country");
        ensure!(
            self.web.is_empty() || self.web.starts_with("https://"),
            "the address is not https"
        );
        if self.prints && !self.dial.is_empty() {
            ensure!(
                self.printed().is_some(),
                "the digits to dial ({}) are not among those printed ({})",
                self.dial,
                self.numbers
            );
        }
        Ok(())
    }

    /// The printed number whose digits are the ones to dial.
    fn printed(&self) -> Option<String> {
        let first = self.numbers.split([';', '(', ',']).map(str::trim);
        let found = first.clone().find(|it| digits(it) == self.dial);
        found.map(|it| it.trim_end_matches("TTY").trim().to_owned())
    }

    fn html(&self) -> String {
        let mut parts = vec![format!("<strong>{}</strong>", escape(&self.service))];
        if !self.who.is_empty() {
            parts.push(format!("<span class=\"soft\">{}</span>", escape(&self.who)));
        }
        if let Some(printed) = self.printed().filter(|_| self.prints) {
            let shown = if ALWAYS.contains(&self.service.as_str()) && self.numbers.contains("SAFE")
            {
                "1-800-799-SAFE (7233)".to_owned()
            } else {
                printed
            };
            parts.push(format!(
                "<a class=\"tel\" href=\"tel:{}\">{}</a>",
                self.dial,
                escape(&shown)
            ));
            let details = [&self.text_chat, &self.hours];
            let details: Vec<String> = details
                .into_iter()
                .filter(|it| !it.is_empty())
                .map(|it| escape(&without_addresses(it)))
                .collect();
            if !details.is_empty() {
                parts.push(format!("<span class=\"soft\">{}</span>", details.join(" · ")));
            }
        }
        if !self.web.is_empty() {
            let name = self.web.trim_start_matches("https://").trim_end_matches('/');
            parts.push(format!(
                "<a href=\"{}\" rel=\"noreferrer\">{}</a>",
                escape(&self.web),
                escape(name)
            ));
        }
        format!("<li>{}</li>\n", parts.join(" "))
    }
}

/// Addresses of other sites stand only as links.
fn without_addresses(text: &str) -> String {
    text.split_whitespace().filter(|it| !it.starts_with("http")).collect::<Vec<_>>().join(" ")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The helplines by country, each chosen by hand.
pub(super) fn render(csv: &str) -> Result<String> {
    let mut countries: BTreeMap<(bool, String), Vec<Line>> = BTreeMap::new();
    for line in read(csv)? {
        // Directories for all countries come last.
        let key = (line.code == "INT", line.country.clone());
        countries.entry(key).or_default().push(line);
    }
    let mut out = String::new();
    for ((_, country), lines) in countries {
        let emergency = lines.iter().map(|it| it.emergency.as_str()).find(|it| !it.is_empty());
        let code = lines.first().map(|it| it.code.to_lowercase()).unwrap_or_default();
        let emergency = emergency.map_or(String::new(), |it| {
            format!("<p>Emergency number, as we know it: <strong>{}</strong></p>", escape(it))
        });
        let rows: String = lines.iter().map(Line::html).collect();
        out.push_str(&format!(
            "<details class=\"country\" data-country=\"{code}\"><summary>{}</summary>{emergency}<ul>{rows}</ul></details>\n",
            escape(&country)
        ));
    }
    Ok(out)
}

/// Rows that no person has checked, for `tidy` to list.
pub(crate) fn unverified(csv: &str) -> Result<Vec<String>> {
    let lines = read(csv)?;
    let rows = lines.iter().filter(|it| it.verified_on.is_empty());
    Ok(rows
        .map(|it| {
            format!(
                "{}: {}{}",
                it.code,
                it.service,
                if it.warning.is_empty() { "" } else { " (has a warning)" }
            )
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "country_code,country,service,who_it_serves,numbers_as_printed,tel_dial,text_chat,web,hours,languages,emergency_number_from_memory,how_sure,source_checked,conflict_or_warning,print_number,verified_on\n";
    const TWO: &str = "US,United States,National Domestic Violence Hotline,anyone,1-800-799-7233 (SAFE); TTY 1-800-787-3224,18007997233,,https://www.thehotline.org/,24/7,en,911,seen,x,,yes,\n\
        US,United States,Love is Respect,young adults,1-866-331-9474,18663319474,,https://www.loveisrespect.org/,24/7,en,911,seen,x,,yes,\n";

    #[test]
    fn the_digits_to_dial_are_the_digits_printed() {
        let html = render(&format!("{HEAD}{TWO}")).unwrap();
        assert!(html.contains("<a class=\"tel\" href=\"tel:18663319474\">1-866-331-9474</a>"));
        assert!(
            html.contains("<a class=\"tel\" href=\"tel:18007997233\">1-800-799-SAFE (7233)</a>")
        );
        let wrong = TWO.replace(",18663319474,", ",18663119474,");
        let error = render(&format!("{HEAD}{wrong}")).unwrap_err();
        assert!(format!("{error:#}").contains("line 3"), "{error:#}");
    }

    #[test]
    fn a_row_that_is_not_sure_shows_no_number() {
        let row = "GB,United Kingdom,Galop,LGBT+,0800 999 5428,08009995428,chat,https://galop.org.uk/,,en,999,unsure,x,,no,\n";
        let html = render(&format!("{HEAD}{TWO}{row}")).unwrap();
        assert!(html.contains("galop.org.uk") && !html.contains("5428"));
    }

    #[test]
    fn the_two_lines_of_the_article_always_ship() {
        let one = TWO.lines().next().unwrap();
        assert!(render(&format!("{HEAD}{one}\n")).is_err());
    }

    #[test]
    fn what_ships_is_readable() {
        let csv = std::fs::read_to_string(crate::sh::root().join("content/helplines.csv")).unwrap();
        assert!(render(&csv).unwrap().contains("tel:116123"));
    }
}
