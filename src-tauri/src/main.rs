//! The `casebook` program: prepares the process environment and hands over to the library.

// Without this a release build on Windows opens a console beside the window.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    #[cfg(target_os = "linux")]
    renderer::settle();
    casebook::run()
}

#[cfg(target_os = "linux")]
mod renderer {
    //! WebKitGTK's DMA-BUF renderer leaves the window blank on some NVIDIA and Wayland set-ups (and starts slower
    //! elsewhere), so it is off unless the user has decided. The variable must be set before any thread exists;
    //! the safe way is to start the program again in place.

    use std::env;
    use std::os::unix::process::CommandExt;
    use std::process::Command;

    const RENDERER: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

    /// Replaces this process by itself with the renderer switched off; returns when there is nothing to do.
    ///
    /// The variable is set in the new environment, so the second pass returns at once: it cannot loop. Where the
    /// exec itself fails the app goes on as it is: a blank window on some machines is better than none on all.
    pub(crate) fn settle() {
        if env::var_os(RENDERER).is_some() {
            return;
        }
        if let Ok(program) = env::current_exe() {
            let _not_replaced = Command::new(program).args(env::args_os().skip(1)).env(RENDERER, "1").exec();
        }
    }
}
