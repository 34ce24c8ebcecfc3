//! The one table of keys: it feeds dispatch, the footer and the help.
//!
//! A scene is what the screen shows, as far as keys are concerned. What is printable is typed first in the scenes that
//! have a field ([`types`]); all else goes through [`TABLE`].

use super::input::Key;

/// What the screen shows, as far as keys are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scene {
    /// The list of questionnaires.
    Picker,
    /// The words before the first question.
    Intro,
    /// A question answered yes or no.
    YesNo,
    /// A question with one choice to take.
    One,
    /// A question with any number of choices to tick.
    Many,
    /// A question answered by a number.
    Number,
    /// A question answered in free words.
    Text,
    /// Finding the one choice by typing.
    FindOne,
    /// Finding choices by typing.
    FindMany,
    /// The emergency, over the whole screen.
    Alarm,
    /// To whom the patient is handed over.
    HandOver,
    /// The recommendation.
    Result,
    /// All answers.
    Review,
    /// Help, a question's help, why: something to read and close.
    Reading,
    /// The levels that the nurse can choose from.
    Override,
    /// A note, or the reason for another level.
    Field,
    /// Something that is said before it is done.
    Change,
    /// Something that would lose answers.
    Lose,
    /// A question on a screen that is too small for it.
    TooSmall,
}

use Scene::{
    Alarm, Change, Field, FindMany, FindOne, HandOver, Intro, Lose, Many, Number, One, Override, Picker, Reading,
    Result, Review, Text, TooSmall, YesNo,
};

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    /// Answers yes.
    Yes,
    /// Answers no.
    No,
    /// Takes or ticks the choice of that position, from 0.
    Take(usize),
    /// Ticks the choice under the cursor.
    Tick,
    /// Answers "none of these".
    NoneOfThese,
    /// Takes, confirms, opens, goes on: what stands ready.
    Accept,
    /// Answers "not sure".
    Unsure,
    /// Marks the choice under the cursor "not sure".
    UnsureChoice,
    /// Goes on with the questions after the level is settled.
    GoOn,
    /// One up.
    Up,
    /// One down.
    Down,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// To the first.
    Home,
    /// To the last.
    End,
    /// To the question before.
    Back,
    /// Finds a choice by typing.
    Find,
    /// Closes what lies on top; from an earlier question, back to where the interview stands.
    Close,
    /// Shows every key.
    Help,
    /// Shows the question's help and sources.
    About,
    /// Shows all answers.
    Review,
    /// Shows why.
    Why,
    /// Lets the nurse choose the level.
    Override,
    /// Writes a note.
    Note,
    /// Ends the interview.
    EndNow,
    /// Saves the note.
    Save,
    /// Copies the note.
    Copy,
    /// Begins with the next patient.
    Next,
    /// Leaves the program.
    Leave,
    /// Gives the terminal back to the shell for a while.
    Suspend,
}

/// Under which heading the help shows a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Answering.
    Answer,
    /// Moving about.
    Move,
    /// Looking something up.
    Look,
    /// Everything else.
    Do,
}

impl Group {
    /// All of them, in the help's order.
    pub const ALL: [Group; 4] = [Group::Answer, Group::Move, Group::Look, Group::Do];

    /// The heading.
    pub fn title(self) -> &'static str {
        match self {
            Group::Answer => "Answer",
            Group::Move => "Move",
            Group::Look => "Look",
            Group::Do => "Do",
        }
    }
}

/// One row of the table.
#[derive(Debug)]
pub struct Binding {
    /// The keys; `1`-`9` stand for all nine.
    pub keys: &'static [Key],
    /// How they are written.
    pub shown: &'static str,
    /// What they do.
    pub command: Command,
    /// That in a word or two, for the footer; empty where the footer does not show it.
    pub name: &'static str,
    /// That in a sentence, for the help.
    pub does: &'static str,
    /// Where the help shows it.
    pub group: Group,
    /// Where it works.
    pub scenes: &'static [Scene],
}

const fn row(
    keys: &'static [Key],
    shown: &'static str,
    command: Command,
    name: &'static str,
    does: &'static str,
    group: Group,
    scenes: &'static [Scene],
) -> Binding {
    Binding { keys, shown, command, name, does, group, scenes }
}

