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
    //! elsewhere), so it is off unless the user has decided; safe mode does without the graphics card altogether. The
    //! variables must be set before any thread exists; the safe way is to start the program again in place.

    use std::env;
    use std::os::unix::process::CommandExt;
    use std::process::Command;

    const RENDERER: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    const COMPOSITING: &str = "WEBKIT_DISABLE_COMPOSITING_MODE";

    /// Replaces this process by itself with what is missing switched off; returns when there is nothing to do.
    ///
    /// The variables are set in the new environment, so the second pass returns at once: it cannot loop. Where the
    /// exec itself fails the app goes on as it is: a blank window on some machines is better than none on all.
    pub(crate) fn settle() {
        let safe = env::args_os().skip(1).any(|argument| argument == casebook::args::SAFE_MODE);
        let wanted = [RENDERER].into_iter().chain(safe.then_some(COMPOSITING));
        let missing: Vec<_> = wanted.filter(|name| env::var_os(name).is_none()).map(|name| (name, "1")).collect();
        if missing.is_empty() {
            return;
        }
        if let Ok(program) = env::current_exe() {
            let _not_replaced = Command::new(program).args(env::args_os().skip(1)).envs(missing).exec();
        }
    }
}
