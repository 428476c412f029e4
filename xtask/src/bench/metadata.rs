//! `cargo xtask bench metadata`: the titles, authors and dates of pages with known
//! answers, beside Readability.js and Defuddle, by the same measure.

use std::path::Path;

use crate::arguments::Arguments;
use crate::bench::others::{self, OTHERS};
use crate::bench::rows::Row;
use crate::quality::answers::{Answer, Ours, pages};
use crate::quality::fields::{Score, Scores, sites};
use crate::workspace::{Outcome, Workspace};

/// Runs the command.
pub(super) fn command(workspace: &Workspace, given: &[String], rows: &mut Vec<Row>) -> Outcome {
    let arguments = Arguments::read(given, &[], &["again", "misses"])?;
    let folders = arguments.words();
    if folders.is_empty() {
        return Err("which pages? `cargo xtask bench metadata FOLDER...`".to_owned());
    }
    for folder in folders {
        let pages = pages(&workspace.root.join(folder))?;
        let ours = pages.iter().map(Ours::of).collect::<Outcome<Vec<Ours>>>()?;
        let lines = pages.iter().zip(&ours).map(|(page, ours)| {
            // All of them are told where the page is as we are.
            others::line(&page.name, ours.address.as_str(), &ours.html)
        });
        let lines = lines.collect::<Vec<String>>().concat();
        let name = Path::new(folder).file_name().and_then(|name| name.to_str()).unwrap_or("pages");
        let found = others::ask(workspace, &format!("{name}-metadata"), arguments.has("again"), &lines)?;

        let mut all: Vec<(&str, Scores)> = vec![("satchel", Scores::default())];
        all.extend(OTHERS.iter().map(|other| (*other, Scores::default())));
        for (page, ours) in pages.iter().zip(&ours) {
            let sites = sites(page, &ours.site, &ours.address);
            let mut answers = vec![Answer { title: ours.answer.headline.clone(), ..ours.answer.clone() }];
            for found in &found {
                let text = |field: &str| others::text(found, &page.name, field).to_owned();
                let (title, author, published) = (text("title"), text("author"), text("published"));
                answers.push(Answer { headline: title.clone(), title, author, published });
            }
            for ((name, scores), answer) in all.iter_mut().zip(&answers) {
                for [field, known, given] in scores.add(page, answer, &sites) {
                    if arguments.has("misses") && field != "title" {
                        println!("{name:11} {field:10} {}\n  known {known:?}\n  given {given:?}", page.name);
                    }
                }
            }
        }
        println!("{folder}, {} pages: exact, F1, given where there is none", pages.len());
        report(&all);
        for (program, scores) in &all {
            let row =
                |(field, score): (&str, &Score)| Row::counted(&format!("{name}: {field}, {program}"), "F1", score.f1());
            rows.extend(scores.each().map(row));
        }
    }
    Ok(())
}

/// A line for each field, a column for each program.
fn report(all: &[(&str, Scores)]) {
    let names = all.iter().map(|(name, _)| format!("{name:>22}"));
    println!("  {:26}{}", "", names.collect::<String>());
    let mut columns: Vec<_> = all.iter().map(|(_, scores)| scores.each()).collect();
    loop {
        let row: Vec<_> = columns.iter_mut().filter_map(Iterator::next).collect();
        let Some((field, first)) = row.first() else { return };
        // A program of one title has it under both names.
        if *field == "title" {
            continue;
        }
        let [known, none] = first.counts();
        let cells = row.iter().map(|(_, score)| {
            let [exact, overlap, invented] = score.short();
            format!("{exact:>10}{overlap:>7}{invented:>5}")
        });
        println!("  {field:10}{:16}{}", format!("of {known}, {none}"), cells.collect::<String>());
    }
}
