//! Opening a box for questions to oneself. The private questions stand before this view.

use leptos::prelude::*;
use reknit_client::command::{Command, QuestionAct};
use reknit_model::questions::Hours;

use crate::{
    nav::Page,
    parts::{before_sharing::before_sharing, field, heading, not_now_nor_forced, problem, try_ask},
    places::hour::minute_of,
    ports::clock::{now, zone},
    session::App,
    words::t,
};

pub(crate) fn show(app: App) -> impl IntoView {
    before_sharing(app, Page::QuestionBox, move || form(app))
}

fn form(app: App) -> impl IntoView {
    let from = RwSignal::new("19:00".to_owned());
    let until = RwSignal::new("19:30".to_owned());
    let a_day = RwSignal::new(2_u8);
    let weeks = RwSignal::new(2);
    let error = RwSignal::new(None);
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let minutes = (minute_of(&from.get_untracked()), minute_of(&until.get_untracked()));
        let (Some(from_minute), Some(until_minute)) = minutes else {
            error.set(Some(t!("hour-no-time")));
            return;
        };
        let a_day = a_day.get_untracked();
        let hours = Hours { from_minute, until_minute, zone: zone(), a_day };
        let until_day = now().today + 7 * weeks.get_untracked();
        let act = QuestionAct::Open { hours, until_day };
        if try_ask(app, Command::Questions(act), error) {
            app.nav.replace(Page::QuestionBox);
        }
    };
    let time = move |id: &'static str, label: String, value: RwSignal<String>| {
        view! {
            <div class="field-block grow">
                <label for=id>{label}</label>
                <input
                    id=id
                    type="time"
                    prop:value=move || value.get()
                    on:input:target=move |event| value.set(event.target().value())
                />
            </div>
        }
    };
    let number = |n: u8| (n, t!("box-a-day", n = u32::from(n)));
    let for_weeks = |n: i32| (n, t!("box-weeks", n = n.unsigned_abs()));
    view! {
        <form class="stack" on:submit=go novalidate>
            {heading(String::new(), t!("box-open"))}
            <p class="soft">{t!("box-open-intro")}</p>
            <div class="row">
                {time("from", t!("box-from"), from)}
                {time("until", t!("box-until"), until)}
            </div>
            <p class="soft small">{t!("hour-zone", zone = zone().replace('_', " "))}</p>
            {field::choices("a-day", t!("box-how-many"), vec![number(1), number(2), number(3), number(5)], a_day)}
            {field::choices("weeks", t!("box-how-long"), vec![for_weeks(1), for_weeks(2), for_weeks(4)], weeks)}
            <p class="well small">{t!("box-detail")}</p>
            {problem(error)}
            <button type="submit" class="btn">{t!("box-open-send")}</button>
            {not_now_nor_forced(app, Page::QuestionBox)}
        </form>
    }
}
