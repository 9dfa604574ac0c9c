//! Starting, and choosing which view stands on the page.

use js_sys::Reflect;
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::HtmlElement;

use crate::{
    cover, door,
    nav::{Nav, Page},
    parts::{before_sharing, notices, say_politely, sheet, to_top},
    places::{self, doors, settings::farewell},
    session::App,
    words::t,
};

/// Starts the app in the document's `#app`.
pub fn start() {
    let Some(place) = document().get_element_by_id("app") else { return };
    let Ok(place) = place.dyn_into::<HtmlElement>() else { return };
    mount_to(place, || {
        let app = App::new(Nav::new(Page::Landing));
        listen(app);
        let is_warning = cover::watch(app);
        spawn_local(async move {
            app.find_copy().await;
            begin(app);
        });
        view! {
            {move || frame(app)}
            {cover::warning(is_warning)}
        }
    })
    .forget();
}

/// The first view: an invitation, what was asked for before the app had loaded, or the copy on this device.
fn begin(app: App) {
    let _ = Reflect::set(&js_sys::global(), &"notesApp".into(), &JsValue::TRUE);
    take_invitation(app);
    let wanted = Reflect::get(&js_sys::global(), &"notesWanted".into()).ok();
    let wanted = wanted.and_then(|it| it.as_string()).and_then(|it| Page::named(&it));
    if app.invitation.with_untracked(Option::is_some) {
        app.nav.replace(Page::Invited);
    } else if let Some(page) = wanted {
        app.nav.go(page);
    } else if app.has_copy.get_untracked() && app.nav.page_untracked() == Page::Landing {
        app.nav.replace(Page::Unlock);
    }
}

fn take_invitation(app: App) {
    let name = "notesInvitation".into();
    let found = Reflect::get(&js_sys::global(), &name).ok().and_then(|it| it.as_string());
    if let Some(found) = found {
        let _ = Reflect::set(&js_sys::global(), &name, &JsValue::UNDEFINED);
        app.invitation.set(Some(found));
    }
}

fn listen(app: App) {
    let forget = |handle: WindowListenerHandle| std::mem::forget(handle);
    forget(window_event_listener_untyped("popstate", move |_| app.nav.arrived(app.home())));
    forget(window_event_listener_untyped("notes-leave", move |_| app.drop_keys_with_the_page()));
    // Put aside for the way back, with its timers stopped: no lock could run there.
    forget(window_event_listener_untyped("pagehide", move |event| {
        let persisted = Reflect::get(&event, &"persisted".into()).ok();
        if persisted.is_some_and(|it| it.is_truthy()) {
            app.keep_drafts();
            app.drop_keys_with_the_page();
        }
    }));
    forget(window_event_listener_untyped("notes-help", move |_| app.nav.go(Page::Help)));
    forget(window_event_listener_untyped("online", move |_| app.look_again()));
    forget(window_event_listener_untyped("notes-invited", move |_| {
        take_invitation(app);
        app.nav.go(Page::Invited);
    }));
    // A link of the content was touched, in whichever part of the document: the script that is there first tells.
    forget(window_event_listener_untyped("notes-page", move |event| {
        let name = Reflect::get(&event, &"detail".into()).ok().and_then(|it| it.as_string());
        if let Some(page) = name.and_then(|it| Page::named(&it)) {
            app.nav.go(page);
        }
    }));
    forget(window_event_listener_untyped("notes-back", move |_| app.nav.back(app.home())));

    // The document holds landing, app and Help; one of them is shown.
    let mut was = None;
    Effect::new(move || {
        let page = app.nav.page();
        let part = match page {
            Page::Landing => "landing",
            Page::Help => "help",
            _ => "app",
        };
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-view", part);
        }
        if was.replace(page).is_some_and(|it| it != page) {
            arrive(page);
        }
    });
}

/// A new view begins at its top, and with its heading for those who hear it.
fn arrive(page: Page) {
    farewell::take_away();
    // Help is opened by the script that works without the app, at the part that was asked for.
    if page == Page::Help {
        return;
    }
    say_politely("");
    to_top();
    if page == Page::Landing {
        farewell::say_once();
    }
}

fn frame(app: App) -> impl IntoView {
    let is_open = app.is_open;
    let has_sheet = Memo::new(move |_| app.sheet.with(Option::is_some));
    // Nothing leads away from a new recovery code but putting it away, and leaving this page.
    let has_places = Memo::new(move |_| is_open.get() && !has_sheet.get());
    let put_away = move || {
        app.put_sheet_away();
        to_top();
    };
    view! {
        <div class="frame" class:inside=move || has_places.get()>
            <Show when=move || has_places.get()>{move || places_bar(app)}</Show>
            <main class="page" id="main">
                {move || is_open.get().then(|| notices::all(app))}
                {move || app.sheet.get().map(|it| sheet::show(it, put_away))}
                <div hidden=move || has_sheet.get()>{move || page(app)}</div>
            </main>
        </div>
    }
}

