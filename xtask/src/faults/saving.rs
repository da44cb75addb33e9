//! The app's own saves under `kill -9`: its page asks its core to save in every way it has, several at once and without a rest, while
//! `kb` writes to the same cases; then the app is killed at a random moment. Acknowledged is what the page was told and has passed on.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Instant;

use xtask::process::wait_until;

use super::chance::Chance;
use super::driven::Driven;
use super::ground::{CASES, Ground, Kept, PATIENCE, Said, wait_for};
use super::kill::write;
use super::webdriver::quoted;
use super::{Broken, Effort, Found, Outcome};

/// Kills on one vault; then another is begun, as entries pile up in its cases.
const KILLS_OF_A_VAULT: usize = 8;
/// Apart from each other the numbers of two rounds; no round comes to as many saves of one kind.
const APART: usize = 100_000;
/// How long after the save it waits for the killer waits at most, in milliseconds.
const LATER_MS: usize = 60;

/// Saves without end: takes a number to count from and the paths of the cases. Three entries are on their way at once, and beside
/// them a section, a whole file and a draft, each again as soon as it is acknowledged.
const SAVE: &str = "
const [first, cases] = arguments;
window.acknowledged = [];
window.refused = '';
const ask = (command, args) => window.__TAURI_INTERNALS__.invoke(command, { args });
const change = (change) => ask('change', { change });
const forever = async (kind, save) => {
  try {
    for (;;) window.acknowledged.push(kind + (await save()));
  } catch (error) {
    window.refused += kind + ' ' + String(error?.message ?? error).replace(/[^ -~]|[|\"\\\\]/g, ' ') + '; ';
  }
};
let [entry, section, file, draft] = [first, first, first, first];
for (let lane = 0; lane < 3; lane++) {
  void forever('e', async () => {
    const number = ++entry;
    const text = `entry app ${number} end`;
    await change({ do: 'add-entry', case: cases[number % cases.length], visibility: 'internal', channel: 'note', text });
    return number;
  });
}
let now = null;
void forever('s', async () => {
  now ??= /Set rekey.*/.exec((await ask('read_file_text', { path: 'articles/a.md' })).text)[0];
  const to = `Set rekey ${++section}`;
  await change({ do: 'replace-section', path: 'articles/a.md', section: 'resolution', from: now, to });
  now = to;
  return section;
});
void forever('f', async () => {
  const path = 'articles/b.md';
  const { version, text } = await ask('read_file_text', { path });
  await change({ do: 'replace-file', path, base: version, text: text.replace(/Set spooler.*/, `Set spooler ${++file}`) });
  return file;
});
void forever('d', async () => {
  await ask('save_draft', { key: 'faults', text: String(++draft) });
  return draft;
});
return 'begun';";

/// What was acknowledged since the last look, and what was refused.
const TOLD: &str = "return window.acknowledged.splice(0).join(' ') + '|' + window.refused;";

/// The draft as the app has it.
const DRAFT: &str = "const done = arguments[0];
window.__TAURI_INTERNALS__.invoke('read_draft', { args: { key: 'faults' } }).then(
  (text) => done(text ?? '0'), (error) => done('refused: ' + (error?.code ?? 'for no reason')));";

/// What one vault must have, as far as it was acknowledged.
#[derive(Default)]
struct Known {
    kept: Vec<Kept>,
    section: usize,
    file: usize,
    draft: usize,
}

/// What was done in all.
#[derive(Default)]
struct Sum {
    by_app: usize,
    by_kb: usize,
    kb_killed: usize,
}

/// As many kills as were asked for, each within so many saves of the app.
pub(super) fn app(effort: Effort, chance: &mut Chance) -> Outcome {
    if let Err(reason) = Driven::is_possible() {
        return Ok(Found::Skipped(reason));
    }
    let (kills, within) = (effort.rounds(2, 24), effort.of(150, 1_000));
    let mut sum = Sum::default();
    let mut left = kills;
    while left > 0 {
        let here = left.min(KILLS_OF_A_VAULT);
        one_vault(effort, here, within, chance, &mut sum)?;
        left -= here;
        eprintln!("kill-app-saving: {} of {kills} kills, {} saves", kills - left, sum.by_app);
    }
    let Sum { by_app, by_kb, kb_killed } = sum;
    Ok(Found::Held(format!(
        "the app killed {kills} times within {within} saves of its own each; all {by_app} it acknowledged there, and all {by_kb} of kb beside it, {kb_killed} of which were killed"
    )))
}

fn one_vault(effort: Effort, kills: usize, within: usize, chance: &mut Chance, sum: &mut Sum) -> Result<(), Broken> {
    let ground = Ground::new("saving")?;
    let mut known = Known::default();
    for round in 0..kills {
        let app = Driven::open(&ground)?;
        known.check_kept_draft(&app)?;
        same_as_from_nothing(&ground)?;
        if effort.all {
            has_every_version(&ground)?;
        }
        storm(&ground, &app, &mut known, round * APART, 1 + chance.below(within), chance, sum)?;
        drop(app);
        known.check(&ground)?;
        // Of what the killed app left, now kb makes what it can, now the app at its next start.
        if chance.below(2) == 0 {
            same_as_from_nothing(&ground)?;
        }
    }
    let app = Driven::open(&ground)?;
    known.check_kept_draft(&app)?;
    same_as_from_nothing(&ground)?;
    if effort.all {
        has_every_version(&ground)?;
    }
    app.end().kill();
    drop(app);
    ground.check(&known.kept)
}

/// Saves in the app and with `kb` at once, until so many saves of the app are acknowledged; a moment later the app is killed.
fn storm(
    ground: &Ground,
    app: &Driven,
    known: &mut Known,
    first: usize,
    goal: usize,
    chance: &mut Chance,
    sum: &mut Sum,
) -> Result<(), Broken> {
    let (later, mut of_kb) = (chance.millis(LATER_MS), Chance::new(chance.below(usize::MAX) as u64));
    let cases: Vec<String> = (0..CASES).map(|case| quoted(&format!("cases/c{case}.md"))).collect();
    app.session.script(SAVE, &[first.to_string(), format!("[{}]", cases.join(","))]).map_err(Broken)?;
    let (is_over, end, (go, gone)) = (AtomicBool::new(false), app.end(), mpsc::channel::<()>());
    thread::scope(|scope| {
        let others = scope.spawn(|| -> Result<(Vec<Kept>, usize), Broken> {
            let (mut kept, mut killed, mut number) = (Vec::new(), 0, first);
            while !is_over.load(Ordering::Relaxed) {
                let (more, dead) = write(ground, number..number + 6, &mut of_kb)?;
                kept.extend(more);
                (killed, number) = (killed + dead, number + 6);
            }
            Ok((kept, killed))
        });
        scope.spawn(move || {
            if gone.recv().is_ok() {
                thread::sleep(later);
            }
            end.kill();
        });
        let saved = listen(app, known, goal, go);
        is_over.store(true, Ordering::Relaxed);
        let (kept, killed) = others.join().map_err(|_| Broken("the thread that runs kb died".to_owned()))??;
        sum.by_app += saved?;
        sum.by_kb += kept.len();
        sum.kb_killed += killed;
        known.kept.extend(kept);
        Ok(())
    })
}

/// Takes note of what is acknowledged until the app is gone; has it killed when there are `goal`. Says how many there were.
fn listen(app: &Driven, known: &mut Known, goal: usize, go: mpsc::Sender<()>) -> Result<usize, Broken> {
    let (mut saved, mut go, mut last) = (0, Some(go), Instant::now());
    loop {
        let told = match app.session.script(TOLD, &[]) {
            Ok(told) => told,
            Err(_) if go.is_none() => return Ok(saved),
            Err(why) => return Err(Broken(format!("the app ended by itself: {why}"))),
        };
        let (acknowledged, refused) = told.split_once('|').unwrap_or((&told, ""));
        if !refused.is_empty() {
            return Err(Broken(format!("the app refused to save: {refused}")));
        }
        for save in acknowledged.split_whitespace() {
            known.take(save)?;
            (saved, last) = (saved + 1, Instant::now());
        }
        if saved >= goal
            && let Some(go) = go.take()
        {
            let _whoever_kills_waits = go.send(());
        }
        if last.elapsed() > PATIENCE {
            return Err(Broken(format!("the app hangs after {saved} saves")));
        }
    }
}

/// What the app, or `kb` after it, makes of what it finds is what comes of the files alone.
fn same_as_from_nothing(ground: &Ground) -> Result<(), Broken> {
    let fresh = ground.answers_from_nothing()?;
    let mut broken = None;
    wait_for("the index says what the files say", || {
        let answers = ground.answers();
        broken = answers.as_ref().err().map(|Broken(why)| why.clone());
        broken.is_some() || answers.is_ok_and(|answers| answers == fresh)
    })?;
    broken.map_or(Ok(()), |why| Err(Broken(why)))
}

/// The app makes up for versions that the kill left out: the last one of every case is what its file says.
fn has_every_version(ground: &Ground) -> Result<(), Broken> {
    for case in 0..CASES {
        let mut broken = None;
        let is_kept = wait_until(PATIENCE, || match ground.has_current_version(case) {
            Ok(is_current) => is_current,
            Err(Broken(why)) => {
                broken = Some(why);
                true
            }
        });
        if let Some(why) = broken {
            return Err(Broken(why));
        }
        if !is_kept {
            let Said { out, error, .. } = ground.say(&["history", &format!("C-{case}")])?;
            let start: String = out.chars().take(600).collect();
            return Err(Broken(format!("C-{case} says what no version does after a minute: {start} {error}")));
        }
    }
    Ok(())
}

impl Known {
    /// Takes note of one acknowledged save: its kind and its number.
    fn take(&mut self, save: &str) -> Result<(), Broken> {
        let odd = || Broken(format!("the page tells of a save it calls {save:?}"));
        let (kind, number) = save.split_at_checked(1).ok_or_else(odd)?;
        let number: usize = number.parse().map_err(|_| odd())?;
        match kind {
            "e" => self.kept.push(Kept { case: number % CASES, text: format!("entry app {number} end") }),
            "s" => self.section = number,
            "f" => self.file = number,
            "d" => self.draft = number,
            _ => return Err(odd()),
        }
        Ok(())
    }

    /// Every acknowledged save is in its file, or one that came after it, and every file is whole.
    fn check(&self, ground: &Ground) -> Result<(), Broken> {
        ground.check_files(&self.kept)?;
        for (name, mark, known) in [("a", "Set rekey", self.section), ("b", "Set spooler", self.file)] {
            let file = ground.root.join(format!("articles/{name}.md"));
            let text = fs::read_to_string(&file)?;
            let is_whole = text.starts_with(&format!("---\nid: A-{name}\n")) && text.ends_with('\n');
            let number = text.trim_end().rsplit_once('\n').and_then(|(_, line)| line.strip_prefix(mark));
            let number = number.filter(|_| is_whole).map(|number| number.trim().parse().unwrap_or(0));
            match number {
                None => return Err(Broken(format!("{} is half a file: {text:?}", file.display()))),
                Some(found) if found < known => {
                    return Err(Broken(format!("{mark} {known} was acknowledged, the file says {found}")));
                }
                Some(_) => {}
            }
        }
        Ok(())
    }

    /// The draft that was kept last is there, or one that came after it.
    fn check_kept_draft(&self, app: &Driven) -> Result<(), Broken> {
        let text = app.session.script_that_waits(DRAFT, &[]).map_err(Broken)?;
        match text.parse::<usize>() {
            Ok(found) if found >= self.draft => Ok(()),
            _ => Err(Broken(format!("the draft {} was kept, and is now {text:?}", self.draft))),
        }
    }
}
