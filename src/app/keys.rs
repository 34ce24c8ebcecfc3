//! The one table of keys: it feeds dispatch, the footer and the help.
//!
//! A scene is what the screen shows, as far as keys are concerned. What is printable is typed first in the scenes that
//! have a field ([`types`]); all else goes through [`TABLE`].

use super::input::Key;
use crate::words::Words;

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
    /// The languages that can be spoken.
    Languages,
    /// What can be done with the note.
    Outlets,
    /// A note, or the reason for another level.
    Field,
    /// Something that is said before it is done.
    Change,
    /// Something that would lose answers.
    Lose,
    /// An emergency that stays when all else was wiped.
    Held,
    /// The field for the PIN of staff.
    Pin,
    /// A screen that a nurse has locked.
    Locked,
    /// The interviews that were not finished.
    Unfinished,
    /// The interviews on record.
    History,
    /// An interview on record.
    Record,
    /// A newer version that the interview could go on with.
    Newer,
    /// A question on a screen that is too small for it.
    TooSmall,
}

use Scene::{
    Alarm, Change, Field, FindMany, FindOne, HandOver, Held, History, Intro, Languages, Locked, Lose, Many, Newer,
    Number, One, Outlets, Override, Picker, Pin, Reading, Record, Result, Review, Text, TooSmall, Unfinished, YesNo,
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
    /// Writes what the patient is called.
    Reference,
    /// Lets the nurse choose the language of the screen.
    Language,
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
    /// Locks or unlocks a kiosk.
    Lock,
    /// Asks for the PIN of staff.
    Staff,
    /// Shows what is on record.
    History,
    /// Offers an unfinished interview no more.
    Discard,
    /// Triages the patient of a record again.
    Again,
    /// Goes on with the newer version.
    Newer,
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
    pub fn title(self, words: &Words) -> &'static str {
        words.groups[self as usize]
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
    /// By what name [`Words::key`] has words for it.
    pub id: &'static str,
    /// Where the help shows it.
    pub group: Group,
    /// Where it works.
    pub scenes: &'static [Scene],
}

const fn row(
    keys: &'static [Key],
    shown: &'static str,
    command: Command,
    id: &'static str,
    group: Group,
    scenes: &'static [Scene],
) -> Binding {
    Binding { keys, shown, command, id, group, scenes }
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
    Override, Languages, Outlets, Field, Change, Lose, Unfinished, History, Record, Newer, TooSmall,
];
/// Questions in which letters are commands.
const KEYED: &[Scene] = &[YesNo, One, Many, Number];
pub(super) const QUESTIONS: &[Scene] = &[YesNo, One, Many, Number, Text, FindOne, FindMany];
pub(super) const ENDS: &[Scene] = &[Alarm, HandOver, Result];
/// Where the note can be saved or copied.
const KEEPS: &[Scene] = &[Alarm, HandOver, Result, Record];
pub(super) const STEPS: &[Scene] = &[YesNo, One, Many, Number, Text, FindOne, FindMany, Alarm, HandOver, Result];
const BACKS: &[Scene] = &[YesNo, One, Many, Number, Text, FindOne, FindMany, Alarm, HandOver, Result, TooSmall];
const LEAVES: &[Scene] = &[
    Picker, Intro, YesNo, One, Many, Number, Alarm, HandOver, Result, Review, Override, Languages, Outlets, Change,
    Unfinished, History, Record, Newer, TooSmall,
];
const HELPS: &[Scene] = &[
    Picker, Intro, YesNo, One, Many, Number, Alarm, HandOver, Result, Review, Override, Languages, Outlets, Change,
    Lose, Unfinished, History, Record, Newer,
];
const MOVES: &[Scene] = &[
    YesNo, One, Many, FindOne, FindMany, Picker, Intro, Alarm, HandOver, Result, Review, Reading, Override, Languages,
    Outlets, Change, Lose, Unfinished, History, Record, Newer,
];
/// Where there is a patient.
pub(super) const NAMED: &[Scene] = &[Intro, YesNo, One, Many, Number, Text, FindOne, FindMany, Alarm, HandOver, Result];
/// Where what is on record can be looked up by a letter.
const RECORDED: &[Scene] = &[Picker, Intro, YesNo, One, Many, Number, HandOver, Result];
/// Where the language can be changed by a letter.
const SPOKEN: &[Scene] = &[Intro, YesNo, One, Many, Number, Alarm, HandOver, Result];
const LETTERS: &[Scene] = &[YesNo, One, Many, Number, Alarm, HandOver, Result];

