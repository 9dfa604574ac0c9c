use super::*;

const HEAD: &str = "country_code,country,service,who_it_serves,numbers_as_printed,tel_dial,text_chat,web,hours,languages,emergency_number_from_memory,how_sure,source_checked,conflict_or_warning,print_number,verified_on\n";
const TWO: &str = "US,United States,National Domestic Violence Hotline,anyone,1-800-799-7233 (SAFE); TTY 1-800-787-3224,18007997233,,https://www.thehotline.org/,24/7,en,911,seen,x,,yes,\n\
    US,United States,Love is Respect,young adults,1-866-331-9474,18663319474,,https://www.loveisrespect.org/,24/7,en,911,seen,x,,yes,\n";

fn html(rows: &str) -> String {
    render(&format!("{HEAD}{TWO}{rows}"), Source::Ours).unwrap()
}

#[track_caller]
fn refused(csv: &str, saying: &str) {
    let error = render(csv, Source::Host).unwrap_err().to_string();
    assert!(error.contains(saying), "{error}");
}

#[test]
fn the_digits_to_dial_are_the_digits_printed() {
    let html = html("");
    assert!(html.contains("<a class=\"tel\" href=\"tel:18663319474\">1-866-331-9474</a>"));
    assert!(html.contains("<a class=\"tel\" href=\"tel:18007997233\">1-800-799-SAFE (7233)</a>"));
    let row = "AT,Austria,Frauenhelpline,women,0800 222 555,0800222556,,https://frauenhelpline.at/,,de,133,read,x,,yes,\n";
    refused(
        &format!("{HEAD}{TWO}{row}"),
        "line 4 (Frauenhelpline): the digits to dial (0800222556)",
    );
}

#[test]
fn a_known_line_with_another_number_is_refused_also_where_a_second_one_has_its_own() {
    let wrong = TWO.replace(",18663319474,", ",18663119474,");
    refused(&format!("{HEAD}{wrong}"), "line 3 (Love is Respect): tel_dial is not the number");
    let elsewhere = "US,United States,National Domestic Violence Hotline,anyone,1-900-555-0000 (SAFE),19005550000,,https://example.org/,24/7,en,911,seen,x,,yes,\n";
    refused(&format!("{HEAD}{TWO}{elsewhere}"), "tel_dial is not the number");
}

#[test]
fn a_row_that_is_not_sure_shows_no_number() {
    let row = "GB,United Kingdom,Galop,LGBT+,0800 999 5428,08009995428,chat,https://galop.org.uk/,,en,999,unsure,x,,no,\n";
    let html = html(row);
    assert!(html.contains("galop.org.uk") && !html.contains("5428"));
    assert!(html.contains("<a class=\"tel\" href=\"tel:999\">999</a>"));
}

#[test]
fn a_row_that_somebody_checked_says_when() {
    let row = "AT,Austria,Frauenhelpline,women,0800 222 555,0800222555,,https://frauenhelpline.at/,,de,133,read,x,,yes,2026-11-25\n";
    assert!(html(row).contains("checked on 2026-11-25"));
    assert_eq!(unverified(&format!("{HEAD}{TWO}{row}")).unwrap().len(), 2);
}

#[test]
fn a_table_that_could_mislead_is_refused_with_its_line() {
    let row = |numbers: &str, dial: &str, web: &str, prints: &str, date: &str| {
        format!(
            "{HEAD}{TWO}AT,Austria,Somebody,all,{numbers},{dial},,{web},,de,133,read,x,,{prints},{date}\n"
        )
    };
    let web = "https://example.org/";
    refused(&row("01 23", "0123", "http://example.org/", "yes", ""), "line 4 (Somebody): web is");
    refused(&row("01 23", "01-23", web, "yes", ""), "tel_dial is digits");
    refused(&row("", "", web, "yes", ""), "there is no number");
    refused(&row("01 23", "0123", web, "perhaps", ""), "print_number is yes or no");
    refused(&row("01 23", "0123", web, "yes", "yesterday"), "verified_on is a date");
    let spreadsheet = row("01 23", "01-23", web, "yes", "").replace('\n', "\r\n");
    refused(&format!("\u{feff}{spreadsheet}"), "line 4 (Somebody): tel_dial is digits");
    refused("country,service\nx,y\n", "there is no column print_number");
    refused(&format!("{HEAD}US,United States\n"), "line 2: a row has more or fewer columns");
    refused(&format!("{HEAD}{}\n", TWO.lines().next().unwrap()), "Love is Respect always ships");
}

#[test]
fn nothing_in_a_table_becomes_markup() {
    let row = "AT,Aus<b>tria,<script>,\"\"\"x\",01 23,0123,,https://example.org/?a&b,,de,133,read,x,,yes,\n";
    let html = html(row);
    assert!(!html.contains("<script>") && !html.contains("<b>") && html.contains("?a&amp;b"));
}

#[test]
fn what_ships_is_readable() {
    let csv = include_str!("../../../content/helplines.csv");
    assert!(render(csv, Source::Ours).unwrap().contains("tel:116123"));
}
