//! The schema of each document: every golden document and every answer is valid, and has no key that its schema lacks.

use std::{collections::BTreeMap, path::Path};

use serde_json::Value;

use crate::support::{Cyjob, fixtures};

/// The kinds that `cyjob schema` lists.
fn kinds() -> Vec<String> {
    let list = Cyjob::new("schema").answer();
    let kinds = list.lines().filter_map(|line| line.split_whitespace().next());
    kinds.map(str::to_owned).collect()
}

/// The schema of a kind, in which a key that is not listed is an error.
fn strict(kind: &str) -> jsonschema::Validator {
    let mut schema = Cyjob::new("schema").arg(kind).run().json();
    assert_eq!(schema["title"], kind);
    forbid_others(&mut schema);
    jsonschema::draft202012::new(&schema).unwrap()
}

fn forbid_others(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if members.contains_key("properties") {
                members.insert("unevaluatedProperties".to_owned(), false.into());
            }
            members.values_mut().for_each(forbid_others);
        }
        Value::Array(items) => items.iter_mut().for_each(forbid_others),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn assert_valid(document: &Value, from: &str) {
    let kind = document["kind"].as_str().unwrap_or("LogLine");
    if let Err(error) = strict(kind).validate(document) {
        panic!("{from}: {error} at {} of {document:#}", error.instance_path());
    }
}

/// The document in a golden file, JSON or YAML; `None` where the file has another format.
fn golden(path: &Path) -> Option<Value> {
    let text = std::fs::read_to_string(path).unwrap();
    let body = text.splitn(3, "---\n").nth(2)?;
    let json = serde_json::from_str(body).ok();
    json.or_else(|| serde_yaml::from_str(body).ok().filter(is_versioned))
}

fn is_versioned(document: &Value) -> bool {
    document["apiVersion"] == "cyjob.dev/v1"
}

#[test]
fn every_golden_document_is_valid() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/snapshots");
    let mut kinds = BTreeMap::<String, usize>::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if let Some(document) = golden(&path).filter(Value::is_object) {
            assert_valid(&document, &path.display().to_string());
            *kinds.entry(document["kind"].to_string()).or_default() += 1;
        }
    }
    assert!(kinds["\"JobReport\""] > 30, "{kinds:?}");
    for kind in ["JobReportList", "JobList", "AssertionReportList"] {
        assert!(
            kinds[&format!("\"{kind}\"")] > 1,
            "{kind} in JSON and in YAML: {kinds:?}"
        );
    }
}

/// Each key, but for what is the same in every document.
#[test]
fn each_key_is_described_and_none_can_be_null() {
    fn check(schema: &Value, path: &str) {
        match schema {
            Value::Object(members) => {
                for (key, property) in members
                    .get("properties")
                    .and_then(Value::as_object)
                    .into_iter()
                    .flatten()
                {
                    let is_told =
                        property["description"].is_string() || matches!(&**key, "apiVersion" | "kind");
                    assert!(is_told, "{path}/{key}: {property}");
                }
                for (key, member) in members {
                    check(member, &format!("{path}/{key}"));
                }
            }
            Value::Array(items) => items.iter().for_each(|item| check(item, path)),
            Value::String(word) => assert!(word != "null" && !word.contains("Wire"), "{path}: {word}"),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    for kind in kinds() {
        check(&Cyjob::new("schema").arg(&kind).run().json(), &kind);
    }
}

#[test]
fn what_each_command_answers_is_valid() {
    let folder = tempfile::tempdir().unwrap();
    let save = format!("logs fail-exit -n zoo --save {}", folder.path().display());
    Cyjob::new(&save).from(fixtures().join("recordings")).run();
    let index = std::fs::read_to_string(folder.path().join("index.json")).unwrap();
    assert_valid(&serde_json::from_str(&index).unwrap(), "index.json");
    for words in [
        "describe fail-exit ok-single -o json",
        "wait fail-exit -o json",
        "list -o json",
        "list -o jsonl",
        "describe fail-exit ok-single -o jsonl",
        "assert fail-exit --max-failed 0 --max-duration 1m --no-warnings -o json",
        "assert fail-exit no-such-job -o json",
        "logs fail-exit -o json",
        "logs fail-indexed -o json --timestamps",
    ] {
        let output = Cyjob::new(words)
            .words("-n zoo")
            .from(fixtures().join("recordings"))
            .run();
        let mut documents = serde_json::Deserializer::from_str(&output.stdout).into_iter::<Value>();
        let first = documents
            .next()
            .unwrap_or_else(|| panic!("{words}: {output:?}"))
            .unwrap();
        assert_valid(&first, words);
        documents.for_each(|document| assert_valid(&document.unwrap(), words));
    }
    assert_valid(&Cyjob::new("version --client -o json").run().json(), "version");
}

#[test]
fn each_kind_has_a_schema_of_the_newest_draft() {
    let kinds = kinds();
    for kind in &kinds {
        let schema = Cyjob::new("schema").arg(kind).run().json();
        assert_eq!(
            schema["$schema"], "https://json-schema.org/draft/2020-12/schema",
            "{kind}"
        );
        assert!(jsonschema::meta::is_valid(&schema), "{kind}");
    }
    let readme = include_str!("../../README.md");
    for kind in &kinds {
        assert!(
            readme.contains(&format!("`{kind}`")),
            "the README does not name {kind}"
        );
    }
}

#[test]
fn a_kind_that_does_not_exist_is_refused_with_those_that_do() {
    Cyjob::new("schema JobReprot")
        .run()
        .assert_usage("JobReport, JobReportList");
}
