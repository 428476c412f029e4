//! What is in the packages, as programs read it: CycloneDX 1.5. It has no date and no serial number, since both would
//! differ between two builds of the same.

use serde_json::{Value, json};

use crate::licences::{BUNDLER, GENERATOR};
use crate::parts::Part;
use crate::workspace::{Outcome, VERSION};

/// The list, as a file.
pub(super) fn sbom(parts: &[Part]) -> Outcome<Vec<u8>> {
    let own = format!("pkg:generic/satchel@{VERSION}");
    let components: Vec<Value> = parts.iter().map(component).collect();
    let addresses: Vec<&str> = parts.iter().map(|part| part.address.as_str()).collect();
    let list = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": "satchel",
                "version": VERSION,
                "licenses": [{ "expression": env!("CARGO_PKG_LICENSE") }],
                "purl": own,
            },
        },
        "components": components,
        "dependencies": [{ "ref": own, "dependsOn": addresses }],
    });
    let mut bytes = serde_json::to_vec_pretty(&list).map_err(|error| format!("could not write the list: {error}"))?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn component(part: &Part) -> Value {
    let mut component = json!({
        "type": "library",
        "bom-ref": part.address,
        "name": part.name,
        "version": part.version,
        "licenses": [{ "expression": part.licence }],
        "purl": part.address,
    });
    let description = match part.name.as_str() {
        GENERATOR => "Linked in, and its program wrote JavaScript that is shipped",
        BUNDLER => "Joined the scripts, and some lines of its own are among them",
        _ => return component,
    };
    if let Some(fields) = component.as_object_mut() {
        fields.insert("description".into(), description.into());
    }
    component
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_named_with_its_licence() {
        let part = Part {
            name: "a".into(),
            version: "1.0.0".into(),
            licence: "MIT".into(),
            address: "pkg:cargo/a@1.0.0".into(),
            texts: Vec::new(),
        };
        let list: Value = serde_json::from_slice(&sbom(&[part]).unwrap()).unwrap();
        assert_eq!(list["components"][0]["licenses"], json!([{ "expression": "MIT" }]));
        assert_eq!(list["dependencies"][0]["dependsOn"], json!(["pkg:cargo/a@1.0.0"]));
        assert!(list.get("serialNumber").is_none() && list.pointer("/metadata/timestamp").is_none());
    }
}
