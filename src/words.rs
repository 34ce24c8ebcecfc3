//! The program's own words, all in one place, in each language that it speaks. None of them is clinical: what is asked,
//! concluded and advised comes from the questionnaire alone.
//!
//! A language is one value of [`Words`], so that the compiler finds what is missing in it and what is too much. What an
//! author or an administrator reads (findings, `show`, `test`, `diff`, errors of the command line) is English alone.

mod ar;
mod en;
mod es;
mod fr;
mod note;
mod records;
pub mod show;
mod zh_hans;

use std::fmt::Display;

use crate::questionnaire::{AdviceKind, Level};

use ar::ARABIC;
pub use en::ENGLISH;
use es::SPANISH;
use fr::FRENCH;
pub use note::NoteWords;
pub use records::RecordWords;
use zh_hans::CHINESE;

/// Every language that the program speaks, its own first.
pub const ALL: [&Words; 5] = [&ENGLISH, &SPANISH, &FRENCH, &CHINESE, &ARABIC];

/// The language of that tag, or of the nearest: `es` for `es-MX`, `zh-Hans` for `zh-CN`. `None` where there is none.
pub fn of(tag: &str) -> Option<&'static Words> {
    let tags: Vec<&str> = ALL.iter().map(|words| words.tag).collect();
    let nearest = nearest(tag, &tags)?;
    ALL.into_iter().find(|words| words.tag == nearest)
}

/// The tag among these that a reader of `wanted` reads best: the same, or one of the same language in the same script.
pub fn nearest<'t>(wanted: &str, tags: &[&'t str]) -> Option<&'t str> {
    let exact = tags.iter().find(|tag| tag.eq_ignore_ascii_case(wanted));
    exact.or_else(|| tags.iter().find(|tag| language(tag) == language(wanted))).copied()
}

/// The language of a tag and, of Chinese, the script, which the region tells where the tag does not.
fn language(tag: &str) -> (String, bool) {
    let tag = tag.to_ascii_lowercase();
    let mut parts = tag.split(['-', '_']);
    let language = parts.next().unwrap_or_default().to_owned();
    let traditional = language == "zh" && parts.any(|part| matches!(part, "hant" | "tw" | "hk" | "mo"));
    (language, traditional)
}

/// How far up the level is, of five: colour never stands alone.
pub fn rank(level: Level) -> &'static str {
    match level {
        Level::Red => "[!!!!!]",
        Level::Orange => "[!!!!-]",
        Level::Yellow => "[!!!--]",
        Level::Green => "[!!---]",
        Level::Blue => "[!----]",
    }
}

