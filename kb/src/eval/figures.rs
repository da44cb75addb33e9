//! From ranked answers to figures.

use std::collections::BTreeMap;

use super::Row;
use super::data::Data;

/// Drawings of the bootstrap.
const DRAWINGS: usize = 1_000;
/// Where the bootstrap begins: the same data gives the same interval.
const SEED: u64 = 2026;

/// One query's figures.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Figures {
    precision: f64,
    first_right: f64,
    gain: f64,
    recall: f64,
    success: f64,
}

/// The figures of each form and class, in the order in which the data first has them.
pub(super) fn rows(data: &Data, answers: &[Vec<usize>]) -> Vec<Row> {
    let mut order: Vec<(&str, &str)> = Vec::new();
    let mut groups: BTreeMap<(&str, &str), Vec<Figures>> = BTreeMap::new();
    for (query, answer) in data.queries.iter().zip(answers) {
        let is_right: Vec<bool> = answer.iter().map(|article| query.right.contains(article)).collect();
        let group = (query.form.as_str(), query.class.as_str());
        if !order.contains(&group) {
            order.push(group);
        }
        groups.entry(group).or_default().push(figures(&is_right, query.right.len()));
    }
    order.into_iter().map(|group| row(group, &groups[&group])).collect()
}

fn row((form, class): (&str, &str), all: &[Figures]) -> Row {
    let mean = |figure: fn(&Figures) -> f64| all.iter().map(figure).sum::<f64>() / all.len() as f64;
    Row {
        form: form.to_owned(),
        class: class.to_owned(),
        n: all.len(),
        map: mean(|one| one.precision),
        mrr_10: mean(|one| one.first_right),
        ndcg_10: mean(|one| one.gain),
        recall_10: mean(|one| one.recall),
        success_1: mean(|one| one.success),
        map_ci: interval(&all.iter().map(|one| one.precision).collect::<Vec<_>>()),
    }
}

/// `is_right` says of each answer whether it is one of the `wanted`.
fn figures(is_right: &[bool], wanted: usize) -> Figures {
    let discount = |at: usize| 1.0 / ((at + 2) as f64).log2();
    let (mut seen, mut precision) = (0.0, 0.0);
    for (at, _) in is_right.iter().enumerate().filter(|(_, right)| **right) {
        seen += 1.0;
        precision += seen / (at + 1) as f64;
    }
    let top: Vec<usize> = (0..is_right.len().min(10)).filter(|at| is_right[*at]).collect();
    let best: f64 = (0..wanted.min(10)).map(discount).sum();
    Figures {
        precision: precision / wanted as f64,
        first_right: top.first().map_or(0.0, |at| 1.0 / (at + 1) as f64),
        gain: top.iter().map(|at| discount(*at)).sum::<f64>() / best,
        recall: top.len() as f64 / wanted as f64,
        success: f64::from(u8::from(is_right.first() == Some(&true))),
    }
}

/// The 95 % interval of the mean, by drawing as many again and again.
fn interval(values: &[f64]) -> [f64; 2] {
    let mut chance = fastrand::Rng::with_seed(SEED);
    let mut means: Vec<f64> = (0..DRAWINGS)
        .map(|_| (0..values.len()).map(|_| values[chance.usize(..values.len())]).sum::<f64>() / values.len() as f64)
        .collect();
    means.sort_by(f64::total_cmp);
    [means[DRAWINGS * 25 / 1000], means[DRAWINGS * 975 / 1000 - 1]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_those_of_the_textbook() {
        // Right answers at places 1, 3 and 6, of three: (1 + 2/3 + 3/6) / 3.
        let some = figures(&[true, false, true, false, false, true], 3);
        assert!((some.precision - 13.0 / 18.0).abs() < 1e-12, "{some:?}");
        assert!((some.first_right - 1.0).abs() < 1e-12 && (some.recall - 1.0).abs() < 1e-12);
        assert!((some.success - 1.0).abs() < 1e-12);
        let ideal = 1.0 + 1.0 / 3_f64.log2() + 0.5;
        assert!((some.gain - (1.0 + 0.5 + 1.0 / 7_f64.log2()) / ideal).abs() < 1e-12);

        let late = figures(&[&[false; 10][..], &[true]].concat(), 1);
        assert!((late.precision - 1.0 / 11.0).abs() < 1e-12);
        assert_eq!((late.first_right, late.gain, late.recall, late.success), (0.0, 0.0, 0.0, 0.0));
        assert_eq!(figures(&[], 2).precision.to_bits(), 0.0_f64.to_bits());
    }

    #[test]
    fn an_interval_holds_its_mean_and_narrows_with_more_queries() {
        let of = |n: usize| interval(&(0..n).map(|at| f64::from(u8::from(at % 2 == 0))).collect::<Vec<_>>());
        let ([few_low, few_high], [low, high]) = (of(20), of(2_000));
        assert!(few_low < 0.5 && few_high > 0.5 && low < 0.5 && high > 0.5);
        assert!(high - low < (few_high - few_low) / 5.0);
        assert_eq!(of(20), [few_low, few_high], "the same data, the same interval");
        assert_eq!(interval(&[1.0; 5]), [1.0, 1.0]);
    }
}
