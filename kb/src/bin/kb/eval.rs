//! `kb eval`: how well search finds, on data whose right answers are known.

use std::fmt::Write;
use std::path::Path;

use kb::casebook::Places;
use kb::eval::{EvalError, Options, Report, run as measure};

use super::failure::{Failure, IO, NO_VAULT, USAGE};
use super::human::plain;
use super::run::{Outcome, value};

pub(crate) fn run(folder: &Path, baselines: bool, no_model: bool) -> Result<Outcome, Failure> {
    let places = Places::from_env(|name| std::env::var_os(name)).ok();
    let model = places.filter(|_| !no_model).and_then(|places| places.model());
    let options = Options { baselines, model };
    let report = measure(folder, &options, &|step| tracing::info!("{step}")).map_err(|error| failure(&error))?;
    Ok(Outcome { json: value(&report), text: human(&report), found: true })
}

fn failure(error: &EvalError) -> Failure {
    let (code, status) = match error {
        EvalError::Read { .. } | EvalError::Scratch { .. } => ("io", IO),
        EvalError::Line { .. } | EvalError::Empty { .. } => ("invalid", USAGE),
        EvalError::Casebook(_) | EvalError::Model { .. } | EvalError::Baseline { .. } => ("internal", NO_VAULT),
    };
    Failure::new(code, status, error.to_string(), error.hint())
}

fn human(report: &Report) -> String {
    let mut text = String::new();
    for system in &report.systems {
        let _cannot_fail = writeln!(text, "{}", system.name);
        for row in &system.rows {
            let kind = format!("{} {}", plain(&row.form), plain(&row.class));
            let [low, high] = row.map_ci;
            let _cannot_fail = writeln!(
                text,
                "  {kind:16} n {:5}  MAP {:.3} ({low:.3}-{high:.3})  MRR@10 {:.3}  nDCG@10 {:.3}  Recall@10 {:.3}  Success@1 {:.3}",
                row.n, row.map, row.mrr_10, row.ndcg_10, row.recall_10, row.success_1
            );
        }
    }
    text.trim_end().to_owned()
}
