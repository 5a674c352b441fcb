//! How sure a share of cases is: the Wilson score interval, with finite-population correction.

use serde::Serialize;

/// The quantile of the standard normal distribution for 95% confidence.
const Z: f64 = 1.96;

/// The 95% interval of a share, in per cent to one decimal place.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// The 95% Wilson interval of `yes` among `n` cases; none of nothing.
///
/// Where it is known how many cases were eligible, the sample counts as the `n(N-1)/(N-n)` cases that would tell as much
/// about an endless population. A sample of all eligible cases (or more, when the number is out of date) leaves no doubt.
#[must_use]
pub fn wilson(yes: u32, n: u32, population: Option<u32>) -> Option<Interval> {
    if n == 0 || yes > n {
        return None;
    }
    let share = f64::from(yes) / f64::from(n);
    let Some(n) = informative(n, population) else { return Some(rounded(share, share)) };
    let z2 = Z * Z;
    let centre = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z / (1.0 + z2 / n) * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    Some(rounded((centre - half).max(0.0), (centre + half).min(1.0)))
}

/// How many cases of an endless population would tell as much; none when the sample is the population.
fn informative(n: u32, population: Option<u32>) -> Option<f64> {
    match population {
        None => Some(f64::from(n)),
        Some(population) if population <= n => None,
        Some(population) => Some(f64::from(n) * f64::from(population - 1) / f64::from(population - n)),
    }
}

fn rounded(low: f64, high: f64) -> Interval {
    let tenths = |share: f64| (share * 1000.0).round() / 10.0;
    Interval { low: tenths(low), high: tenths(high) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn agrees_with_the_textbook() {
        // Newcombe (1998), Statistics in Medicine 17, table I: 81 of 263 is 0.2553 to 0.3662, 15 of 148 is 0.0624 to 0.1605,
        // 0 of 20 is 0 to 0.1611, 1 of 29 is 0.0061 to 0.1718.
        assert_eq!(wilson(81, 263, None), Some(Interval { low: 25.5, high: 36.6 }));
        assert_eq!(wilson(15, 148, None), Some(Interval { low: 6.2, high: 16.0 }));
        assert_eq!(wilson(0, 20, None), Some(Interval { low: 0.0, high: 16.1 }));
        assert_eq!(wilson(1, 29, None), Some(Interval { low: 0.6, high: 17.2 }));
    }

    #[test]
    fn nothing_has_no_interval_and_everything_no_doubt() {
        assert_eq!(wilson(0, 0, None), None);
        assert_eq!(wilson(3, 2, None), None);
        assert_eq!(wilson(6, 13, Some(13)), Some(Interval { low: 46.2, high: 46.2 }));
        assert_eq!(wilson(1, 1, Some(1)), Some(Interval { low: 100.0, high: 100.0 }));
    }

    proptest! {
        #[test]
        fn holds_the_share_and_narrows_with_what_is_known(n in 1_u32..2000, yes in 0_u32..2000, more in 0_u32..5000) {
            let yes = yes.min(n);
            let wide = wilson(yes, n, None).unwrap();
            let narrow = wilson(yes, n, Some(n + more)).unwrap();
            let share = 100.0 * f64::from(yes) / f64::from(n);
            for interval in [wide, narrow] {
                prop_assert!(interval.low <= share + 0.051 && share - 0.051 <= interval.high);
                prop_assert!(interval.low >= 0.0 && interval.high <= 100.0);
            }
            prop_assert!(narrow.high - narrow.low <= wide.high - wide.low + 0.11);
        }
    }
}
