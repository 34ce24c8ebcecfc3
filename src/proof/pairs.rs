//! What in one version is what in the other.

use std::collections::HashMap;

/// A thing in the old version, the new one, or both: by its place in each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) old: Option<usize>,
    pub(super) new: Option<usize>,
}

/// Matches things by id; of what is left, those that are alike, where there is no doubt which is which: renamed.
///
/// In the new order, what is gone behind what it stood behind.
pub(super) fn paired(old: &[&str], new: &[&str], alike: impl Fn(usize, usize) -> bool) -> Vec<Pair> {
    // Labels may stand there twice; ids do not.
    let mut by_id: HashMap<&str, Vec<usize>> = HashMap::new();
    for (place, id) in new.iter().enumerate().rev() {
        by_id.entry(id).or_default().push(place);
    }
    let mut partner: Vec<Option<usize>> = old.iter().map(|id| by_id.get_mut(id)?.pop()).collect();
    let mut taken = vec![false; new.len()];
    partner.iter().flatten().for_each(|&place| taken[place] = true);
    let free: Vec<usize> = (0..new.len()).filter(|&place| !taken[place]).collect();
    let gone: Vec<usize> = (0..old.len()).filter(|&place| partner[place].is_none()).collect();
    for &one in &gone {
        let mut likely = free.iter().filter(|&&other| alike(one, other));
        if let (Some(&other), None) = (likely.next(), likely.next())
            && gone.iter().filter(|&&one| alike(one, other)).count() == 1
        {
            partner[one] = Some(other);
        }
    }
    // Each with where it stands: behind which of the new ones, and as which of the gone ones there.
    let mut pairs: Vec<((usize, usize), Pair)> =
        (0..new.len()).map(|place| ((place + 1, 0), Pair { old: None, new: Some(place) })).collect();
    let mut behind = 0;
    for (place, partner) in partner.into_iter().enumerate() {
        match partner {
            Some(other) => {
                pairs[other].1.old = Some(place);
                behind = other + 1;
            }
            None => pairs.push(((behind, place + 1), Pair { old: Some(place), new: None })),
        }
    }
    pairs.sort_by_key(|(stands, _)| *stands);
    pairs.into_iter().map(|(_, pair)| pair).collect()
}

#[cfg(test)]
mod tests {
    use super::{Pair, paired};

    #[test]
    fn what_is_gone_stands_behind_what_it_stood_behind() {
        let pair = |old, new| Pair { old, new };
        let none = |_, _| false;
        assert_eq!(
            paired(&["x", "a", "y", "b"], &["b", "n", "a"], none),
            [
                pair(Some(0), None),
                pair(Some(3), Some(0)),
                pair(None, Some(1)),
                pair(Some(1), Some(2)),
                pair(Some(2), None)
            ]
        );
    }

    #[test]
    fn what_is_alike_was_renamed_where_there_is_no_doubt() {
        let (old, new) = (["a", "b"], ["c", "d"]);
        let pair = |old, new| Pair { old, new };
        assert_eq!(
            paired(&old, &new, |o, n| (o, n) == (0, 1)),
            [pair(None, Some(0)), pair(Some(0), Some(1)), pair(Some(1), None)]
        );
        assert_eq!(
            paired(&old, &new, |o, _| o == 0).iter().filter(|pair| pair.old.is_some() && pair.new.is_some()).count(),
            0
        );
    }
}
