//! Serving: the relay and the client from one process.

use std::{path::Path, sync::Arc};

use anyhow::{Context as _, Result};
use reknit_relay::{
    Relay, Settings,
    assets::{Assets, NoAssets},
    router,
};

use crate::{
    bundle::{self, Embedded},
    options::Options,
};

/// Opens a relay in a folder, making the folder if there is none.
pub(crate) fn open(folder: &Path, options: &Options) -> Result<Relay> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot use {}", folder.display()))?;
    let settings = Settings {
        operator: options.operator.clone(),
        closed_registration: options.closed_registration,
        host: options.domain.clone(),
        away: options.away.clone(),
        helplines: options.helplines.as_deref().map(helplines).transpose()?,
    };
    Ok(Relay::open(folder, settings)?)
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
pub(crate) async fn serve(options: Options) -> Result<()> {
    let folder = options.data.clone().unwrap_or_else(|| "data".into());
    let relay = open(&folder, &options)?;
    listen(relay, &options).await
}

/// Listens and answers. The one line it prints is for people and for programs that wait for it.
pub(crate) async fn listen(relay: Relay, options: &Options) -> Result<()> {
    if !options.relay_only && !bundle::is_there() {
        println!("the client is not part of this build; `cargo xtask run` builds it in");
    }
    let listener = tokio::net::TcpListener::bind((options.bind, options.port))
        .await
        .with_context(|| {
            let (bind, port) = (options.bind, options.port);
            format!("cannot listen on {bind}:{port}; another --port may be free, and 0 takes any that is")
        })?;
    let address = listener.local_addr()?;
    let host =
        if address.ip().is_loopback() { "localhost".into() } else { address.ip().to_string() };
    println!("listening on http://{host}:{}", address.port());
    let assets: Arc<dyn Assets> =
        if options.relay_only { Arc::new(NoAssets) } else { Arc::new(Embedded) };
    let app = router(relay, assets);
    axum::serve(listener, app).with_graceful_shutdown(stop()).await?;
    Ok(())
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
