//! What being open is never about. A list of words cannot read a mind: it stops what is typed in good faith, and the sentence that
//! is shown then says why. What somebody forces another to type is met by the private questions and by Help, not by a list.

/// What stays a person's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Never {
    /// Passwords, codes, devices, accounts.
    Keys,
    /// Where one is.
    Whereabouts,
    /// One's own money.
    Money,
    /// Contact with friends, family, a lawyer or an advocate.
    People,
}

/// Words that name it: a word, or its beginning where a star follows.
const WORDS: [(Never, &[&str]); 4] = [
    (
        Never::Keys,
        &[
            "password*",
            "passcode*",
            "passphrase*",
            "pin",
            "login*",
            "unlock*",
            "phone",
            "phones",
            "mobile*",
            "laptop*",
            "tablet*",
            "device*",
            "account*",
            "inbox*",
            "fingerprint*",
            "icloud*",
            "face id",
            "my messages",
            "all messages",
            "my chats",
            "call log*",
            "browser history",
            "search history",
        ],
    ),
    (
        Never::Whereabouts,
        &[
            "location*",
            "whereabouts",
            "where i am",
            "where i go",
            "where i was",
            "where i have been",
            "gps",
            "track",
            "tracker*",
            "tracking",
            "every hour",
            "live map",
            "my route*",
            "air tag*",
            "airtag*",
        ],
    ),
    (
        Never::Money,
        &[
            "my salary",
            "my wage*",
            "my pay",
            "payslip*",
            "pay slip*",
            "my bank*",
            "bank statement*",
            "my savings",
            "my card*",
            "my money",
            "my spending",
            "every receipt*",
            "all receipts",
            "my receipts",
            "pension*",
        ],
    ),
    (
        Never::People,
        &[
            "friend*",
            "my mother",
            "my mum",
            "my mom",
            "my father",
            "my dad",
            "my sister*",
            "my brother*",
            "my family",
            "my parents",
            "lawyer*",
            "solicitor*",
            "advocate*",
            "shelter*",
            "helpline*",
            "hotline*",
            "my therapist",
            "my counsellor",
            "my counselor",
            "my doctor",
        ],
    ),
];

/// Which of it `words` touch, if any.
#[must_use]
pub fn never(words: &str) -> Option<Never> {
    let folded: String = words
        .to_lowercase()
        .chars()
        .map(|it| if it.is_alphanumeric() { it } else { ' ' })
        .collect();
    let spaced = format!(" {} ", folded.split_whitespace().collect::<Vec<_>>().join(" "));
    let is_in = |word: &&&str| match word.strip_suffix('*') {
        Some(beginning) => spaced.contains(&format!(" {beginning}")),
        None => spaced.contains(&format!(" {word} ")),
    };
    WORDS.iter().find(|(_, words)| words.iter().any(|it| is_in(&it))).map(|(never, _)| *never)
}
