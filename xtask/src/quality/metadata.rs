//! `cargo xtask quality metadata`: what pages declare of themselves, against known answers.

use std::path::Path;

use super::answers::{Ours, pages};
use super::fields::{Scores, sites};
use crate::arguments::Arguments;
use crate::workspace::Outcome;

/// Runs the command.
pub(super) fn command(given: &[String]) -> Outcome {
    let arguments = Arguments::read(given, &[], &["misses", "dump"])?;
    let folder = arguments.word()?.ok_or("which pages? `cargo xtask quality metadata FOLDER`")?;
    let pages = pages(Path::new(folder))?;
    let mut scores = Scores::default();
    for page in &pages {
        let ours = Ours::of(page)?;
        if arguments.has("dump") {
            println!("{}\t{}\n{}", page.name, ours.address, ours.all);
        }
        let sites = sites(page, &ours.site, &ours.address);
        for [name, known, given] in scores.add(page, &ours.answer, &sites) {
            if arguments.has("misses") {
                println!("{name:10} {}\n  known {known:?}\n  given {given:?}", page.name);
            }
        }
    }
    println!("{} pages", pages.len());
    for (name, score) in scores.each() {
        println!("{name:10} {}", score.text());
    }
    Ok(())
}
