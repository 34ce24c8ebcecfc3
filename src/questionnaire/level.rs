//! The five levels of urgency.

/// A level of urgency. `Red` is the most urgent; the order of the variants is from most to least urgent, so
/// the most urgent of several is their minimum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Level {
    /// The most urgent.
    Red,
    /// Second.
    Orange,
    /// Third.
    Yellow,
    /// Fourth.
    Green,
    /// The least urgent.
    Blue,
}

impl Level {
    /// Every level, most urgent first.
    pub const ALL: [Level; 5] = [Level::Red, Level::Orange, Level::Yellow, Level::Green, Level::Blue];

    /// Position in [`Level::ALL`]: 0 for `Red` to 4 for `Blue`.
    pub fn place(self) -> usize {
        self as usize
    }

    /// Whether this level is `other` or more urgent.
    pub fn is_at_least(self, other: Level) -> bool {
        self <= other
    }

    /// The word in RON and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Level::Red => "Red",
            Level::Orange => "Orange",
            Level::Yellow => "Yellow",
            Level::Green => "Green",
            Level::Blue => "Blue",
        }
    }
}
