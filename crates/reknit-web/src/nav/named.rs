//! What links in the content files name.

use reknit_model::cards::Kind;

use super::Page;

impl Page {
    /// What a link in the content names, such as `learn/listen`.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "moment" => Some(Self::Moment),
            "first-days" => Some(Self::FirstDays),
            "learn" => Some(Self::Learn),
            "leave" => Some(Self::Leave),
            "listen" => Some(Self::Listen),
            "listen/spoken" => Some(Self::Spoken),
            "listen/apart" => Some(Self::OfferTalk),
            "listen/rehearsal" => Some(Self::Rehearsal),
            "start" => Some(Self::SignUp),
            "sign-in" => Some(Self::SignIn),
            "paste" => Some(Self::Paste),
            "today" => Some(Self::Today),
            "check-in" => Some(Self::CheckIn),
            "look-back" => Some(Self::LookBack),
            "own-it" => Some(Self::Letters),
            "steps" => Some(Self::Steps),
            "being-open" => Some(Self::BeingOpen),
            "question-box" => Some(Self::QuestionBox),
            "kind-words" => Some(Self::Appreciations),
            "card/guess" => Some(Self::WriteCard(Kind::Guess, None)),
            "card/impact" => Some(Self::WriteCard(Kind::Impact, None)),
            "card/returns" => Some(Self::WriteCard(Kind::Returns, None)),
            "card/alarmed" => Some(Self::WriteCard(Kind::Alarmed, None)),
            "card/support" => Some(Self::WriteCard(Kind::Support, None)),
            "card/good_news" => Some(Self::WriteCard(Kind::GoodNews, None)),
            _ => {
                if let Some(id) = name.strip_prefix("practice/") {
                    let at = crate::content::practices().iter().position(|it| it.id == id)?;
                    return Some(Self::Practice(at));
                }
                let id = name.strip_prefix("learn/")?;
                let at = crate::content::learn().iter().position(|it| it.id == id)?;
                Some(Self::Lesson(at))
            }
        }
    }
}
