//! Whether a reply that keeps to the other's words says what they feel.

/// Beginnings of words that name a feeling. "You feel" is among them.
const FEELINGS: [&str; 26] = [
    "feel",
    "felt",
    "hurt",
    "afraid",
    "fear",
    "scared",
    "frighten",
    "angry",
    "anger",
    "sad",
    "lonely",
    "ashamed",
    "shame",
    "stupid",
    "foolish",
    "small",
    "worthless",
    "helpless",
    "humiliat",
    "betray",
    "worried",
    "anxious",
    "guilt",
    "jealous",
    "disappoint",
    "exhaust",
];

/// From this share of its words in the order of theirs on, a reply is theirs over again, whatever it names. A choice.
const ECHO: f32 = 0.8;

/// Whether `reply` names a feeling, and is more than what was said in the same order of words.
pub(super) fn names_the_feeling(reply: &str, said: &str) -> bool {
    let reply = words(reply);
    let names = reply.iter().any(|it| FEELINGS.iter().any(|begins| it.starts_with(begins)));
    names && !is_echo(&reply, &words(said))
}

fn words(text: &str) -> Vec<String> {
    let all = text.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty());
    all.map(|it| turned(&it.to_lowercase()).to_owned()).collect()
}

/// The same word for *I* and *you*: a reply turns them round.
fn turned(word: &str) -> &str {
    match word {
        "i" | "you" | "me" => "you",
        "my" | "your" | "mine" | "yours" => "your",
        "am" | "are" | "was" | "were" | "m" | "re" => "are",
        "myself" | "yourself" => "yourself",
        _ => word,
    }
}

/// How much of `reply` stands in `said` in the same order: the longest run of words that both have, gaps allowed.
fn is_echo(reply: &[String], said: &[String]) -> bool {
    let mut longest = vec![0_u16; said.len() + 1];
    for word in reply {
        let mut before = 0;
        for (at, other) in said.iter().enumerate() {
            let (here, left) = (longest[at + 1], longest[at]);
            longest[at + 1] = if word == other { before + 1 } else { here.max(left) };
            before = here;
        }
    }
    let shared = longest.last().copied().unwrap_or_default();
    let n_words = u16::try_from(reply.len()).unwrap_or(u16::MAX);
    f32::from(shared) >= ECHO * f32::from(n_words)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAID: &str = "I felt stupid when you laughed about it with your sister.";

    #[test]
    fn a_feeling_in_words_of_ones_own_is_no_echo() {
        assert!(names_the_feeling(
            "So it hurt that we laughed, she and I, behind your back.",
            SAID
        ));
        assert!(names_the_feeling("You feel that I took her side.", SAID));
    }

    #[test]
    fn the_same_words_turned_round_are_an_echo() {
        assert!(!names_the_feeling(
            "You felt stupid when I laughed about it with my sister.",
            SAID
        ));
        assert!(!names_the_feeling("You felt stupid when I laughed.", SAID));
        assert!(!names_the_feeling("I laughed with my sister about you.", SAID), "it names none");
        assert!(!names_the_feeling("", SAID));
    }
}