/// Every key, in the order in which the footer and the help show them.
#[rustfmt::skip]
pub const TABLE: &[Binding] = &[
    row(&[Key::Char('y')], "y", Command::Yes, "yes", Group::Answer, &[YesNo]),
    row(&[Key::Char('n')], "n", Command::No, "no", Group::Answer, &[YesNo]),
    row(DIGITS, "1-9", Command::Take(0), "take", Group::Answer, &[One]),
    row(DIGITS, "1-9", Command::Take(0), "tick-digit", Group::Answer, &[Many]),
    row(DIGITS, "1-9", Command::Take(0), "open-digit", Group::Answer, &[Picker]),
    row(DIGITS, "1-9", Command::Take(0), "choose-digit", Group::Answer, &[Override]),
    row(&[Key::Char('0')], "0", Command::NoneOfThese, "none", Group::Answer, &[Many, FindMany]),
    row(&[Key::Char(' ')], "Space", Command::Tick, "tick", Group::Answer, &[Many]),
    row(ENTER, "Enter", Command::Accept, "take-cursor", Group::Answer, &[YesNo, One]),
    row(ENTER, "Enter", Command::Accept, "confirm", Group::Answer, &[Many]),
    row(ENTER, "Enter", Command::Accept, "confirm-typed", Group::Answer, &[Number, Text]),
    row(ENTER, "Enter", Command::Accept, "take-found", Group::Answer, &[FindOne]),
    row(ENTER, "Enter", Command::Accept, "tick-found", Group::Answer, &[FindMany]),
    row(&[Key::Char('u'), Key::F(2)], "u", Command::UnsureChoice, "unsure-choice", Group::Answer, &[Many]),
    row(&[Key::Char('U')], "U", Command::Unsure, "unsure-all", Group::Answer, &[Many]),
    row(&[Key::Char('u'), Key::F(2)], "u", Command::Unsure, "not-sure", Group::Answer, &[YesNo, One, Number]),
    row(&[Key::F(2)], "F2", Command::Unsure, "not-sure-f2", Group::Answer, &[Text, FindOne, FindMany]),
    row(ENTER, "Enter", Command::Accept, "open", Group::Answer, &[Picker]),
    row(ON, "Enter", Command::Accept, "begin", Group::Answer, &[Intro]),
    row(ON, "Enter", Command::Accept, "result", Group::Answer, &[Alarm, HandOver]),
    row(ENTER, "Enter", Command::Accept, "next-page", Group::Move, &[Result]),
    row(&[Key::Char('g')], "g", Command::GoOn, "go-on", Group::Answer, ENDS),
    row(ENTER, "Enter", Command::Accept, "go-there", Group::Answer, &[Review]),
    row(ENTER, "Enter", Command::Accept, "choose", Group::Answer, &[Override]),
    row(DIGITS, "1-9", Command::Take(0), "speak-digit", Group::Answer, &[Languages]),
    row(ENTER, "Enter", Command::Accept, "speak", Group::Answer, &[Languages]),
    row(DIGITS, "1-9", Command::Take(0), "outlet-digit", Group::Answer, &[Outlets]),
    row(ENTER, "Enter", Command::Accept, "outlet", Group::Answer, &[Outlets]),
    row(ENTER, "Enter", Command::Accept, "keep", Group::Answer, &[Field]),
    row(ENTER, "Enter", Command::Accept, "resume", Group::Answer, &[Unfinished]),
    row(STAY, "Esc", Command::Close, "new-patient", Group::Answer, &[Unfinished]),
    row(&[Key::Char('d')], "d", Command::Discard, "discard", Group::Do, &[Unfinished]),
    row(DIGITS, "1-9", Command::Take(0), "resume-digit", Group::Answer, &[Unfinished]),
    row(DIGITS, "1-9", Command::Take(0), "open-record-digit", Group::Answer, &[History]),
    row(ENTER, "Enter", Command::Accept, "open-record", Group::Answer, &[History]),
    row(&[Key::Char('a')], "a", Command::Again, "triage-again", Group::Do, &[Record]),
    row(ENTER, "Enter", Command::Accept, "next-page", Group::Move, &[Record]),
    row(ENTER, "Enter", Command::Accept, "go-on-old", Group::Answer, &[Newer]),
    row(&[Key::Char('v')], "v", Command::Newer, "go-on-new", Group::Answer, &[Newer]),
    row(CONFIRM, "Enter", Command::Accept, "do-it", Group::Answer, &[Change]),
    row(&[Key::Char('y')], "y", Command::Accept, "lose-it", Group::Answer, &[Lose]),
    row(&[Key::Esc], "Esc", Command::Close, "leave-finding", Group::Move, &[FindOne, FindMany]),
    row(STAY, "Esc", Command::Close, "do-not", Group::Answer, &[Change]),
    row(STAY_BY_DEFAULT, "n", Command::Close, "stay", Group::Answer, &[Lose]),
    row(&[Key::Esc], "Esc", Command::Close, "close", Group::Move, &[Review, Override, Languages, Outlets, Field, History, Record, Newer]),
    row(&[Key::Esc], "Any key", Command::Close, "close-any", Group::Move, &[Reading]),
    row(BACK, "Left", Command::Back, "back", Group::Move, BACKS),
    row(&[Key::Esc], "Esc", Command::Close, "forward", Group::Move, &[YesNo, One, Many, Number, Text]),
    row(&[Key::Char('/')], "/", Command::Find, "find", Group::Move, &[One, Many]),
    row(UP, "Up k", Command::Up, "up", Group::Move, MOVES),
    row(DOWN, "Down j", Command::Down, "down", Group::Move, MOVES),
    row(&[Key::PageUp], "PgUp", Command::PageUp, "page-up", Group::Move, MOVES),
    row(&[Key::PageDown], "PgDn", Command::PageDown, "page-down", Group::Move, MOVES),
    row(&[Key::Home], "Home", Command::Home, "home", Group::Move, MOVES),
    row(&[Key::End], "End", Command::End, "end", Group::Move, MOVES),
    row(&[Key::Char('i')], "i", Command::About, "about", Group::Look, KEYED),
    row(&[Key::Char('w')], "w", Command::Why, "why", Group::Look, LETTERS),
    row(&[Key::Char('r')], "r", Command::Review, "review", Group::Look, LETTERS),
    row(&[Key::Char('p')], "p", Command::Save, "save", Group::Do, KEEPS),
    row(&[Key::Char('c')], "c", Command::Copy, "copy", Group::Do, KEEPS),
    row(&[Key::Char('t')], "t", Command::Note, "note", Group::Do, &[YesNo, One, Many, Number, HandOver, Result, Review]),
    row(&[Key::Char('o')], "o", Command::Override, "override", Group::Do, LETTERS),
    row(&[Key::Char('l'), Key::F(3)], "l", Command::Language, "language", Group::Do, SPOKEN),
    row(&[Key::F(3)], "F3", Command::Language, "language-f3", Group::Do, &[Text, FindOne, FindMany]),
    row(&[Key::Char('h')], "h", Command::History, "history", Group::Look, RECORDED),
    row(&[Key::F(4)], "F4", Command::Reference, "reference", Group::Do, NAMED),
    row(&[Key::F(10)], "F10", Command::EndNow, "end-now", Group::Do, QUESTIONS),
    row(&[Key::Ctrl('n')], "Ctrl-N", Command::Next, "next-patient", Group::Do, STEPS),
    row(&[Key::Ctrl('c')], "Ctrl-C", Command::Leave, "leave-ctrl-c", Group::Do, &[Text, FindOne, FindMany, Field, Reading]),
    row(LEAVE, "q", Command::Leave, "leave", Group::Do, LEAVES),
    row(&[Key::Ctrl('z')], "Ctrl-Z", Command::Suspend, "suspend", Group::Do, ALL),
    row(&[Key::Ctrl('l')], "Ctrl-L", Command::Lock, "lock", Group::Do, ALL),
    row(&[Key::Ctrl('l')], "Ctrl-L", Command::Lock, "unlock", Group::Do, &[Locked, Held]),
    row(ENTER, "Enter", Command::Staff, "staff", Group::Do, &[Held]),
    row(ENTER, "Enter", Command::Staff, "confirm-typed", Group::Do, &[Pin]),
    row(&[Key::Esc], "Esc", Command::Close, "close", Group::Do, &[Pin]),
    row(&[Key::Char('?'), Key::F(1)], "?", Command::Help, "help", Group::Look, HELPS),
    row(&[Key::F(1)], "F1", Command::Help, "help-f1", Group::Look, &[Text, FindOne, FindMany, Field]),
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
        Key::Char(c) => Key::Char(narrow_char(c)),
        key => key,
    }
}

