use super::*;

/// A module that exports `quick`, which calls these.
fn module(calls: &[&str]) -> Vec<u8> {
    let mut module = Module::default();
    let ids: Vec<FunctionId> = calls.iter().map(|name| function(&mut module, name, &[])).collect();
    let quick = function(&mut module, "quick", &ids);
    module.exports.add("quick", quick);
    module.emit_wasm()
}

fn function(module: &mut Module, name: &str, calls: &[FunctionId]) -> FunctionId {
    let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
    builder.name(name.to_owned());
    for &called in calls {
        builder.func_body().call(called);
    }
    builder.finish(vec![], &mut module.funcs)
}

#[test]
fn a_panic_is_a_trap_whatever_its_crate_is_called() {
    let snipped = snip(&module(&["core[c5930c85a12de822]::panicking::panic_fmt", "own"])).unwrap();
    let module = parse(&snipped).unwrap();
    let traps = |name: &str| {
        let (_, function) = module
            .funcs
            .iter_local()
            .find(|(id, _)| plain(module.funcs.get(*id).name.as_deref().unwrap()) == name)
            .unwrap();
        function.block(function.entry_block()).instrs.iter().any(|(instruction, _)| instruction.is_unreachable())
    };
    assert!(traps("core::panicking::panic_fmt"));
    assert!(!traps("own"));
}

#[test]
fn what_formats_outside_a_panic_is_told() {
    let error = snip(&module(&["core::panicking::panic_fmt", "core[0]::fmt::write"])).unwrap_err();
    assert!(error.starts_with("quick formats"), "{error}");
    assert!(snip(&module(&["own"])).is_err());
}

#[test]
fn only_the_names_of_source_files_are_forgotten() {
    let mut data = *b"titlesrc/flow/vault.rssrc/text.rs/rustc/0f/library/core/src/cell.rsurl src/a img/src/b.png";
    let files = forget_files(&mut data, 100);
    let left: String = data.iter().filter(|&&byte| byte != 0).map(|&byte| char::from(byte)).collect();
    assert_eq!(left, "titleurl src/a img/src/b.png");
    assert_eq!(files, [(105, 17), (122, 11), (133, 34)]);
}

#[test]
fn only_the_lines_in_source_files_are_forgotten() {
    let bytes = |words: &[u32]| words.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<u8>>();
    // A text of two, what refers to the file, and what has its address but another length.
    let mut data = bytes(&[7, 2, 105, 18, 33, 9, 105, 5, 1, 1, 105, 19, 40, 2]);
    forget_lines(&mut data, 0, &[(105, 18)]);
    assert_eq!(data, bytes(&[7, 2, 0, 0, 0, 0, 105, 5, 1, 1, 0, 0, 0, 0]));
}

#[test]
fn imports_get_short_names() {
    let mut module = Module::default();
    let nothing = module.types.add(&[], &[]);
    let (alert, _) = module.add_import_func("browser", "__wbg_alert_0123456789abcdef", nothing);
    module.exports.add("alert", alert);
    let (renamed, names) = rename_imports(&module.emit_wasm()).unwrap();
    assert_eq!(names, ["__wbg_alert_0123456789abcdef"]);
    assert_eq!(parse(&renamed).unwrap().imports.iter().next().unwrap().name, "f0");
}
