//! Build, run, test: everything cargo alone cannot say.
//!
//! Each command is a module; what they share is in `workspace` (where things
//! are), `process` (starting programs) and `install` (getting what is missing).

mod arguments;
mod bench;
mod build;
mod bundle;
mod dist;
mod document;
mod fuzz;
mod install;
mod licences;
mod marks;
mod package;
mod page;
mod parts;
mod payload;
mod pictures;
mod process;
mod quality;
mod run;
mod site;
mod standin;
mod supply;
mod test;
mod tokens;
mod wasm;
mod worker;
mod workspace;

use std::process::ExitCode;

use workspace::{Outcome, Workspace};

const HELP: &str = "\
Satchel's tasks. Each installs what it lacks before it starts.

  cargo xtask run       open a browser with the extension in it, connected to a local stand-in
                        for Notion, with a page in front that can be saved; without a screen it
                        saves one page as --once does
  cargo xtask run --once [ADDRESS-or-FILE] [--url ADDRESS] [--title TEXT] [--tags a,b]
                        do one save by itself and print what was made of it; a FILE (it may be
                        gzipped) is shown under --url, or under the address it claims as its own
  cargo xtask test [--only STAGE] [--list]
                        run every test, or one stage of them; --list names the stages
  cargo xtask bench [--pages FOLDER]
                        measure all of the following, with the collections of pages in a folder where one takes any,
                        and say which goals are met; it takes most of an hour
  cargo xtask bench start [--runs N]
                        measure how long it is from the installation to the first page in Notion, as soon as it can
                        be and at the pace of a person who reads everything
  cargo xtask bench click [--runs N] [--articles]
                        measure how long after a click a save is on this device, its request at Notion and its page
                        there, in turns with the least extension that sends anything; with --articles, with the
                        page's article, beside Readability.js and Defuddle with Turndown and martian as well; and
                        where the time of a click goes, step by step
  cargo xtask bench popup [--runs N]
                        measure how long after a click the popup can be used, and its pickers after a key, in front
                        of large databases, the worker running, stopped, and with a processor four times as slow
  cargo xtask bench article [FOLDER] [--pages N] [--runs N]
                        measure how long it takes from the loaded pages in a folder (gzipped or not) to Notion's
                        blocks, beside Readability.js and Defuddle with Turndown and martian: warm, for the first
                        time in a process (--runs times), and how it grows with the page
  cargo xtask bench quality FOLDER... [--again]
                        measure what is taken for the content of pages with known answers, beside Readability.js
                        and Defuddle, whose answers are kept; --again asks them again
  cargo xtask bench metadata FOLDER... [--again] [--misses]
                        measure the titles, authors and dates of pages with known answers beside the same two;
                        --misses prints what was wrong of each
  cargo xtask bench outbox [--runs N]
                        measure what a save costs in the outbox with ten, a thousand and ten thousand that wait
  cargo xtask bench broker [--seconds N]
                        measure how many requests the token broker takes, how long each takes it and its memory,
                        beside abuse from one place and from thousands
  cargo xtask bench size
                        weigh the package by kinds of files, and the modules by crates and functions
  cargo xtask bench walk [FOLDER] [--pages N]
                        measure how long the content of the pages in a folder (gzipped or not) takes
                        to read, beside a walk that only visits every node, and `outerHTML`
  cargo xtask bench ... [--json FILE] [--against FILE]
                        keep what any of these found as rows of name, unit, median, 90th, 95th and runs; and
                        hold it against rows that were kept, saying what got worse by more than chance makes it
  cargo xtask build     build the extension into dist/satchel/ (load that folder in a browser)
  cargo xtask dist [--twice]
                        make what the stores take of it, in dist/: a zip for each, one of the sources, and a list of
                        what is in them; --twice builds it once more in another folder and compares every file
  cargo xtask fuzz [TARGET...] [--seconds N]
                        look for inputs that make happen what must never happen, a minute for each target unless
                        said otherwise; takes a nightly compiler, which it installs; with one target, --input FILE
                        runs that input alone
  cargo xtask payload FILE.html --url ADDRESS [--title TEXT] [--tags a,b] [--schema FILE] [--fields]
                        print what saving that page would send, as a JSON array of requests;
                        FILE may be gzipped, and --schema takes a data source as Notion returns it;
                        --fields prints what the page declares of itself instead
  cargo xtask pictures FOLDER | --store
                        take a picture of every state of the extension's pages: in light and dark, in high contrast,
                        twice as large, narrow, from right to left, and in a language longer than any; with --store
                        take those that the stores show, into docs/store
  cargo xtask quality article FOLDER... [--misses N] [--dump PAGE] [--all]
                        measure what is taken for the content of pages with known answers; --misses prints the
                        worst N pages (of those that are not held out, unless --all), --dump how one page's text differs from its answer
  cargo xtask quality metadata FOLDER [--misses] [--dump]
                        measure title, author and date against a folder of pages with known answers;
                        --misses prints what was wrong, --dump all that was read
  cargo xtask site      build the public site, with the live preview, into dist/site (any server of files serves it)
  cargo xtask standin [ARGUMENTS]
                        run the local stand-in for Notion alone
  cargo xtask supply [--advisories]
                        check whose work is depended on and on which terms, with cargo-deny, which is built the
                        first time (minutes); --advisories also asks for known weaknesses, over the network
  cargo xtask worker    build the token broker as a Cloudflare Worker into broker/worker/build
";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    dispatch(&command, &rest).unwrap_or_else(|message| {
        eprintln!("error: {message}");
        ExitCode::FAILURE
    })
}

fn dispatch(command: &str, rest: &[String]) -> Outcome<ExitCode> {
    let done = |()| ExitCode::SUCCESS;
    match command {
        "" | "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        _ if rest.iter().any(|word| word == "--help" || word == "-h") => dispatch("help", &[]),
        "bench" => bench::command(&Workspace::find()?, rest).map(done),
        "build" => build::command(&Workspace::find()?, rest).map(done),
        "dist" => dist::command(&Workspace::find()?, rest).map(done),
        "fuzz" => fuzz::command(&Workspace::find()?, rest).map(done),
        "payload" => payload::command(rest).map(done),
        "pictures" => pictures::command(&Workspace::find()?, rest),
        "quality" => quality::command(rest).map(done),
        "run" => run::command(&Workspace::find()?, rest).map(done),
        "site" => site::command(&Workspace::find()?, rest).map(done),
        "standin" => standin::command(&Workspace::find()?, rest).map(done),
        "supply" => supply::command(&Workspace::find()?, rest).map(done),
        "test" => test::command(&Workspace::find()?, rest),
        "worker" => worker::command(&Workspace::find()?, rest).map(done),
        unknown => Err(format!("there is no task `{unknown}`; `cargo xtask help` lists them")),
    }
}
