//! What the vault's own links teach about nearness: in which directions a case and the article that solved it differ.
//!
//! Who asks and who wrote the fix say the same thing differently: at other length, in another voice, with other details. The
//! directions in which linked pairs differ most tell least whether two texts mean the same, and count less: within-class
//! covariance normalization (Hatch, Kajarekar and Stolcke, 2006, for recognizing speakers), each pair a class. The spread of the pairs
//! is drawn towards no direction at all, the more so the fewer pairs there are.

use super::vector::DIMENSIONS;

/// As many pairs count as much as the assumption that they differ in all directions alike. Chosen on real reports: at a seventh
/// and at seven times as many the gain is about half.
const ASSUMED: f32 = 5_600.0;
/// What the pairs count at most, where 1 is without that assumption.
const MOST: f32 = 0.1;

/// A way to measure: the cosine of the angle between two vectors once both are turned.
#[derive(Debug, Clone)]
pub struct Metric {
    /// The inverse of the Cholesky factor of the pairs' spread: the rows of a lower triangle, one after the other.
    rows: Vec<f32>,
}

/// Where row `row` of a triangle begins.
const fn begin(row: usize) -> usize {
    row * (row + 1) / 2
}

impl Metric {
    /// Learns from the differences of linked pairs; `None` when there is no pair, or none differs.
    #[must_use]
    pub fn learn(differences: &[[f32; DIMENSIONS]]) -> Option<Self> {
        let count = differences.len() as f32;
        let mut spread = vec![0.0_f64; begin(DIMENSIONS)];
        for difference in differences {
            for (row, one) in difference.iter().enumerate() {
                let cells = &mut spread[begin(row)..begin(row + 1)];
                cells.iter_mut().zip(difference).for_each(|(cell, other)| *cell += f64::from(one * other));
            }
        }
        let alike = (0..DIMENSIONS).map(|row| spread[begin(row) + row]).sum::<f64>() / DIMENSIONS as f64;
        if !alike.is_normal() {
            return None;
        }
        let trust = f64::from((count / (count + ASSUMED)).min(MOST));
        spread.iter_mut().for_each(|cell| *cell *= trust / alike);
        (0..DIMENSIONS).for_each(|row| spread[begin(row) + row] += 1.0 - trust);
        factor(&mut spread);
        invert(&mut spread);
        #[expect(clippy::cast_possible_truncation, reason = "numbers about one")]
        let rows = spread.into_iter().map(|cell| cell as f32).collect();
        Some(Self { rows })
    }

    /// A vector as it is compared.
    #[must_use]
    pub fn turned(&self, vector: &[f32; DIMENSIONS]) -> [f32; DIMENSIONS] {
        std::array::from_fn(|row| {
            let cells = &self.rows[begin(row)..begin(row + 1)];
            dot(cells, &vector[..cells.len()])
        })
    }

    /// What a vector that is *not* turned has to be multiplied with to be compared with this turned one.
    #[must_use]
    pub fn against(&self, turned: &[f32; DIMENSIONS]) -> [f32; DIMENSIONS] {
        let mut sum = [0.0; DIMENSIONS];
        for (row, value) in turned.iter().enumerate() {
            let cells = &self.rows[begin(row)..begin(row + 1)];
            sum.iter_mut().zip(cells).for_each(|(sum, cell)| *sum += cell * value);
        }
        sum
    }
}

/// The dot product, in eight sums at once: one after the other they would wait for each other.
fn dot(one: &[f32], two: &[f32]) -> f32 {
    let ((one, rest), (two, other)) = (one.as_chunks::<8>(), two.as_chunks::<8>());
    let mut sums = [0.0; 8];
    for (one, two) in one.iter().zip(two) {
        sums.iter_mut().zip(one.iter().zip(two)).for_each(|(sum, (a, b))| *sum += a * b);
    }
    sums.iter().sum::<f32>() + rest.iter().zip(other).map(|(a, b)| a * b).sum::<f32>()
}

/// Puts the Cholesky factor of a positive definite matrix in its place; both as lower triangles.
fn factor(cells: &mut [f64]) {
    for row in 0..DIMENSIONS {
        for column in 0..=row {
            let (one, two) = (begin(row), begin(column));
            let known: f64 = (0..column).map(|at| cells[one + at] * cells[two + at]).sum();
            let left = cells[one + column] - known;
            // No smaller than what was added to it, but for rounding.
            cells[one + column] =
                if row == column { left.max(f64::EPSILON).sqrt() } else { left / cells[two + column] };
        }
    }
}

