//! A host that serves the app as it is, and hosts that do not.

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use axum::{
    body::{Body, to_bytes},
    http::Request,
};
use reknit_relay::documents::{self, Origin, Place};
use sha2::{Digest as _, Sha256};
use tower::ServiceExt as _;

use super::*;

/// A small app: documents as templates, one script, and its packed twin.
#[derive(Debug, Clone)]
struct Small(BTreeMap<String, Vec<u8>>);

const INDEX: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"{{policy}}\">\n<meta name=\"relay\" content=\"{{relay}}\">\
                     <meta name=\"invitations\" content=\"{{invitations}}\"><p>{{operator}}</p><script src=\"/app-1.js\"></script>\n";
const HELP: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"{{policy}}\"><h1>Help</h1><p>{{operator}}</p>\
                    <!--lines--><details><summary>US</summary><ul><li><strong>Line</strong><a href=\"tel:1\">1</a></li></ul></details><!--/lines--><p>End</p>";

/// Brotli of `go();`, uncompressed inside: a stored block.
const PACKED: [u8; 9] = [0x0f, 0x02, 0x80, b'g', b'o', b'(', b')', b';', 0x03];

impl Small {
    fn new() -> Self {
        let mut files = BTreeMap::from([
            ("index.html".to_owned(), INDEX.as_bytes().to_vec()),
            ("help.html".to_owned(), HELP.as_bytes().to_vec()),
            ("app-1.js".to_owned(), b"go();".to_vec()),
            ("sw.js".to_owned(), b"rest();".to_vec()),
        ]);
        let hash = |it: &Vec<u8>| data_encoding::HEXLOWER.encode(&Sha256::digest(it));
        let listed: BTreeMap<_, _> = files
            .iter()
            .map(|(name, bytes)| (name.clone(), serde_json::json!({ "sha256": hash(bytes) })))
            .collect();
        let manifest =
            serde_json::json!({ "sha256": "5ma11", "toolchain": "rustc 1", "files": listed });
        files.insert("bundle.json".to_owned(), manifest.to_string().into_bytes());
        files.insert("app-1.js.br".to_owned(), PACKED.to_vec());
        Self(files)
    }

    fn with(mut self, name: &str, bytes: &[u8]) -> Self {
        self.0.insert(name.to_owned(), bytes.to_vec());
        self
    }
}

impl Assets for Small {
    fn get(&self, path: &str) -> Option<Cow<'static, [u8]>> {
        self.0.get(path).cloned().map(Cow::Owned)
    }
}

fn at() -> Origin {
    Origin::parse("https://notes.example.org").unwrap()
}

fn clinic() -> Place {
    Place {
        operator: "Run by <A & B> \"clinic\".".into(),
        host: at().host().into(),
        ..Place::default()
    }
}

/// What `verify` says about a host that serves `theirs` at `place`, and changes answers on the way.
fn told_by(theirs: Small, place: &Place, change: impl Fn(&str, &mut Reply)) -> (Verdict, String) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let router = documents::router(place, Arc::new(theirs));
    let fetch = |path: &str, encoding: &str| {
        let request = Request::builder().uri(path).header("accept-encoding", encoding);
        let request = request.body(Body::empty()).unwrap();
        let reply = runtime.block_on(router.clone().oneshot(request)).unwrap();
        let status = reply.status().as_u16();
        let text = |it: &axum::http::HeaderValue| it.to_str().unwrap().to_owned();
        let headers = reply.headers().iter().map(|it| (it.0.to_string(), text(it.1))).collect();
        let body = runtime.block_on(to_bytes(reply.into_body(), 1 << 20)).unwrap().to_vec();
        let mut reply = Reply { status, headers, body };
        change(path, &mut reply);
        Ok(reply)
    };
    let (verdict, lines) = look(&options(false), &Small::new(), &fetch).unwrap();
    let accepted = look(&options(true), &Small::new(), &fetch).unwrap().0;
    let want = if verdict == Verdict::OtherHelplines { Verdict::Same } else { verdict };
    assert_eq!(accepted, want, "accepting helplines accepts nothing else");
    (verdict, lines.join("\n"))
}