/// A full-width character as a plain one; any other as it is.
pub fn narrow_char(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xff01 + u32::from('!')).unwrap_or(c),
        '\u{3000}' => ' ',
        c => c,
    }
}

/// How a key is written.
pub fn name(key: Key, words: &Words) -> String {
    let names = &words.key_names;
    match key {
        Key::Char(' ') => names.space.to_owned(),
        Key::Char(c) => c.to_string(),
        Key::Ctrl(c) => format!("Ctrl-{}", c.to_ascii_uppercase()),
        Key::F(number) => format!("F{number}"),
        Key::PageUp => "PgUp".to_owned(),
        Key::PageDown => "PgDn".to_owned(),
        Key::BackTab => "Shift-Tab".to_owned(),
        Key::Enter => names.enter.to_owned(),
        Key::Left => names.left.to_owned(),
        Key::Up => names.up.to_owned(),
        Key::Down => names.down.to_owned(),
        key => format!("{key:?}"),
    }
}

impl Binding {
    /// How its keys are written in these words.
    pub fn shown(&self, words: &Words) -> String {
        let names = &words.key_names;
        match self.shown {
            "Space" => names.space.to_owned(),
            "Enter" => names.enter.to_owned(),
            "Left" => names.left.to_owned(),
            "Up k" => format!("{} k", names.up),
            "Down j" => format!("{} j", names.down),
            "Any key" => names.any.to_owned(),
            shown => shown.to_owned(),
        }
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
