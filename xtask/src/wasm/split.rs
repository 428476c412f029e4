//! One module into two: what a quick save loads, and what is loaded when it is
//! first asked for. No function is in both.
//!
//! The cut is a set of functions, the entries. What can be reached without going
//! through one stays in the first module. The rest moves, and in an entry's place
//! stays a stub, which calls through a slot of the function table that is empty
//! until the late module is instantiated. So no code of the first module can come
//! upon something that is not there, other than by a slot that traps.
//!
//! What the table holds stays as well, whoever calls it: which of its slots some
//! code uses does not show in the code. Nor does it show for data: only what stands
//! between two marks moves, because whoever wrote those says that it may.

use std::collections::BTreeSet;
use std::ops::Range;

use walrus::ir::{Const, Value, Visitor, dfs_in_order};
use walrus::passes::gc;
use walrus::{
    ConstExpr, DataKind, ElementItems, ElementKind, ExportItem, FunctionBuilder, FunctionId, FunctionKind, GlobalKind,
    ImportKind, ImportedFunction, Module, TableId,
};

use super::parse;
use crate::workspace::Outcome;

#[cfg(test)]
mod tests;

/// What the late module calls the first one's exports; `core.js` gives them to it by this name.
const FIRST: &str = "first";

/// What late data stands between: see `src/late.rs`.
const MARKS: [&[u8]; 2] = [b"\x02late\x02", b"\x03late\x03"];

/// Splits a module at the functions whose names begin with `mark`.
pub(super) fn split(whole: &[u8], mark: &str) -> Outcome<(Vec<u8>, Vec<u8>)> {
    let (mut first, mut late) = (parse(whole)?, parse(whole)?);
    let entries = entries(&first, mark);
    if entries.is_empty() {
        return Err(format!("nothing to split off: no function of the module has a name that begins with {mark}"));
    }
    let slots = reserve(&mut first, entries.len())?;
    for (at, entry) in (slots.start..).zip(entries) {
        stub(&mut first, entry, slots.table, at);
    }
    let data = take_marked(&mut first);
    let moved: Vec<Range<i32>> =
        data.iter().map(|(at, bytes)| *at..at.saturating_add_unsigned(bytes.len() as u32)).collect();
    keep_late(&mut late, mark, data)?;
    connect(&mut first, &mut late)?;
    gc::run(&mut first);
    if let Some(name) = reads(&first, &moved) {
        return Err(format!("{name} stays in the first module, and reads a list of the late one"));
    }
    Ok((first.emit_wasm(), late.emit_wasm()))
}

/// The functions at which to cut, in the module's order.
fn entries(module: &Module, mark: &str) -> Vec<FunctionId> {
    let marked = |(id, _)| module.funcs.get(id).name.as_ref().is_some_and(|name| name.starts_with(mark)).then_some(id);
    module.funcs.iter_local().filter_map(marked).collect()
}

/// New slots of the function table.
struct Slots {
    table: TableId,
    start: i32,
}

fn reserve(module: &mut Module, count: usize) -> Outcome<Slots> {
    let table = module.tables.main_function_table().ok().flatten().ok_or("the module has no single function table")?;
    let limits = module.tables.get_mut(table);
    let start = i32::try_from(limits.initial).map_err(|_| "the function table is full")?;
    limits.initial += count as u64;
    limits.maximum = limits.maximum.map(|maximum| maximum.max(limits.initial));
    Ok(Slots { table, start })
}

/// Puts a call through the slot in the place of a function's body.
fn stub(module: &mut Module, function: FunctionId, table: TableId, slot: i32) {
    let signature = module.funcs.get(function).ty();
    let (params, results) = module.types.params_results(signature);
    let (params, results) = (params.to_vec(), results.to_vec());
    let mut builder = FunctionBuilder::new(&mut module.types, &params, &results);
    let arguments: Vec<_> = params.into_iter().map(|param| module.locals.add(param)).collect();
    let mut body = builder.func_body();
    for argument in &arguments {
        body.local_get(*argument);
    }
    body.i32_const(slot).call_indirect(signature, table);
    module.funcs.get_mut(function).kind = FunctionKind::Local(builder.local_func(arguments));
}

/// Makes a module the late one: what the first has as well becomes an import,
/// whose name is given later; the real entries go into the slots.
fn keep_late(module: &mut Module, mark: &str, moved: Vec<(i32, Vec<u8>)>) -> Outcome {
    let entries = entries(module, mark);
    for id in reached(module, &entries) {
        let function = module.funcs.get_mut(id);
        if matches!(function.kind, FunctionKind::Local(_)) {
            let ty = function.ty();
            let import = module.imports.add(FIRST, "", id);
            function.kind = FunctionKind::Import(ImportedFunction { import, ty });
        }
    }
    let slots = reserve(module, entries.len())?;
    for table in module.tables.iter_mut() {
        table.import = Some(module.imports.add(FIRST, "", table.id()));
        table.elem_segments.clear();
    }
    for memory in module.memories.iter_mut() {
        memory.import = Some(module.imports.add(FIRST, "", memory.id()));
        memory.data_segments.clear();
    }
    let globals: Vec<_> = module.globals.iter().map(|global| global.id()).collect();
    for id in globals {
        module.globals.get_mut(id).kind = GlobalKind::Import(module.imports.add(FIRST, "", id));
    }
    module.start = None;
    let exports: Vec<_> = module.exports.iter().map(|export| export.id()).collect();
    exports.into_iter().for_each(|id| module.exports.delete(id));
    let elements: Vec<_> = module.elements.iter().map(|element| element.id()).collect();
    elements.into_iter().for_each(|id| module.elements.delete(id));
    let data: Vec<_> = module.data.iter().map(|data| data.id()).collect();
    data.into_iter().for_each(|id| module.data.delete(id));
    let memory = module.memories.iter().map(|memory| memory.id()).next();
    if let Some(memory) = memory {
        for (at, bytes) in moved {
            let kind = DataKind::Active { memory, offset: ConstExpr::Value(Value::I32(at)) };
            let id = module.data.add(kind, bytes);
            module.memories.get_mut(memory).data_segments.insert(id);
        }
    }

    let offset = ConstExpr::Value(Value::I32(slots.start));
    let kind = ElementKind::Active { table: slots.table, offset };
    module.elements.add(kind, ElementItems::Functions(entries));
    gc::run(module);
    Ok(())
}

