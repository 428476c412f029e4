//! Starting programs, with one-line errors.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use crate::workspace::Outcome;

/// Runs a program with this terminal as its own; anything but success is an error.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let status = command.status().map_err(|error| not_started(command, &error))?;
    if status.success() {
        return Ok(());
    }
    Err(format!("`{}` failed ({status})", words(command)))
}

/// Runs a program and returns what it printed; its errors go to the terminal.
pub(crate) fn capture(command: &mut Command) -> Outcome<String> {
    let output = output(command.stderr(Stdio::inherit()))?;
    if !output.status.success() {
        return Err(format!("`{}` failed ({})", words(command), output.status));
    }
    String::from_utf8(output.stdout).map_err(|_| format!("`{}` printed something that is not text", words(command)))
}

/// Runs a program while showing what it prints, and returns whether it succeeded
/// and what it printed.
pub(crate) fn tee(command: &mut Command) -> Outcome<(bool, String)> {
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| not_started(command, &error))?;
    let mut text = String::new();
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).split(b'\n') {
            let line = line.map_err(|error| format!("lost the output of `{}`: {error}", words(command)))?;
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            text.push_str(&line);
            text.push('\n');
        }
    }
    let status = child.wait().map_err(|error| not_started(command, &error))?;
    Ok((status.success(), text))
}

/// Runs a program to its end and returns everything about it, failed or not.
pub(crate) fn output(command: &mut Command) -> Outcome<Output> {
    command.output().map_err(|error| not_started(command, &error))
}

/// The full path of a program that can be started by its name.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(format!("{program}{}", std::env::consts::EXE_SUFFIX)))
        .find(|candidate| candidate.is_file())
}

/// The command as a person would type it, without the folders of its parts.
pub(crate) fn words(command: &Command) -> String {
    let program = PathBuf::from(command.get_program());
    let name = program.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut words = vec![name];
    words.extend(command.get_args().map(|argument| argument.to_string_lossy().into_owned()));
    words.join(" ")
}

fn not_started(command: &Command, error: &std::io::Error) -> String {
    format!("could not start `{}`: {error}", words(command))
}
