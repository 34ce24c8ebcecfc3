//! The one table of commands: it feeds what is obeyed, the prompt and the help.

use crate::app::keys::Scene::{
    Alarm, Change, Field, FindMany, FindOne, HandOver, History, Intro, Languages, Lose, Many, Newer, Number, One,
    Outlets, Override, Picker, Record, Result, Review, Text, Unfinished, YesNo,
};
use crate::app::keys::{Command, ENDS, NAMED, QUESTIONS, STEPS, Scene};

/// One command.
#[derive(Debug)]
pub struct Line {
    /// Its word, in every language; each beginning of it will do.
    pub word: &'static str,
    /// What it does.
    pub command: Command,
    /// By what name [`crate::words::Words::key`] has words for it.
    pub id: &'static str,
    /// Where it can be entered.
    pub scenes: &'static [Scene],
}

const fn line(word: &'static str, command: Command, id: &'static str, scenes: &'static [Scene]) -> Line {
    Line { word, command, id, scenes }
}

const SHEETS: &[Scene] =
    &[Review, Override, Languages, Outlets, Field, Change, Lose, Unfinished, History, Record, Newer];
const NOTED: &[Scene] = &[YesNo, One, Many, Number, Text, FindOne, FindMany, HandOver, Result];
const SPOKEN: &[Scene] = &[Intro, YesNo, One, Many, Number, Text, FindOne, FindMany, Alarm, HandOver, Result];
const ALL: &[Scene] = &[
    Picker, Intro, YesNo, One, Many, Number, Text, FindOne, FindMany, Alarm, HandOver, Result, Review, Override,
    Languages, Outlets, Field, Change, Lose, Unfinished, History, Record, Newer,
];
const RECORDED: &[Scene] = &[Picker, Intro, YesNo, One, Many, Number, Text, FindOne, FindMany, HandOver, Result];

/// Every command, in the order in which the prompt names them. Of two with the same beginning the first is meant.
#[rustfmt::skip]
pub const COMMANDS: &[Line] = &[
    line("back", Command::Back, "line-back", STEPS),
    line("back", Command::Close, "close", SHEETS),
    line("about", Command::About, "about", QUESTIONS),
    line("find", Command::Find, "line-find", &[One, Many, FindOne, FindMany]),
    line("review", Command::Review, "review", STEPS),
    line("why", Command::Why, "why", STEPS),
    line("note", Command::Note, "note", NOTED),
    line("override", Command::Override, "override", STEPS),
    line("go", Command::GoOn, "go-on", ENDS),
    line("save", Command::Save, "save", &[Alarm, HandOver, Result, Record]),
    line("discard", Command::Discard, "discard", &[Unfinished]),
    line("triage-again", Command::Again, "triage-again", &[Record]),
    line("version", Command::Newer, "go-on-new", &[Newer]),
    line("end", Command::EndNow, "end-now", QUESTIONS),
    line("next", Command::Next, "next-patient", STEPS),
    line("language", Command::Language, "language-f3", SPOKEN),
    line("records", Command::History, "history", RECORDED),
    line("reference", Command::Reference, "reference", NAMED),
    line("quit", Command::Leave, "leave-ctrl-c", ALL),
    line("help", Command::Help, "line-help", ALL),
];

/// The command that the word, or the beginning of it, means in a scene.
pub(super) fn command(word: &str, scene: Scene) -> Option<&'static Line> {
    let word = word.to_lowercase();
    // Which command is meant does not depend on where we are: `n` must never be a note here and the next patient there.
    let meant = COMMANDS.iter().find(|line| !word.is_empty() && line.word.starts_with(&word))?.word;
    COMMANDS.iter().find(|line| line.word == meant && line.scenes.contains(&scene))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_beginning_means_a_command_and_a_single_letter_the_first() {
        for (word, scene, expected) in [
            ("b", YesNo, Some("back")),
            ("B", Result, Some("back")),
            ("n", Many, Some("note")),
            ("ne", Many, Some("next")),
            ("next", Many, Some("next")),
            ("e", Text, Some("end")),
            ("e", Result, None),
            ("n", Alarm, None),
            ("ne", Alarm, Some("next")),
            ("g", YesNo, None),
            ("", YesNo, None),
            ("backwards", YesNo, None),
        ] {
            assert_eq!(command(word, scene).map(|line| line.word), expected, "{word:?} in {scene:?}");
        }
        // The contract: each of these by its first letter too.
        for word in ["back", "help", "review", "why", "find", "note", "override", "end", "quit"] {
            assert_eq!(command(&word[..1], One).map(|line| line.word), Some(word));
            // And of nothing else, anywhere.
            for &scene in ALL {
                assert!(command(&word[..1], scene).is_none_or(|line| line.word == word), "{word} in {scene:?}");
            }
        }
    }
}
