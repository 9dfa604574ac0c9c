//! The short words on screen, from Fluent files.

use std::borrow::Cow;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};

const FILES: [&str; 4] = [
    include_str!("../../../content/en/app.ftl"),
    include_str!("../../../content/en/door.ftl"),
    include_str!("../../../content/en/together.ftl"),
    include_str!("../../../content/en/mine.ftl"),
];

thread_local! {
    static BUNDLE: FluentBundle<FluentResource> = bundle();
}

fn bundle() -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new(vec![unic_langid::LanguageIdentifier::default()]);
    // Everything on a page runs in one direction; the marks would only disturb copying.
    bundle.set_use_isolating(false);
    for text in FILES {
        // A test reads every file; a line that does not parse is left out here.
        let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(it, _)| it);
        let _ = bundle.add_resource(resource);
    }
    bundle
}

/// The words for a key; the key itself where there are none.
pub(crate) fn say(key: &str, args: &[(&'static str, FluentValue<'static>)]) -> String {
    let mut named = FluentArgs::new();
    for (name, value) in args {
        named.set(*name, value.clone());
    }
    BUNDLE.with(|bundle| {
        let message = bundle.get_message(key).and_then(|it| it.value());
        let text = message.map(|it| bundle.format_pattern(it, Some(&named), &mut Vec::new()));
        text.map_or_else(|| key.to_owned(), Cow::into_owned)
    })
}

/// `t!("key")` or `t!("key", name = value)`.
macro_rules! t {
    ($key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::words::say($key, &[$((stringify!($name), ::fluent_bundle::FluentValue::from($value))),*])
    };
}
pub(crate) use t;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_parses_and_none_says_a_thing_twice() {
        let mut bundle = FluentBundle::new(vec![unic_langid::LanguageIdentifier::default()]);
        for text in FILES {
            let resource = FluentResource::try_new(text.to_owned());
            let resource = resource.map_err(|(_, errors)| errors);
            assert!(resource.is_ok(), "{resource:?}");
            let added = resource.map(|it| bundle.add_resource(it));
            assert!(matches!(added, Ok(Ok(()))), "{added:?}");
        }
    }
}
