//! Flags of the coach.

use lexopt::{
    Error, Parser,
    prelude::{Long, ValueExt as _},
};
use reknit_coach::Kind;

use super::said;
use crate::coach::{Options, Shape, Tier};

pub(super) fn parse(parser: &mut Parser) -> Result<Options, Error> {
    let mut options = Options::default();
    while let Some(arg) = parser.next()? {
        match arg {
            Long("kind") => options.kind = kind(&parser.value()?.string()?)?,
            Long("to") => options.to = Some(parser.value()?.string()?),
            Long("json") => options.shape = Shape::Json,
            Long("jsonl") => options.shape = Shape::JsonLines,
            Long("tier") => options.tier = Some(tier(&parser.value()?.string()?)?),
            other => return Err(other.unexpected()),
        }
    }
    Ok(options)
}

fn kind(text: &str) -> Result<Kind, Error> {
    match text {
        "message" => Ok(Kind::Message),
        "apology" => Ok(Kind::Apology),
        "reply" => Ok(Kind::Reply),
        _ => Err(said("--kind takes message, apology or reply")),
    }
}

fn tier(text: &str) -> Result<Tier, Error> {
    match text {
        "light" => Ok(Tier::Light),
        "full" => Ok(Tier::Full),
        _ => Err(said("--tier takes light or full")),
    }
}
