//! Samples of cases: how many, from which strata, and a choice that anyone can repeat.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::id::CaseRef;

/// The two-sided quantile of the standard normal distribution for 80% confidence (2017 consultation, 4.12).
const Z: f64 = 1.2816;
/// The margin of error: five points (Hillingdon report 2022, annexe 1).
const MARGIN: f64 = 0.05;
/// The share that needs the largest sample.
const SHARE: f64 = 0.5;

/// How many cases to sample from so many eligible ones: Cochran's formula with finite correction, for 80% confidence
/// and a margin of five points. Never more than there are.
#[must_use]
pub fn sample_size(eligible: u32) -> u32 {
    let endless = Z * Z * SHARE * (1.0 - SHARE) / (MARGIN * MARGIN);
    (1..=eligible).find(|size| f64::from(*size) >= endless / (1.0 + (endless - 1.0) / f64::from(eligible))).unwrap_or(eligible)
}

/// An eligible case, and what it is matched by: gender, disposal type, the two classifications.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The case.
    pub case: CaseRef,
    /// What it is matched by, in a fixed order.
    pub stratum: Vec<String>,
}

/// One stratum of a sample.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stratum {
    /// What its cases have in common.
    pub stratum: Vec<String>,
    /// How many cases of it are eligible.
    pub eligible: usize,
    /// Those that are sampled, in the order in which they were drawn.
    pub chosen: Vec<CaseRef>,
    /// The others, in the order in which they replace one that turns out not to be eligible.
    pub reserves: Vec<CaseRef>,
}

/// Why there is no sample.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SampleError {
    /// A case is listed twice.
    #[error("case {0} is listed twice")]
    Twice(CaseRef),
    /// Fewer cases than the sample wants.
    #[error("{wanted} cases are wanted and {eligible} are eligible")]
    TooFew {
        /// The size of the sample.
        wanted: usize,
        /// How many there are.
        eligible: usize,
    },
}

/// Draws a sample of this size, its strata in proportion to those of the eligible cases.
///
/// The order of drawing is that of SHA-256(seed, line feed, case reference): it depends on the recorded seed and the
/// references only, so that anybody can repeat it, and nobody can foresee it before the seed is known.
///
/// # Errors
/// When a case is listed twice, or there are fewer cases than wanted.
pub fn choose(candidates: &[Candidate], size: usize, seed: &str) -> Result<Vec<Stratum>, SampleError> {
    let mut seen = BTreeSet::new();
    if let Some(twice) = candidates.iter().find(|candidate| !seen.insert(&candidate.case)) {
        return Err(SampleError::Twice(twice.case.clone()));
    }
    if size > candidates.len() {
        return Err(SampleError::TooFew { wanted: size, eligible: candidates.len() });
    }
    let mut strata: BTreeMap<&[String], Vec<CaseRef>> = BTreeMap::new();
    for candidate in candidates {
        strata.entry(&candidate.stratum).or_default().push(candidate.case.clone());
    }
    let shares = allocate(&strata.values().map(Vec::len).collect::<Vec<_>>(), size);
    Ok(strata.into_iter().zip(shares).map(|((stratum, cases), share)| draw(stratum, cases, share, seed)).collect())
}

fn draw(stratum: &[String], mut cases: Vec<CaseRef>, share: usize, seed: &str) -> Stratum {
    cases.sort_by_cached_key(|case| lot(seed, case));
    let reserves = cases.split_off(share.min(cases.len()));
    Stratum { stratum: stratum.to_vec(), eligible: cases.len() + reserves.len(), chosen: cases, reserves }
}

fn lot(seed: &str, case: &CaseRef) -> [u8; 32] {
    Sha256::new().chain_update(seed).chain_update(b"\n").chain_update(case.as_str()).finalize().into()
}

