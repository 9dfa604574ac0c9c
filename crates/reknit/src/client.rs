//! `reknit client`: the app from one's own machine, for a relay somewhere else.
//!
//! Whoever serves an app can change it. Served from here, nobody else can; the policy lets it talk to that one relay only. What it does
//! not give: a relay still sees when one connects, and whoever runs this command's machine still owns it.

mod relay;
mod write;

use std::{net::IpAddr, sync::Arc};

use anyhow::{Context as _, Result};
use axum::{
    Router,
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse as _, Response},
};
use reknit_relay::documents::{self, OPERATOR_CHARS_MAX, Place, operator};
use reknit_wire::api::RelayInfo;
use tokio::net::TcpListener;

use crate::{
    bundle::{Embedded, Manifest},
    options::ClientOptions,
    outside::cleaned,
    serve::{helplines, stop},
};

/// Serves, or writes the files.
pub(crate) async fn client(options: ClientOptions) -> Result<()> {
    let lines = options.helplines.as_deref().map(helplines).transpose()?;
    Manifest::of(&Embedded)?;
    let asked = options.clone();
    let found = tokio::task::spawn_blocking(move || relay::look(&asked)).await??;
    if let Some(folder) = &options.write {
        let whence = "It is kept on another host than this app.";
        let place = Place { helplines: lines, ..place(&options, found.as_ref(), whence) };
        return write::write(&place, &Embedded, folder);
    }
    let whence = "This app comes from your own computer.";
    let place = Place { helplines: lines, ..place(&options, found.as_ref(), whence) };
    listen(&place, &options).await
}

/// What the documents say. Links made on this machine would lead nobody else here, so they point to the relay, or where one says.
fn place(options: &ClientOptions, found: Option<&RelayInfo>, whence: &str) -> Place {
    let relay = &options.relay;
    let name = found.map(|it| cleaned(&it.operator)).unwrap_or_default();
    let who = operator("it", &name.chars().take(OPERATOR_CHARS_MAX).collect::<String>());
    let own_host = options.write.is_some();
    let invitations = match (&options.invitations, own_host) {
        (Some(it), _) => Some(it.clone()),
        (None, true) => None,
        (None, false) => Some(relay.clone()),
    };
    Place {
        operator: format!("{whence} What you write is kept, locked, at {relay}. {who}"),
        relay: Some(relay.clone()),
        invitations,
        away: options.away.clone(),
        ..Place::default()
    }
}

/// Both addresses that browsers mean by `localhost`, so that no other program can stand in for one of them.
async fn doors(port: u16) -> Result<Vec<TcpListener>> {
    let told = |port| {
        format!(
            "cannot listen on port {port} of this machine; if reknit runs already, use that, or choose another --port \
             and keep it: a locked copy in the browser belongs to it"
        )
    };
    let four = TcpListener::bind((IpAddr::from([127, 0, 0, 1]), port));
    let four = four.await.with_context(|| told(port))?;
    let port = four.local_addr()?.port();
    let mut doors = vec![four];
    match TcpListener::bind((IpAddr::from(std::net::Ipv6Addr::LOCALHOST), port)).await {
        Ok(six) => doors.push(six),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            return Err(error).with_context(|| told(port));
        }
        // A machine without IPv6.
        Err(_) => {}
    }
    Ok(doors)
}

async fn listen(place: &Place, options: &ClientOptions) -> Result<()> {
    let doors = doors(options.port).await?;
    let port = doors.first().context("one door at least")?.local_addr()?.port();
    println!("listening on http://localhost:{port}, for {}", options.relay);
    if let Some(invitations) = &place.invitations {
        println!("links of invitations open the app at {invitations}");
    }
    let app = app(place, port);
    let serving =
        doors.into_iter().map(|it| tokio::spawn(axum::serve(it, app.clone()).into_future()));
    let serving: Vec<_> = serving.collect();
    stop().await;
    drop(serving);
    Ok(())
}

/// The files, for browsers that mean this machine.
fn app(place: &Place, port: u16) -> Router {
    let names = ["localhost", "127.0.0.1", "[::1]"].map(|it| format!("{it}:{port}"));
    documents::router(place, Arc::new(Embedded))
        .layer(middleware::from_fn_with_state(Arc::new(names), only_here))
}

/// Another name that leads to this machine is somebody's trick (DNS rebinding): their page would share an origin with this app.
async fn only_here(
    State(names): State<Arc<[String; 3]>>,
    request: Request,
    next: Next,
) -> Response {
    let host = request.headers().get(header::HOST).and_then(|it| it.to_str().ok());
    let is_here = host.is_some_and(|host| names.iter().any(|it| it.eq_ignore_ascii_case(host)));
    if is_here {
        return next.run(request).await;
    }
    let told = "This app answers to localhost and its port only.\n";
    (StatusCode::MISDIRECTED_REQUEST, told).into_response()
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use reknit_relay::documents::Origin;
    use tower::ServiceExt as _;

    use super::*;

    fn options(more: impl FnOnce(&mut ClientOptions)) -> ClientOptions {
        let relay = Origin::parse("https://notes.example.org").unwrap();
        let mut options = ClientOptions {
            relay,
            port: 7301,
            invitations: None,
            offline: true,
            write: None,
            helplines: None,
            away: String::new(),
        };
        more(&mut options);
        options
    }

    #[test]
    fn links_lead_where_the_other_can_open_them() {
        let other = Origin::parse("https://app.example.net").unwrap();
        let leads = |options: &ClientOptions| {
            place(options, None, "").invitations.map(|it| it.to_string()).unwrap_or_default()
        };
        assert_eq!(leads(&options(|_| ())), "https://notes.example.org");
        assert_eq!(leads(&options(|it| it.invitations = Some(other))), "https://app.example.net");
        // A host of its own is its own address.
        assert_eq!(leads(&options(|it| it.write = Some("x".into()))), "");
    }

    #[test]
    fn leaving_and_helplines_are_ones_own() {
        let leads = options(|it| it.away = "https://www.dwd.de/".into());
        let place = Place { helplines: Some("theirs".into()), ..place(&leads, None, "") };
        let text =
            place.fill("<a href=\"https://www.wikipedia.org/\"><!--lines-->ours<!--/lines-->");
        assert_eq!(text, "<a href=\"https://www.dwd.de/\">theirs");
    }

    #[tokio::test]
    async fn helplines_that_could_mislead_start_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let table = folder.path().join("lines.csv");
        std::fs::write(&table, "country,service\nx,y\n").unwrap();
        let into = folder.path().join("site");
        let wrong = options(|it| (it.helplines, it.write) = (Some(table), Some(into.clone())));
        let told = format!("{:#}", client(wrong).await.unwrap_err());
        assert!(told.contains("cannot be used") && !into.exists(), "{told}");
    }

    #[tokio::test]
    async fn another_name_for_this_machine_gets_nothing() {
        let app = app(&place(&options(|_| ()), None, ""), 7301);
        for (host, allowed) in [
            (Some("localhost:7301"), true),
            (Some("127.0.0.1:7301"), true),
            (Some("[::1]:7301"), true),
            (Some("localhost"), false),
            (Some("localhost:7300"), false),
            (Some("evil.example.org:7301"), false),
            (None, false),
        ] {
            let mut request = Request::builder().uri("/nothing-here");
            if let Some(host) = host {
                request = request.header(header::HOST, host);
            }
            let reply = app.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
            let want =
                if allowed { StatusCode::NOT_FOUND } else { StatusCode::MISDIRECTED_REQUEST };
            assert_eq!(reply.status(), want, "{host:?}");
        }
    }
}