const DIGITS: &[Key] = &[
    Key::Char('1'),
    Key::Char('2'),
    Key::Char('3'),
    Key::Char('4'),
    Key::Char('5'),
    Key::Char('6'),
    Key::Char('7'),
    Key::Char('8'),
    Key::Char('9'),
];
const ENTER: &[Key] = &[Key::Enter];
const ON: &[Key] = &[Key::Enter, Key::Char(' ')];
const BACK: &[Key] = &[Key::Left, Key::Backspace, Key::BackTab];
const UP: &[Key] = &[Key::Up, Key::Char('k')];
const DOWN: &[Key] = &[Key::Down, Key::Char('j')];
const LEAVE: &[Key] = &[Key::Char('q'), Key::Ctrl('c')];
const CONFIRM: &[Key] = &[Key::Enter, Key::Char('y')];
const STAY: &[Key] = &[Key::Esc, Key::Char('n')];
const STAY_BY_DEFAULT: &[Key] = &[Key::Esc, Key::Char('n'), Key::Enter];

const ALL: &[Scene] = &[
    Picker, Intro, YesNo, One, Many, Number, Text, FindOne, FindMany, Alarm, HandOver, Result, Review, Reading,
    Override, Field, Change, Lose, TooSmall,
];
/// Questions in which letters are commands.
const KEYED: &[Scene] = &[YesNo, One, Many, Number];
const QUESTIONS: &[Scene] = &[YesNo, One, Many, Number, Text, FindOne, FindMany];
const ENDS: &[Scene] = &[Alarm, HandOver, Result];
const STEPS: &[Scene] = &[YesNo, One, Many, Number, Text, FindOne, FindMany, Alarm, HandOver, Result];
const BACKS: &[Scene] = &[YesNo, One, Many, Number, Text, FindOne, FindMany, Alarm, HandOver, Result, TooSmall];
const LEAVES: &[Scene] =
    &[Picker, Intro, YesNo, One, Many, Number, Alarm, HandOver, Result, Review, Override, Change, TooSmall];
const HELPS: &[Scene] =
    &[Picker, Intro, YesNo, One, Many, Number, Alarm, HandOver, Result, Review, Override, Change, Lose];
const MOVES: &[Scene] = &[
    YesNo, One, Many, FindOne, FindMany, Picker, Intro, Alarm, HandOver, Result, Review, Reading, Override, Change,
    Lose,
];
const LETTERS: &[Scene] = &[YesNo, One, Many, Number, Alarm, HandOver, Result];

