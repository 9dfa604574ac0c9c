//! Takes the words of `content/` into the client: Fluent as a table of parts, TOML as JSON, Learn pages as HTML.
//!
//! A parser of Fluent in the browser would weigh as much as all its words (ADR 0006), so they are parsed here.

use std::{collections::BTreeMap, env, fmt::Write as _, fs, path::Path};

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey,
};
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Fallible<()> {
    let content = Path::new("../../content/en");
    println!("cargo:rerun-if-changed={}", content.display());
    let out = env::var("OUT_DIR")?;
    let out = Path::new(&out);
    for entry in fs::read_dir(content)? {
        let path = entry?.path();
        let name = path.file_stem().and_then(|it| it.to_str()).unwrap_or_default();
        if path.extension().is_none_or(|it| it != "toml") {
            continue;
        }
        let text = fs::read_to_string(&path)?;
        let value: toml::Value = toml::from_str(&text)?;
        fs::write(out.join(format!("{name}.json")), serde_json::to_vec(&value)?)?;
    }
    let learn = pages(&content.join("learn"), &[])?;
    fs::write(out.join("learn.json"), serde_json::to_vec(&learn)?)?;
    let practices = pages(&content.join("practice"), &["heading", "alone", "together"])?;
    fs::write(out.join("practice.json"), serde_json::to_vec(&practices)?)?;
    fs::write(out.join("words.rs"), words(content)?)?;
    Ok(())
}

/// A table of messages, sorted by key: `&[("key", &[Part])]`.
fn words(folder: &Path) -> Fallible<String> {
    let mut messages = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_none_or(|it| it != "ftl") {
            continue;
        }
        let text = fs::read_to_string(&path)?;
        let parsed = fluent_syntax::parser::parse(text.as_str());
        let resource = parsed.map_err(|(_, errors)| format!("{}: {errors:?}", path.display()))?;
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let key = message.id.name.to_owned();
            let pattern = message.value.ok_or_else(|| format!("{key} says nothing"))?;
            if messages.insert(key.clone(), parts(&pattern)?).is_some() {
                return Err(format!("{key} is said twice").into());
            }
        }
    }
    let mut out = "&[".to_owned();
    for (key, parts) in messages {
        write!(out, "({key:?}, {parts}),")?;
    }
    out.push(']');
    Ok(out)
}

fn parts(pattern: &Pattern<&str>) -> Fallible<String> {
    let mut out = "&[".to_owned();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => write!(out, "Part::Text({value:?}),")?,
            PatternElement::Placeable { expression } => match expression {
                Expression::Inline(InlineExpression::VariableReference { id }) => {
                    write!(out, "Part::Arg({:?}),", id.name)?;
                }
                Expression::Select {
                    selector: InlineExpression::VariableReference { id },
                    variants,
                } => write!(out, "Part::Choose({:?}, {}),", id.name, choices(variants)?)?,
                other => return Err(format!("not used here: {other:?}").into()),
            },
        }
    }
    out.push(']');
    Ok(out)
}

/// `&[(what the number must be, &[Part])]`; the one that stands for all others comes last.
fn choices(variants: &[Variant<&str>]) -> Fallible<String> {
    let mut out = "&[".to_owned();
    let (others, named): (Vec<_>, Vec<_>) = variants.iter().partition(|it| it.default);
    for variant in named {
        let when = match &variant.key {
            VariantKey::NumberLiteral { value } => value.parse::<u32>()?,
            // English: one thing, or several.
            VariantKey::Identifier { name: "one" } => 1,
            VariantKey::Identifier { name } => return Err(format!("not English: {name}").into()),
        };
        write!(out, "(Some({when}), {}),", parts(&variant.value)?)?;
    }
    for variant in others {
        write!(out, "(None, {}),", parts(&variant.value)?)?;
    }
    out.push(']');
    Ok(out)
}

/// `[{id, title, minutes, html}]` with what `more` names, in the order of the files' numbers.
fn pages(folder: &Path, more: &[&str]) -> Fallible<Vec<serde_json::Value>> {
    let mut paths: Vec<_> =
        fs::read_dir(folder)?.map(|it| it.map(|it| it.path())).collect::<Result<_, _>>()?;
    paths.sort();
    let mut pages = Vec::new();
    for path in paths.iter().filter(|it| it.extension().is_some_and(|it| it == "md")) {
        let text = fs::read_to_string(path)?;
        let rest = text.strip_prefix("---\n").ok_or("a page begins with its front matter")?;
        let (front, body) = rest.split_once("\n---\n").ok_or("the front matter does not end")?;
        let get = |key: &str| {
            let line = front.lines().find_map(|it| it.strip_prefix(key)?.strip_prefix(':'));
            line.map(str::trim).ok_or_else(|| format!("{}: no {key}", path.display()))
        };
        let mut page = serde_json::json!({
            "id": get("id")?,
            "title": get("title")?,
            "minutes": minutes(body),
            "html": markdown(body),
        });
        for key in more {
            page[*key] = get(key)?.into();
        }
        pages.push(page);
    }
    Ok(pages)
}

/// How long it takes to read, at 200 words a minute.
fn minutes(text: &str) -> usize {
    let words = Parser::new_ext(text, Options::ENABLE_TABLES).filter_map(|event| match event {
        Event::Text(text) => Some(text.split_whitespace().count()),
        _ => None,
    });
    words.sum::<usize>().div_ceil(200).max(1)
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
