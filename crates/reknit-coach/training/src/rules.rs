//! `cargo xtask coach rules`: how often each rule is right on the open half. The blind half is not read.

use std::{collections::BTreeMap, path::PathBuf};

use anyhow::Result;
use reknit_coach::{
    rules::{self, Passage, Says},
    text::Text,
};

use crate::texts::{self, Half};

/// Prints, for each rule, right and wrong, and what it was wrong about.
pub(crate) fn rules(files: &[PathBuf]) -> Result<()> {
    let texts = texts::read(files)?;
    for rule in rules::ALL {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut wrong = Vec::new();
        for it in texts.iter().filter(|it| it.half() == Half::Open) {
            let text = Text::new(&it.draft.text);
            let to = it.draft.to.as_deref().map(Text::new);
            for says in (rule.read)(&Passage { draft: &it.draft, text: &text, to: to.as_ref() }) {
                let (head, span, says_there) = match says {
                    Says::Found(head, span) => (head, span, true),
                    Says::Quiet(heads, span) => {
                        match heads.iter().find(|head| it.target(**head) == Some(true)) {
                            Some(head) => (*head, span, false),
                            None => {
                                *counts.entry("quiet, rightly").or_default() += 1;
                                continue;
                            }
                        }
                    }
                };
                let Some(is) = it.target(head) else { continue };
                let name = match (says_there, is) {
                    (true, true) => "found, rightly",
                    (true, false) => "found, wrongly",
                    (false, _) => "quiet, wrongly",
                };
                *counts.entry(name).or_default() += 1;
                if is != says_there {
                    wrong.push(format!(
                        "    {} [{}] {}",
                        head.name(),
                        text.part(span),
                        it.draft.text.replace('\n', " ")
                    ));
                }
            }
        }
        println!("{}: {counts:?}", rule.name);
        wrong.dedup();
        for line in wrong {
            println!("{line}");
        }
    }
    Ok(())
}
