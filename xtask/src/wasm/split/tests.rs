use walrus::{RefType, ValType};

use super::*;

/// A module whose function `quick` is exported, and calls `shared` and the entry
/// `late::run`; that one calls `shared`, `only_late`, the browser's `alert` and
/// `in_the_table`, which has the table's only slot.
fn whole() -> Vec<u8> {
    let mut module = Module::default();
    let (alert, _) = {
        let nothing = module.types.add(&[], &[]);
        module.add_import_func("browser", "alert", nothing)
    };
    let shared = function(&mut module, "shared", &[]);
    let only_late = function(&mut module, "only_late", &[]);
    let in_the_table = function(&mut module, "in_the_table", &[]);
    let run = function(&mut module, "late::run", &[shared, only_late, in_the_table, alert]);
    let quick = function(&mut module, "quick", &[shared, run]);
    module.exports.add("quick", quick);
    let table = module.tables.add_local(false, 1, Some(1), RefType::FUNCREF);
    let kind = ElementKind::Active { table, offset: ConstExpr::Value(Value::I32(0)) };
    let element = module.elements.add(kind, ElementItems::Functions(vec![in_the_table]));
    module.tables.get_mut(table).elem_segments.insert(element);
    let memory = module.memories.add_local(false, false, 1, None, None);
    let kind = DataKind::Active { memory, offset: ConstExpr::Value(Value::I32(1024)) };
    let data = module.data.add(kind, b"early\x02late\x02names\x03late\x03early".to_vec());
    module.memories.get_mut(memory).data_segments.insert(data);
    module.exports.add("memory", memory);
    module.emit_wasm()
}

/// A function with a parameter that calls others.
fn function(module: &mut Module, name: &str, calls: &[FunctionId]) -> FunctionId {
    let mut builder = FunctionBuilder::new(&mut module.types, &[ValType::I32], &[]);
    builder.name(name.to_owned());
    for called in calls {
        let takes = module.types.params(module.funcs.get(*called).ty()).len();
        for _ in 0..takes {
            builder.func_body().i32_const(7);
        }
        builder.func_body().call(*called);
    }
    let given = module.locals.add(ValType::I32);
    builder.finish(vec![given], &mut module.funcs)
}

fn halves() -> (Module, Module) {
    let (first, late) = split(&whole(), "late::").unwrap();
    (parse(&first).unwrap(), parse(&late).unwrap())
}

/// The names of the functions that a module has itself.
fn own(module: &Module) -> BTreeSet<&str> {
    module.funcs.iter_local().filter_map(|(id, _)| module.funcs.get(id).name.as_deref()).collect()
}

#[test]
fn what_only_an_entry_reaches_moves() {
    let (first, late) = halves();
    assert_eq!(own(&first), BTreeSet::from(["quick", "shared", "in_the_table", "late::run"]));
    assert_eq!(own(&late), BTreeSet::from(["late::run", "only_late"]));
}

#[test]
fn an_entry_leaves_a_call_through_a_slot_that_the_late_module_fills() {
    let (first, late) = halves();
    let run = first.funcs.by_name("late::run").unwrap();
    let FunctionKind::Local(stub) = &first.funcs.get(run).kind else { panic!("the stub is an import") };
    let instructions = format!("{:?}", stub.block(stub.entry_block()).instrs);
    assert!(instructions.contains("I32(1)") && instructions.contains("CallIndirect"), "{instructions}");
    let limits = |module: &Module| module.tables.iter().map(|table| (table.initial, table.maximum)).collect::<Vec<_>>();
    assert_eq!(limits(&first), [(2, Some(2))]);
    assert_eq!(limits(&late), [(2, Some(2))]);
    let element = late.elements.iter().next().unwrap();
    let ElementKind::Active { offset: ConstExpr::Value(Value::I32(1)), .. } = element.kind else {
        panic!("the entries are put elsewhere: {element:?}")
    };
    assert_eq!(first.elements.iter().count(), 1, "the first module's own slot stays as it was");
}

#[test]
fn the_first_module_exports_what_the_late_one_imports() {
    let (first, late) = halves();
    let mut kinds = Vec::new();
    for import in late.imports.iter() {
        assert_eq!(import.module, FIRST);
        let export = first.exports.iter().find(|export| export.name == import.name).unwrap();
        kinds.push(match (import.kind.clone(), export.item) {
            (ImportKind::Function(_), ExportItem::Function(id)) => {
                first.funcs.get(id).name.clone().unwrap_or("alert".into())
            }
            (ImportKind::Table(_), ExportItem::Table(_)) => "table".into(),
            (ImportKind::Memory(_), ExportItem::Memory(_)) => "memory".into(),
            other => panic!("{other:?}"),
        });
    }
    kinds.sort();
    assert_eq!(kinds, ["alert", "in_the_table", "memory", "shared", "table"]);
}

#[test]
fn a_module_without_an_entry_is_refused() {
    let message = split(&whole(), "article::").unwrap_err();
    assert!(message.contains("article::"), "{message}");
}

#[test]
fn marked_data_moves_to_where_it_was() {
    let (first, late) = halves();
    let data = |module: &Module| -> Vec<(Option<i32>, Vec<u8>)> {
        let at = |kind: &DataKind| match kind {
            DataKind::Active { offset: ConstExpr::Value(Value::I32(at)), .. } => Some(*at),
            _ => None,
        };
        module.data.iter().map(|data| (at(&data.kind), data.value.clone())).collect()
    };
    let kept = [b"early".as_slice(), &[0; 17], b"early"].concat();
    assert_eq!(data(&first), [(Some(1024), kept)]);
    assert_eq!(data(&late), [(Some(1029), b"\x02late\x02names\x03late\x03".to_vec())]);
}
