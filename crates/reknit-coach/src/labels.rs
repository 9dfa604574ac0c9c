//! The words for what is found, as they stand in the data, in the readings and in the sources.

use serde::{Deserialize, Serialize};

/// Makes an enum whose variants have one spelling each, the one that serde writes.
macro_rules! labels {
    ($(#[$of:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$of])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $text)] $variant,)* }

        impl $name {
            /// All of them, in the order of their heads.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its one spelling.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// The label with this spelling.
            #[must_use]
            pub fn from_text(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.as_str() == text)
            }

            /// Its place in [`Self::ALL`].
            #[must_use]
            pub const fn place(self) -> usize {
                self as usize
            }
        }
    };
}

labels! {
    /// The four habits after Gottman & Levenson (J Pers Soc Psychol 63(2), 1992) that a message can carry.
    Habit {
        /// An attack on who the partner is, not on what they did.
        Criticism = "criticism",
        /// Looking down: mockery, sarcasm, names, disgust.
        Contempt = "contempt",
        /// Warding off: counter-attack, excuses, innocence.
        Defensiveness = "defensiveness",
        /// Shutting down: leaving the talk with no return.
        Stonewalling = "stonewalling",
    }
}

labels! {
    /// The six parts of an apology (Lewicki, Polin & Lount, NCMR 9(2), 2016).
    Part {
        /// Sorrow for it.
        Regret = "regret",
        /// Why it happened.
        Explanation = "explanation",
        /// It was my doing.
        Responsibility = "responsibility",
        /// It will not happen again.
        Repentance = "repentance",
        /// An offer to make good.
        Repair = "repair",
        /// Asks for forgiveness.
        Forgiveness = "forgiveness",
    }
}

labels! {
    /// What spoils an apology.
    Fault {
        /// Sorry *if*.
        Conditional = "conditional",
        /// You made me.
        ShiftsBlame = "shifts-blame",
        /// Sorry, *but*.
        ButExcuse = "but-excuse",
        /// It was only.
        Minimises = "minimises",
        /// Mistakes were made.
        PassiveVoice = "passive-voice",
        /// How long still.
        DemandsForgiveness = "demands-forgiveness",
        /// My guilt, my sleep.
        AboutMe = "about-me",
    }
}

labels! {
    /// What a reply chiefly does.
    Act {
        /// Says the meaning back in own words.
        Reflection = "reflection",
        /// Returns the partner's own words nearly unchanged.
        Parroting = "parroting",
        /// Asks what cannot be answered with yes or no.
        OpenQuestion = "open-question",
        /// Asks for yes or no, this or that, a date.
        ClosedQuestion = "closed-question",
        /// It makes sense; your feeling is fair.
        Validation = "validation",
        /// What to do.
        Advice = "advice",
        /// It is nothing.
        Dismissal = "dismissal",
        /// Turns it to oneself.
        OwnStory = "own-story",
        /// Answers it as an accusation.
        Defence = "defence",
        /// Greetings, thanks, logistics.
        Other = "other",
    }
}

labels! {
    /// The three mechanisms of empathy in a reply.
    Mechanism {
        /// Warmth, care, sorrow felt for them.
        Reaction = "reaction",
        /// Shows understanding of what they feel or live through.
        Interpretation = "interpretation",
        /// Asks about their feelings or what happened.
        Exploration = "exploration",
    }
}

labels! {
    /// What kind of danger a text speaks of.
    Danger {
        /// Hitting, holding, blocking the way.
        Physical = "physical",
        /// To hurt, kill, ruin, expose.
        Threat = "threat",
        /// Forced or pressed.
        Sexual = "sexual",
        /// Money, clothes, friends, leave.
        Control = "control",
        /// Tracking, turning up, reading the phone.
        Stalking = "stalking",
        /// Wants to die or hurts oneself.
        SelfHarm = "self-harm",
        /// A child hurt, frightened, used or taken.
        Child = "child",
    }
}