/// A text with a value for each name in braces.
pub fn fill(text: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        filled.push_str(before);
        let (name, after) = behind.split_once('}').unwrap_or((behind, ""));
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => filled.push_str(&value.to_string()),
            // Its own name says more than nothing would.
            None => filled.push_str(name),
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// What a key does.
#[derive(Debug)]
pub struct KeyWords {
    /// The name of its row in the table of keys.
    pub id: &'static str,
    /// What it does in a word or two, for the footer; empty where the footer does not show it.
    pub name: &'static str,
    /// The same in a sentence, for the help.
    pub does: &'static str,
}

/// A row of a language's table of keys.
const fn key(id: &'static str, name: &'static str, does: &'static str) -> KeyWords {
    KeyWords { id, name, does }
}

/// Keys that have words on them.
#[derive(Debug)]
pub struct KeyNames {
    /// The space bar.
    pub space: &'static str,
    /// Return.
    pub enter: &'static str,
    /// Cursor left.
    pub left: &'static str,
    /// Cursor up.
    pub up: &'static str,
    /// Cursor down.
    pub down: &'static str,
    /// Whichever key.
    pub any: &'static str,
}

/// The program's words in one language. Names in braces stand for values.
#[derive(Debug)]
pub struct Words {
    /// BCP 47 tag of the language.
    pub tag: &'static str,
    /// What the language calls itself.
    pub name: &'static str,
    /// Whether it is written from right to left.
    pub right_to_left: bool,

    // Levels.
    /// The levels as colours, most urgent first.
    pub levels: [&'static str; 5],
    /// The rank in words, for readers who hear it: `{level}` and its `{rank}` of five, 1 being the most urgent, as triage
    /// scales have it.
    pub spoken: &'static str,

    // Answers.
    /// A YesNo question answered yes.
    pub yes: &'static str,
    /// A YesNo question answered no.
    pub no: &'static str,
    /// Answered so, or open for that reason.
    pub not_sure: &'static str,
    /// A Many question in which nothing was taken.
    pub none_of_these: &'static str,
    /// No answer yet.
    pub not_answered: &'static str,
    /// A Text question confirmed without a word.
    pub nothing: &'static str,
    /// An answer whose question is not asked any more.
    pub set_aside: &'static str,
    /// The first choice of a YesNo question.
    pub choice_yes: &'static str,
    /// Its second choice.
    pub choice_no: &'static str,
    /// Under the choices of a Many question.
    pub choice_none: &'static str,
    /// Under all choices.
    pub choice_not_sure: &'static str,
    /// Under all choices of which several can be taken.
    pub all_not_sure: &'static str,
    /// A change that was ticked or typed and left without being confirmed.
    pub not_confirmed: &'static str,
    /// After the answer that a question has.
    pub given: &'static str,

    // So far.
    /// Head of the panel with floor and ceiling.
    pub so_far: &'static str,
    /// Before the floor.
    pub at_least: &'static str,
    /// Before the ceiling.
    pub at_most: &'static str,
    /// Before a level that floor and ceiling agree on.
    pub settled: &'static str,
    /// In the place of a level where there is none.
    pub no_level_yet: &'static str,
    /// A level that lies between two, `{floor}` and `{ceiling}`.
    pub between: &'static str,

    // The recommendation.
    /// Head of the reasons.
    pub because: &'static str,
    /// Head of what is still possible.
    pub not_ruled_out: &'static str,
    /// Behind a reason that is part of another because it does not hold.
    pub not_so: &'static str,
    /// Head of the reasons that unanswered questions leave open.
    pub open_reasons: &'static str,
    /// Head of the advice that unanswered questions do not rule out.
    pub open_advice: &'static str,
    /// Before the question that would settle what is not ruled out.
    pub settled_by: &'static str,
    /// Before the question whose "not sure" leaves it open.
    pub open_because: &'static str,
    /// Advice of the kind `Do`.
    pub advice_do: &'static str,
    /// Advice of the kind `Dont`.
    pub advice_dont: &'static str,
    /// Advice of the kind `Watch`.
    pub advice_watch: &'static str,
    /// Advice of the kind `Refer`.
    pub advice_refer: &'static str,
    /// Head of the scores.
    pub scores: &'static str,
    /// A score, `{title}`, of which the sum `{sum}` is known.
    pub score: &'static str,
    /// A score whose sum lies between `{low}` and `{high}`.
    pub score_between: &'static str,
    /// A condition on a score.
    pub score_at_least: &'static str,
    /// Head of the questions answered "not sure".
    pub answered_not_sure: &'static str,
    /// Head of the questions that were asked for and not answered.
    pub left_unanswered: &'static str,
    /// Head of the answers whose questions are not asked any more.
    pub answers_set_aside: &'static str,
    /// Head of the questions that did not apply.
    pub not_asked: &'static str,
    /// Head of what the nurse wrote.
    pub notes: &'static str,
    /// A note to no question in particular.
    pub note_to_all: &'static str,
    /// Head of what the page was made from.
    pub made_from: &'static str,
    /// The days of the last and the next review, `{reviewed}` and `{due}`.
    pub reviewed: &'static str,
    /// How the interview ended: complete, stopped, handed over, incomplete.
    pub interview: [&'static str; 4],
    /// Before the time by which to act.
    pub within: &'static str,
    /// How many `{reasons}` hang on how many `{questions}` that are not answered.
    pub open_count: &'static str,
    /// Head of a hand-over.
    pub hand_over_to: &'static str,
    /// The same for a hand-over that is not ruled out.
    pub hand_over_open: &'static str,
    /// The interview was ended early.
    pub no_recommendation: &'static str,
    /// The levels that an interview ended early lies between.
    pub ended_between: &'static str,
    /// Before a level that the nurse has chosen.
    pub chosen_by_nurse: &'static str,
    /// Before the computed level where the nurse has chosen another.
    pub computed: &'static str,
    /// In place of the reason where the level was raised without one.
    pub no_reason: &'static str,
    /// Something that cannot be.
    pub inconsistent: &'static str,
    /// The first thing that cannot be.
    pub inconsistent_bounds: &'static str,
    /// The second.
    pub inconsistent_open: &'static str,
    /// No rule gave a level.
    pub no_level: &'static str,
    /// The interview stopped with questions left.
    pub stopped: &'static str,

    // Flags.
    /// The questionnaire is not released.
    pub draft: &'static str,
    /// What a draft is.
    pub draft_means: &'static str,
    /// The review is past.
    pub overdue_flag: &'static str,
    /// The clock stands before the last review.
    pub clock_wrong_flag: &'static str,
    /// What an overdue review means; `{due}` is a day.
    pub overdue: &'static str,
    /// What a clock before the review means; `{reviewed}` is a day.
    pub clock_wrong: &'static str,

    // The note.
    /// Its head.
    pub note_head: &'static str,
    /// Head of the answers that say something is so.
    pub positive: &'static str,
    /// Head of the answers that say something is not so.
    pub negative: &'static str,
    /// Before the patient's reference.
    pub reference: &'static str,

    // The screen.
    /// Above the list of questionnaires.
    pub program: &'static str,
    /// Above the list of questionnaires.
    pub pick: &'static str,
    /// Nothing to pick from.
    pub nothing_to_pick: &'static str,
    /// Loading and checking take a moment.
    pub opening: &'static str,
    /// Head of a refusal.
    pub cannot_run: &'static str,
    /// Rows remain below a page.
    pub more_rows: &'static str,
    /// What stands before anything that was typed and not taken.
    pub not_accepted: &'static str,
    /// A question that has no "not sure".
    pub no_unsure: &'static str,
    /// Enter in a Many question in which nothing is ticked.
    pub zero_is_none: &'static str,
    /// `0` in a Many question in which something is ticked.
    pub something_ticked: &'static str,
    /// Space before anything is typed in finding.
    pub space_finds_nothing: &'static str,
    /// Before what is typed to find a choice.
    pub find_prompt: &'static str,
    /// Nothing matches.
    pub nothing_found: &'static str,
    /// In its place where nothing is ticked.
    pub nothing_picked: &'static str,
    /// Head of what is ticked.
    pub picked: &'static str,
    /// An empty number field.
    pub type_a_number: &'static str,
    /// What is typed is no number.
    pub not_a_number: &'static str,
    /// A key without a meaning on this screen.
    pub no_such_key: &'static str,
    /// The panel at the side has no room for all.
    pub all_of_it: &'static str,
    /// Nothing before this.
    pub first_question: &'static str,
    /// Jumping to a question that is not asked.
    pub not_asked_now: &'static str,
    /// Enter at the end of the recommendation.
    pub end_of_page: &'static str,
    /// Ctrl-C where the terminal is too small.
    pub leave_tiny: &'static str,
    /// Nothing is known about a question but what it says.
    pub no_help: &'static str,
    /// Head of the sources.
    pub sources: &'static str,
    /// Head of a questionnaire's levels when one is chosen.
    pub choose_level: &'static str,
    /// Entry that takes an override back.
    pub as_computed: &'static str,
    /// Above the field for the reason.
    pub write_reason: &'static str,
    /// The same where it is raised.
    pub write_reason_raised: &'static str,
    /// Lowering without a reason.
    pub reason_needed: &'static str,
    /// Nothing bounds a level yet.
    pub override_nothing: &'static str,
    /// Head of a note.
    pub write_note: &'static str,
    /// Head of the review.
    pub review_head: &'static str,
    /// Nothing answered yet.
    pub no_answers: &'static str,
    /// Head of why.
    pub why_head: &'static str,
    /// Nothing fires.
    pub no_reasons: &'static str,
    /// Head of the single answers that would move the level.
    pub what_would_change: &'static str,
    /// Which of them are meant.
    pub one_answer_alone: &'static str,
    /// No single answer moves the level.
    pub nothing_would: &'static str,
    /// Those that raise it.
    pub would_raise: &'static str,
    /// Those that lower it.
    pub would_lower: &'static str,
    /// Those that move only one bound.
    pub would_bound: &'static str,
    /// Head of what a change does.
    pub change_head: &'static str,
    /// What is set aside by it.
    pub will_set_aside: &'static str,
    /// What returns by it.
    pub will_return: &'static str,
    /// What opens by it.
    pub will_open: &'static str,
    /// How the level moves.
    pub will_move: &'static str,
    /// From where.
    pub from: &'static str,
    /// To where.
    pub to: &'static str,
    /// Head of an unlikely number.
    pub unlikely_head: &'static str,
    /// Head of leaving.
    pub leave_head: &'static str,
    /// Leaving loses answers.
    pub leave_loses: &'static str,
    /// Head of the next patient.
    pub next_head: &'static str,
    /// Head of the help.
    pub keys_head: &'static str,
    /// After help.
    pub any_key: &'static str,
    /// Copied.
    pub copied: &'static str,
    /// The withdrawn override.
    pub withdrawn: &'static str,
    /// A key typed ahead onto a screen that must be read.
    pub read_first: &'static str,
    /// How many were `{answered}` and can still come, `{least}` to `{most}`.
    pub progress: &'static str,
    /// The same where both bounds agree.
    pub progress_exact: &'static str,
    /// The same where nothing is left.
    pub progress_done: &'static str,
    /// The first where there is little room.
    pub progress_short: &'static str,
    /// The second where there is little room.
    pub progress_exact_short: &'static str,
    /// What a terminal that is too small is told.
    pub too_small: &'static str,
    /// The same in a kiosk.
    pub too_small_kiosk: &'static str,
    /// What is said when an answer of a held `{key}` is taken back.
    pub held: &'static str,
    /// What is said when a held key went a screen too far.
    pub held_screen: &'static str,
    /// The range of a number.
    pub range: &'static str,
    /// A number outside the range that is taken.
    pub out_of_range: &'static str,
    /// A number with digits after the point where none are taken.
    pub whole_only: &'static str,
    /// A number with too many digits after the point.
    pub too_fine: &'static str,
    /// A number that is possible and seldom.
    pub unlikely: &'static str,
    /// A choice that was ticked before.
    pub already_picked: &'static str,
    /// The note was written there.
    pub saved: &'static str,
    /// The note was not written.
    pub not_saved: &'static str,
    /// It was not, because the `{folder}` cannot be written to.
    pub save_refused: &'static str,
    /// Because there is no room.
    pub save_full: &'static str,
    /// Because there are too many notes of that name.
    pub save_too_many: &'static str,
    /// Because the folder is gone.
    pub save_gone: &'static str,
    /// For another reason, which the system has a word for.
    pub save_failed: &'static str,
    /// The interview is unfinished, and another patient comes.
    pub next_loses: &'static str,
    /// Choices above those that are shown.
    pub more_above: &'static str,
    /// Choices below those that are shown.
    pub more_below: &'static str,
    /// How far down a page one has seen.
    pub page_place: &'static str,

    // Lines: what can be entered in plain mode.
    /// Out of the list of questionnaires.
    pub line_pick: &'static str,
    /// At the intro.
    pub line_begin: &'static str,
    /// At a settled level or a hand-over.
    pub line_result: &'static str,
    /// Out of the list of answers.
    pub line_review: &'static str,
    /// Out of the list of levels.
    pub line_level: &'static str,
    /// Out of the list of languages.
    pub line_language: &'static str,
    /// A note or a reason.
    pub line_field: &'static str,
    /// Yes or no.
    pub line_sure: &'static str,
    /// One choice.
    pub line_one: &'static str,
    /// Any number of choices.
    pub line_many: &'static str,
    /// A text.
    pub line_text: &'static str,
    /// That the question is not sure.
    pub line_unsure: &'static str,
    /// The commands that can be entered.
    pub line_commands: &'static str,
    /// How a long list of `{count}` choices is found in.
    pub line_choices: &'static str,
    /// The answer that was given.
    pub line_answered: &'static str,
    /// Before the level.
    pub line_recommendation: &'static str,
    /// An answer that is none.
    pub line_bad: &'static str,
    /// A line longer than any answer.
    pub line_too_long: &'static str,
    /// A number that is in no list.
    pub line_bad_number: &'static str,
    /// A command that is none, or none here.
    pub line_no_command: &'static str,
    /// No choice is like what is looked for.
    pub line_nothing_found: &'static str,
    /// What an empty line does.
    pub line_again: &'static str,
    /// The input ended in the middle of an interview.
    pub line_end: &'static str,

    // Languages.
    /// Head of the list of languages.
    pub choose_language: &'static str,
    /// Where there is one language only.
    pub one_language: &'static str,
    /// The questionnaire on the disk is not the one that runs, so its translations are of no use.
    pub language_of_another: &'static str,
    /// On every screen in a translation that no clinician has reviewed.
    pub unreviewed_flag: &'static str,
    /// What that means.
    pub unreviewed: &'static str,
    /// The `{date}` on which a clinician reviewed the translation.
    pub translation_reviewed: &'static str,
    /// How many texts are shown in the original for want of a translation that fits.
    pub untranslated: &'static str,
    /// In the note: in which `{language}` the screen was shown, since the note is in the questionnaire's own.
    pub shown_in: &'static str,

    // Kiosk.
    /// How to begin, under the title.
    pub kiosk_begin: &'static str,
    /// Nobody pressed a key: in so many `{seconds}` everything is wiped.
    pub kiosk_idle: &'static str,
    /// What was answered is gone, and the emergency stands until staff dismiss it.
    pub kiosk_held: &'static str,
    /// Over a screen that a nurse has locked.
    pub kiosk_locked: &'static str,
    /// Head of the field for the PIN.
    pub kiosk_pin: &'static str,
    /// The same on a locked screen without a PIN.
    pub kiosk_unlock: &'static str,
    /// A wrong PIN.
    pub kiosk_wrong: &'static str,
    /// Too many wrong ones: wait for `{seconds}`.
    pub kiosk_wait: &'static str,
    /// A key that would lead out of a kiosk that has no PIN.
    pub kiosk_no_way_out: &'static str,

    // Keys.
    /// Under which headings the help shows the keys: answering, moving, looking up, all else.
    pub groups: [&'static str; 4],
    /// Keys that have words on them, as they are written in the help.
    pub key_names: KeyNames,
    /// What the keys do, by the name of their row in the table of keys.
    pub keys: &'static [KeyWords],

    /// The note as it goes into a chart, and its way there.
    pub note: NoteWords,

    // Records.
    /// The words about records.
    pub records: RecordWords,
}

impl Words {
    /// What a row of the table of keys does. A test sees to it that every row has its words in every language.
    pub fn key(&self, id: &str) -> &'static KeyWords {
        const NONE: &KeyWords = &KeyWords { id: "", name: "", does: "" };
        self.keys.iter().find(|key| key.id == id).unwrap_or(NONE)
    }

    /// The kinds of advice in the order in which they are given, each with its heading.
    pub fn advice(&self) -> [(AdviceKind, &'static str); 4] {
        [
            (AdviceKind::Do, self.advice_do),
            (AdviceKind::Dont, self.advice_dont),
            (AdviceKind::Watch, self.advice_watch),
            (AdviceKind::Refer, self.advice_refer),
        ]
    }

    /// The level's rank in words, for readers who hear it.
    pub fn rank_spoken(&self, level: Level) -> String {
        let place = level.place();
        fill(self.spoken, &[("level", &self.levels[place]), ("rank", &(place + 1))])
    }

    /// How many were answered and can still come. Both are bounds: a question falls away as answers rule it out.
    pub fn progress(&self, answered: usize, (least, most): (usize, usize), short: bool) -> String {
        let text = match (short, most == least) {
            _ if most == 0 && !short => self.progress_done,
            (false, true) => self.progress_exact,
            (false, false) => self.progress,
            (true, true) => self.progress_exact_short,
            (true, false) => self.progress_short,
        };
        fill(text, &[("answered", &answered), ("least", &least), ("most", &most)])
    }

    /// What stands between the two of [`Words::between`], where there is room for no more.
    pub fn between_alone(&self) -> &'static str {
        self.between.split('}').nth(1).and_then(|rest| rest.split('{').next()).unwrap_or(" - ")
    }

    /// The interval of a score.
    pub fn score(&self, title: &str, (low, high): (i64, i64)) -> String {
        match low == high {
            true => fill(self.score, &[("title", &title), ("sum", &low)]),
            false => fill(self.score_between, &[("title", &title), ("low", &low), ("high", &high)]),
        }
    }
}
