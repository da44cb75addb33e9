//! Clocks that go wrong: three days back between two commands, and stepping while writing.

use super::chance::Chance;
use super::ground::{Ground, Kept, finish, needs};
use super::{Broken, Effort, Found, Outcome};

pub(super) fn back(effort: Effort, chance: &mut Chance) -> Outcome {
    if let Err(reason) = needs(&["faketime"]) {
        return Ok(Found::Skipped(reason));
    }
    let ground = Ground::new("clock")?;
    let mut kept = Vec::new();
    let tries = effort.of(6, 40);
    for number in 0..tries {
        let offset = match number {
            0 => "-3d".to_owned(),
            1 => "+3d".to_owned(),
            _ => format!("{:+}h", 72 - i64::try_from(chance.below(144)).unwrap_or_default()),
        };
        let (case, text) = (number % 3, format!("entry {number} end"));
        let [note, id, words] = Ground::entry(case, &text);
        let kb = ground.kb(&[&note, &id, &words]);
        let mut faketime = std::process::Command::new("faketime");
        faketime.args(["-f", &offset]).arg(kb.get_program()).args(kb.get_args());
        ground.place(&mut faketime);
        let said = finish(&mut faketime)?;
        if said.status != Some(0) {
            return Err(Broken(format!("at {offset}: {:?} {}", said.status, said.error)));
        }
        kept.push(Kept { case, text });
        // Another program changes a note without a change of its size, at what is the right time.
        let article = ground.root.join("articles/a.md");
        let word = if number % 2 == 0 { "relay" } else { "rekey" };
        let text = std::fs::read_to_string(&article)?.replace("rekey", word).replace("relay", word);
        std::fs::write(&article, text)?;
        ground.expect(&["search", word], 0)?;
    }
    let article = ground.root.join("articles/a.md");
    std::fs::write(&article, std::fs::read_to_string(&article)?.replace("relay", "rekey"))?;
    ground.check(&kept)?;
    Ok(Found::Held(format!("{tries} steps of the clock by up to three days, each entry and each outside change found")))
}