fn places_bar(app: App) -> impl IntoView {
    let here = Memo::new(move |_| app.nav.page().place());
    let places = [
        (Page::Today, t!("place-today")),
        (Page::Together, t!("place-together")),
        (Page::Mine, t!("place-mine")),
        (Page::Learn, t!("place-learn")),
    ];
    view! {
        <nav class="places" aria-label=t!("places")>
            {places
                .map(|(page, name)| {
                    view! {
                        <button
                            type="button"
                            aria-current=move || (here.get() == Some(page)).then_some("page")
                            on:click=move |_| app.nav.go(page)
                        >
                            {name}
                        </button>
                    }
                })
                .collect_view()}
            <button type="button" data-page="help">{t!("place-help")}</button>
        </nav>
    }
}

fn page(app: App) -> AnyView {
    let page = app.nav.page();
    if page.is_inside() && !app.is_open.get() {
        return if app.has_copy.get() {
            door::unlock::show(app).into_any()
        } else {
            door::sign_in::show(app).into_any()
        };
    }
    if let Some(door) = doors::before(app, page) {
        doors::ask(app, door, page);
        return ().into_any();
    }
    match page {
        Page::Landing | Page::Help => ().into_any(),
        Page::Moment => places::moment::show(app).into_any(),
        Page::Leave => places::learn::leaving(app).into_any(),
        Page::Invited => door::invited::show(app).into_any(),
        Page::Paste => door::paste::show(app).into_any(),
        Page::SignUp => door::sign_up::show(app).into_any(),
        Page::SignIn => door::sign_in::show(app).into_any(),
        Page::Recover => door::recover::show(app).into_any(),
        Page::Unlock => door::unlock::show(app).into_any(),
        Page::Questions(at) => door::questions::show(app, at).into_any(),
        Page::Join => places::pair::join(app).into_any(),
        Page::Today => places::today::show(app).into_any(),
        Page::Together => places::together::show(app).into_any(),
        Page::Pair => places::pair::show(app).into_any(),
        Page::CheckIn => places::check_in::show(app).into_any(),
        Page::Opened(round) => places::opened::show(app, round).into_any(),
        Page::Hour => places::hour::show(app).into_any(),
        Page::Steps => places::steps::show(app).into_any(),
        Page::NewStep(round) => places::steps::new(app, round).into_any(),
        Page::Cards => places::cards::show(app).into_any(),
        Page::Card(id) => places::cards::one(app, id).into_any(),
        Page::WriteCard(kind, replaces) => places::cards::write(app, kind, replaces).into_any(),
        Page::ShareCard(kind, replaces) => places::cards::share(app, kind, replaces).into_any(),
        Page::BeingOpen => places::being_open::show(app).into_any(),
        Page::NewOpenness => places::being_open::new(app).into_any(),
        Page::AgreeOpenness(id) => places::being_open::agree(app, id).into_any(),
        Page::QuestionBox => places::question_box::show(app).into_any(),
        Page::OpenBox => places::question_box::open(app).into_any(),
        Page::Answer(id) => places::question_box::answer(app, id).into_any(),
        Page::Letters => places::letters::show(app).into_any(),
        Page::Letter(id) => places::letters::read::show(app, id).into_any(),
        Page::WriteLetter(revises) => places::letters::write::show(app, revises).into_any(),
        Page::WaitingLetter => places::letters::waiting::show(app).into_any(),
        Page::Impact => places::letters::impact::show(app).into_any(),
        Page::AddImpact(shown) => places::letters::impact::add(app, shown).into_any(),
        Page::Appreciations => places::appreciations::show(app).into_any(),
        Page::StaysWithBoth => before_sharing::show(app).into_any(),
        Page::Listen => places::listen::show(app).into_any(),
        Page::OfferTalk => places::listen::offer::show(app).into_any(),
        Page::Talk(id) => places::listen::talk::show(app, id).into_any(),
        Page::Spoken => places::listen::spoken::before(app).into_any(),
        Page::Table(first, buzz) => places::listen::spoken::table(app, first, buzz).into_any(),
        Page::Rehearsal => places::listen::rehearsal::list(app).into_any(),
        Page::Saying(at) => places::listen::rehearsal::page(app, at).into_any(),
        Page::Mine => places::mine::show(app).into_any(),
        Page::FirstDays => places::first_days::show(app).into_any(),
        Page::FirstDay(at) => places::first_days::card(app, at).into_any(),
        Page::ThreeSentences => places::first_days::three_sentences(app).into_any(),
        Page::Where => places::where_now::show(app).into_any(),
        Page::LookBack => places::look_back::show(app).into_any(),
        Page::Settings => places::settings::show(app).into_any(),
        Page::Passphrase => places::passphrase::show(app).into_any(),
        Page::Export => places::settings::export::show(app).into_any(),
        Page::ExportRead(private) => places::settings::export::read(app, private).into_any(),
        Page::LeaveSpace => places::settings::leaving::leave(app).into_any(),
        Page::DeleteAccount => places::settings::leaving::delete(app).into_any(),
        Page::Quiet => places::settings::quiet::show(app).into_any(),
        Page::EndOthers => places::passphrase::end_others(app).into_any(),
        Page::Learn => places::learn::list(app).into_any(),
        Page::Practice(at) => places::learn::practice(app, at).into_any(),
        Page::Lesson(at) => places::learn::page(app, at).into_any(),
    }
}
