//! Articles learn from the cases they solved, at the moment of asking and without a word being copied.
//!
//! Each article takes its best matching case as a witness. For every word of the query it counts what it says itself
//! or, at a discount, what the case says: only words the article lacks are learned. The gain is scaled down unless the
//! case matches about as well as the best article does, since a case that is merely similar is no evidence.

/// What a word of the case weighs beside the article's own.
pub(super) const DISCOUNT: f32 = 0.75;
/// How fast trust falls when the case matches less well than the best article.
pub(super) const TRUST_POWER: f32 = 2.0;
/// Highest trust: a case that matches far better than any article counts a little more than in full.
pub(super) const TRUST_MAX: f32 = 1.4;

/// How far a case that scores `case` is trusted where the best article scores `best`.
pub(super) fn trust(case: f32, best: f32) -> f32 {
    if best <= 0.0 { 1.0 } else { (case / best).powf(TRUST_POWER).min(TRUST_MAX) }
}

/// What an article gains from one case: both given by what each term of the query contributes.
pub(super) fn gain(own: &[f32], case: &[f32], trust: f32) -> f32 {
    let learned: f32 = own.iter().zip(case).map(|(own, case)| (case * DISCOUNT - own).max(0.0)).sum();
    learned * trust
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_learns_only_what_it_does_not_say() {
        assert!((gain(&[2.0, 2.0], &[2.0, 2.0], 1.0)).abs() < 1e-6);
        assert!((gain(&[2.0, 0.0], &[2.0, 2.0], 1.0) - 2.0 * DISCOUNT).abs() < 1e-6);
        assert!((gain(&[0.0, 0.0], &[0.0, 0.0], 1.0)).abs() < 1e-6);
    }

    #[test]
    fn a_poor_case_is_trusted_little_and_no_case_too_much() {
        assert!(trust(1.0, 4.0) < 0.1);
        assert!((trust(4.0, 4.0) - 1.0).abs() < 1e-6);
        assert!(trust(400.0, 4.0) <= TRUST_MAX);
        assert!((trust(1.0, 0.0) - 1.0).abs() < 1e-6);
    }
}
