#![doc = include_str!("../README.md")]

pub mod assets;
pub mod documents;
mod error;
mod extract;
mod fresh;
mod hub;
mod limits;
mod opaque;
mod routes;
pub mod store;

use std::{path::Path, sync::Arc, time::Instant};

use crate::{
    assets::Assets,
    documents::Place,
    fresh::Fresh,
    hub::Hub,
    limits::Limits,
    opaque::{Logins, OpaqueServer},
    store::{Opened, Store},
};

pub use opaque::SetupError;
pub use store::StoreError;

/// What whoever runs a relay decides.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Who runs it, in their own words.
    pub operator: String,
    /// Whether new accounts are refused.
    pub closed_registration: bool,
    /// The host that browsers reach it by, for the content security policy; empty for loopback.
    pub host: String,
    /// Where *Leave this page* leads: one of [`AWAY`]; empty for the first.
    pub away: String,
    /// HTML of the host's own helplines, in the place of those that the client brings.
    pub helplines: Option<String>,
}

impl Settings {
    /// What is said about where the app is served.
    fn place(&self) -> Place {
        Place {
            operator: documents::operator("this place", &self.operator),
            host: self.host.clone(),
            away: self.away.clone(),
            helplines: self.helplines.clone(),
            ..Place::default()
        }
    }
}

/// Where *Leave this page* may lead: neutral, large, about nothing personal. The same list stands in the script that leaves.
pub const AWAY: [&str; 5] = [
    "https://www.wikipedia.org/",
    "https://www.bbc.co.uk/weather",
    "https://www.weather.gov/",
    "https://www.dwd.de/",
    "https://www.openstreetmap.org/",
];

/// A relay that is ready to answer.
#[derive(Clone)]
pub struct Relay(Arc<Inner>);

struct Inner {
    settings: Settings,
    store: Store,
    opaque: OpaqueServer,
    logins: Logins,
    /// Apart from logins, so that neither crowds out the other.
    recoveries: Logins,
    limits: Limits,
    fresh: Fresh,
    hub: Hub,
}

impl core::fmt::Debug for Relay {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Relay")
    }
}

/// The relay's only clock: days for what is stored, instants for what is not.
#[derive(Debug, Clone, Copy)]
struct Clock;

impl Clock {
    #[expect(clippy::disallowed_methods, reason = "the relay is where its clock comes from")]
    fn today() -> i64 {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        since.map_or(0, |it| i64::try_from(it.as_secs() / 86_400).unwrap_or(0))
    }

    #[expect(clippy::disallowed_methods, reason = "the relay is where its clock comes from")]
    fn now() -> Instant {
        Instant::now()
    }
}

/// Why a relay did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database could not be opened.
    #[error("the database cannot be opened: {0}")]
    Store(#[from] StoreError),
    /// The OPAQUE setup could not be read or made.
    #[error(transparent)]
    Setup(#[from] SetupError),
}

impl Relay {
    /// Opens the database and the OPAQUE setup in `folder`, making both at the first start. Neither is made where the other is there and
    /// needs it, and nothing is changed before both fit.
    ///
    /// # Errors
    ///
    /// [`StartError`].
    pub fn open(folder: &Path, settings: Settings) -> Result<Self, StartError> {
        let setup = folder.join("opaque-setup");
        let database = Opened::open(&folder.join("relay.sqlite"), !setup.exists())?;
        let opaque = OpaqueServer::open(&setup, database.has_accounts()?)?;
        let store = database.start()?;
        Ok(Self(Arc::new(Inner {
            settings,
            store,
            opaque,
            logins: Logins::default(),
            recoveries: Logins::default(),
            limits: Limits::default(),
            fresh: Fresh::default(),
            hub: Hub::default(),
        })))
    }
}

/// What is answered where the database cannot be opened: the client's files, and with them Help. The API is not ready.
pub fn router_without_database(settings: &Settings, assets: Arc<dyn Assets>) -> axum::Router {
    routes::without_database(settings, assets)
}

/// Everything a relay answers: the API, its description, and the client's files.
pub fn router(relay: Relay, assets: Arc<dyn Assets>) -> axum::Router {
    routes::router(relay, assets)
}