/// What can be reached from outside, or by a call through the table, without
/// going through an entry.
fn reached(module: &Module, entries: &[FunctionId]) -> BTreeSet<FunctionId> {
    let mut found = BTreeSet::new();
    let mut ahead = roots(module);
    while let Some(id) = ahead.pop() {
        if entries.contains(&id) || !found.insert(id) {
            continue;
        }
        if let FunctionKind::Local(function) = &module.funcs.get(id).kind {
            dfs_in_order(&mut Mentioned(&mut ahead), function, function.entry_block());
        }
    }
    // The browser's functions are the first module's, whoever calls them.
    found.extend(module.imports.iter().filter_map(|import| match import.kind {
        ImportKind::Function(id) => Some(id),
        _ => None,
    }));
    found
}

fn roots(module: &Module) -> Vec<FunctionId> {
    let mut roots: Vec<FunctionId> = module.start.into_iter().collect();
    for export in module.exports.iter() {
        if let ExportItem::Function(id) = export.item {
            roots.push(id);
        }
    }
    for element in module.elements.iter() {
        match &element.items {
            ElementItems::Functions(ids) => roots.extend(ids),
            ElementItems::Expressions(_, items) => roots.extend(items.iter().filter_map(|item| match item {
                ConstExpr::RefFunc(id) => Some(*id),
                _ => None,
            })),
        }
    }
    roots
}

/// The functions that a body names.
struct Mentioned<'a>(&'a mut Vec<FunctionId>);

impl Visitor<'_> for Mentioned<'_> {
    fn visit_function_id(&mut self, id: &FunctionId) {
        self.0.push(*id);
    }
}

/// Exports from the first module what the late one imports, under names as short
/// as can be: both modules carry them. Both were read from the same bytes, so that
/// what is at the same place in them is the same thing.
fn connect(first: &mut Module, late: &mut Module) -> Outcome {
    let gone = || "the two modules do not match".to_owned();
    for (at, import) in late.imports.iter_mut().enumerate() {
        let item = match import.kind {
            ImportKind::Function(id) => first.funcs.iter().map(|it| it.id()).nth(id.index()).map(ExportItem::Function),
            ImportKind::Table(id) => first.tables.iter().map(|it| it.id()).nth(id.index()).map(ExportItem::Table),
            ImportKind::Memory(id) => first.memories.iter().map(|it| it.id()).nth(id.index()).map(ExportItem::Memory),
            ImportKind::Global(id) => first.globals.iter().map(|it| it.id()).nth(id.index()).map(ExportItem::Global),
            ImportKind::Tag(_) => None,
        }
        .ok_or_else(gone)?;
        import.module = FIRST.to_owned();
        import.name = at.to_string();
        first.exports.add(&import.name, item);
    }
    Ok(())
}

/// Takes the data between the marks, with its addresses. What is left is zeros,
/// which weigh nothing.
fn take_marked(module: &mut Module) -> Vec<(i32, Vec<u8>)> {
    let mut taken = Vec::new();
    let all: Vec<_> = module.data.iter().map(|data| data.id()).collect();
    for id in all {
        let data = module.data.get_mut(id);
        let DataKind::Active { offset: ConstExpr::Value(Value::I32(base)), .. } = data.kind else { continue };
        while let Some(range) = marked(&data.value) {
            let at = i32::try_from(range.start).unwrap_or_default();
            let bytes = data.value.get_mut(range).unwrap_or_default();
            taken.push((base + at, bytes.to_vec()));
            bytes.fill(0);
        }
    }
    taken
}

/// A function that has the address of something in these ranges.
fn reads(module: &Module, ranges: &[Range<i32>]) -> Option<String> {
    module.funcs.iter_local().find_map(|(id, function)| {
        let mut addresses = Addresses { ranges, found: false };
        dfs_in_order(&mut addresses, function, function.entry_block());
        let name = || module.funcs.get(id).name.clone().unwrap_or_else(|| format!("function {}", id.index()));
        addresses.found.then(name)
    })
}

/// Whether a body names an address.
struct Addresses<'a> {
    ranges: &'a [Range<i32>],
    found: bool,
}

impl Visitor<'_> for Addresses<'_> {
    fn visit_const(&mut self, constant: &Const) {
        if let Value::I32(value) = constant.value {
            self.found |= self.ranges.iter().any(|range| range.contains(&value));
        }
    }
}

/// Where marked data stands, its marks included.
fn marked(data: &[u8]) -> Option<Range<usize>> {
    let [open, close] = MARKS;
    let find = |mark: &[u8], from: usize| {
        data.get(from..)?.windows(mark.len()).position(|window| window == mark).map(|at| from + at)
    };
    let start = find(open, 0)?;
    Some(start..find(close, start)? + close.len())
}
