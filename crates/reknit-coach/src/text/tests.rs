use proptest::prelude::*;

use super::*;

#[track_caller]
fn cuts(text: &str, pieces: &[&str]) {
    let cut = Text::new(text);
    let found: Vec<String> = cut.pieces.iter().map(|it| cut.part(it.span)).collect();
    assert_eq!(found, pieces);
}

#[test]
fn sentences_end_at_marks_and_line_breaks() {
    cuts("I am here. Are you? yes!!\nfine", &["I am here.", "Are you?", "yes!!", "fine"]);
    cuts("it cost 3.50 in all", &["it cost 3.50 in all"]);
}

#[test]
fn clauses_end_where_a_new_one_has_its_own_words() {
    cuts("I am sorry but you made me do it", &["I am sorry", "but you made me do it"]);
    cuts("no but yes", &["no but yes"]);
    cuts(
        "i did all the dishes and you just sat there",
        &["i did all the dishes", "and you just sat there"],
    );
}

#[test]
fn shorthand_and_spellings_meet() {
    let text = |it: &str| Text::new(it).words.into_iter().map(|it| it.text).collect::<Vec<_>>();
    assert_eq!(text("U DONT care"), text("you don’t care"));
    assert_eq!(text("soooooo"), ["soo"]);
}

#[test]
fn places_that_touch_are_one_and_are_found_again() {
    let span = |start, end| Span { start, end };
    let spans: Spans = [span(10, 12), span(0, 3), span(4, 6), span(2, 5)].into_iter().collect();
    assert_eq!(spans.as_slice(), [span(0, 6), span(10, 12)]);
    assert!(
        spans.hold(span(1, 6))
            && !spans.hold(span(1, 7))
            && spans.meet(span(5, 9))
            && !spans.meet(span(6, 10))
    );
}

proptest! {
    #[test]
    fn any_text_is_cut_and_every_word_is_in_one_piece(text in any::<String>()) {
        let cut = Text::new(&text);
        let n_chars = text.chars().count();
        let mut last = 0;
        for piece in &cut.pieces {
            prop_assert_eq!(piece.words.start, last);
            last = piece.words.end;
            prop_assert!(piece.span.start < piece.span.end && piece.span.end <= n_chars);
        }
        prop_assert_eq!(last, cut.words.len());
    }
}
