//! What Today proposes.

/// Something Today proposes. It quotes nothing private and reveals no route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Suggestion {
    /// Compare the four words.
    CompareWords,
    /// Read the check-in that was opened.
    ReadCheckIn,
    /// Choose one next step, or none.
    ChooseStep,
    /// Agree to the hour the other proposed.
    AgreeHour,
    /// Choose an hour for the check-in.
    ChooseHour,
    /// Write and close my page.
    WritePage,
    /// Go on with what I began.
    GoOnWriting,
    /// Do the step I promised.
    DoStep,
    /// A step of the other was done: look at it.
    SeeStep,
    /// A talk was offered: look at it.
    SeeTalk,
    /// Go on with a talk in writing, at my own pace.
    GoOnTalking,
    /// A card was shared: look at it.
    SeeCard,
    /// The other opened a question box: look at its hours.
    SeeBox,
    /// Say something kind that is true.
    Appreciate,
    /// Look back at my own weeks.
    LookBack,
    /// Invite the other. Only while nobody was invited, and never twice in a row.
    Invite,
    /// Say where one is now, for oneself. Until it was answered or skipped.
    Where,
    /// Practise saying back, alone.
    Practise,
    /// Write a card for myself.
    WriteCard,
    /// Read two minutes about one of the practices.
    Learn,
}
