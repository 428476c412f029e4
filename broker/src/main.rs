//! The broker as a program.
#![forbid(unsafe_code)]

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    program::main()
}

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
mod program {
    use std::process::ExitCode;

    use satchel_broker::server::{self, Configuration, USAGE, Wish};

    pub(super) fn main() -> ExitCode {
        let done = match Wish::read(std::env::args().skip(1)) {
            Ok(Wish::Serve(file)) => serve(file.as_deref()),
            Ok(Wish::Key) => {
                server::random_key().map(|key| println!("{}", key.write().as_str())).map_err(|problem| vec![problem])
            }
            Ok(Wish::Help) => {
                println!("{USAGE}");
                Ok(())
            }
            Err(problem) => Err(vec![problem, String::new(), USAGE.to_owned()]),
        };
        match done {
            Ok(()) => ExitCode::SUCCESS,
            Err(problems) => {
                for problem in problems {
                    eprintln!("{problem}");
                }
                ExitCode::FAILURE
            }
        }
    }

    fn serve(file: Option<&str>) -> Result<(), Vec<String>> {
        let text = file.map(std::fs::read_to_string).transpose();
        let text = text.map_err(|error| vec![format!("the file of settings can't be read: {}", error.kind())])?;
        // Names that are not text are nobody's settings here.
        let environment =
            std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
        let configuration = Configuration::read(environment, text.as_deref())?;
        server::install_report();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .map_err(|error| vec![format!("can't start: {error}")])?;
        runtime.block_on(server::run(configuration)).map_err(|problem| vec![problem])
    }
}
