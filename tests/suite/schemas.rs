//! The JSON Schemas: written for editors, and true of the sample kit.

use std::path::Path;
use std::process::Command;

use crate::sandbox::Sandbox;

#[test]
fn schemas_have_descriptions_enums_and_examples() {
    let sandbox = Sandbox::sample();
    assert_eq!(sandbox.run(&["schema", "--out", "schema"]).code, 0);
    for kind in talktrack::model::ENTITIES {
        let text = sandbox.read(&format!("schema/{}.json", kind.folder));
        let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let properties = json["definitions"]["Entity"]["properties"].as_object().expect("properties");
        for (name, property) in properties {
            assert!(property["description"].is_string(), "{}.{name} has no description", kind.folder);
        }
        assert!(
            !text.contains("\"x-shape\"") && !text.contains("\"x-cap\""),
            "notes of the program are not for editors"
        );
    }
    let competitors = sandbox.read("schema/competitors.json");
    assert!(competitors.contains("\"status-quo\"") && competitors.contains("\"examples\""));
}

/// `jsonschema` of Python stands in for editors. Without it the test says so and is passed over; CI installs it.
#[test]
fn the_sample_kit_fits_its_schemas_in_the_eyes_of_another_validator() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/validate.py");
    let there =
        Command::new("python3").args(["-c", "import jsonschema, yaml"]).output().is_ok_and(|o| o.status.success());
    if !there {
        assert!(std::env::var_os("CI").is_none(), "CI must have jsonschema and PyYAML");
        println!("skipped: python3 with jsonschema and PyYAML is not here");
        return;
    }
    let sandbox = Sandbox::sample();
    sandbox.run(&["schema", "--out", "schema"]);
    let validate = || Command::new("python3").arg(&script).arg(sandbox.path("")).output().expect("python3");
    let good = validate();
    assert!(
        good.status.success(),
        "{}{}",
        String::from_utf8_lossy(&good.stdout),
        String::from_utf8_lossy(&good.stderr)
    );
    sandbox.write("content/competitors/bad.yaml", "name: A\none_line: x\n");
    assert!(!validate().status.success(), "the validator must see an unknown key");
}
