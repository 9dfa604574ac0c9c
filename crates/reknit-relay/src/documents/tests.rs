//! What a host says in its documents and headers, and what it cannot say.

use super::*;

#[test]
fn a_client_may_talk_to_its_relay_and_to_nobody_else() {
    let relay = Origin::parse("https://notes.example.org:8443").ok();
    let place = Place { relay, ..Place::default() };
    let connect =
        " connect-src 'self' https://notes.example.org:8443 wss://notes.example.org:8443;";
    assert!(place.policy().contains(connect), "{}", place.policy());
    assert!(place.policy().ends_with("frame-ancestors 'none'"));
    let own = Place { host: "notes.example.org".into(), ..Place::default() };
    assert!(own.policy().contains(" connect-src 'self' wss://notes.example.org;"));
    assert!(Place::default().policy().contains(" connect-src 'self';"));
}

#[test]
fn whatever_an_operator_calls_itself_stays_text() {
    let place = Place { operator: "<script src=//x>\"&".into(), ..Place::default() };
    assert_eq!(place.fill("<p>{{operator}}</p>"), "<p>&lt;script src=//x&gt;&quot;&amp;</p>");
}

#[test]
fn a_host_chooses_where_leaving_leads_from_a_closed_list() {
    let document = "<a href=\"https://www.wikipedia.org/\" data-leave>x</a>";
    let chosen = leading_away(document.into(), "https://www.dwd.de/");
    assert_eq!(chosen, "<a href=\"https://www.dwd.de/\" data-leave>x</a>");
    assert_eq!(leading_away(document.into(), "https://example.org/"), document);
    let script = include_str!("../../../reknit-web/static/leave.js");
    let (_, list) = script.split_once("const AWAY = [").unwrap();
    let (list, _) = list.split_once("];").unwrap();
    let list: Vec<_> = list.split('"').filter(|it| it.starts_with("https")).collect();
    assert_eq!(list, AWAY);
}

#[test]
fn a_host_may_bring_helplines_of_its_own() {
    let document = "a<!--lines-->ours<!--/lines-->b";
    assert_eq!(with_helplines(document.into(), Some("theirs")), "atheirsb");
    assert_eq!(with_helplines(document.into(), None), document);
}

/// One document, and nothing else.
struct OneDocument;

impl Assets for OneDocument {
    fn get(&self, path: &str) -> Option<Cow<'static, [u8]>> {
        (path == "index.html").then_some(Cow::Borrowed(b"<p>".as_slice()))
    }
}

#[test]
fn a_document_is_kept_nowhere_and_has_no_name_looked_up_beforehand() {
    let documents = Documents {
        assets: Arc::new(OneDocument),
        rendered: HashMap::from([("index.html", "<p>".to_owned())]),
        policy: Place::default().policy(),
        is_domain: false,
    };
    let reply = documents.document("index.html");
    assert_eq!(reply.status(), StatusCode::OK);
    assert_eq!(reply.headers()["cache-control"], "no-store");
    assert_eq!(reply.headers()["x-dns-prefetch-control"], "off");
}

#[test]
fn the_documents_say_the_same_themselves_for_hosts_that_send_no_header() {
    let documents = [
        include_str!("../../../reknit-web/index.html"),
        include_str!("../../../reknit-web/help.html"),
    ];
    for document in documents {
        for meta in [
            "<meta http-equiv=\"x-dns-prefetch-control\" content=\"off\">",
            "<meta name=\"referrer\" content=\"no-referrer\">",
        ] {
            assert_eq!(document.matches(meta).count(), 1, "{meta}");
        }
    }
}
