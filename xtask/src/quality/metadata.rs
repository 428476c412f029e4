//! `cargo xtask quality metadata`: what pages declare of themselves, against known answers.

use std::path::Path;

use super::answers::{Ours, pages};
use super::corpus::is_held_out;
use super::fields::{Scores, sites};
use crate::arguments::Arguments;
use crate::workspace::Outcome;

/// Runs the command.
pub(super) fn command(given: &[String]) -> Outcome {
    let arguments = Arguments::read(given, &[], &["misses", "dump"])?;
    let folder = arguments.word()?.ok_or("which pages? `cargo xtask quality metadata FOLDER`")?;
    let pages = pages(Path::new(folder))?;
    // What is found on pages that were looked at says less than what is found on the others.
    let mut parts = [("looked at", 0, Scores::default()), ("held out", 0, Scores::default())];
    for page in &pages {
        let ours = Ours::of(page)?;
        if arguments.has("dump") {
            println!("{}\t{}\n{}", page.name, ours.address, ours.all);
        }
        let sites = sites(page, &ours.site, &ours.address);
        let is_held_out = is_held_out(&page.name);
        let [looked_at, held_out] = &mut parts;
        let (_, count, scores) = if is_held_out { held_out } else { looked_at };
        *count += 1;
        for [name, known, given] in scores.add(page, &ours.answer, &sites) {
            if arguments.has("misses") && !is_held_out {
                println!("{name:10} {}\n  known {known:?}\n  given {given:?}", page.name);
            }
        }
    }
    for (part, count, scores) in &parts {
        println!("{count} pages {part}");
        for (name, score) in scores.each() {
            println!("{name:10} {}", score.text());
        }
    }
    Ok(())
}
