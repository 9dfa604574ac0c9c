//! Words and marks. Lower case, straight quotes, short for long: `U`, `you` and `yu` should meet.

use super::Span;

/// A word, a number, a mark or an emoji.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Its characters in the text.
    pub span: Span,
    /// In lower case, quotes straightened, shorthand written out (`u` is `you`), letters said three times said twice.
    pub text: String,
    /// Whether it is made of letters or digits.
    pub is_word: bool,
}

/// Shorthand and spellings that mean the same word. Only what is safe in any context.
const SAME: &[(&str, &str)] = &[
    ("u", "you"),
    ("ur", "your"),
    ("yr", "your"),
    ("r", "are"),
    ("ya", "you"),
    ("yu", "you"),
    ("ure", "you're"),
    ("youre", "you're"),
    ("your're", "you're"),
    ("youve", "you've"),
    ("youll", "you'll"),
    ("youd", "you'd"),
    ("im", "i'm"),
    ("ive", "i've"),
    ("dont", "don't"),
    ("doesnt", "doesn't"),
    ("didnt", "didn't"),
    ("cant", "can't"),
    ("couldnt", "couldn't"),
    ("wouldnt", "wouldn't"),
    ("shouldnt", "shouldn't"),
    ("wont", "won't"),
    ("isnt", "isn't"),
    ("arent", "aren't"),
    ("wasnt", "wasn't"),
    ("werent", "weren't"),
    ("havent", "haven't"),
    ("hasnt", "hasn't"),
    ("hadnt", "hadn't"),
    ("thats", "that's"),
    ("whats", "what's"),
    ("theres", "there's"),
    ("theyre", "they're"),
    ("theyve", "they've"),
    ("hes", "he's"),
    ("shes", "she's"),
    ("itll", "it'll"),
    ("thx", "thanks"),
    ("ty", "thanks"),
    ("pls", "please"),
    ("plz", "please"),
    ("bc", "because"),
    ("cuz", "because"),
    ("cos", "because"),
    ("coz", "because"),
    ("tho", "though"),
    ("thru", "through"),
    ("tonite", "tonight"),
    ("2nite", "tonight"),
    ("tmrw", "tomorrow"),
    ("tmr", "tomorrow"),
    ("2moro", "tomorrow"),
    ("ppl", "people"),
    ("abt", "about"),
    ("w", "with"),
    ("wanna", "want to"),
    ("gonna", "going to"),
    ("gotta", "got to"),
    ("kinda", "kind of"),
    ("dunno", "don't know"),
    ("idk", "i don't know"),
    ("idc", "i don't care"),
    ("smth", "something"),
    ("sry", "sorry"),
    ("soz", "sorry"),
    ("srry", "sorry"),
    ("everytime", "every time"),
    ("alot", "a lot"),
    ("wat", "what"),
    ("wot", "what"),
    ("k", "ok"),
    ("okay", "ok"),
    ("nvm", "never mind"),
    ("n", "and"),
    ("yh", "yes"),
    ("yeah", "yes"),
    ("yep", "yes"),
    ("nah", "no"),
    ("nope", "no"),
    ("mum", "mother"),
    ("mom", "mother"),
    ("mam", "mother"),
    ("dad", "father"),
];

/// Cuts characters into words.
pub(super) fn cut(chars: &[char]) -> Vec<Word> {
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(&first) = chars.get(at) {
        let start = at;
        if first.is_whitespace() || first.is_control() {
            at += 1;
            continue;
        }
        let is_word = first.is_alphanumeric();
        at += 1;
        while let Some(&next) = chars.get(at) {
            let goes_on = if is_word {
                next.is_alphanumeric()
                    || is_joiner(next) && chars.get(at + 1).is_some_and(|it| it.is_alphanumeric())
            } else {
                // `...`, `!!` and `??` are one mark; other marks stand alone.
                next == first
            };
            if !goes_on {
                break;
            }
            at += 1;
        }
        let span = Span { start, end: at };
        let text = normal(chars.get(start..at).unwrap_or_default(), is_word);
        words.push(Word { span, text, is_word });
    }
    words
}

fn is_joiner(it: char) -> bool {
    matches!(it, '\'' | '’' | '‘' | '`' | 'ʼ')
}

fn normal(chars: &[char], is_word: bool) -> String {
    let mut text = String::with_capacity(chars.len());
    let (mut last, mut n_same) = ('\0', 0);
    for &it in chars {
        let it = if is_joiner(it) { '\'' } else { it };
        for it in it.to_lowercase() {
            n_same = if it == last { n_same + 1 } else { 1 };
            last = it;
            let n_max = if is_word { 2 } else { 3 };
            // A thousand of one letter would make a word that nobody wrote.
            if n_same <= n_max && text.len() < 64 {
                text.push(it);
            }
        }
    }
    match SAME.iter().find(|(short, _)| *short == text) {
        Some((_, long)) if is_word => (*long).to_owned(),
        _ => text,
    }
}
