//! Serving: the relay and the client from one process.

use std::{path::Path, sync::Arc};

use anyhow::{Context as _, Result};
use axum::Router;
use reknit_relay::{
    Relay, Settings, StartError,
    assets::{Assets, NoAssets},
    router, router_without_database,
};
use tokio::net::TcpListener;

use crate::{
    bundle::{self, Embedded},
    options::Options,
};

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
/// Where there was a database and it cannot be opened, Help is served all the same (safety rule 21). It is not tried again: whoever mends it
/// must not find it opened halfway.
pub(crate) async fn serve(options: Options) -> Result<()> {
    let folder = options.data.clone().unwrap_or_else(|| "data".into());
    let was_there = ["relay.sqlite", "opaque-setup"].iter().any(|it| folder.join(it).exists());
    match open(&folder, &options) {
        Ok(relay) => listen(relay, &options).await,
        Err(error) if was_there && error.is::<StartError>() && !options.relay_only => {
            tell(&format!(
                "{error}. The app is served for Help alone: nobody can sign in. Mend it, then start this again"
            ));
            let app = router_without_database(&settings(&options)?, Arc::new(Embedded));
            answer(bind(&options).await?, app).await
        }
        Err(error) => Err(error),
    }
}

/// Listens and answers.
pub(crate) async fn listen(relay: Relay, options: &Options) -> Result<()> {
    let assets: Arc<dyn Assets> =
        if options.relay_only { Arc::new(NoAssets) } else { Arc::new(Embedded) };
    answer(bind(options).await?, router(relay, assets)).await
}

/// Listens. The one line it prints is for people and for programs that wait for it.
async fn bind(options: &Options) -> Result<TcpListener> {
    if !options.relay_only && !bundle::is_there() {
        println!("the client is not part of this build; `cargo xtask run` builds it in");
    }
    let listener = TcpListener::bind((options.bind, options.port)).await.with_context(|| {
        let (bind, port) = (options.bind, options.port);
        format!(
            "cannot listen on {bind}:{port}; another --port may be free, and 0 takes any that is"
        )
    })?;
    let address = listener.local_addr()?;
    let host =
        if address.ip().is_loopback() { "localhost".into() } else { address.ip().to_string() };
    println!("listening on http://{host}:{}", address.port());
    Ok(listener)
}

async fn answer(listener: TcpListener, app: Router) -> Result<()> {
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
