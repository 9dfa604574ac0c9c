//! One open account in this tab: carries out what the engine wants, and shows what it gives.
//!
//! It lives as long as the page; what is inside comes and goes with locking.

mod closing;
mod coach;
mod drafts;
mod opening;
mod sheet;

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::{Rc, Weak},
};

use leptos::{prelude::*, task::spawn_local};
use reknit_client::{
    account::{Keep, RecoverySheet},
    command::{Command, Refusal},
    engine::{Engine, Input, Output, SocketEvent},
    ports::Transport as _,
    view::{Pairing, Suggestion, View},
};

use crate::{
    nav::{Nav, Page},
    ports::{clock::now, http::Http, shelf::Shelf, socket::Wake},
    words::t,
};

pub(crate) use closing::lock_soon;
pub(crate) use coach::Came;
pub(crate) use opening::Hold;
pub(crate) use sheet::waits as new_code_waits;

/// One open account in this tab, or none. A handle: copied freely, and dead when the page is.
#[derive(Clone, Copy)]
pub(crate) struct App {
    pub(crate) nav: Nav,
    /// What to show. Blank while nothing is open.
    pub(crate) view: RwSignal<View>,
    /// Whether an account is open.
    pub(crate) is_open: RwSignal<bool>,
    /// Whether a copy is here that can be unlocked.
    pub(crate) has_copy: RwSignal<bool>,
    /// Whether the session with the relay is still being opened after unlocking.
    pub(crate) is_resuming: RwSignal<bool>,
    /// What stood behind `#` in an invitation, until it is answered. In memory only.
    pub(crate) invitation: RwSignal<Option<String>>,
    /// What was put aside on Today with *not now*. In memory only: nothing is kept or sent.
    pub(crate) aside: RwSignal<Vec<Suggestion>>,
    /// Whether a timer of a practice runs: locking by idleness waits for it.
    pub(crate) is_practising: RwSignal<bool>,
    /// Whether the keys of the account are just being changed: locking by itself waits for the outcome.
    pub(crate) is_rekeying: RwSignal<bool>,
    /// A new recovery code that is not put away yet.
    pub(crate) sheet: RwSignal<Option<RecoverySheet>>,
    /// Why what was typed last could not be kept, if it could not.
    pub(crate) refused_draft: RwSignal<Option<Refusal>>,
    /// The coach, as far as views see it.
    pub(crate) coach: coach::Coach,
    inside: StoredValue<Rc<Inside>, LocalStorage>,
}

/// What no view sees.
#[derive(Default)]
struct Inside {
    engine: RefCell<Option<Engine>>,
    /// Told apart from engines that are gone, so that late answers reach nobody.
    era: Cell<u32>,
    /// Only on a device of one's own.
    shelf: RefCell<Option<Shelf>>,
    /// Elsewhere what is kept stays in this tab, so that locking loses nothing.
    memory: RefCell<Keep>,
    wake: RefCell<Option<Wake>>,
    /// While an account is open on a device of one's own.
    hold: RefCell<Hold>,
    /// The same, as whoever opens one next finds it.
    held: RefCell<Weak<opening::Held>>,
    drafts: drafts::Drafts,
    coach: coach::Inside,
}

impl App {
    pub(crate) fn new(nav: Nav) -> Self {
        Self {
            nav,
            view: RwSignal::new(View::default()),
            is_open: RwSignal::new(false),
            has_copy: RwSignal::new(false),
            is_resuming: RwSignal::new(false),
            invitation: RwSignal::new(None),
            aside: RwSignal::new(Vec::new()),
            is_practising: RwSignal::new(false),
            is_rekeying: RwSignal::new(false),
            sheet: RwSignal::new(None),
            refused_draft: RwSignal::new(None),
            coach: coach::Coach::new(),
            inside: StoredValue::new_local(Rc::default()),
        }
    }

    fn inside(self) -> Rc<Inside> {
        self.inside.get_value()
    }

    /// A part of the view, told anew only when it changed.
    pub(crate) fn look<T>(self, part: impl Fn(&View) -> T + Send + Sync + 'static) -> Memo<T>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |_| self.view.with(&part))
    }

    /// A part of the view as it is now.
    pub(crate) fn glance<T>(self, part: impl Fn(&View) -> T) -> T {
        self.view.with_untracked(part)
    }