/// Every key, in the order in which the footer and the help show them.
#[rustfmt::skip]
pub const TABLE: &[Binding] = &[
    row(&[Key::Char('y')], "y", Command::Yes, "yes", "Yes", Group::Answer, &[YesNo]),
    row(&[Key::Char('n')], "n", Command::No, "no", "No", Group::Answer, &[YesNo]),
    row(DIGITS, "1-9", Command::Take(0), "take", "Takes that choice", Group::Answer, &[One]),
    row(DIGITS, "1-9", Command::Take(0), "tick", "Ticks that choice", Group::Answer, &[Many]),
    row(DIGITS, "1-9", Command::Take(0), "", "Opens that questionnaire", Group::Answer, &[Picker]),
    row(DIGITS, "1-9", Command::Take(0), "", "Chooses that level", Group::Answer, &[Override]),
    row(&[Key::Char('0')], "0", Command::NoneOfThese, "none", "None of these, where nothing is ticked", Group::Answer, &[Many, FindMany]),
    row(&[Key::Char(' ')], "Space", Command::Tick, "", "Ticks the choice under the cursor", Group::Answer, &[Many]),
    row(ENTER, "Enter", Command::Accept, "take", "Takes the choice under the cursor", Group::Answer, &[YesNo, One]),
    row(ENTER, "Enter", Command::Accept, "confirm", "Confirms what is ticked or not sure", Group::Answer, &[Many]),
    row(ENTER, "Enter", Command::Accept, "confirm", "Confirms what is typed", Group::Answer, &[Number, Text]),
    row(ENTER, "Enter", Command::Accept, "take", "Takes the best match, or the one under the cursor", Group::Answer, &[FindOne]),
    row(ENTER, "Enter", Command::Accept, "tick, confirm", "Ticks the best match; with nothing typed confirms", Group::Answer, &[FindMany]),
    row(&[Key::Char('u'), Key::F(2)], "u", Command::UnsureChoice, "this not sure", "The choice under the cursor is not sure (F2 too)", Group::Answer, &[Many]),
    row(&[Key::Char('U')], "U", Command::Unsure, "", "Not sure: the whole question", Group::Answer, &[Many]),
    row(&[Key::Char('u'), Key::F(2)], "u", Command::Unsure, "not sure", "Not sure (F2 too)", Group::Answer, &[YesNo, One, Number]),
    row(&[Key::F(2)], "F2", Command::Unsure, "not sure", "Not sure: the whole question", Group::Answer, &[Text, FindOne, FindMany]),
    row(ENTER, "Enter", Command::Accept, "open", "Opens the questionnaire under the cursor", Group::Answer, &[Picker]),
    row(ON, "Enter", Command::Accept, "begin", "To the first question", Group::Answer, &[Intro]),
    row(ON, "Enter", Command::Accept, "result", "To the whole recommendation", Group::Answer, &[Alarm, HandOver]),
    row(ENTER, "Enter", Command::Accept, "next page", "The next page", Group::Move, &[Result]),
    row(&[Key::Char('g')], "g", Command::GoOn, "go on asking", "Goes on with the questions left, for the record", Group::Answer, ENDS),
    row(ENTER, "Enter", Command::Accept, "go there", "To the question under the cursor", Group::Answer, &[Review]),
    row(ENTER, "Enter", Command::Accept, "choose", "Chooses the level under the cursor", Group::Answer, &[Override]),
    row(ENTER, "Enter", Command::Accept, "keep", "Keeps what is written", Group::Answer, &[Field]),
    row(CONFIRM, "Enter", Command::Accept, "yes", "Yes, do it (y too)", Group::Answer, &[Change]),
    row(&[Key::Char('y')], "y", Command::Accept, "yes", "Does it: the answers are lost", Group::Answer, &[Lose]),
    row(&[Key::Esc], "Esc", Command::Close, "leave finding", "Leaves finding", Group::Move, &[FindOne, FindMany]),
    row(STAY, "Esc", Command::Close, "no", "No: everything stays as it was (n too)", Group::Answer, &[Change]),
    row(STAY_BY_DEFAULT, "n", Command::Close, "no", "Stays (Esc and Enter too)", Group::Answer, &[Lose]),
    row(&[Key::Esc], "Esc", Command::Close, "close", "Closes it, and changes nothing", Group::Move, &[Review, Override, Field]),
    row(&[Key::Esc], "Any key", Command::Close, "closes", "Closes it", Group::Move, &[Reading]),
    row(BACK, "Left", Command::Back, "back", "To the question before (Backspace in an empty field, Shift-Tab too)", Group::Move, BACKS),
    row(&[Key::Esc], "Esc", Command::Close, "forward", "From an earlier question to where the interview stands", Group::Move, &[YesNo, One, Many, Number, Text]),
    row(&[Key::Char('/')], "/", Command::Find, "find", "Finds a choice by typing", Group::Move, &[One, Many]),
    row(UP, "Up k", Command::Up, "", "Up", Group::Move, MOVES),
    row(DOWN, "Down j", Command::Down, "", "Down", Group::Move, MOVES),
    row(&[Key::PageUp], "PgUp", Command::PageUp, "", "A page up", Group::Move, MOVES),
    row(&[Key::PageDown], "PgDn", Command::PageDown, "", "A page down", Group::Move, MOVES),
    row(&[Key::Home], "Home", Command::Home, "", "To the top", Group::Move, MOVES),
    row(&[Key::End], "End", Command::End, "", "To the end", Group::Move, MOVES),
    row(&[Key::Char('i')], "i", Command::About, "about", "About this question: help, sources", Group::Look, KEYED),
    row(&[Key::Char('w')], "w", Command::Why, "why", "Why, and on the recommendation what would change it", Group::Look, LETTERS),
    row(&[Key::Char('r')], "r", Command::Review, "review", "Reviews all answers, jumps to one", Group::Look, LETTERS),
    row(&[Key::Char('p')], "p", Command::Save, "save note", "Saves the note as a text file", Group::Do, ENDS),
    row(&[Key::Char('c')], "c", Command::Copy, "copy", "Copies the note to the clipboard", Group::Do, ENDS),
    row(&[Key::Char('t')], "t", Command::Note, "note", "A note to this question, or to the whole", Group::Do, &[YesNo, One, Many, Number, HandOver, Result, Review]),
    row(&[Key::Char('o')], "o", Command::Override, "override", "Gives another level than the computed one", Group::Do, LETTERS),
    row(&[Key::F(10)], "F10", Command::EndNow, "end", "Ends now: without a recommendation if the interview is incomplete", Group::Do, QUESTIONS),
    row(&[Key::Ctrl('n')], "Ctrl-N", Command::Next, "next patient", "The next patient", Group::Do, STEPS),
    row(&[Key::Ctrl('c')], "Ctrl-C", Command::Leave, "", "Leaves; asks when answers would be lost", Group::Do, &[Text, FindOne, FindMany, Field, Reading]),
    row(LEAVE, "q", Command::Leave, "leave", "Leaves (Ctrl-C too); asks when answers would be lost", Group::Do, LEAVES),
    row(&[Key::Ctrl('z')], "Ctrl-Z", Command::Suspend, "", "Back to the shell for a while", Group::Do, ALL),
    row(&[Key::Char('?'), Key::F(1)], "?", Command::Help, "help", "Every key of this screen (F1 too)", Group::Look, HELPS),
    row(&[Key::F(1)], "F1", Command::Help, "help", "Every key of this screen", Group::Look, &[Text, FindOne, FindMany, Field]),
];

