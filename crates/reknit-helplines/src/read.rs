//! Reading the table: every row as sure as it is, and no surer (safety.md, "Helplines").

/// The lines of the article that always ship.
pub(crate) const ALWAYS: [(&str, &str); 2] =
    [("National Domestic Violence Hotline", "18007997233"), ("Love is Respect", "18663319474")];

/// One row.
pub(crate) struct Line {
    pub(crate) country: String,
    pub(crate) code: String,
    pub(crate) service: String,
    pub(crate) who: String,
    pub(crate) numbers: String,
    pub(crate) dial: String,
    pub(crate) text_chat: String,
    pub(crate) web: String,
    pub(crate) hours: String,
    pub(crate) emergency: String,
    pub(crate) warning: String,
    pub(crate) prints: bool,
    pub(crate) verified_on: String,
}

/// Why a table cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// It is no table, or a row of it is cut.
    #[error("line {line}: {reason}")]
    Csv {
        /// Counted from 1, the names of the columns.
        line: u64,
        /// What the reader says.
        reason: String,
    },
    /// A column is missing.
    #[error("there is no column {0}")]
    Column(&'static str),
    /// A row could mislead.
    #[error("line {line} ({service}): {problem}")]
    Row {
        /// Counted from 1, the names of the columns.
        line: u64,
        /// The service it names.
        service: String,
        /// What is wrong.
        problem: Problem,
    },
    /// A line that always ships is not there with its number.
    #[error("{0} always ships with its number: keep its row, with print_number = yes")]
    Always(&'static str),
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Nobody could be found by it.
    #[error("a row needs country_code, country and service")]
    Nameless,
    /// An address that is not encrypted, or none.
    #[error("web is an address that begins with https://")]
    Address,
    /// Something else than digits would be dialled.
    #[error("tel_dial is digits, with at most a + or * before them")]
    Dial,
    /// Another number would be dialled than the one a person reads.
    #[error("the digits to dial ({dial}) are not among those printed ({printed})")]
    Digits {
        /// What would be dialled.
        dial: String,
        /// What would be read.
        printed: String,
    },
    /// It should print a number, and has none.
    #[error("print_number is yes, and there is no number")]
    Numberless,
    /// A line that always ships, with another number than its own.
    #[error("tel_dial is not the number of this line")]
    Known,
    /// Neither yes nor no.
    #[error("print_number is yes or no")]
    Prints,
    /// No date.
    #[error("verified_on is a date such as 2026-11-25, or empty")]
    Date,
}

/// Reads and checks a table.
pub(crate) fn read(csv: &str) -> Result<Vec<Line>, ReadError> {
    // Line ends as spreadsheets write them would make the reader count one line too few.
    let csv = csv.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let broken = |error: &csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        ReadError::Csv { line, reason: "a row has more or fewer columns than the first".into() }
    };
    let headers = reader.headers().map_err(|it| broken(&it))?.clone();
    let mut lines = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|it| broken(&it))?;
        let number = row.position().map_or(0, csv::Position::line);
        let find = |name: &str| {
            let at = headers.iter().position(|it| it.trim() == name);
            at.map(|at| row.get(at).unwrap_or_default().trim().to_owned())
        };
        let get = |name: &'static str| find(name).ok_or(ReadError::Column(name));
        let maybe = |name: &str| find(name).unwrap_or_default();
        let prints = get("print_number")?;
        let line = Line {
            country: get("country")?,
            code: get("country_code")?,
            service: get("service")?,
            who: maybe("who_it_serves"),
            numbers: get("numbers_as_printed")?,
            dial: get("tel_dial")?,
            text_chat: maybe("text_chat"),
            web: get("web")?,
            hours: maybe("hours"),
            emergency: maybe("emergency_number_from_memory"),
            warning: maybe("conflict_or_warning"),
            prints: prints == "yes",
            verified_on: maybe("verified_on"),
        };
        let checked =
            if prints == "yes" || prints == "no" { line.check() } else { Err(Problem::Prints) };
        checked.map_err(|problem| ReadError::Row {
            line: number,
            service: line.service.clone(),
            problem,
        })?;
        lines.push(line);
    }
    for (service, dial) in ALWAYS {
        if !lines.iter().any(|it| it.service == service && it.dial == dial && it.prints) {
            return Err(ReadError::Always(service));
        }
    }
    Ok(lines)
}

/// Digits of a number as it is printed; letters that stand for digits do not count.
fn digits(printed: &str) -> String {
    printed.chars().filter(char::is_ascii_digit).collect()
}

/// `2026-11-25`.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|it| it.len()).collect();
    lengths == [4, 2, 2] && parts.iter().all(|it| it.bytes().all(|it| it.is_ascii_digit()))
}

impl Line {
    fn check(&self) -> Result<(), Problem> {
        if [&self.service, &self.country, &self.code].iter().any(|it| it.is_empty()) {
            return Err(Problem::Nameless);
        }
        let is_bare = |it: char| it.is_whitespace() || it == '"' || it == '<';
        if !self.web.is_empty() && (!self.web.starts_with("https://") || self.web.contains(is_bare))
        {
            return Err(Problem::Address);
        }
        if !self.verified_on.is_empty() && !is_date(&self.verified_on) {
            return Err(Problem::Date);
        }
        let bare = self.dial.strip_prefix(['+', '*']).unwrap_or(&self.dial);
        if !bare.bytes().all(|it| it.is_ascii_digit()) {
            return Err(Problem::Dial);
        }
        // A known name beside another number would send a call elsewhere.
        if ALWAYS.iter().any(|(it, dial)| *it == self.service && *dial != self.dial) {
            return Err(Problem::Known);
        }
        if self.prints && self.numbers.is_empty() {
            return Err(Problem::Numberless);
        }
        if self.prints && !self.dial.is_empty() && self.printed().is_none() {
            return Err(Problem::Digits { dial: self.dial.clone(), printed: self.numbers.clone() });
        }
        Ok(())
    }

    /// The printed number whose digits are the ones to dial.
    pub(crate) fn printed(&self) -> Option<String> {
        if self.dial.is_empty() {
            return None;
        }
        let wanted = digits(&self.dial);
        let mut parts = self.numbers.split([';', '(', ',']).map(str::trim);
        let found = parts.find(|it| digits(it) == wanted);
        found.map(|it| it.trim_end_matches("TTY").trim().to_owned())
    }
}
