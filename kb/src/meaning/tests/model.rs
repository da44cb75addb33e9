//! The model itself. Its files are no part of the project: `cargo xtask model` gets them. Where they are not, each of these
//! says so and checks nothing.
#![expect(clippy::disallowed_methods, reason = "tests make and break their own files")]

use std::path::PathBuf;

use super::*;
use crate::casebook::Places;

/// The model that `CASEBOOK_MODEL` names, else the one in the user's data folder.
fn model() -> Option<Model> {
    let named = std::env::var_os("CASEBOOK_MODEL").map(PathBuf::from);
    let users = || Some(Places::from_env(|name| std::env::var_os(name)).ok()?.data.join("models").join(MODEL_NAME));
    let found = named.or_else(users).and_then(|folder| Model::open(&folder).expect("the model is sound"));
    if found.is_none() {
        println!("skipped: no model here; cargo xtask model gets it, CASEBOOK_MODEL=FOLDER names another");
    }
    found
}

fn nearness(model: &Model, one: &str, two: &str) -> f32 {
    model.embed(one).expect("embeds").dot(&model.embed(two).expect("embeds"))
}

#[test]
fn no_model_is_none_and_half_a_model_is_an_error_that_says_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(Model::open(folder.path()).expect("no error").is_none());
    assert!(!Model::is_in(folder.path()));
    std::fs::write(folder.path().join("model.onnx"), b"x").expect("written");
    let error = Model::open(folder.path()).expect_err("half a model");
    assert!(matches!(error, MeaningError::Incomplete { missing: "tokenizer.json", .. }), "{error}");
    assert!(error.hint().contains("cargo xtask model"));
}

/// Some of these keep the runtime busy for ever when it is let at them.
#[test]
fn a_file_that_is_not_the_model_is_an_error_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("tokenizer.json"), b"{}").expect("written");
    for bytes in [b"".as_slice(), b"not a model", &[0xff; 4_096]] {
        std::fs::write(folder.path().join("model.onnx"), bytes).expect("written");
        let error = Model::open(folder.path()).expect_err("no model");
        assert!(error.to_string().contains("model.onnx"), "{error}");
        assert!(error.hint().contains("cargo xtask model"));
    }
}

/// The beginnings of vectors that onnxruntime 1.32 made of these texts from the same files, one text a run.
const REFERENCE: &[(&str, [f32; 6])] = &[
    ("VPN drops every 30 minutes after the 7.4 upgrade", [-0.0218, -0.00667, 0.10029, 0.03406, 0.08161, 0.01475]),
    ("0x2746", [-0.02481, 0.01189, -0.04445, 0.0869, -0.10255, -0.04254]),
    ("Der Drucker druckt nicht", [-0.06674, 0.04475, 0.05912, 0.01564, 0.01451, -0.02686]),
];

#[test]
fn vectors_are_those_of_the_reference_runtime() {
    let Some(model) = model() else { return };
    for (text, begins) in REFERENCE {
        let vector = model.embed(text).expect("embeds");
        for (ours, theirs) in vector.values().iter().zip(begins) {
            assert!((ours - theirs).abs() < 1e-3, "{text}: {:?} is not {begins:?}", &vector.values()[..6]);
        }
    }
}

#[test]
fn sentences_that_say_the_same_are_nearer_than_others() {
    let Some(model) = model() else { return };
    for (asked, same, other) in [
        ("the printer does not print", "nothing comes out of the printer", "the password has expired"),
        (
            "vpn connection drops every half hour",
            "remote access tunnel disconnects periodically",
            "how to export a chart",
        ),
        ("cannot open attachment", "the attached file will not open", "the screen is too dark"),
        ("Der Drucker druckt nicht", "Der Drucker druckt keine Seiten mehr", "Das Kennwort ist abgelaufen"),
    ] {
        let (near, far) = (nearness(&model, asked, same), nearness(&model, asked, other));
        assert!(near > far + 0.1, "{asked}: {near} to {same:?}, {far} to {other:?}");
    }
}

#[test]
fn a_text_has_one_vector_however_and_with_whomever_it_is_embedded() {
    let Some(model) = model() else { return };
    let texts = ["vpn drops", "", "[SEP] [CLS] [PAD]", "\u{0}\u{feff}😀 ümläut 東京", "0x2746"];
    let together = model.embed_all(&texts).expect("embeds");
    for (text, vector) in texts.iter().zip(&together) {
        assert_eq!(&model.embed(text).expect("embeds"), vector, "{text:?}");
        assert_eq!(&model.embed_quietly(text).expect("embeds"), vector, "{text:?}");
    }
}

#[test]
fn packed_it_says_the_same_to_half_a_hundredth() {
    let Some(model) = model() else { return };
    let texts = ["vpn drops every half hour", "the tunnel disconnects", "Der Drucker druckt nicht", "0x2746", "a", ""];
    let vectors = model.embed_all(&texts).expect("embeds");
    for (one, two) in vectors.iter().flat_map(|one| vectors.iter().map(move |two| (one, two))) {
        let off = (one.dot(two) - one.pack().dot(&two.pack())).abs();
        assert!(off < 0.005, "{off}");
    }
}

#[test]
fn of_a_long_text_the_beginning_counts() {
    let Some(model) = model() else { return };
    let begins = "the tunnel drops after the upgrade ".repeat(60);
    let (one, two) =
        (format!("{begins} then {}", "a ".repeat(2_000_000)), format!("{begins} or {}", "ß".repeat(9_000)));
    assert_eq!(model.embed(&one).expect("embeds"), model.embed(&two).expect("embeds"));
}
