//! What is being typed when the app is killed: it is kept within a second, whatever the pace, and stands in its field again
//! at the next start.

use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use xtask::process::wait_until;

use super::chance::Chance;
use super::driven::Driven;
use super::ground::{Ground, PATIENCE, wait_for};
use super::webdriver::ALT;
use super::{Broken, Effort, Found, Outcome};

/// How long what was typed may take to be kept.
const PROMISED: Duration = Duration::from_secs(1);
/// How long somebody types at most before the app is killed, in milliseconds; never less than the promise takes to count.
const TYPES_MS: usize = 4_000;

/// Opens the case if no composer is on show; says whether the composer has the focus.
const FOCUS: &str = concat!(
    include_str!("../../../tests/support/page.js"),
    "if (!document.querySelector('[data-scope=composer]')) find({ role: 'option', name: 'Case 1' })[0]?.click();
     const it = document.activeElement;
     return String((it?.ariaLabel ?? it?.dataset.editor) === 'Journal entry');"
);

/// What stands in the composer, letters, figures and spaces only; the case is opened for it if it is not on show.
const TEXT: &str = concat!(
    include_str!("../../../tests/support/page.js"),
    "const [field] = find({ role: 'textbox', name: 'Journal entry' });
     if (!field) find({ role: 'option', name: 'Case 1' })[0]?.click();
     return field ? valueOf(field).replace(/[^a-z0-9 ]/g, ' ') : '';"
);

/// As many kills as were asked for, each while somebody types an entry.
pub(super) fn app(effort: Effort, chance: &mut Chance) -> Outcome {
    if let Err(reason) = Driven::is_possible() {
        return Ok(Found::Skipped(reason));
    }
    let (kills, ground) = (effort.rounds(1, 12), Ground::new("typing")?);
    let mut words = 0;
    let mut app = Driven::open(&ground)?;
    for round in 0..kills {
        let typed = type_until_killed(&app, round, chance)?;
        drop(app);
        app = Driven::open(&ground)?;
        let missing = |text: &str| typed.iter().find(|word| !text.contains(word.as_str())).cloned();
        let mut text = String::new();
        let is_back = wait_until(PATIENCE, || {
            text = app.session.script(TEXT, &[]).unwrap_or_default();
            missing(&text).is_none()
        });
        if !is_back {
            let word = missing(&text).unwrap_or_default();
            return Err(Broken(format!(
                "{word:?} was typed a second before the kill, and now the entry says {text:?}"
            )));
        }
        words += typed.len();
    }
    app.end().kill();
    drop(app);
    ground.check(&[])?;
    Ok(Found::Held(format!(
        "the app killed {kills} times while an entry was typed; all {words} words typed a second before were there again"
    )))
}

/// Types at a pace that changes, has the app killed in the middle, and says what was typed long enough before that.
fn type_until_killed(app: &Driven, round: usize, chance: &mut Chance) -> Result<Vec<String>, Broken> {
    wait_for("the composer takes the focus", || {
        let _asked_again = app.session.press(&[ALT, 'i']);
        app.session.script(FOCUS, &[]).is_ok_and(|it| it == "true")
    })?;
    let life = PROMISED + chance.millis(TYPES_MS);
    let (end, (killed, when)) = (app.end(), mpsc::channel());
    thread::scope(|scope| {
        scope.spawn(move || {
            thread::sleep(life);
            let _the_other_end_waits = killed.send(Instant::now());
            end.kill();
        });
        let mut typed = Vec::new();
        loop {
            let word = format!("r{round}w{}", typed.len());
            if app.session.type_text(&format!("{word} ")).is_err() {
                break;
            }
            typed.push((word, Instant::now()));
            // Mostly without a rest, now and then with one that is longer than the app waits for.
            let rest = if chance.below(6) == 0 { 600 } else { 90 };
            thread::sleep(chance.millis(rest));
        }
        let at = when.recv().map_err(|_| Broken("the thread that kills the app died".to_owned()))?;
        let is_due = |when: &Instant| at.saturating_duration_since(*when) >= PROMISED;
        Ok(typed.into_iter().filter(|(_, when)| is_due(when)).map(|(word, _)| word).collect())
    })
}
