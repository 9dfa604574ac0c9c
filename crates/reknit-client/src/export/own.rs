//! What was written for oneself, told as the screens tell it: no place in the vault, and nothing that only the app needs.

use serde_json::{Map, Value, json};

use super::{
    days::is_day,
    words::{find, place},
};

/// What only the app needs: which part was on the screen, for whom something waits, what was read once.
const UNTOLD: [&str; 8] =
    ["told_it_stays", "never", "asks", "at", "space", "letter", "entries", "revises"];

/// What an item of the vault is called.
pub(super) fn name(key: &str) -> String {
    let (key, which) = match key.rsplit_once(' ') {
        Some((rest, n)) if n.parse::<u32>().is_ok() => (rest, format!(" ({n})")),
        _ => (key, String::new()),
    };
    let day = key.rsplit('/').next().filter(|it| is_day(it));
    let day = day.map(|it| format!(" {it}")).unwrap_or_default();
    let place = key.replace(' ', "_");
    // Behind what has a name stands only which one it is.
    let mut known = place.as_str();
    loop {
        if let Some(words) = find(&format!("private-{}", known.replace('/', "-"))) {
            return format!("{words}{day}{which}");
        }
        let Some((front, _)) = known.rsplit_once(['/', '-']) else { break };
        known = front;
    }
    format!("{}{which}", key.replace(['/', '_'], " "))
}

/// What stands in it, to be read field by field.
pub(super) fn told(key: &str, value: Value) -> Value {
    match value {
        Value::Object(fields) if key.starts_with("sheet/card/") => {
            let mut fields: Vec<_> = fields.into_iter().collect();
            fields.sort_by_key(|(name, _)| place(&format!("card-{name}")));
            let fields = fields.into_iter().map(|(name, it)| json!({ "name": name, "words": it }));
            Value::Array(fields.collect())
        }
        value => tidied(value),
    }
}

fn tidied(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut told = Map::new();
            for (key, value) in
                fields.into_iter().filter(|(key, _)| !UNTOLD.contains(&key.as_str()))
            {
                match (key.as_str(), tidied(value)) {
                    // The parts of a letter stand beside its offers, so that all come in their order.
                    ("words", Value::Object(parts)) => told.extend(parts),
                    ("offers", Value::Array(offers)) => {
                        told.insert(key, offers.into_iter().map(offer).collect());
                    }
                    (_, value) => {
                        told.insert(key, value);
                    }
                }
            }
            Value::Object(told)
        }
        Value::Array(all) => all.into_iter().map(tidied).collect(),
        other => other,
    }
}

/// Says of its words what they are.
fn offer(mut offer: Value) -> Value {
    if let Some(fields) = offer.as_object_mut()
        && let Some(words) = fields.remove("words")
    {
        fields.insert("offers".to_owned(), words);
    }
    offer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_the_vault_have_names() {
        for (key, named) in [
            ("sheet/letter", "A letter"),
            ("sheet/letter/0f", "A letter"),
            ("sheet/where 2", "Where I am now (2)"),
            ("sheet/card/good-news", "A card: Good news"),
            ("sheet/card-answer-01", "What I say to a card"),
            ("sliders/2027-01-11", "My numbers, week of 2027-01-11"),
            ("closed page", "My closed page"),
            ("not sent yet 1", "Not sent yet (1)"),
            ("mark/01", "A step promised to me"),
            ("sheet/of-later", "A note"),
            ("something/of_later", "something of later"),
        ] {
            assert_eq!(name(key), named);
        }
    }
}
