//! Two people and eleven believable weeks, made through the real client code.

mod letters;
mod weeks;

use anyhow::{Context as _, Result, ensure};
use reknit_client::{
    account::{SignUp, register},
    command::Command,
    ports::Now,
    randoms::Randoms,
    view::Pairing,
};
use reknit_model::rhythm::Rhythm;
use reknit_relay::{assets::NoAssets, router};

use crate::{
    in_process::{Here, InProcess, Person, Utc},
    options::Options,
    serve,
};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Who they are, and what they sign in with. Printed, and of no use anywhere else.
const SAM: (&str, &str, &str) = ("quiet-maple-214", "Sam", "meadow lantern copper window thirty");
const NOOR: (&str, &str, &str) = ("early-harbor-531", "Noor", "pebble orchard violin autumn seven");

fn at(ms: i64) -> Now {
    Now { ms, today: i32::try_from(ms.div_euclid(DAY_MS)).unwrap_or_default() }
}

#[expect(clippy::disallowed_methods, reason = "the weeks lie before today")]
fn today_ms() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |it| i64::try_from(it.as_millis()).unwrap_or(0))
}

/// Makes the weeks, prints how to sign in, and serves.
pub(crate) async fn demo(options: Options) -> Result<()> {
    let folder = match &options.data {
        Some(folder) => folder.clone(),
        None => std::env::temp_dir().join(format!("reknit-demo-{}", std::process::id())),
    };
    ensure!(!folder.join("relay.sqlite").exists(), "{} has a database already", folder.display());
    let relay = serve::open(&folder, &options)?;
    println!("making two people and eleven weeks in {}", folder.display());
    let in_process = InProcess::new(router(relay.clone(), std::sync::Arc::new(NoAssets)));
    make(&in_process).await?;
    for (handle, name, passphrase) in [SAM, NOOR] {
        println!("  {name:<5} {handle:<18} {passphrase}");
    }
    serve::listen(relay, &options).await
}

async fn sign_up(relay: &InProcess, now: Now, who: (&str, &str, &str)) -> Result<Person> {
    let sign_up = SignUp {
        handle: who.0.to_owned(),
        passphrase: who.2.to_owned(),
        own_device: false,
        recovery: false,
    };
    let signed = register(relay, &Here, Randoms::os(), Box::new(Utc), now, sign_up).await;
    let (unlocked, _) = signed.context("signing up")?;
    Ok(Person::new(unlocked.engine, unlocked.outputs, relay.clone(), now).await)
}

async fn make(relay: &InProcess) -> Result<()> {
    // Sundays at seven; the last of eleven lies in the past few days.
    let today = today_ms().div_euclid(DAY_MS);
    let last_sunday = today - (today + 4).rem_euclid(7);
    let last_ms = last_sunday * DAY_MS + 19 * 60 * 60 * 1000;
    let last_ms = if last_ms > today_ms() { last_ms - 7 * DAY_MS } else { last_ms };
    let first_ms = last_ms - 10 * 7 * DAY_MS;

    let start = at(first_ms - 5 * DAY_MS);
    let sam = sign_up(relay, start, SAM).await?;
    let noor = sign_up(relay, start, NOOR).await?;
    pair(&sam, &noor, start).await?;
    let rhythm = Rhythm { weekday: 6, minute_of_day: 19 * 60, zone: "UTC".into() };
    sam.ask(start, Command::OfferRhythm(rhythm)).await?;
    noor.sync(start).await;
    let offer = noor.view(start).checkin.offer.context("the hour arrived")?;
    noor.ask(start, Command::AgreeRhythm(offer.id)).await?;
    sam.sync(start).await;
    for week in 0..weeks::N_WEEKS {
        let hour = first_ms + i64::try_from(week).unwrap_or(0) * 7 * DAY_MS;
        letters::live(&sam, &noor, week, hour).await?;
        weeks::live(&sam, &noor, week, hour).await?;
    }
    let now = at(today_ms());
    sam.lock(now).await;
    noor.lock(now).await;
    Ok(())
}

async fn pair(sam: &Person, noor: &Person, now: Now) -> Result<()> {
    sam.ask(now, Command::Invite { my_name: SAM.1.into() }).await?;
    let Pairing::Inviting { fragment, .. } = sam.view(now).pairing else {
        anyhow::bail!("the invitation is not out")
    };
    noor.ask(now, Command::Join { fragment, my_name: NOOR.1.into() }).await?;
    for _ in 0..3 {
        sam.sync(now).await;
        noor.sync(now).await;
    }
    noor.ask(now, Command::WordsMatch).await.context("the words arrived")?;
    sam.ask(now, Command::WordsMatch).await.context("the answer arrived")?;
    for _ in 0..3 {
        sam.sync(now).await;
        noor.sync(now).await;
    }
    let paired = |it: &Person| matches!(it.view(now).pairing, Pairing::Paired { .. });
    ensure!(paired(sam) && paired(noor), "they are paired");
    Ok(())
}
