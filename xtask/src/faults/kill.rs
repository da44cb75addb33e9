//! Processes that die in the middle: `kill -9` at random moments, and at each call that changes something.

use std::ops::Range;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use xtask::process::Background;

use super::chance::Chance;
use super::ground::{CASES, Ground, Kept, finish, kill, needs, program};
use super::resident::Screen;
use super::{Broken, Effort, Found, Outcome};

/// How long a `kb` lives at most before it is killed, when it is to be.
const LIFE_MS: usize = 120;

/// Several `kb` write at once; some are killed at random moments.
pub(super) fn writers(effort: Effort, chance: &mut Chance) -> Outcome {
    let (saves, rounds) = (effort.of(200, 1_000), effort.of(1, 3));
    let (mut killed, mut kept_in_all) = (0, 0);
    for _ in 0..rounds {
        let ground = Ground::new("kill")?;
        let (kept, dead) = write(&ground, 0..saves, chance)?;
        ground.check(&kept)?;
        (killed, kept_in_all) = (killed + dead, kept_in_all + kept.len());
    }
    Ok(Found::Held(format!(
        "{} saves by 3 writers, {killed} killed, all {kept_in_all} acknowledged there",
        saves * rounds
    )))
}

/// The same while the app, which keeps the index, is killed and started again.
pub(super) fn app_and_writers(effort: Effort, chance: &mut Chance) -> Outcome {
    let (saves, ground) = (effort.of(150, 1_000), Ground::new("kill-app")?);
    let screen = Screen::new(&ground)?;
    let start = || screen.open(&ground).map(|app| app.process);
    let dead = beside(&ground, saves, 3_000, chance, start)?;
    Ok(Found::Held(format!(
        "{saves} saves by 3 writers, {} of them and {} apps killed, all {} acknowledged there",
        dead.writers, dead.keepers, dead.kept
    )))
}

/// The same without a window: what keeps the index is killed before it has come to rest, on a vault of its own each time.
pub(super) fn starting(effort: Effort, chance: &mut Chance) -> Outcome {
    let rounds = effort.rounds(10, 200);
    let mut all = Dead::default();
    for round in 0..rounds {
        let ground = Ground::new("kill-starting")?;
        let start = || {
            let mut resident = Command::new(program("examples/resident"));
            ground.place(resident.arg(&ground.root).stdout(Stdio::null()).stderr(Stdio::null()));
            Ok(Background::start(&mut resident)?)
        };
        let dead = beside(&ground, 60, 400, chance, start);
        let dead = dead.map_err(|Broken(what)| Broken(format!("round {round}: {what}")))?;
        all = Dead {
            kept: all.kept + dead.kept,
            writers: all.writers + dead.writers,
            keepers: all.keepers + dead.keepers,
        };
    }
    Ok(Found::Held(format!(
        "{rounds} vaults, {} saves by 3 writers, {} of them and {} residents killed, all {} acknowledged there",
        60 * rounds,
        all.writers,
        all.keepers,
        all.kept
    )))
}

/// What three writers and what kept the index beside them came to.
#[derive(Default)]
struct Dead {
    /// Saves that were acknowledged, and found.
    kept: usize,
    /// Writers that were killed.
    writers: usize,
    /// Keepers of the index that were killed.
    keepers: usize,
}

/// Lets three writers make so many entries while what `start` starts is killed within `life_ms` and started again; then
/// checks everything.
fn beside(
    ground: &Ground,
    saves: usize,
    life_ms: usize,
    chance: &mut Chance,
    start: impl Fn() -> Result<Background, Broken> + Sync,
) -> Result<Dead, Broken> {
    let done = AtomicBool::new(false);
    let mut moments = Chance::new(chance.below(usize::MAX) as u64);
    let (wrote, keepers) = thread::scope(|scope| {
        let keepers = scope.spawn(|| -> Result<usize, Broken> {
            let mut deaths = 0;
            while !done.load(Ordering::Relaxed) {
                let mut keeper = start()?;
                thread::sleep(moments.millis(life_ms));
                if let Some(status) = keeper.ended() {
                    return Err(Broken(format!("what keeps the index ended by itself: {status}")));
                }
                kill(&mut keeper);
                deaths += 1;
            }
            Ok(deaths)
        });
        let wrote = write(ground, 0..saves, chance);
        done.store(true, Ordering::Relaxed);
        (wrote, keepers.join())
    });
    let (kept, writers) = wrote?;
    let keepers = keepers.map_err(|_| Broken("the thread that kills died".to_owned()))??;
    ground.check(&kept)?;
    Ok(Dead { kept: kept.len(), writers, keepers })
}

