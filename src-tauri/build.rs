//! Hands Tauri the folders this layout keeps its access lists in, and embeds configuration and icons.

use tauri_build::{AppManifest, Attributes};

const CAPABILITIES: &str = "src-tauri/capabilities";
const PERMISSIONS: &str = "src-tauri/permissions";

fn main() {
    // With custom patterns tauri-build does not watch the folders: a permission removed from its file would
    // stay granted until the next clean build.
    println!("cargo:rerun-if-changed={CAPABILITIES}");
    println!("cargo:rerun-if-changed={PERMISSIONS}");
    // The embedded page: a new UI build must reach the binary.
    println!("cargo:rerun-if-changed=ui/dist");

    let manifest = AppManifest::new().permissions_path_pattern("src-tauri/permissions/**/*.toml");
    let attributes =
        Attributes::new().capabilities_path_pattern("src-tauri/capabilities/**/*.json").app_manifest(manifest);
    tauri_build::try_build(attributes).expect("tauri.conf.json, capabilities and permissions are read");
}