    /// Whether there are two.
    pub(crate) fn is_paired(self) -> Memo<bool> {
        self.look(|it| matches!(it.pairing, Pairing::Paired { .. }))
    }

    /// What the other is called here.
    pub(crate) fn their_name(self) -> Memo<String> {
        self.look(|it| it.names.theirs.clone().unwrap_or_else(|| t!("the-other")))
    }

    /// A number for the account as it is open now. Locked and opened again, it has another.
    pub(crate) fn era(self) -> u32 {
        self.inside().era.get()
    }

    /// Does what a person asks for.
    pub(crate) fn ask(self, command: Command) -> Result<(), Refusal> {
        let taken = match self.inside().engine.borrow_mut().as_mut() {
            Some(engine) => engine.command(now(), command)?,
            // The button of a view that is just going away.
            None => return Ok(()),
        };
        self.drive(taken);
        Ok(())
    }

    /// About once a second.
    pub(crate) fn tick(self) {
        self.step(Input::Tick);
    }

    /// The network may be back. Not for a page that is looked at again: its glances are nobody's business, and the schedule goes on.
    pub(crate) fn look_again(self) {
        self.step(Input::Online);
    }

    fn step(self, input: Input) {
        let outputs = self.inside().engine.borrow_mut().as_mut().map(|it| it.step(now(), input));
        self.drive(outputs.unwrap_or_default());
    }

    /// For answers that come later: only to the engine that asked.
    fn step_in(self, era: u32, input: Input) {
        if self.inside().era.get() == era {
            self.step(input);
        }
    }

    /// Uses the engine, if one is open.
    pub(crate) fn with_engine<T>(self, use_it: impl FnOnce(&Engine) -> T) -> Option<T> {
        self.inside().engine.borrow().as_ref().map(use_it)
    }

    /// Carries out what the engine wants, and what follows from it.
    fn drive(self, outputs: Vec<Output>) {
        let era = self.inside().era.get();
        let mut todo = VecDeque::from(outputs);
        let mut changed = false;
        while let Some(output) = todo.pop_front() {
            match output {
                Output::Send { id, request } => spawn_local(async move {
                    let reply = Http.send(request).await;
                    self.step_in(era, Input::Replied { id, reply });
                }),
                Output::OpenSocket => {
                    let tell = move |event| self.step_in(era, Input::Socket(event));
                    let wake = Wake::open(tell);
                    if wake.is_none() {
                        let closed = Input::Socket(SocketEvent::Closed);
                        let more = self
                            .inside()
                            .engine
                            .borrow_mut()
                            .as_mut()
                            .map(|it| it.step(now(), closed));
                        todo.extend(more.unwrap_or_default());
                    }
                    self.inside().wake.replace(wake);
                }
                Output::CloseSocket => drop(self.inside().wake.take()),
                Output::SocketSend(text) => {
                    if let Some(wake) = self.inside().wake.borrow().as_ref() {
                        wake.send(&text);
                    }
                }
                Output::Keep { id, name, bytes, strict } => {
                    let put = self
                        .inside()
                        .shelf
                        .borrow()
                        .as_ref()
                        .map(|it| it.put(&name, &bytes, strict));
                    if let Some(put) = put {
                        spawn_local(async move {
                            let ok = put.await;
                            self.step_in(era, Input::Kept { id, ok });
                        });
                    } else {
                        self.inside().memory.borrow_mut().0.insert(name, bytes);
                        let kept = Input::Kept { id, ok: true };
                        let more = self
                            .inside()
                            .engine
                            .borrow_mut()
                            .as_mut()
                            .map(|it| it.step(now(), kept));
                        todo.extend(more.unwrap_or_default());
                    }
                }
                Output::Changed => changed = true,
            }
        }
        if changed {
            self.refresh();
        }
    }

    fn refresh(self) {
        let view = self.with_engine(|it| it.view(now()));
        if let Some(view) = view
            && self.view.with_untracked(|it| *it != view)
        {
            self.view.set(view);
        }
    }

    /// Where to go when nothing else is known.
    pub(crate) fn home(self) -> Page {
        if self.is_open.get_untracked() {
            Page::Today
        } else if self.has_copy.get_untracked() {
            Page::Unlock
        } else {
            Page::Landing
        }
    }
}