/// Puts the inverse of a lower triangle in its place.
fn invert(cells: &mut [f64]) {
    for row in 0..DIMENSIONS {
        let by = 1.0 / cells[begin(row) + row];
        for column in 0..row {
            let known: f64 = (column..row).map(|at| cells[begin(row) + at] * cells[begin(at) + column]).sum();
            cells[begin(row) + column] = -by * known;
        }
        cells[begin(row) + row] = by;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn along(axis: usize, length: f32) -> [f32; DIMENSIONS] {
        let mut values = [0.0; DIMENSIONS];
        values[axis] = length;
        values
    }

    fn cosine(metric: &Metric, one: &[f32; DIMENSIONS], two: &[f32; DIMENSIONS]) -> f32 {
        let (one, two) = (metric.turned(one), metric.turned(two));
        dot(&one, &two) / (dot(&one, &one) * dot(&two, &two)).sqrt()
    }

    #[test]
    fn what_pairs_differ_in_says_less() {
        let metric = Metric::learn(&vec![along(7, 1.0); 600]).expect("learned");
        let (mut one, mut two) = (along(0, 1.0), along(0, 1.0));
        (one[7], two[7]) = (1.0, -1.0);
        assert!(cosine(&metric, &one, &two) > 0.9, "they differ in nothing else");
        (one[7], two[7]) = (0.0, 0.0);
        (one[8], two[8]) = (1.0, -1.0);
        assert!(cosine(&metric, &one, &two).abs() < 1e-5, "and that tells as much as ever");
    }

    #[test]
    fn a_few_pairs_change_next_to_nothing() {
        let metric = Metric::learn(&[along(7, 1.0)]).expect("learned");
        let mut one = along(0, 1.0);
        one[7] = 1.0;
        let before = std::f32::consts::FRAC_1_SQRT_2;
        assert!((cosine(&metric, &one, &along(0, 1.0)) - before).abs() < 0.03);
    }

    #[test]
    fn pairs_that_do_not_differ_teach_nothing() {
        assert!(Metric::learn(&[]).is_none());
        assert!(Metric::learn(&[[0.0; DIMENSIONS]; 3]).is_none());
        assert!(Metric::learn(&[[f32::NAN; DIMENSIONS]; 3]).is_none());
    }

    #[test]
    fn one_side_turned_both_ways_is_both_sides_turned() {
        let seed = |number: usize| -> [f32; DIMENSIONS] {
            std::array::from_fn(|at| ((at * 31 + number * 17) % 101) as f32 / 50.0 - 1.0)
        };
        let metric = Metric::learn(&(0..40).map(seed).collect::<Vec<_>>()).expect("learned");
        let (one, two) = (seed(91), seed(57));
        let both = dot(&metric.turned(&one), &metric.turned(&two));
        let against = dot(&metric.against(&metric.turned(&one)), &two);
        assert!((both - against).abs() < 1e-3 * both.abs().max(1.0), "{both} {against}");
    }

    #[test]
    fn the_factor_turned_around_gives_back_what_it_is_of() {
        let mut spread = vec![0.0; begin(DIMENSIONS)];
        for row in 0..DIMENSIONS {
            spread[begin(row) + row] = 2.0 + (row % 3) as f64;
            if row > 0 {
                spread[begin(row) + row - 1] = 0.5;
            }
        }
        let mut inverse = spread.clone();
        factor(&mut inverse);
        invert(&mut inverse);
        // The inverse of the factor makes of the matrix the one that changes nothing.
        let cell = |row: usize, column: usize| {
            if row >= column { spread[begin(row) + column] } else { spread[begin(column) + row] }
        };
        for (row, column) in [(0, 0), (5, 5), (5, 4), (383, 383), (383, 12)] {
            let mut sum = 0.0;
            for at in 0..=row {
                for other in 0..=column {
                    sum += inverse[begin(row) + at] * cell(at, other) * inverse[begin(column) + other];
                }
            }
            assert!((sum - f64::from(u8::from(row == column))).abs() < 1e-9, "{row} {column}: {sum}");
        }
    }
}
