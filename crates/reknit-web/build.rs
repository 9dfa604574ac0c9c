//! Takes the words of `content/` into the client: TOML as JSON, Learn pages as HTML.

use std::{env, fs, path::Path};

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Fallible<()> {
    let content = Path::new("../../content/en");
    println!("cargo:rerun-if-changed={}", content.display());
    let out = env::var("OUT_DIR")?;
    let out = Path::new(&out);
    for name in ["checkin", "questions", "moment"] {
        let text = fs::read_to_string(content.join(format!("{name}.toml")))?;
        let value: toml::Value = toml::from_str(&text)?;
        fs::write(out.join(format!("{name}.json")), serde_json::to_vec(&value)?)?;
    }
    fs::write(out.join("learn.json"), serde_json::to_vec(&learn(&content.join("learn"))?)?)?;
    Ok(())
}

/// `[{id, title, minutes, html}]` in the order of the files' numbers.
fn learn(folder: &Path) -> Fallible<Vec<serde_json::Value>> {
    let mut paths: Vec<_> =
        fs::read_dir(folder)?.map(|it| it.map(|it| it.path())).collect::<Result<_, _>>()?;
    paths.sort();
    let mut pages = Vec::new();
    for path in paths.iter().filter(|it| it.extension().is_some_and(|it| it == "md")) {
        let text = fs::read_to_string(path)?;
        let rest = text.strip_prefix("---\n").ok_or("a page begins with its front matter")?;
        let (front, body) = rest.split_once("\n---\n").ok_or("the front matter does not end")?;
        let get = |key: &str| {
            let line = front.lines().find_map(|it| it.strip_prefix(key));
            line.map(str::trim).ok_or("front matter has id, title and minutes")
        };
        pages.push(serde_json::json!({
            "id": get("id:")?,
            "title": get("title:")?,
            "minutes": get("minutes:")?.parse::<u32>()?,
            "html": markdown(body),
        }));
    }
    Ok(pages)
}

/// Links inside the app become buttons, so that nothing of them becomes an address (safety rule 9).
fn markdown(text: &str) -> String {
    let mut closing = Vec::new();
    let events = Parser::new_ext(text, Options::ENABLE_TABLES).filter_map(|event| match event {
        Event::Html(_) | Event::InlineHtml(_) => None,
        Event::Start(Tag::Table(_)) => {
            Some(Event::Html("<div class=\"scroll\" tabindex=\"0\" role=\"group\"><table>".into()))
        }
        Event::End(TagEnd::Table) => Some(Event::Html("</tbody></table></div>".into())),
        Event::Start(Tag::Link { dest_url, .. }) => {
            let (open, close) = match dest_url.strip_prefix("page:") {
                Some(page) => (
                    format!("<button type=\"button\" class=\"link\" data-page=\"{page}\">"),
                    "</button>",
                ),
                None => (format!("<a href=\"{dest_url}\" rel=\"noreferrer\">"), "</a>"),
            };
            closing.push(close);
            Some(Event::Html(CowStr::from(open)))
        }
        Event::End(TagEnd::Link) => closing.pop().map(|it| Event::Html(it.into())),
        other => Some(other),
    });
    let mut out = String::new();
    html::push_html(&mut out, events);
    out
}
