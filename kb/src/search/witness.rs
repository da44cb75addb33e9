//! Articles learn from the cases they solved, at the moment of asking and without a word being copied.
//!
//! An article has witnesses: its own text, and each case it solved. A witness fits the question as far as it has the
//! question's words, as a share of what the article that has most of them has, as far as its title is like the question, and
//! as far as it is nearer in meaning than notes usually are to it, where that is known. What the witnesses say together is what
//! the article scores: the logarithm of a sum of exponentials, so that the best witness counts most, several that agree count
//! more than one, and one that says nothing adds nothing.
//!
//! A case speaks for its article and not for itself, so the two are read together, and what a case has beyond every article
//! counts in part; an article none of whose cases is like the question is a little less likely to be what is asked for.
//!
//! The figures were chosen on real duplicate reports and questions; `docs/search.md` has the curve they were taken from.

use super::ask::Near;

/// What a title that has the question's letters counts beside all the words of the article that has most.
const TITLE: f32 = 0.65;
/// What the words of a case count beside those of an article.
pub(super) const WORDS_OF_CASE: f32 = 0.9;
/// What counts of what a case has more of the question than the article that has most of it.
const BEYOND_ARTICLES: f32 = 0.5;
/// What the title of a case counts: it was written by somebody who asked, as the question is.
const TITLE_OF_CASE: f32 = 0.8;
/// What an Issue that has all the question's words counts beside them.
const ISSUE: f32 = 0.05;
/// What an Environment that has all of the case's surroundings counts beside them.
const ENVIRONMENT: f32 = 0.1;
/// What a cosine of one counts beside them.
const MEANING: f32 = 6.0;
/// How softly the best witness is taken: the smaller, the less any other counts.
const SOFTNESS: f32 = 0.1;
/// How far a case stands behind an article's own text: many faults have similar cases.
const DOUBT: f32 = 0.04;
/// The same where meaning is known: nearness finds more of them.
const DOUBT_IN_MEANING: f32 = 0.13;
/// What the article counts where a case is read together with it.
const ARTICLE_IN_CASE: f32 = 0.4;
/// What words count that a case and its article only have between them.
const BETWEEN_THEM: f32 = 0.5;
/// What an article loses of how much better its own text fits than the best of its cases.
const UNLIKE_CASES: f32 = 0.2;
/// How much better its own text fits at most, for that.
const MOST_UNLIKE: f32 = 0.4;
/// How far a case stands behind articles among the hits: where both fit, the fix comes before the story of it.
pub(super) const BEHIND_ARTICLES: f32 = 0.25;
/// From which share of the whole a case is named as a reason.
const NAMED: f32 = 0.2;

/// What a note has of the question, each a share from 0 to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Has {
    /// Of the words, beside what the article with most of them has.
    pub(super) words: f32,
    /// How alike its title is.
    pub(super) title: f32,
    /// Of the words, in its Issue.
    pub(super) issue: f32,
    /// Of what the case runs on, in its Environment.
    pub(super) environment: f32,
}

/// How well a text fits; `meaning` is zero where nothing is known of it.
pub(super) fn fit(has: Has, meaning: f32) -> f32 {
    has.words + TITLE * has.title + ISSUE * has.issue + ENVIRONMENT * has.environment + MEANING * meaning
}

/// How well a case fits that speaks for an article.
pub(super) fn fit_of_case(has: Has, meaning: f32) -> f32 {
    fit(has, meaning) + (TITLE_OF_CASE - TITLE) * has.title
}

/// What a case has of the question, beside the article that has most: it is shorter and closer to how people ask, so it often
/// has more than any article, and only in part because it was the same trouble.
pub(super) fn beside_articles(case: f32, most: f32) -> f32 {
    if case > most { most + BEYOND_ARTICLES * (case - most) } else { case }
}

/// What a case says in words, by what it and its article give each term: what it has itself, and part of what both have together
/// beyond the better of them. A case that has nothing the article lacks gains nothing, nor does one that has all of it.
pub(super) fn words_of_case(case: &[f32], article: &[f32]) -> f32 {
    let sum = |row: &[f32]| row.iter().sum::<f32>();
    let both = case.iter().zip(article).map(|(case, article)| case.max(*article)).sum::<f32>();
    sum(case) + BETWEEN_THEM * (both - sum(case).max(sum(article)))
}

/// How near a case and its article are as one text; `between` is the cosine of the angle between them. The direction in the
/// middle is nearer to a question that both are near to, the more so the more they differ.
pub(super) fn read_together(case: Near, article: Near, between: f32) -> Near {
    let mixed = |case: f32, article: f32| (1.0 - ARTICLE_IN_CASE) * case + ARTICLE_IN_CASE * article;
    let both = 2.0 * ARTICLE_IN_CASE * (1.0 - ARTICLE_IN_CASE);
    let length = (1.0 - both + both * between.clamp(-1.0, 1.0)).max(f32::EPSILON).sqrt();
    Near { cosine: mixed(case.cosine, article.cosine) / length, usual: mixed(case.usual, article.usual) }
}

/// What having all the words of the article that has most counts where meaning is known: the less of the question even that
/// article has, the less its words say. `most` and `whole` are scores.
pub(super) fn trust_in_words(most: f32, whole: f32) -> f32 {
    if whole > 0.0 { (most / whole).clamp(0.0, 1.0).sqrt() } else { 1.0 }
}

/// What being near says.
pub(super) fn telling(near: Near) -> f32 {
    near.cosine - near.usual
}

