use super::*;

fn said(shape: Shape, kind: Kind, input: &[u8]) -> Result<String> {
    let mut output = Vec::new();
    let (reader, words) = (Light::shipped(), Words::english());
    let options = Options { shape, kind, ..Options::default() };
    match shape {
        Shape::JsonLines => lines(&reader, &words, input, &mut output)?,
        Shape::Json | Shape::Shown => one(&reader, &words, options, input, &mut output)?,
    }
    Ok(String::from_utf8(output).unwrap())
}

#[test]
fn every_line_has_its_answer_and_a_bad_one_stops_nothing() {
    let mut input = br#"{"id":1,"kind":"message","text":"hello"}"#.to_vec();
    input.extend(b"\nnot json\n\n\xff\xfe\n");
    input.extend(vec![b'x'; LINE_BYTES_MAX + 1]);
    input.extend(b"\n");
    input.extend(vec![b'y'; 3 * LINE_BYTES_MAX]);
    input.extend(b"\n{\"id\":2,\"kind\":\"apology\",\"text\":\"sorry\"}");
    let output = said(Shape::JsonLines, Kind::Message, &input).unwrap();
    let lines: Vec<serde_json::Value> =
        output.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    let errors: Vec<bool> = lines.iter().map(|it| it.get("error").is_some()).collect();
    assert_eq!(errors, [false, true, true, true, true, true, false]);
    assert_eq!(lines[6]["id"], 2);
    assert!(lines[6]["apology"]["components"]["regret"].is_boolean());
}

#[test]
fn one_text_is_read_for_people_or_as_data() {
    let shown = said(Shape::Shown, Kind::Apology, "I am sorry.\n".as_bytes()).unwrap();
    assert!(shown.starts_with("I am sorry.\n") && shown.contains("responsibility"));
    let json = said(Shape::Json, Kind::Message, b"hello").unwrap();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["danger"]["kind"], "none");
}

#[test]
fn a_text_that_cannot_be_read_is_refused_with_the_reason() {
    for (input, reason) in [
        (&b" \n"[..], "empty"),
        (b"a\xff", "UTF-8 from byte 1"),
        (&[b'a'; LINE_BYTES_MAX + 1], "longer"),
    ] {
        let error = said(Shape::Shown, Kind::Message, input).unwrap_err().to_string();
        assert!(error.contains(reason), "{error}");
    }
}
