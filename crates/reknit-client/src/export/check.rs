//! Checking an export that somebody was given.

use reknit_model::{
    checkin::Opened,
    event::Event,
    log::{Entry, EntryId, Partner, Stamp},
    state::{State, fold},
};
use reknit_vault::entry_key::EntryKey;
use reknit_wire::{
    append::{End, Verdict, judge},
    envelope::Envelope,
    header::{Header, Kind},
    id::MemberId,
    roster::Roster,
};

use serde_json::Value;

use super::{Export, FORMAT, Member, OpenedPage, Signed, Space, days::is_day, kept};
use crate::engine::Opener;

/// Longest name of a private thing, in bytes; those of the app have half of that.
const NAME_BYTES_MAX: usize = 120;

/// How deep words may be nested in a file: a reader of JSON takes 127 levels, and the file around them needs a few.
const LEVELS_MAX: usize = 100;

/// What is true of an export that was checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// It.
    pub export: Export,
    /// Entries whose place and signature were checked.
    pub n_entries: usize,
    /// Of those, how many were opened and hold the words beside them.
    pub n_read: usize,
    /// Events of the host and of the guest that are closed in the file: they say nothing, could not be opened, or whoever made the file
    /// left their words out.
    pub n_closed: [u64; 2],
    /// Entries at the end of each chain, host's and guest's, that nothing of the other's builds on: these could have been written at any
    /// time, also for this file. Told for both, because who made the file is signed by nobody.
    pub n_unanswered: [u64; 2],
}

/// Why an export is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CheckError {
    /// It is not an export.
    #[error("this is not an export of this kind")]
    Format,
    /// The file says of its space or its members what the entries do not.
    #[error("the space or the people named are not those of the entries")]
    Members,
    /// An entry is not its author's, or does not stand at its place.
    #[error("entry {seq} of the {by:?} was changed, is missing, or stands in the wrong place")]
    Chain {
        /// Whose chain.
        by: Partner,
        /// Its number as the file has it.
        seq: u64,
    },
    /// The words beside an entry are not those that were signed.
    #[error("the words beside entry {seq} of the {by:?} are not those that were signed")]
    Words {
        /// Whose chain.
        by: Partner,
        /// Its number.
        seq: u64,
    },
    /// Pages of a check-in are not those that were closed and opened.
    #[error("the pages of a check-in are not those that were opened")]
    Pages,
    /// Talks are not those that both kept.
    #[error("the talks are not those that both kept")]
    Talks,
}

/// Checks chains, signatures, and that the readable words are those that were signed.
///
/// It does not show who held the keys, when something was written, or that nothing came later; and what is private is signed by
/// nobody.
///
/// # Errors
///
/// [`CheckError`], by the first thing that does not fit.
pub fn check(json: &str) -> Result<Checked, CheckError> {
    let export: Export = serde_json::from_str(json).map_err(|_| CheckError::Format)?;
    if export.format != FORMAT || !is_day(&export.made_on) || !export.private_is_plain() {
        return Err(CheckError::Format);
    }
    let (mut n_read, mut n_closed, mut n_unanswered) = (0, [0; 2], [0; 2]);
    if let Some(space) = &export.space {
        let mut chains = Chains::default();
        let mut entries = Vec::new();
        for signed in &space.entries {
            let place = chains.take(space, signed)?;
            match words(signed, &place)? {
                Some(event) => {
                    n_read += 1;
                    entries.push(Entry { at: place.at, by: signed.by, event });
                }
                None if place.envelope.header.kind == Kind::Event => {
                    let [host, guest] = &mut n_closed;
                    *(if signed.by == Partner::Host { host } else { guest }) += 1;
                }
                None => {}
            }
        }
        let roster = chains.roster.as_ref().ok_or(CheckError::Members)?;
        if space.id != roster.space() || space.members != members(roster) {
            return Err(CheckError::Members);
        }
        let state = fold(&entries, &Opener);
        if space.pages != pages(&state) {
            return Err(CheckError::Pages);
        }
        if space.talks != kept(&state) {
            return Err(CheckError::Talks);
        }
        // The names that stand before the words are those that were signed.
        let named = |who: Partner| state.names.of(who).map(str::to_owned);
        if export.names.mine != named(space.me) || export.names.theirs != named(space.me.other()) {
            return Err(CheckError::Members);
        }
        n_unanswered = chains.n_unanswered();
    }
    let n_entries = export.space.as_ref().map_or(0, |it| it.entries.len());
    Ok(Checked { export, n_entries, n_read, n_closed, n_unanswered })
}

impl Export {
    /// Whether what private things are called is one short line each. Nobody signed it.
    fn private_is_plain(&self) -> bool {
        let is_plain = |it: &str| it.len() <= NAME_BYTES_MAX && !it.chars().any(char::is_control);
        self.private.iter().flatten().all(|(name, _)| is_plain(name))
    }
}