/// How far a case stands behind an article's own text.
pub(super) fn doubt(with_meaning: bool) -> f32 {
    if with_meaning { DOUBT_IN_MEANING } else { DOUBT }
}

/// What an article scores by its own fit and that of each case that speaks for it, which stands `doubt` behind.
pub(super) fn together(own: f32, cases: &[f32], doubt: f32) -> f32 {
    let Some(nearest) = cases.iter().copied().reduce(f32::max) else { return own };
    let best = own.max(nearest - doubt);
    let weight = |fit: f32| ((fit - best) / SOFTNESS).exp();
    // Less what a case that fits in no way would add, and by the root of their number: an article does not come first
    // because many cases are only somewhat like the question.
    let said = |case: &f32| (weight(case - doubt) - weight(-doubt)).max(0.0);
    let of_cases = cases.iter().map(said).sum::<f32>() / (cases.len().max(1) as f32).sqrt();
    let unlike = UNLIKE_CASES * (own - nearest).clamp(0.0, MOST_UNLIKE);
    best + SOFTNESS * (weight(own) + of_cases).max(f32::MIN_POSITIVE).ln() - unlike
}

/// Whether a case is a reason for an article's score.
pub(super) fn is_named(case: f32, together: f32, doubt: f32) -> bool {
    ((case - doubt - together) / SOFTNESS).exp() >= NAMED
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_that_says_nothing_adds_nothing() {
        assert!((together(0.4, &[], DOUBT) - 0.4).abs() < 1e-6);
        assert!(together(0.0, &[0.0; 50], DOUBT).abs() < 1e-6);
        assert!(together(0.4, &[0.0; 50], DOUBT) <= 0.4);
        assert!(together(0.0, &[], DOUBT).abs() < 1e-6);
    }

    #[test]
    fn an_article_unlike_all_its_cases_loses_a_little_however_many_there_are() {
        let most = UNLIKE_CASES * MOST_UNLIKE + 1e-6;
        for cases in [&[0.0][..], &[0.0; 50], &[-9.0, 0.1]] {
            for own in [0.3, 1.0, 3.0] {
                let lost = own - together(own, cases, DOUBT);
                assert!(lost > 0.0 && lost <= most, "{own} {cases:?}: {lost}");
            }
        }
    }

    #[test]
    fn what_a_case_and_its_article_only_have_between_them_counts() {
        let close = |words: f32, expected: f32| assert!((words - expected).abs() < 1e-6, "{words} {expected}");
        close(words_of_case(&[1.0, 0.0, 2.0], &[0.0, 2.0, 0.0]), 3.0 + BETWEEN_THEM * 2.0);
        close(words_of_case(&[1.0, 0.0, 2.0], &[1.0, 0.0, 1.0]), 3.0);
        close(words_of_case(&[1.0, 0.0, 0.0], &[1.0, 2.0, 3.0]), 1.0);
        close(words_of_case(&[0.0; 3], &[1.0, 2.0, 3.0]), 0.0);
        close(words_of_case(&[], &[]), 0.0);
    }

    #[test]
    fn what_a_case_has_beyond_every_article_counts_in_part() {
        assert_eq!((beside_articles(0.7, 1.0), beside_articles(1.0, 1.0)), (0.7, 1.0));
        assert!((beside_articles(1.4, 1.0) - (1.0 + BEYOND_ARTICLES * 0.4)).abs() < 1e-6);
        assert!((beside_articles(0.1, -0.1) - (BEYOND_ARTICLES * 0.2 - 0.1)).abs() < 1e-6);
    }

    #[test]
    fn a_case_is_nearer_where_its_article_is_near_too() {
        let near = |cosine| Near { cosine, usual: 0.3 };
        let alone = read_together(near(0.6), near(0.1), 0.5);
        let both = read_together(near(0.6), near(0.5), 0.5);
        assert!(both.cosine > 0.6 && alone.cosine < 0.6, "{both:?} {alone:?}");
        assert!((both.usual - 0.3).abs() < 1e-6);
        // The same text twice is that text.
        assert!((read_together(near(0.6), near(0.6), 1.0).cosine - 0.6).abs() < 1e-6);
        assert!(read_together(near(1.0), near(-1.0), -1.0).cosine.is_finite());
    }

    #[test]
    fn the_title_of_a_case_counts_more_than_an_articles() {
        let has = Has { title: 0.5, ..Has::default() };
        assert!(fit_of_case(has, 0.0) > fit(has, 0.0));
    }

    #[test]
    fn the_best_witness_counts_most_and_agreement_counts_more() {
        let one = together(0.2, &[0.9], DOUBT);
        assert!((0.9 - DOUBT..0.9).contains(&one), "{one}");
        assert!(together(0.2, &[0.9, 0.9], DOUBT) > one);
        assert!(together(0.2, &[0.9, 0.3], DOUBT) < one);
        assert!(together(1.0, &[0.9], DOUBT) > one);
    }

    #[test]
    fn an_articles_own_words_count_more_than_those_of_a_case() {
        assert!(together(1.0, &[], DOUBT) > together(0.0, &[1.0], DOUBT));
    }

    #[test]
    fn a_case_is_named_where_it_made_the_score() {
        assert!(is_named(0.9, together(0.2, &[0.9], DOUBT), DOUBT));
        assert!(!is_named(0.2, together(1.0, &[0.2], DOUBT), DOUBT));
    }

    #[test]
    fn whatever_is_said_gives_a_number() {
        for own in [-5.0, 0.0, 1e6] {
            for case in [-5.0, 0.0, 1e6] {
                assert!(together(own, &[case, case], DOUBT).is_finite(), "{own} {case}");
            }
        }
    }
}
