//! Hands Tauri the folders this layout keeps its access lists in, and embeds configuration and icons.

use std::path::Path;

use tauri_build::{AppManifest, Attributes};

const CAPABILITIES: &str = "src-tauri/capabilities";
const PERMISSIONS: &str = "src-tauri/permissions";
const SAMPLE: &str = "src-tauri/sample-vault";

fn main() {
    // With custom patterns tauri-build does not watch the folders: a permission removed from its file would
    // stay granted until the next clean build.
    println!("cargo:rerun-if-changed={CAPABILITIES}");
    println!("cargo:rerun-if-changed={PERMISSIONS}");
    // The embedded page: a new UI build must reach the binary.
    println!("cargo:rerun-if-changed=ui/dist");
    println!("cargo:rerun-if-changed={SAMPLE}");
    forget_former_sample();

    let manifest = AppManifest::new().permissions_path_pattern("src-tauri/permissions/**/*.toml");
    let attributes =
        Attributes::new().capabilities_path_pattern("src-tauri/capabilities/**/*.json").app_manifest(manifest);
    tauri_build::try_build(attributes).expect("tauri.conf.json, capabilities and permissions are read");
}

/// tauri-build copies the sample vault beside the program and leaves there what is no longer in it.
fn forget_former_sample() {
    let out = std::env::var_os("OUT_DIR").expect("cargo names the folder to write to");
    if let Some(folder) = Path::new(&out).ancestors().nth(3) {
        let _there_was_none = std::fs::remove_dir_all(folder.join("sample-vault"));
    }
}