/// Lets three writers make entries with these numbers, killing about every third; says what was acknowledged and how many died.
pub(super) fn write(ground: &Ground, numbers: Range<usize>, chance: &mut Chance) -> Result<(Vec<Kept>, usize), Broken> {
    let jobs: Vec<(usize, usize, Option<Duration>)> = numbers
        .map(|number| (number, chance.below(CASES), (chance.below(3) == 0).then(|| chance.millis(LIFE_MS))))
        .collect();
    let (jobs, kept, killed) = (Mutex::new(jobs.into_iter()), Mutex::new(Vec::new()), Mutex::new(0));
    let lock = "no writer panics while it holds this";
    let writer = || -> Result<(), Broken> {
        loop {
            let Some((number, case, life)) = jobs.lock().expect(lock).next() else { return Ok(()) };
            let text = format!("entry {number} end");
            let [note, id, words] = Ground::entry(case, &text);
            let mut child = ground.kb(&[&note, &id, &words]).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
            if let Some(life) = life {
                thread::sleep(life);
                let _it_ended_meanwhile = child.kill();
            }
            if child.wait()?.success() {
                kept.lock().expect(lock).push(Kept { case, text });
            } else if life.is_some() {
                *killed.lock().expect(lock) += 1;
            } else {
                return Err(Broken(format!("nobody touched it and yet entry {number} was not written")));
            }
        }
    };
    thread::scope(|scope| {
        let writers: Vec<_> = (0..3).map(|_| scope.spawn(writer)).collect();
        writers.into_iter().try_for_each(|writer| writer.join().map_err(|_| Broken("a writer died".to_owned()))?)
    })?;
    let killed = *killed.lock().expect(lock);
    Ok((kept.into_inner().expect(lock), killed))
}

/// The calls by which anything gets to a disk.
const CALLS: &str = "write,pwrite64,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,ftruncate,openat";

/// One `kb` is killed at its first call of these, one at its second, and so on until one lives: each step of a save and of
/// the crash protocol is among them.
pub(super) fn each_call(effort: Effort, chance: &mut Chance) -> Outcome {
    if let Err(reason) = needs(&["strace"]) {
        return Ok(Found::Skipped(reason));
    }
    let ground = Ground::new("each-call")?;
    let mut kept = Vec::new();
    let mut tries = 0;
    // In the part, about one call in five; their places differ from run to run.
    let step = effort.of(5, 1);
    let mut call = 1 + chance.below(step);
    loop {
        let (case, text) = (tries % CASES, format!("entry {tries} end"));
        let [note, id, words] = Ground::entry(case, &text);
        let mut strace = Command::new("strace");
        strace.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={CALLS}")]);
        strace.args(["-e", &format!("inject={CALLS}:signal=KILL:when={call}")]);
        let kb = ground.kb(&[&note, &id, &words]);
        strace.arg(kb.get_program()).args(kb.get_args());
        ground.place(&mut strace);
        let said = finish(&mut strace)?;
        if said.error.contains("ptrace") {
            return Ok(Found::Skipped(format!("strace may not trace here: {}", said.error.trim())));
        }
        tries += 1;
        let acknowledged = said.out.contains("\"id\":");
        if acknowledged {
            kept.push(Kept { case, text });
        }
        ground.check_files(&kept)?;
        if said.status == Some(0) {
            break;
        }
        call += 1 + chance.below(2 * step - 1);
    }
    ground.check(&kept)?;
    Ok(Found::Held(format!(
        "killed {} times, last before call {call} of a thread; nothing acknowledged was lost",
        tries - 1
    )))
}