fn options(other_helplines: bool) -> VerifyOptions {
    VerifyOptions { at: at(), other_helplines }
}

#[test]
fn helplines_of_the_hosts_own_are_never_passed_over() {
    let row = |dial: &str| {
        format!(
            "<details><summary>US</summary><ul><li><strong>Line</strong><a href=\"tel:{dial}\">1</a></li></ul></details>"
        )
    };
    let place = Place { helplines: Some(row("2")), ..clinic() };
    for with_header in [true, false] {
        let (verdict, lines) = told_by(Small::new(), &place, |_, reply| {
            // A host of plain files sends no policy: that note hides nothing.
            reply.headers.retain(|it| with_header || it.0 != "content-security-policy");
        });
        assert_eq!(verdict, Verdict::OtherHelplines, "{lines}");
        assert_eq!(
            lines.matches("changed US, Line: Line [tel:2] 1 (ours: Line [tel:1] 1)").count(),
            1,
            "{lines}"
        );
        assert!(lines.contains("--other-helplines") && !lines.contains("same: what"), "{lines}");
    }
    let many: String =
        (0..500).map(|it| format!("<details><summary>{it}</summary>x</details>")).collect();
    let (_, lines) = told_by(Small::new(), &Place { helplines: Some(many), ..clinic() }, |_, _| ());
    assert!(lines.contains("more rows") && lines.lines().count() < 130, "{lines}");
}

#[test]
fn the_same_app_is_the_same_wherever_it_is_served() {
    let relay = Origin::parse("https://relay.example.net:8443").ok();
    let elsewhere = Place { relay: relay.clone(), invitations: relay, ..Place::default() };
    for place in [clinic(), Place::default(), elsewhere] {
        let (verdict, lines) = told_by(Small::new(), &place, |_, _| ());
        assert_eq!(verdict, Verdict::Same, "{lines}");
        assert!(lines.contains("saw what it was served"), "{lines}");
        let named = place.relay.map(|it| format!("talks to {it},")).unwrap_or_default();
        assert!(lines.contains(&named), "{lines}");
    }
}

#[test]
fn every_kind_of_change_is_found() {
    let text = |name: &str, text: &str| Small::new().with(name, text.as_bytes());
    let more = INDEX.replace("<script", "<script src=\"//x\"></script><script");
    let wider = INDEX.replace("{{policy}}", "default-src *");
    for (what, theirs) in [
        ("a script", text("app-1.js", "go(1);")),
        ("a worker that keeps its name", text("sw.js", "")),
        (
            "only what is packed",
            Small::new()
                .with("app-1.js.br", &[0x0f, 0x02, 0x80, b'n', b'o', b'(', b')', b';', 0x03]),
        ),
        ("a document", text("index.html", &more)),
        ("help", text("help.html", "<h1>Help</h1>")),
        ("the policy", text("index.html", &wider)),
    ] {
        let (verdict, lines) = told_by(theirs, &clinic(), |_, _| ());
        assert_eq!(verdict, Verdict::Differs, "{what}: {lines}");
        assert!(lines.contains("do not type a passphrase"), "{lines}");
    }
    let header = |name: &'static str, value: &'static str| {
        move |path: &str, reply: &mut Reply| {
            if path == "/" {
                reply.headers.retain(|it| it.0 != name);
                reply.headers.push((name.to_owned(), value.to_owned()));
            }
        }
    };
    for (name, value) in [
        ("link", "</other.css>; rel=stylesheet"),
        ("refresh", "0; url=https://elsewhere.example"),
        ("set-cookie", "who=you"),
        ("content-security-policy", "default-src *"),
        ("content-encoding", "gzip"),
        ("clear-site-data", "\"storage\""),
        ("nel", "{}"),
        ("report-to", "{}"),
        ("reporting-endpoints", "a=\"https://elsewhere.example\""),
        ("speculation-rules", "\"/rules.json\""),
        ("content-type", "text/html"),
        ("content-type", "text/html; charset=iso-2022-jp"),
        ("content-type", "application/xhtml+xml"),
    ] {
        let (verdict, lines) = told_by(Small::new(), &clinic(), header(name, value));
        assert_eq!(verdict, Verdict::Differs, "{name}: {lines}");
    }
    for (name, value) in [
        ("/app-1.js", "text/javascript; charset=iso-2022-jp"),
        ("/app-1.js", "text/html; charset=utf-8"),
        ("/sw.js", ""),
    ] {
        let (verdict, lines) = told_by(Small::new(), &clinic(), |path, reply| {
            if path == name {
                reply.headers.retain(|it| it.0 != "content-type");
                reply.headers.push(("content-type".to_owned(), value.to_owned()));
            }
        });
        assert_eq!(verdict, Verdict::Differs, "{name} {value}: {lines}");
    }
    // A report to elsewhere is made for scripts as well.
    let (verdict, lines) = told_by(Small::new(), &clinic(), |path, reply| {
        if path == "/app-1.js" {
            reply.headers.push(("nel".to_owned(), "{}".to_owned()));
        }
    });
    assert_eq!(verdict, Verdict::Differs, "{lines}");
    let (verdict, lines) = told_by(Small::new(), &clinic(), |path, reply| {
        if path == "/sw.js" {
            reply.status = 404;
        }
    });
    assert_eq!(verdict, Verdict::Differs, "{lines}");
}

