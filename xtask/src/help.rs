//! Rendering Help and the landing from what an advocate can edit: Markdown, and the table of helplines.

use std::fs;

use anyhow::{Context as _, Result, bail};
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};

use crate::sh::root;

/// How links inside the app are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Links {
    /// As buttons that a script listens to; nothing of them becomes an address.
    App,
    /// As plain words, for readers without JavaScript.
    Plain,
}

/// All of Help, one section a file, in the order of their numbers.
pub(crate) fn help(links: Links) -> Result<String> {
    let folder = root().join("content/en/help");
    let mut paths: Vec<_> =
        fs::read_dir(folder)?.map(|it| it.map(|it| it.path())).collect::<Result<_, _>>()?;
    paths.sort();
    let helplines = fs::read_to_string(root().join("content/helplines.csv"))?;
    let helplines = reknit_helplines::render(&helplines, reknit_helplines::Source::Ours)
        .context("content/helplines.csv")?;
    // The relay puts a table of its host's own between these two marks, in the place of ours and of what is said about ours.
    let helplines = format!("<!--lines-->{helplines}");
    let mut contents = String::new();
    let mut out = String::new();
    for path in paths.iter().filter(|it| it.extension().is_some_and(|it| it == "md")) {
        let text = fs::read_to_string(path)?;
        let section = section(&text, links).with_context(|| path.display().to_string())?;
        contents.push_str(&entry(&text).with_context(|| path.display().to_string())?);
        // Shown by the script that guesses a country, and by nothing else.
        let guess = "<p class=\"soft small\" id=\"guess-note\" hidden>";
        let section = section.replace("<p>{{guess}} ", guess);
        let section = section.replace("<p>{{helplines}}</p>", &helplines);
        out.push_str(&section.replace("<p>{{/helplines}}</p>", "<!--/lines-->"));
    }
    Ok(with_contents(&out, &contents, links))
}

/// One line of the list of sections.
fn entry(text: &str) -> Result<String> {
    let (front, _) = front(text)?;
    let get = |key: &str| front.lines().find_map(|it| it.strip_prefix(key)).map(str::trim);
    let id = get("id:").context("a section has an id")?;
    let title = get("title:").context("a section has a title")?;
    Ok(format!(
        "<li><button type=\"button\" class=\"link\" data-page=\"help/{id}\">{title}</button></li>"
    ))
}

/// The list of sections in its place. Not where it would need addresses: those would stay in the history of the browser.
fn with_contents(text: &str, contents: &str, links: Links) -> String {
    let parts = text.split_once("<p>{{contents}} ");
    let parts = parts.and_then(|(before, rest)| Some((before, rest.split_once("</p>")?)));
    let Some((before, (title, after))) = parts else { return text.to_owned() };
    match links {
        Links::App => format!(
            "{before}<nav class=\"contents only-js no-print\" aria-label=\"{title}\"><h3>{title}</h3><ul class=\"plain\">{contents}</ul></nav>{after}"
        ),
        Links::Plain => format!("{before}{after}"),
    }
}

/// The landing: what stands before the first heading, and the rest. The ways on stand between them.
pub(crate) fn landing() -> Result<(String, String)> {
    let page = page("content/en/landing.md", Links::App)?;
    let at = page.find("<h2>").context("the landing has headings")?;
    let (first, rest) = page.split_at(at);
    Ok((first.to_owned(), rest.to_owned()))
}

/// One page without its title. It stands alone, so its headings begin one step higher than those of a section.
pub(crate) fn page(path: &str, links: Links) -> Result<String> {
    let text = fs::read_to_string(root().join(path)).with_context(|| path.to_owned())?;
    let (_, body) = front(&text).with_context(|| path.to_owned())?;
    let raised = [("h3>", "h2>"), ("h4>", "h3>")];
    Ok(raised.iter().fold(markdown(body, links), |text, (from, to)| text.replace(from, to)))
}

fn section(text: &str, links: Links) -> Result<String> {
    let (front, body) = front(text)?;
    let get = |key: &str| {
        let prefix = format!("{key}:");
        front.lines().find_map(|it| it.strip_prefix(&prefix)).map(str::trim)
    };
    let id = get("id").context("a section has an id")?.rsplit('/').next().unwrap_or_default();
    let title = get("title").context("a section has a title")?;
    let body = markdown(body, links);
    Ok(format!("<section id=\"help-{id}\" tabindex=\"-1\"><h2>{title}</h2>\n{body}</section>\n"))
}

fn front(text: &str) -> Result<(&str, &str)> {
    let rest = text.strip_prefix("---\n").context("a page begins with its front matter")?;
    match rest.split_once("\n---\n") {
        Some(parts) => Ok(parts),
        None => bail!("the front matter does not end"),
    }
}

fn markdown(text: &str, links: Links) -> String {
    let parser = Parser::new_ext(text, Options::ENABLE_TABLES);
    let mut inside = Vec::new();
    let events = parser.filter_map(|event| match event {
        // What editors say to each other never reaches the page.
        Event::Html(_) | Event::InlineHtml(_) => None,
        Event::Start(Tag::Heading { level, .. }) => {
            let level = if level as usize > 2 { "h4" } else { "h3" };
            Some(Event::Html(CowStr::from(format!("<{level}>"))))
        }
        Event::End(TagEnd::Heading(level)) => {
            let level = if level as usize > 2 { "h4" } else { "h3" };
            Some(Event::Html(CowStr::from(format!("</{level}>\n"))))
        }
        Event::Start(Tag::Link { dest_url, .. }) => {
            let (open, close) = link(&dest_url, links);
            inside.push(close);
            Some(Event::Html(CowStr::from(open)))
        }
        Event::End(TagEnd::Link) => {
            Some(Event::Html(CowStr::from(inside.pop().unwrap_or_default())))
        }
        other => Some(other),
    });
    let mut out = String::new();
    html::push_html(&mut out, events);
    out
}

fn link(url: &str, links: Links) -> (String, String) {
    match (url.strip_prefix("page:"), links) {
        (Some(page), Links::App) => (
            format!("<button type=\"button\" class=\"link\" data-page=\"{page}\">"),
            "</button>".into(),
        ),
        (Some(_), Links::Plain) => (String::new(), String::new()),
        (None, _) if url.starts_with("tel:") => (format!("<a href=\"{url}\">"), "</a>".into()),
        (None, _) => (format!("<a href=\"{url}\" rel=\"noreferrer\">"), "</a>".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_inside_the_app_never_become_addresses() {
        let text = "[Help](page:help) and [call](tel:116123) and [site](https://example.org/)";
        let app = markdown(text, Links::App);
        assert!(
            app.contains("<button type=\"button\" class=\"link\" data-page=\"help\">Help</button>")
        );
        assert!(app.contains("<a href=\"https://example.org/\" rel=\"noreferrer\">site</a>"));
        let plain = markdown(text, Links::Plain);
        assert!(plain.starts_with("<p>Help and <a href=\"tel:116123\">call</a>"));
    }

    #[test]
    fn every_mark_of_help_is_filled_in() {
        let app = help(Links::App).unwrap();
        assert!(app.contains("data-page=\"help/suicide\">Thoughts of suicide</button>"));
        let plain = help(Links::Plain).unwrap();
        assert!(!app.contains("{{") && !plain.contains("{{"));
        assert!(!plain.contains("data-page"));
    }

    #[test]
    fn what_editors_say_to_each_other_stays_with_them() {
        assert_eq!(markdown("a\n\n<!-- for us -->\n\nb", Links::App), "<p>a</p>\n<p>b</p>\n");
    }
}
