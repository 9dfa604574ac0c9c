//! The doors at which the private questions stand.

use super::Page;

/// Which door the private questions stand at (product.md §1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Door {
    /// A new account.
    SignUp,
    /// Inviting.
    Invite,
    /// Saying yes.
    Join,
    /// Before sharing what hurts or frightens me.
    ShareHurt,
    /// Before the apology.
    Apology,
    /// Offering to be open about something.
    BeingOpen,
    /// Opening a question box.
    QuestionBox,
    /// Before a talk about parting.
    PartingTalk,
    /// Before leaving the space.
    Leaving,
    /// Before deleting the account.
    Deleting,
    /// At any time, from Mine.
    Myself,
}

/// Every door with the name of its words in `content/en/questions.toml`, and where it leads when nothing else was said.
pub(crate) const DOORS: [(Door, &str, Page); 11] = [
    (Door::SignUp, "sign_up", Page::Today),
    (Door::Invite, "invite", Page::Pair),
    (Door::Join, "join", Page::Join),
    (Door::ShareHurt, "share_hurt", Page::Together),
    (Door::Apology, "apology", Page::WriteLetter(None)),
    (Door::BeingOpen, "being_open", Page::NewOpenness),
    (Door::QuestionBox, "question_box", Page::OpenBox),
    (Door::PartingTalk, "parting_talk", Page::Together),
    (Door::Leaving, "leaving", Page::LeaveSpace),
    (Door::Deleting, "deleting", Page::DeleteAccount),
    (Door::Myself, "myself", Page::Mine),
];

impl Door {
    fn row(self) -> Option<&'static (Self, &'static str, Page)> {
        DOORS.iter().find(|it| it.0 == self)
    }

    /// The name of its words.
    pub(crate) fn name(self) -> &'static str {
        self.row().map_or("", |it| it.1)
    }

    /// Where it leads when nothing else was said.
    pub(super) fn place(self) -> Page {
        self.row().map_or(Page::Today, |it| it.2)
    }
}