#[test]
fn a_gap_holds_text_and_an_address_and_nothing_else() {
    let swap = |from: &'static str, to: &'static str| {
        move |path: &str, reply: &mut Reply| {
            if path == "/" {
                reply.body = String::from_utf8_lossy(&reply.body).replace(from, to).into_bytes();
            }
        }
    };
    for to in ["<img src=x>", "\" onload=\"x", "\u{1b}$B", "\0"] {
        let (verdict, lines) = told_by(Small::new(), &clinic(), swap("Run by ", to));
        assert_eq!(verdict, Verdict::Differs, "{to}: {lines}");
    }
    // Another relay in the document, while the policy still names none.
    let other = swap("name=\"relay\" content=\"", "name=\"relay\" content=\"https://evil.example");
    let (verdict, lines) = told_by(Small::new(), &clinic(), other);
    assert_eq!(verdict, Verdict::Differs, "{lines}");
}

#[test]
fn a_host_that_does_not_answer_is_no_finding_and_no_clearance() {
    let (verdict, lines) = told_by(Small::new(), &clinic(), |path, reply| {
        if path == "/app-1.js" {
            reply.status = 503;
        }
    });
    assert_eq!(verdict, Verdict::CouldNotLook, "{lines}");
    // A host of plain files sends no policy; the document holds its own.
    let (verdict, lines) = told_by(Small::new(), &clinic(), |_, reply| {
        reply.headers.retain(|it| it.0 != "content-security-policy");
    });
    assert_eq!(verdict, Verdict::Same, "{lines}");
    assert!(lines.contains("sends no policy"), "{lines}");
}

#[test]
fn a_document_that_a_browser_may_keep_is_noted_beside_all_else() {
    let note = "does not send Cache-Control: no-store";
    let (_, lines) = told_by(Small::new(), &clinic(), |_, _| ());
    assert!(!lines.contains(note), "{lines}");
    for value in [None, Some("no-cache")] {
        let (verdict, lines) = told_by(Small::new(), &clinic(), |_, reply| {
            let is_other =
                |name: &str| !["cache-control", "content-security-policy"].contains(&name);
            reply.headers.retain(|it| is_other(&it.0));
            let value = value.map(|it| ("cache-control".to_owned(), it.to_owned()));
            reply.headers.extend(value);
        });
        assert_eq!(verdict, Verdict::Same, "{lines}");
        assert!(lines.contains("sends no policy") && lines.contains(note), "{lines}");
    }
}
