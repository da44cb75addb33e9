//! Child processes: run to the end with the failing command named, or kept in the background and stopped for sure.
//!
//! Signals go through the `kill` program: the standard library has no safe way to send one.

use std::fmt;
use std::io::{self, BufRead, BufReader};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

/// How long a process may take to end after SIGTERM before it is killed.
const GRACE: Duration = Duration::from_secs(5);

/// How often a condition is looked at again.
const POLL: Duration = Duration::from_millis(20);

/// Why a process did not do what it was started for.
#[derive(Debug)]
pub enum ProcessError {
    /// The program could not be started: most often it is not installed.
    NotStarted {
        /// The command as it would be typed.
        command: String,
        /// What the system said.
        source: io::Error,
    },
    /// It ended with a status other than 0.
    Failed {
        /// The command as it would be typed.
        command: String,
        /// How it ended.
        status: ExitStatus,
    },
    /// It did not say on its standard output that it is ready.
    NotReady {
        /// The command as it would be typed.
        command: String,
    },
}

impl fmt::Display for ProcessError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotStarted { command, source } => write!(f, "cannot start `{command}`: {source}"),
            Self::Failed { command, status } => write!(f, "`{command}` failed: {status}"),
            Self::NotReady { command } => write!(f, "`{command}` started but never became ready"),
        }
    }
}

impl std::error::Error for ProcessError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotStarted { source, .. } => Some(source),
            Self::Failed { .. } | Self::NotReady { .. } => None,
        }
    }
}

/// The command as it would be typed in a shell, for messages.
#[must_use]
pub fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args()).map(|word| {
        let word = word.to_string_lossy();
        if word.is_empty() || word.contains(|c: char| c.is_whitespace() || "'\"$&|;<>()*?".contains(c)) {
            format!("'{}'", word.replace('\'', r"'\''"))
        } else {
            word.into_owned()
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Runs the command to its end on the terminal of the caller.
///
/// # Errors
/// When it cannot be started or ends with another status than 0.
pub fn run(command: &mut Command) -> Result<(), ProcessError> {
    let status = command.status().map_err(|source| ProcessError::NotStarted { command: shown(command), source })?;
    if status.success() { Ok(()) } else { Err(ProcessError::Failed { command: shown(command), status }) }
}

/// Runs the command quietly and returns its standard output, or nothing when it fails or is missing.
#[must_use]
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Where a program of this name is on the search path.
#[must_use]
pub fn on_path(program: &str) -> bool {
    let Some(path) = std::env::var_os("PATH") else { return false };
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// Looks at a condition until it holds; false when `patience` runs out first.
pub fn wait_until(patience: Duration, mut holds: impl FnMut() -> bool) -> bool {
    let deadline = Instant::now() + patience;
    loop {
        if holds() {
            return true;
        }
        if Instant::now() >= deadline {
            return false;
        }
        thread::sleep(POLL);
    }
}

/// Sends a signal by its name (`TERM`, `KILL`); false when no such process is left.
pub fn signal(pid: u32, name: &str) -> bool {
    let mut kill = Command::new("kill");
    kill.arg(format!("-{name}")).arg(pid.to_string()).stdout(Stdio::null()).stderr(Stdio::null());
    kill.status().is_ok_and(|status| status.success())
}

/// A process that ends with its owner: SIGTERM first, so that it tidies up, and SIGKILL when it does not.
#[derive(Debug)]
pub struct Background {
    child: Child,
}

impl Background {
    /// Starts the command.
    ///
    /// # Errors
    /// [`ProcessError::NotStarted`] when the program is missing.
    pub fn start(command: &mut Command) -> Result<Self, ProcessError> {
        match command.stdin(Stdio::null()).spawn() {
            Ok(child) => Ok(Self { child }),
            Err(source) => Err(ProcessError::NotStarted { command: shown(command), source }),
        }
    }

    /// Starts the command and waits for the first line it prints: what it announces when it is ready.
    ///
    /// # Errors
    /// When it is missing, ends early or prints no line in time.
    pub fn start_and_hear(command: &mut Command, patience: Duration) -> Result<(Self, String), ProcessError> {
        let mut started = Self::start(command.stdout(Stdio::piped()))?;
        let not_ready = || ProcessError::NotReady { command: shown(command) };
        let stdout = started.child.stdout.take().ok_or_else(not_ready)?;
        let (sender, receiver) = mpsc::channel();
        // Reads on to the end: a closed pipe would kill the process at its next line.
        thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                let _nobody_listens_after_the_first = sender.send(line);
            }
        });
        let line = receiver.recv_timeout(patience).map_err(|_| not_ready())?;
        Ok((started, line.trim().to_owned()))
    }

    /// The process id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// How it ended, when it has.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// Asks it to end and waits; `None` when it had to be killed.
    pub fn stop(&mut self) -> Option<ExitStatus> {
        if let Some(status) = self.ended() {
            return Some(status);
        }
        signal(self.id(), "TERM");
        if wait_until(GRACE, || self.ended().is_some()) {
            return self.ended();
        }
        let _it_ended_meanwhile = self.child.kill();
        let _it_ended_meanwhile = self.child.wait();
        None
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        self.stop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_as_it_would_be_typed() {
        assert_eq!(shown(Command::new("npm").args(["run", "build it", "it's"])), r"npm run 'build it' 'it'\''s'");
    }

    #[test]
    fn a_failing_command_is_named_with_its_status() {
        let error = run(Command::new("false").arg("x")).unwrap_err();
        assert_eq!(error.to_string(), "`false x` failed: exit status: 1");
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = run(&mut Command::new("no-such-program-here")).unwrap_err();
        assert!(error.to_string().starts_with("cannot start `no-such-program-here`: "), "{error}");
    }

    #[test]
    fn a_background_process_ends_when_its_owner_goes() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo ready; exec sleep 600"]);
        let (started, line) = Background::start_and_hear(&mut command, Duration::from_secs(10)).unwrap();
        let pid = started.id();
        assert_eq!(line, "ready");
        assert!(signal(pid, "0"), "it runs");
        drop(started);
        assert!(!signal(pid, "0"), "it is gone");
    }

    #[test]
    fn a_process_that_says_nothing_is_not_ready() {
        let mut command = Command::new("true");
        let error = Background::start_and_hear(&mut command, Duration::from_secs(10)).unwrap_err();
        assert_eq!(error.to_string(), "`true` started but never became ready");
    }
}
