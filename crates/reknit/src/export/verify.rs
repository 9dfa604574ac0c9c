//! `reknit verify-export`: a check of a copy that somebody was given, and what it does not show.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use lexopt::{
    Error,
    prelude::{Long, Value},
};
use reknit_client::export::{Checked, Space, check, markdown};
use reknit_model::log::Partner;

/// What to check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct VerifyOptions {
    file: PathBuf,
    words: bool,
}

impl VerifyOptions {
    /// Reads the arguments of `reknit verify-export`.
    pub(crate) fn read(parser: &mut lexopt::Parser) -> Result<Self, Error> {
        let (mut file, mut words) = (None, false);
        while let Some(arg) = parser.next()? {
            match arg {
                Value(value) if file.is_none() => file = Some(PathBuf::from(value)),
                Long("words") => words = true,
                other => return Err(other.unexpected()),
            }
        }
        let file = file.ok_or(Error::Custom("verify-export takes a file".into()))?;
        Ok(Self { file, words })
    }
}

/// Checks a file and says what that shows, and what it does not; the words after that, where they were asked for.
pub(crate) fn verify(options: &VerifyOptions) -> Result<()> {
    let name = options.file.display();
    let json =
        std::fs::read_to_string(&options.file).with_context(|| format!("{name} cannot be read"))?;
    let checked = check(&json).with_context(|| format!("{name} is not to be believed"))?;
    print!("{}", told(&checked, options.words));
    Ok(())
}

/// Nobody reads the words without what has to be known about them.
fn told(checked: &Checked, words: bool) -> String {
    let report = report(checked);
    if words { format!("{report}\n{}", markdown(&checked.export.readable())) } else { report }
}

fn report(checked: &Checked) -> String {
    let Checked { export, n_entries, n_read, .. } = checked;
    let mut lines = vec![format!("Made on {}, by the clock of whoever made it.", export.made_on)];
    match &export.space {
        Some(space) => {
            lines.push(format!(
                "{n_entries} entries: every one was signed by one of two keys, and none is missing in between."
            ));
            lines.push(format!(
                "{n_read} of them are readable here: the words are those that were signed."
            ));
            for member in &space.members {
                lines.push(format!("Key of {}: {}", role(member.partner), member.member));
            }
            lines.push("What this does not show:".to_owned());
            lines.extend(not_shown(space, checked));
        }
        None => lines.push("It holds nothing that was shared.".to_owned()),
    }
    if export.private.is_some() {
        lines.push("Its private part is signed by nobody: anybody can have written it.".to_owned());
    }
    lines.push(String::new());
    lines.join("\n")
}

fn not_shown(space: &Space, checked: &Checked) -> Vec<String> {
    let compared = if space.words_compared { "says" } else { "does not say" };
    let mut lines = Vec::new();
    for (by, n) in [Partner::Host, Partner::Guest].into_iter().zip(checked.n_closed) {
        if n > 0 {
            lines.push(format!(
                "- what stands in {n} entries of {}, which are closed in this file. Some hold nothing that can be shown; whoever \
                 made the file can also have left out the words of any they liked. Pages and talks are shown as they are without \
                 them.",
                role(by)
            ));
        }
    }
    lines.extend([
        format!(
            "- who made this file, and who held the keys. It says of itself that {} made it, and {compared} that the \
             words of both were compared; nobody signed that, and either of the two can have made it.",
            role(space.me)
        ),
        "- when something was written. Days are those that the writers' devices said.".to_owned(),
        "- that nothing came afterwards, or that nothing was said elsewhere.".to_owned(),
    ]);
    for (by, n) in [Partner::Host, Partner::Guest].into_iter().zip(checked.n_unanswered) {
        if n > 0 {
            lines.push(format!(
                "- that the newest entries of {} ({n}) were written when they say, and not for this file: nothing of the \
                 other's builds on them.",
                role(by)
            ));
        }
    }
    lines
}

fn role(of: Partner) -> &'static str {
    match of {
        Partner::Host => "the one who opened the space",
        Partner::Guest => "the one who was invited",
    }
}

#[cfg(test)]
mod tests {
    use reknit_client::export::{Export, FORMAT, Names};
    use reknit_wire::id::SpaceId;

    use super::*;

    fn checked(space: Option<Space>) -> Checked {
        let private = Some([("note".to_owned(), "only for me".to_owned())].into());
        let names = Names { mine: Some("Ada".into()), theirs: Some("Ben".into()) };
        let (format, made_on) = (FORMAT.into(), "2026-11-25".into());
        let export = Export { format, made_on, names, space, private };
        Checked { export, n_entries: 9, n_read: 3, n_closed: [4, 0], n_unanswered: [2, 1] }
    }

    fn space(me: Partner) -> Space {
        Space {
            id: SpaceId([1; 16]),
            me,
            words_compared: true,
            n_left_out: 0,
            members: Vec::new(),
            entries: Vec::new(),
            pages: Vec::new(),
            talks: Vec::new(),
        }
    }

    #[test]
    fn what_a_check_does_not_show_is_said_before_the_words() {
        let told = told(&checked(Some(space(Partner::Host))), true);
        let (caveats, words) = told.split_once("# Notes").unwrap();
        let (_, first) = caveats.split_once("What this does not show:\n- ").unwrap();
        let closed = "what stands in 4 entries of the one who opened the space, which are closed";
        assert!(first.starts_with(closed), "{first}");
        assert!(!caveats.contains("entries of the one who was invited, which are closed"));
        for caveat in [
            "who made this file",
            "when something was written",
            "nothing came afterwards",
            "the newest entries of the one who opened the space (2)",
            "the newest entries of the one who was invited (1)",
            "signed by nobody",
        ] {
            assert!(caveats.contains(caveat), "{caveat} is not said in {caveats}");
        }
        assert!(words.contains("only for me"));
        assert!(report(&checked(None)).contains("nothing that was shared"));
    }

    #[test]
    fn who_is_said_to_have_made_it_changes_one_sentence_and_takes_no_caveat_away() {
        let [one, other] =
            [Partner::Host, Partner::Guest].map(|it| report(&checked(Some(space(it)))));
        let differing: Vec<_> = one.lines().zip(other.lines()).filter(|(a, b)| a != b).collect();
        assert_eq!((one.lines().count(), differing.len()), (other.lines().count(), 1));
        assert!(differing[0].0.starts_with("- who made this file"), "{differing:?}");
    }
}
