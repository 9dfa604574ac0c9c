//! *Looks for* watching and following: trackers, phones read in secret, turning up, asking others.
//! *Why:* Help should be one quiet link away.
//! *Source:* guideline, danger; the SPRC definition of stalking as a course of conduct that brings fear.
//! *Quiet when* it is agreed on: `we share our location`, `share your location so I know you are home`.

use std::sync::LazyLock;

use super::{Passage, Rule, Says, danger, phrases::Phrases};
use crate::labels::Danger;

pub(super) const RULE: Rule = Rule { name: "tracked", read };

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "tracker|airtag|airtags|spyware|keylogger|stalkerware
         gps on|in my|your|the|her|his car|phone|bag
         went|gone|go|going through my|your|her|his phone|messages|texts|emails|laptop|bag
         THEY|YOU|I|been|keeps * read|reading|reads|checked|checks|checking|screenshotted my|your|her|his|all messages|texts|emails|phone|dms|diary|location
         logged|logging|logs|signed|log|been into|in * your|my account|email|emails|phone|icloud|instagram|facebook|whatsapp
         hacked|hacking my|your|into
         followed|following|follows|tailed|tailing you|me|her|him home|to|from|around|everywhere
         outside|waiting|waits|waited|sat|sits|parked|stood * outside|by your|my|the work|office|house|flat|gym|school|car|building|window|new
         turned|turns|turning|turn|shows|showed up at|outside * work|gym|office|house|flat|mother's|school|sister's|place
         fake|new|other|second account|profile to|so|and|watch|follow
         knows|know|knew where I|you am|was|are|were|been|went|live? 
         I know where you|YOU were|was|are|been|live|went
         camera|cameras in|on|pointed the|my|at kitchen|bedroom|hall|door|living|house|me
         asked|asking|asks your|my|all friends|colleagues|boss|neighbours where|who|if|what|about",
    )
});

static AGREED: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "we both|agreed|share|said|decided\nas agreed|promised|discussed\nthanks|thank for\nwith your|her|his|my ok|permission|knowledge",
    )
});

fn read(passage: &Passage<'_>) -> Vec<Says> {
    if AGREED.is_in(passage.text) {
        return Vec::new();
    }
    danger_of(passage)
}

fn danger_of(passage: &Passage<'_>) -> Vec<Says> {
    danger(Danger::Stalking, passage, PHRASES.find(passage.text))
}

#[cfg(test)]
mod tests {
    use super::{super::testing::*, *};

    #[test]
    fn watching_and_following_is_found() {
        assert_finds(RULE, "I found an airtag in my coat", &["+airtag"]);
        assert_finds(RULE, "went through your phone while u slept", &["+went through your phone"]);
    }

    #[test]
    fn what_is_agreed_is_not() {
        assert_quiet(
            RULE,
            &[
                "We both agreed the airtag stays in the suitcase.",
                "read my messages please, the plumber wrote",
            ],
        );
    }
}
