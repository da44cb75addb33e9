//! What is generated from the command list is what is committed: the TypeScript the window is checked against, and the
//! permissions Tauri checks calls against. `cargo xtask bindings` writes both anew.
#![expect(clippy::disallowed_methods, reason = "tests make and break their own files")]

use std::fmt::Write;
use std::path::{Path, PathBuf};

use casebook::commands::{COMMANDS, Declarations};
use casebook::events::DeskEvent;
use casebook::failure::Failure;
use kb::casebook::view::Event;
use kb::model::Severity;
use ts_rs::Config;

fn typescript() -> String {
    let config = Config::default();
    let mut declarations = Declarations::default();
    declarations.add::<Event>();
    declarations.add::<DeskEvent>();
    declarations.add::<Failure>();
    declarations.add::<Severity>();
    COMMANDS.iter().for_each(|command| (command.visit)(&mut declarations));

    let mut out = String::from("// Generated from Rust by `cargo xtask bindings`. Do not edit.\n\n");
    for declaration in declarations.iter() {
        let _ = writeln!(out, "export {declaration}\n");
    }
    out.push_str(
        "/** Every command of the shell: what it takes and what it answers. */\nexport interface Commands {\n",
    );
    for command in COMMANDS {
        let (args, result) = (command.types)(&config);
        let _ = writeln!(
            out,
            "  /** {} */\n  {}: {{ args: {args}; result: {result} }};",
            command.about.trim(),
            command.name
        );
    }
    out.push_str("}\n");
    out
}

fn permissions() -> String {
    let mut out = String::from("# Generated from the command list by `cargo xtask bindings`. Do not edit.\n");
    for command in COMMANDS {
        let _ = write!(
            out,
            "\n[[permission]]\nidentifier = \"allow-{}\"\ndescription = {:?}\ncommands.allow = [{:?}]\n",
            command.name.replace('_', "-"),
            command.about.trim(),
            command.name
        );
    }
    let names: Vec<String> =
        COMMANDS.iter().map(|command| format!("\"allow-{}\"", command.name.replace('_', "-"))).collect();
    let _ = write!(
        out,
        "\n[[set]]\nidentifier = \"casebook-window\"\ndescription = \"All a window of Casebook may ask for.\"\npermissions = [\n    {},\n]\n",
        names.join(",\n    ")
    );
    out
}

fn check(file: &str, generated: &str) {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if std::env::var_os("UPDATE_BINDINGS").is_some() {
        std::fs::write(&path, generated).unwrap_or_else(|error| panic!("cannot write {file}: {error}"));
        return;
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == generated, "{file} is stale: run `cargo xtask bindings` and commit what it writes");
}

#[test]
fn the_typescript_is_fresh() {
    check("ui/src/lib/bindings.ts", &typescript());
}

#[test]
fn the_permissions_are_fresh() {
    check("src-tauri/permissions/commands.toml", &permissions());
}

#[test]
fn no_two_commands_share_a_name() {
    let mut names: Vec<&str> = COMMANDS.iter().map(|command| command.name).collect();
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
}
