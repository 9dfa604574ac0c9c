//! The short words on screen. They stand in Fluent files; build.rs parses those into the table used here.

/// A piece of a message.
#[derive(Debug)]
enum Part {
    /// Words.
    Text(&'static str),
    /// What was handed in under this name.
    Arg(&'static str),
    /// By a number: the first choice that fits, the last of which fits always.
    Choose(&'static str, &'static [(Option<u32>, &'static [Part])]),
}

/// Every message by its key, sorted.
static WORDS: &[(&str, &[Part])] = include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// What a message is filled with.
#[derive(Debug)]
pub(crate) enum Value {
    Text(String),
    Number(u32),
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Number(number)
    }
}

/// The words for a key; the key itself where there are none.
pub(crate) fn say(key: &str, args: &[(&str, Value)]) -> String {
    let found = WORDS.binary_search_by(|(it, _)| (*it).cmp(key)).ok();
    let Some((_, parts)) = found.and_then(|it| WORDS.get(it)) else { return key.to_owned() };
    let mut out = String::new();
    write(parts, args, &mut out);
    out
}

fn write(parts: &[Part], args: &[(&str, Value)], out: &mut String) {
    let arg = |name: &str| args.iter().find(|(it, _)| *it == name).map(|(_, value)| value);
    for part in parts {
        match part {
            Part::Text(text) => out.push_str(text),
            Part::Arg(name) => match arg(name) {
                Some(Value::Text(text)) => out.push_str(text),
                Some(Value::Number(number)) => out.push_str(&number.to_string()),
                None => {}
            },
            Part::Choose(name, choices) => {
                let number = match arg(name) {
                    Some(Value::Number(number)) => Some(*number),
                    Some(Value::Text(_)) | None => None,
                };
                let fits = |it: &&(Option<u32>, &[Part])| it.0.is_none() || it.0 == number;
                if let Some((_, parts)) = choices.iter().find(fits) {
                    write(parts, args, out);
                }
            }
        }
    }
}

/// `t!("key")` or `t!("key", name = value)`.
macro_rules! t {
    ($key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::words::say($key, &[$((stringify!($name), $crate::words::Value::from($value))),*])
    };
}
pub(crate) use t;

#[cfg(test)]
mod tests {
    #[test]
    fn words_are_filled_in_and_numbers_choose_theirs() {
        assert_eq!(t!("back"), "Back");
        assert_eq!(t!("together-with", name = "Noor"), "You and Noor");
        assert_eq!(t!("steps-going", n = 0), "Nothing is promised at the moment.");
        assert_eq!(t!("steps-going", n = 1), "One step is going.");
        assert_eq!(t!("steps-going", n = 7), "7 steps are going.");
        assert_eq!(super::say("nothing-of-this-name", &[]), "nothing-of-this-name");
    }
}
