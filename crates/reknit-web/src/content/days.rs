//! Words of *First days* and of *Where are you now*, and which route an answer takes.

use std::collections::BTreeMap;

use reknit_client::view::Suggests;
use serde::Deserialize;

/// *First days*.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct FirstDays {
    pub(crate) title: String,
    pub(crate) intro: Vec<String>,
    pub(crate) again_note: String,
    pub(crate) card: Vec<Card>,
    pub(crate) parked: Parked,
    pub(crate) ten_minutes: TenMinutes,
    pub(crate) three_sentences: ThreeSentences,
    pub(crate) notice: Notice,
}

/// One card.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Card {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) text: Vec<String>,
    pub(crate) today: String,
    #[serde(default)]
    pub(crate) opens: Option<String>,
}

/// Questions written down.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Parked {
    pub(crate) label: String,
    pub(crate) button: String,
    pub(crate) kept: String,
    pub(crate) show: String,
    pub(crate) let_go: String,
    pub(crate) signed_out: String,
}

/// Ten minutes of talk.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct TenMinutes {
    pub(crate) start: String,
    pub(crate) stop: String,
    pub(crate) going: String,
    pub(crate) over: String,
}

/// For the one who did it.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct ThreeSentences {
    pub(crate) title: String,
    pub(crate) intro: String,
    pub(crate) lines: Vec<String>,
    pub(crate) after: String,
    pub(crate) afraid: String,
}

/// What is known, and what is not.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Notice {
    pub(crate) text: String,
    pub(crate) about: String,
    pub(crate) source: String,
}

/// *Where are you now*.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct WhereWords {
    pub(crate) title: String,
    pub(crate) intro: String,
    pub(crate) skip: String,
    pub(crate) done: String,
    pub(crate) question: Vec<WhereQuestion>,
    pub(crate) route: Vec<Route>,
}

/// One question of it.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct WhereQuestion {
    pub(crate) id: String,
    pub(crate) text: String,
    /// Whether several answers may stand.
    pub(crate) many: bool,
    #[serde(default)]
    pub(crate) note: String,
    pub(crate) options: Vec<WhereOption>,
}

/// One answer.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct WhereOption {
    pub(crate) id: String,
    pub(crate) label: String,
    /// Whether it may be written down, even in the private vault.
    #[serde(default = "yes")]
    pub(crate) keep: bool,
}

fn yes() -> bool {
    true
}

/// What is proposed first to whom. The first one that fits.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Route {
    #[serde(rename = "if")]
    pub(crate) when: BTreeMap<String, Vec<String>>,
    /// A page, as links in the content name it.
    pub(crate) first: String,
    pub(crate) say: String,
    /// Said below it.
    #[serde(default)]
    pub(crate) care: Vec<String>,
    /// What is chosen beforehand of what Today suggests.
    #[serde(default)]
    pub(crate) suggests: Option<Suggests>,
}

/// What was answered: option ids by question id.
pub(crate) type Answers = BTreeMap<String, Vec<String>>;

impl WhereWords {
    /// The route that fits what was answered; the last one fits always.
    pub(crate) fn route(&self, answers: &Answers) -> Option<&Route> {
        let fits = |it: &&Route| {
            it.when.iter().all(|(question, wanted)| {
                let given = answers.get(question);
                given.is_some_and(|given| given.iter().any(|it| wanted.contains(it)))
            })
        };
        self.route.iter().find(fits)
    }

    /// What of it may be written down.
    pub(crate) fn keepable(&self, answers: &Answers) -> Answers {
        let mut kept = Answers::new();
        for question in &self.question {
            let given = answers.get(&question.id).into_iter().flatten();
            let may_stay = |it: &&String| question.options.iter().any(|o| o.id == **it && o.keep);
            let ids: Vec<String> = given.filter(may_stay).cloned().collect();
            if !ids.is_empty() {
                kept.insert(question.id.clone(), ids);
            }
        }
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::{super::where_now, *};

    fn answers(lines: &str) -> Answers {
        let ids = |it: &str| it.split('+').map(str::to_owned).collect();
        lines
            .split(' ')
            .filter_map(|it| it.split_once('='))
            .map(|(q, a)| (q.to_owned(), ids(a)))
            .collect()
    }

    #[track_caller]
    fn leads(lines: &str, first: &str) {
        assert_eq!(where_now().route(&answers(lines)).unwrap().first, first, "{lines}");
    }

    #[test]
    fn danger_goes_first_and_a_fresh_hurt_opens_first_days() {
        leads("what=affair+violence when=days", "help/not-safe");
        leads("what=suicidal+addiction", "help/suicide");
        leads("what=addiction+lie when=days", "learn/see-a-therapist");
        for what in ["affair", "lie", "money", "other"] {
            leads(&format!("what={what} when=days part=did want=mend"), "first-days");
            leads(&format!("what={what} when=ongoing"), "first-days");
        }
        leads("what=affair when=months part=did", "learn/own-it");
        leads("", "learn/understand");
    }

    #[test]
    fn whoever_is_afraid_is_told_with_care_and_nothing_for_two_is_chosen() {
        let route = where_now().route(&answers("what=violence")).unwrap();
        assert_eq!((route.care.len(), route.suggests), (2, Some(Suggests::Alone)));
    }

    #[test]
    fn what_may_not_be_written_down_is_not() {
        let kept = where_now().keepable(&answers("what=affair+violence+suicidal when=days"));
        assert_eq!(kept, answers("what=affair when=days"));
        assert!(where_now().keepable(&answers("what=violence")).is_empty());
        assert!(where_now().keepable(&answers("what=made-up nothing=x")).is_empty());
    }

    #[test]
    fn every_route_and_card_leads_somewhere() {
        for route in &where_now().route {
            let is_help = route.first.starts_with("help/");
            assert!(is_help || crate::nav::Page::named(&route.first).is_some(), "{}", route.first);
        }
        for card in super::super::first_days().card.iter().filter_map(|it| it.opens.as_deref()) {
            assert!(crate::nav::Page::named(card).is_some(), "{card}");
        }
    }
}
