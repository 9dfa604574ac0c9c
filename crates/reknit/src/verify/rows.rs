//! Two tables of helplines, row by row: what a host added, took away or changed.

use std::collections::BTreeMap;

use crate::outside::cleaned;

/// How the rows of theirs differ from ours, in words; each is cleaned and bounded.
pub(super) fn changed(ours: &str, theirs: &str) -> Vec<String> {
    let (ours, theirs) = (rows(ours), rows(theirs));
    let mut told = Vec::new();
    for (name, row) in &theirs {
        match ours.get(name) {
            None => told.push(format!("added   {}: {}", cleaned(name), cleaned(row))),
            Some(it) if it != row => {
                let (name, was, is) = (cleaned(name), cleaned(it), cleaned(row));
                told.push(format!("changed {name}: {is} (ours: {was})"));
            }
            Some(_) => {}
        }
    }
    let gone = ours.keys().filter(|it| !theirs.contains_key(*it));
    told.extend(gone.map(|it| format!("removed {}", cleaned(it))));
    if told.is_empty() {
        told.push("the rows are the same, in other words around them".to_owned());
    }
    told
}

/// Every row by country and service. Rows of one name are one; nothing of the table is left out.
fn rows(html: &str) -> BTreeMap<String, String> {
    let mut rows = BTreeMap::<String, String>::new();
    let mut put = |name: String, html: &str| {
        let text = words(html);
        if !text.is_empty() {
            let row = rows.entry(name).or_default();
            row.push_str(if row.is_empty() { "" } else { " / " });
            row.push_str(&text);
        }
    };
    let mut parts = html.split("<details");
    put("above the table".to_owned(), parts.next().unwrap_or_default());
    for part in parts {
        let part = format!("<details{part}");
        let (head, rest) = part.split_once("</summary>").unwrap_or(("", &part));
        let country = words(head);
        let mut lines = rest.split("<li");
        put(format!("{country}, without a service"), lines.next().unwrap_or_default());
        for line in lines {
            let line = format!("<li{line}");
            let service =
                line.split_once("<strong>").and_then(|(_, it)| it.split_once("</strong>"));
            let service = service.map(|it| words(it.0)).unwrap_or_default();
            put(format!("{country}, {service}"), &line);
        }
    }
    rows
}

/// The text of HTML, and where its links lead: a number can be printed right and dialled wrong.
fn words(html: &str) -> String {
    let mut out = String::new();
    for part in html.split('<') {
        let (tag, text) = part.split_once('>').unwrap_or(("", part));
        let leads = tag.split_once("href=\"").and_then(|it| it.1.split_once('"'));
        if let Some((to, _)) = leads {
            out.push_str(&format!(" [{to}] "));
        }
        out.push(' ');
        out.push_str(text);
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &str) -> String {
        format!(
            "<details class=\"country\"><summary>Austria</summary><p>Emergency: 133</p><ul>{rows}</ul></details>"
        )
    }

    fn row(service: &str, dial: &str) -> String {
        format!(
            "<li><div><strong>{service}</strong></div><div><a href=\"tel:{dial}\">0800</a></div></li>"
        )
    }

    #[test]
    fn every_row_that_differs_is_named() {
        let ours = table(&(row("One", "0800") + &row("Two", "0800")));
        // The same number is read, another would be dialled.
        let theirs = table(&(row("One", "0900") + &row("Th\u{1b}ree", "0800")));
        assert_eq!(
            changed(&ours, &theirs),
            [
                "changed Austria, One: One [tel:0900] 0800 (ours: One [tel:0800] 0800)",
                "added   Austria, Three: Three [tel:0800] 0800",
                "removed Austria, Two",
            ]
        );
        let emergency = changed(&ours, &ours.replace("133", "900"));
        assert_eq!(
            emergency,
            ["changed Austria, without a service: Emergency: 900 (ours: Emergency: 133)"]
        );
        assert_eq!(
            changed(&ours, &format!("<p>Call me.</p>{ours}")),
            ["added   above the table: Call me."]
        );
    }
}