/// What the entry says, if it was opened; it must be what stands beside it.
fn words(signed: &Signed, place: &Place) -> Result<Option<Event>, CheckError> {
    let differs = CheckError::Words { by: signed.by, seq: signed.seq };
    let (Some(key), Some(said)) = (&signed.key, &signed.said) else {
        // Words without their key, or a key without its words: something was taken out.
        let is_sealed = signed.key.is_none() && signed.said.is_none();
        return if is_sealed { Ok(None) } else { Err(differs) };
    };
    if place.goes_back {
        // The app was told nothing by it.
        return Err(differs);
    }
    let envelope = &place.envelope;
    let key = EntryKey::from_bytes(key.0.as_slice().try_into().map_err(|_| differs)?);
    let body = envelope.body.as_ref().ok_or(differs)?;
    let opened = key.open(&envelope.header, body).map_err(|_| differs)?;
    let signed_words: Value = serde_json::from_str(&opened.json).map_err(|_| differs)?;
    if signed_words == *said { Ok(Some(Event::from_json(&opened.json))) } else { Err(differs) }
}

/// What an event says, as a file holds it; `None` where a file would not be read again as it was written. One such entry, which the
/// other can have made for this, must not spoil the whole file: it stays closed in it.
pub(crate) fn words_of(json: &str) -> Option<Value> {
    let said: Value = serde_json::from_str(json).ok()?;
    // Not every number is read again as the same one.
    let again: Value = serde_json::from_str(&said.to_string()).ok()?;
    (!said.is_null() && said == again && n_levels(&said) <= LEVELS_MAX).then_some(said)
}

fn n_levels(said: &Value) -> usize {
    let below = match said {
        Value::Array(all) => all.iter().map(n_levels).max(),
        Value::Object(all) => all.values().map(n_levels).max(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return 0,
    };
    1 + below.unwrap_or(0)
}

/// The members of a space, as its signed log names them.
pub(crate) fn members(roster: &Roster) -> Vec<Member> {
    let host = roster.host();
    let named = [(Partner::Host, Some(host)), (Partner::Guest, roster.partner_of(host))];
    let member = |(partner, member): (Partner, Option<MemberId>)| {
        let card = roster.card(member?)?;
        Some(Member { partner, member: card.member(), identity: card.identity.to_vec().into() })
    };
    named.into_iter().filter_map(member).collect()
}

/// The pages of all check-ins that were opened.
pub(crate) fn pages(state: &State) -> Vec<OpenedPage> {
    let both = |it: &Opened| {
        let page = |by, page: &_| OpenedPage { round: it.round, by, page: Clone::clone(page) };
        [page(Partner::Host, &it.host), page(Partner::Guest, &it.guest)]
    };
    state.checkin.opened.iter().flat_map(both).collect()
}

/// The two chains, as far as they were read.
#[derive(Default)]
struct Chains {
    roster: Option<Roster>,
    /// Each entry as an end, and its Lamport counter; host's and guest's.
    sides: [Vec<(End, u64)>; 2],
    /// The furthest place in each chain that the other's entries name.
    named: [u64; 2],
}

/// An entry that stands where it belongs.
struct Place {
    at: Stamp,
    envelope: Envelope,
    /// It knows less than the entry before it, so it says nothing.
    goes_back: bool,
}

impl Chains {
    fn take(&mut self, space: &Space, signed: &Signed) -> Result<Place, CheckError> {
        let wrong = CheckError::Chain { by: signed.by, seq: signed.seq };
        self.place(space, signed).ok_or(wrong)
    }

    /// `None` where anything does not fit.
    fn place(&mut self, space: &Space, signed: &Signed) -> Option<Place> {
        let envelope = Envelope::decode(&signed.envelope.0).ok()?;
        let header: &Header = &envelope.header;
        match &mut self.roster {
            None => self.roster = Some(Roster::found(&envelope).ok()?),
            Some(roster) if header.kind == Kind::Membership => {
                envelope.body.as_ref()?;
                // One that is none says nothing, as in the app.
                let _ = roster.admit(&envelope);
            }
            Some(_) => {}
        }
        let roster = self.roster.as_ref()?;
        let (mine, by) =
            if header.author == roster.host() { (0, Partner::Host) } else { (1, Partner::Guest) };
        roster.card(header.author)?;
        roster.verify(&envelope).ok()?;
        let end = self.sides.get(mine)?.last().copied().unwrap_or((End::START, 0));
        let named = match header.head.seq.checked_sub(1) {
            None => (End::START, 0),
            Some(at) => *self.sides.get(1 - mine)?.get(usize::try_from(at).ok()?)?,
        };
        let goes_back = match judge(end.0, None, header) {
            Verdict::Append => false,
            Verdict::GoesBack => true,
            Verdict::Stored | Verdict::Conflict(_) | Verdict::Gap(_) => return None,
        };
        let fits = header.space == space.id
            && header.head == named.0.link
            && signed.hash == header.hash()
            && (signed.by, signed.seq) == (by, header.seq);
        if !fits {
            return None;
        }
        let lamport = 1 + end.1.max(named.1);
        self.sides.get_mut(mine)?.push((End::of(header), lamport));
        let named = self.named.get_mut(1 - mine)?;
        *named = header.head.seq.max(*named);
        let at = Stamp { lamport, entry: EntryId(header.hash().0) };
        Some(Place { at, envelope, goes_back })
    }

    fn n_unanswered(&self) -> [u64; 2] {
        let [host, guest] = &self.sides;
        let [of_host, of_guest] = self.named;
        let left = |chain: &[(End, u64)], named: u64| (chain.len() as u64).saturating_sub(named);
        [left(host, of_host), left(guest, of_guest)]
    }
}
