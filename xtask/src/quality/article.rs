//! `cargo xtask quality article`: what is taken for a page's content, against known answers.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::time::{Duration, Instant};

use satchel::article::extract::{Hints, article};
use satchel::article::page::Page as Tree;
use satchel::clip::{self, Captured};

use crate::arguments::Arguments;
use crate::page::Page;
use crate::tokens;
use crate::workspace::Outcome;

use super::corpus::{Known, pages};
use super::score::{Score, shared, words};
use super::text::plain;

/// A page's time is the best of so many runs.
const RUNS: usize = 5;

/// Runs the command.
pub(super) fn command(given: &[String]) -> Outcome {
    let arguments = Arguments::read(given, &["misses", "dump"], &["all"])?;
    let folders = arguments.words();
    if folders.is_empty() {
        return Err("which pages? `cargo xtask quality article FOLDER...`".to_owned());
    }
    let misses = arguments.value("misses").map_or(Ok(0), str::parse).map_err(|_| "`--misses` takes a number")?;
    for folder in folders {
        let known = pages(Path::new(folder))?;
        if let Some(name) = arguments.value("dump") {
            for page in known.iter().filter(|page| page.name == name) {
                print!("{}", compare(page, &read(page).text));
            }
            continue;
        }
        let answers = parallel(&known, read);
        println!("{folder}");
        report(&known, &[("satchel", answers.iter().map(|answer| answer.text.clone()).collect())]);
        let mut times: Vec<Duration> = answers.iter().map(|answer| answer.time).collect();
        times.sort();
        let at = |part: usize| times.get(times.len() * part / 100).copied().unwrap_or_default().as_secs_f64() * 1e3;
        let built = if cfg!(debug_assertions) { " (not optimised)" } else { "" };
        println!("  time{built}: median {:.2} ms, p90 {:.2} ms, most {:.2} ms", at(50), at(90), at(99));
        let mut worst: Vec<(f64, String)> = known
            .iter()
            .zip(&answers)
            .filter(|(page, _)| arguments.has("all") || !page.is_held_out())
            .map(|(page, answer)| {
                let score = Score::of(page, &answer.text);
                (score.f1, format!("{:14} {:50} {}", page.kind, page.name, score.text()))
            })
            .collect();
        worst.sort_by(|one, other| one.0.total_cmp(&other.0));
        for (_, line) in worst.iter().take(misses) {
            println!("  {line}");
        }
    }
    Ok(())
}

/// The texts of the pages' articles.
pub(crate) fn texts(known: &[Known]) -> Vec<String> {
    parallel(known, read).into_iter().map(|answer| answer.text).collect()
}

/// What was made of a page.
struct Answer {
    text: String,
    time: Duration,
}

fn read(known: &Known) -> Answer {
    let facts = Page::read(&known.html).facts_at(&known.address).0;
    let captured = Captured {
        address: known.address.clone().into(),
        title: facts.title.clone(),
        facts: Some(facts),
        ..Captured::default()
    };
    let title = clip::from_captured(&captured, true).map(|(clip, _)| clip.title).unwrap_or_default();
    let tokens = tokens::of(&known.html, &known.address);
    let page = Tree::read(&tokens);
    let hints = Hints { title: &title };
    let mut time = Duration::MAX;
    let mut part = article(&page, &hints);
    for _ in 0..RUNS {
        let started = Instant::now();
        part = article(&page, &hints);
        time = time.min(started.elapsed());
    }
    Answer { text: plain(&page, &part), time }
}

/// Does something with every page, on all processors.
fn parallel<T: Send>(known: &[Known], each: fn(&Known) -> T) -> Vec<T> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let of = |first: usize| move || known.iter().skip(first).step_by(threads).map(each).collect::<Vec<T>>();
        let parts: Vec<_> = (0..threads).map(|first| scope.spawn(of(first))).collect();
        let mut parts: Vec<_> = parts.into_iter().map(|part| part.join().unwrap_or_default().into_iter()).collect();
        let mut all = Vec::with_capacity(known.len());
        'all: loop {
            for part in &mut parts {
                match part.next() {
                    Some(one) => all.push(one),
                    None => break 'all,
                }
            }
        }
        all
    })
}

/// Prints how well texts from one or several programs do: all pages, the half that
/// is worked with, the half that is held out, and each kind. Gives the F1 of each.
pub(crate) fn report(known: &[Known], given: &[(&str, Vec<String>)]) -> Vec<(String, f64)> {
    println!("  {:24}{:14}{}", "", "", Score::COLUMNS);
    let mut groups: BTreeMap<String, HashSet<usize>> = BTreeMap::new();
    for (at, page) in known.iter().enumerate() {
        let half = if page.is_held_out() { "2 held out" } else { "1 worked with" };
        for group in ["0 all", half, &format!("3 {}", page.kind)] {
            groups.entry(group.to_owned()).or_default().insert(at);
        }
    }
    groups.remove("3 ");
    let scores: Vec<(&str, Vec<Score>)> = given
        .iter()
        .map(|(name, texts)| (*name, known.iter().zip(texts).map(|(page, text)| Score::of(page, text)).collect()))
        .collect();
    let mut found = Vec::new();
    for (group, members) in groups {
        let group = group.get(2..).unwrap_or_default();
        for (name, scores) in &scores {
            let scores = scores.iter().enumerate().filter(|(at, _)| members.contains(at));
            let sum = Score::sum(scores.map(|(_, score)| score));
            println!("  {group:24}{name:14}{}", sum.text());
            found.push((format!("{group}, {name}"), sum.f1 / sum.pages.max(1.0)));
        }
    }
    found
}

/// A text's lines, with what is not in the answer marked, and what of the answer it lacks.
pub(crate) fn compare(known: &Known, text: &str) -> String {
    let mut shown = format!("{}\n{}\n{}\n", known.name, known.address, Score::of(known, text).text());
    let (answer, given) = (words(&known.text), words(text));
    for (mark, of, other) in [("+", text, &answer), ("-", known.text.as_str(), &given)] {
        for line in of.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let words = words(line);
            let is_there = shared(other, &words) * 3 >= words.len() * 2;
            let mark = if is_there { " " } else { mark };
            if mark != " " || of == text {
                shown.push_str(mark);
                shown.push(' ');
                shown.push_str(line);
                shown.push('\n');
            }
        }
    }
    shown
}