/// How many of `size` go to each of these strata: proportional, by largest remainder. Equal remainders go to the larger
/// stratum, then to the first. No stratum gets more than it has.
#[must_use]
pub fn allocate(strata: &[usize], size: usize) -> Vec<usize> {
    let total: usize = strata.iter().sum();
    let size = size.min(total);
    if total == 0 {
        return vec![0; strata.len()];
    }
    let mut shares: Vec<usize> = strata.iter().map(|count| size * count / total).collect();
    let mut places: Vec<usize> = (0..strata.len()).collect();
    let count = |place: &usize| strata.get(*place).copied().unwrap_or(0);
    places.sort_by_key(|place| std::cmp::Reverse((size * count(place) % total, count(place))));
    let left = size - shares.iter().sum::<usize>();
    for place in places.into_iter().take(left) {
        if let Some(share) = shares.get_mut(place) {
            *share += 1;
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn candidates(strata: &[(&str, usize)]) -> Vec<Candidate> {
        let of = |(stratum, count): &(&str, usize)| {
            let stratum = vec![(*stratum).to_owned()];
            (0..*count)
                .map(move |n| Candidate { case: format!("{}{n}", stratum[0]).parse().unwrap(), stratum: stratum.clone() })
                .collect::<Vec<_>>()
        };
        strata.iter().flat_map(of).collect()
    }

    #[test]
    fn sizes_are_those_of_the_formula() {
        // n0 = 1.2816² × 0.25 / 0.0025 = 164.25
        let sizes = [(0, 0), (1, 1), (10, 10), (20, 18), (50, 39), (100, 63), (200, 91), (1000, 142), (1_000_000, 165)];
        for (eligible, size) in sizes {
            assert_eq!(sample_size(eligible), size, "of {eligible}");
        }
    }

    #[test]
    fn a_choice_can_be_repeated_in_any_order_of_the_list() {
        let mut list = candidates(&[("a", 12), ("b", 6), ("c", 2)]);
        let first = choose(&list, 10, "2026-hillingdon").unwrap();
        list.reverse();
        assert_eq!(choose(&list, 10, "2026-hillingdon").unwrap(), first);
        assert_ne!(choose(&list, 10, "another").unwrap(), first);
        assert_eq!(first.iter().map(|stratum| stratum.chosen.len()).collect::<Vec<_>>(), [6, 3, 1]);
    }

    #[test]
    fn refuses_a_case_twice_and_too_large_a_sample() {
        let mut list = candidates(&[("a", 2)]);
        assert_eq!(choose(&list, 3, "s"), Err(SampleError::TooFew { wanted: 3, eligible: 2 }));
        list.push(list[0].clone());
        assert_eq!(choose(&list, 1, "s"), Err(SampleError::Twice("a0".parse().unwrap())));
    }

    #[test]
    fn equal_remainders_go_to_the_larger_stratum_then_the_first() {
        assert_eq!(allocate(&[1, 1, 1], 2), [1, 1, 0]);
        assert_eq!(allocate(&[1, 3], 2), [0, 2]);
        assert_eq!(allocate(&[], 5), Vec::<usize>::new());
    }

    proptest! {
        #[test]
        fn allocation_is_whole_and_within_one_of_the_quota(strata in prop::collection::vec(0_usize..200, 1..8), size in 0_usize..500) {
            let total: usize = strata.iter().sum();
            let shares = allocate(&strata, size);
            prop_assert_eq!(shares.iter().sum::<usize>(), size.min(total));
            for (share, count) in shares.iter().zip(&strata) {
                prop_assert!(share <= count);
                prop_assert!(total == 0 || share * total < size.min(total) * count + total);
                prop_assert!(total == 0 || share * total + total > size.min(total) * count);
            }
        }

        #[test]
        fn a_choice_is_a_partition(sizes in prop::collection::vec(0_usize..20, 1..4), want in 0_usize..60, seed in "[a-z]{0,8}") {
            let names = ["a", "b", "c"];
            let list = candidates(&names.into_iter().zip(sizes).collect::<Vec<_>>());
            let size = want.min(list.len());
            let strata = choose(&list, size, &seed).unwrap();
            let all: BTreeSet<_> = strata.iter().flat_map(|s| s.chosen.iter().chain(&s.reserves)).collect();
            prop_assert_eq!(all.len(), list.len());
            prop_assert_eq!(strata.iter().map(|s| s.chosen.len()).sum::<usize>(), size);
        }
    }
}
