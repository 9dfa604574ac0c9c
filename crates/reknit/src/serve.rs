//! Serving: the relay and the client from one process.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use anyhow::{Context as _, Result, bail};
use reknit_relay::{
    Relay, Settings, StartError,
    assets::{Assets, NoAssets},
    router, router_without_database,
};
use tokio::{net::TcpListener, sync::oneshot};

use crate::{
    bundle::{self, Embedded},
    options::Options,
};

/// How long a database that could not be opened is left alone before the next try.
const TRY_AGAIN: Duration = Duration::from_secs(2);

/// What whoever runs it decides.
fn settings(options: &Options) -> Result<Settings> {
    Ok(Settings {
        operator: options.operator.clone(),
        closed_registration: options.closed_registration,
        host: options.domain.clone(),
        away: options.away.clone(),
        helplines: options.helplines.as_deref().map(helplines).transpose()?,
    })
}

/// Opens a relay in a folder, making the folder if there is none.
pub(crate) fn open(folder: &Path, options: &Options) -> Result<Relay> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot use {}", folder.display()))?;
    Ok(Relay::open(folder, settings(options)?)?)
}

/// The host's own helplines, or what is wrong with them.
pub(crate) fn helplines(path: &Path) -> Result<String> {
    let name = path.display();
    let csv = std::fs::read_to_string(path)
        .with_context(|| format!("cannot read the helplines in {name}"))?;
    reknit_helplines::render(&csv, reknit_helplines::Source::Host)
        .with_context(|| format!("the helplines in {name} cannot be used"))
}

/// Serves until it is told to stop.
///
/// A database that was there before and cannot be opened now does not take Help away (safety rule 21).
pub(crate) async fn serve(options: Options) -> Result<()> {
    let folder = options.data.clone().unwrap_or_else(|| "data".into());
    let was_there = folder.join("relay.sqlite").exists();
    match open(&folder, &options) {
        Ok(relay) => listen(relay, &options).await,
        Err(error) if was_there && error.is::<StartError>() => {
            tell(&format!("{error:#}. Help is served; everything else waits until this is mended"));
            let listener = bind(&options).await?.into_std()?;
            let meanwhile = TcpListener::from_std(listener.try_clone()?)?;
            let relay = help_until_open(meanwhile, folder, options.clone()).await?;
            tell("the database is open again");
            answer(TcpListener::from_std(listener)?, relay, &options).await
        }
        Err(error) => Err(error),
    }
}

/// Answers with Help and the client's files until the relay can be opened.
async fn help_until_open(
    listener: TcpListener,
    folder: PathBuf,
    options: Options,
) -> Result<Relay> {
    let app = router_without_database(&settings(&options)?, assets(&options));
    let (done, is_done) = oneshot::channel::<()>();
    let ended = async move { drop(is_done.await) };
    let served = axum::serve(listener, app).with_graceful_shutdown(ended).into_future();
    let served = tokio::spawn(served);
    let opened = async {
        loop {
            tokio::time::sleep(TRY_AGAIN).await;
            if let Ok(relay) = open(&folder, &options) {
                break relay;
            }
        }
    };
    let relay = tokio::select! {
        relay = opened => relay,
        () = stop() => bail!("it was told to stop"),
    };
    drop(done);
    // Whoever is still reading may, but nobody else waits for them.
    let _ = tokio::time::timeout(TRY_AGAIN, served).await;
    Ok(relay)
}

/// Listens and answers.
pub(crate) async fn listen(relay: Relay, options: &Options) -> Result<()> {
    answer(bind(options).await?, relay, options).await
}

/// Listens. The one line it prints is for people and for programs that wait for it.
async fn bind(options: &Options) -> Result<TcpListener> {
    if !options.relay_only && !bundle::is_there() {
        println!("the client is not part of this build; `cargo xtask run` builds it in");
    }
    let listener = TcpListener::bind((options.bind, options.port)).await.with_context(|| {
        let (bind, port) = (options.bind, options.port);
        format!("cannot listen on {bind}:{port}; another --port may be free, and 0 takes any that is")
    })?;
    let address = listener.local_addr()?;
    let host =
        if address.ip().is_loopback() { "localhost".into() } else { address.ip().to_string() };
    println!("listening on http://{host}:{}", address.port());
    Ok(listener)
}

fn assets(options: &Options) -> Arc<dyn Assets> {
    if options.relay_only { Arc::new(NoAssets) } else { Arc::new(Embedded) }
}

async fn answer(listener: TcpListener, relay: Relay, options: &Options) -> Result<()> {
    let app = router(relay, assets(options));
    axum::serve(listener, app).with_graceful_shutdown(stop()).await?;
    Ok(())
}

#[expect(clippy::print_stderr, reason = "what is wrong goes where errors go")]
fn tell(what: &str) {
    eprintln!("reknit: {what}");
}

/// Ends the process when it is told to stop. Sockets that are open are cut: their clients come back.
pub(crate) async fn stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    let terminated = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut it) => it.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<Option<()>>();
    tokio::select! {
        _ = interrupted => {}
        _ = terminated => {}
    }
    // Listeners of the wake-up socket never end by themselves.
    std::process::exit(0);
}