/// What the key does in the scene. An upper-case letter without a meaning of its own is the lower-case one: Caps Lock.
pub fn command(key: Key, scene: Scene) -> Option<Command> {
    let found = TABLE.iter().find(|binding| binding.scenes.contains(&scene) && binding.keys.contains(&key));
    match (found, key) {
        (Some(binding), Key::Char(digit)) if binding.command == Command::Take(0) => {
            Some(Command::Take(digit as usize - '1' as usize))
        }
        (Some(binding), _) => Some(binding.command),
        (None, Key::Char(c)) if c.is_ascii_uppercase() => command(Key::Char(c.to_ascii_lowercase()), scene),
        (None, _) => None,
    }
}

/// Whether the character is typed in the scene rather than being a command.
pub fn types(c: char, scene: Scene) -> bool {
    match scene {
        Text | FindOne | FindMany | Field => !c.is_control(),
        Number => c.is_ascii_digit() || matches!(c, '.' | ',' | '-'),
        _ => false,
    }
}

/// The key with full-width characters, as input methods send them, as plain ones.
pub fn narrow(key: Key) -> Key {
    match key {
        Key::Char(c @ '\u{ff01}'..='\u{ff5e}') => {
            Key::Char(char::from_u32(u32::from(c) - 0xff01 + u32::from('!')).unwrap_or(c))
        }
        Key::Char('\u{3000}') => Key::Char(' '),
        key => key,
    }
}

/// How a key is written.
pub fn name(key: Key) -> String {
    match key {
        Key::Char(' ') => "Space".to_owned(),
        Key::Char(c) => c.to_string(),
        Key::Ctrl(c) => format!("Ctrl-{}", c.to_ascii_uppercase()),
        Key::F(number) => format!("F{number}"),
        Key::PageUp => "PgUp".to_owned(),
        Key::PageDown => "PgDn".to_owned(),
        Key::BackTab => "Shift-Tab".to_owned(),
        key => format!("{key:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_means_one_thing_in_a_scene() {
        for &scene in ALL {
            let mut seen: Vec<Key> = Vec::new();
            for binding in TABLE.iter().filter(|binding| binding.scenes.contains(&scene)) {
                for &key in binding.keys {
                    assert!(!seen.contains(&key), "{key:?} stands twice in {scene:?}");
                    seen.push(key);
                }
            }
        }
    }

    #[test]
    fn what_is_typed_is_no_command_but_for_zero_in_an_empty_field() {
        for &scene in ALL {
            for binding in TABLE.iter().filter(|binding| binding.scenes.contains(&scene)) {
                for &key in binding.keys {
                    let Key::Char(c) = key else { continue };
                    let zero = c == '0' && scene == FindMany;
                    let moves = matches!(scene, FindOne | FindMany) && matches!(c, 'j' | 'k');
                    assert!(!types(c, scene) || zero || moves, "{c:?} is typed in {scene:?}");
                }
            }
        }
    }

    #[test]
    fn every_scene_offers_help_and_a_way_out() {
        for &scene in ALL.iter().filter(|scene| !matches!(scene, Reading | TooSmall)) {
            assert_eq!(command(Key::F(1), scene), Some(Command::Help), "{scene:?}");
            let out = command(Key::Ctrl('c'), scene).or(command(Key::Esc, scene));
            assert!(matches!(out, Some(Command::Leave | Command::Close)), "{scene:?}");
        }
    }

    #[test]
    fn caps_lock_and_input_methods_answer_too() {
        assert_eq!(command(Key::Char('Y'), YesNo), Some(Command::Yes));
        assert_eq!(command(Key::Char('U'), Many), Some(Command::Unsure));
        assert_eq!(command(narrow(Key::Char('３')), One), Some(Command::Take(2)));
    }
}
