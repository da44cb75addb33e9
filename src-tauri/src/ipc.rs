//! The one door between the window and the commands. Tauri has checked the permission by the time a call arrives here; the
//! command runs on a thread of its own, so that neither the window nor another command waits for it.

use std::sync::Arc;

use serde_json::Value;
use tauri::http::HeaderMap;
use tauri::ipc::{Invoke, InvokeBody, InvokeError};
use tauri::{Manager, Runtime};

use crate::commands::{COMMANDS, Call};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::protocol::percent_decoded;

/// Where the arguments of a call with a body are.
pub const ARGS_HEADER: &str = "casebook-args";

/// Answers one call; `false` when no command has that name.
pub fn handle<R: Runtime>(invoke: Invoke<R>) -> bool {
    let Invoke { message, resolver, .. } = invoke;
    let Some(command) = COMMANDS.iter().find(|command| command.name == message.command()) else { return false };
    let call = match message.payload() {
        InvokeBody::Json(payload) => Call {
            args: payload.get("args").cloned().unwrap_or_else(|| Value::Object(serde_json::Map::new())),
            body: Vec::new(),
        },
        InvokeBody::Raw(bytes) => Call { args: args_of(message.headers()), body: bytes.clone() },
    };
    let desk = Arc::clone(message.webview_ref().state::<Arc<Desk>>().inner());
    resolver.respond_async(async move {
        let answer = tauri::async_runtime::spawn_blocking(move || (command.run)(&desk, call)).await;
        let answer = answer.unwrap_or_else(|stopped| {
            tracing::error!(%stopped, command = command.name, "a command did not finish");
            let message = format!("{} did not finish: a fault of Casebook's own", command.name);
            Err(Failure::new("internal", message, "Try again, and report this if it stays"))
        });
        answer.map_err(|failure| InvokeError(serde_json::to_value(failure).expect("a failure is three texts")))
    });
    true
}

/// The arguments of a call whose body is a file: percent-encoded JSON in a header. What cannot be read is no argument, and
/// the command says so.
fn args_of(headers: &HeaderMap) -> Value {
    let header = headers.get(ARGS_HEADER).and_then(|value| value.to_str().ok());
    let json = header.and_then(percent_decoded);
    json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or(Value::Null)
}
