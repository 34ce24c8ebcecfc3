//! The fields of an outcome, in the order of the contract.

/// A field of an outcome (LANGUAGE.md, What the program says on one patient, in JSON).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// How far the interview has come.
    Status,
    /// The recommendation.
    Urgency,
    /// The least urgent level that it can still end in.
    Floor,
    /// The most urgent level that it can still end in.
    Ceiling,
    /// Rules that fire surely.
    Fires,
    /// Rules that fire perhaps.
    NotRuledOut,
    /// The interval of each score.
    Scores,
    /// The hand-over rules among those that fire.
    HandOver,
    /// The advice given.
    Advice,
    /// Questions asked and not answered.
    Unanswered,
    /// Questions answered and not asked.
    Ignored,
}

impl Field {
    /// Every field, in the contract's order.
    pub const ALL: [Field; 11] = [
        Field::Status,
        Field::Urgency,
        Field::Floor,
        Field::Ceiling,
        Field::Fires,
        Field::NotRuledOut,
        Field::Scores,
        Field::HandOver,
        Field::Advice,
        Field::Unanswered,
        Field::Ignored,
    ];

    /// The word in JSON, and at the head of a column.
    pub fn word(self) -> &'static str {
        match self {
            Field::Status => "status",
            Field::Urgency => "urgency",
            Field::Floor => "floor",
            Field::Ceiling => "ceiling",
            Field::Fires => "fires",
            Field::NotRuledOut => "not_ruled_out",
            Field::Scores => "scores",
            Field::HandOver => "hand_over",
            Field::Advice => "advice",
            Field::Unanswered => "unanswered",
            Field::Ignored => "ignored",
        }
    }

    /// The field of that word.
    pub fn of(word: &str) -> Option<Field> {
        Field::ALL.into_iter().find(|field| field.word() == word)
    }
}
