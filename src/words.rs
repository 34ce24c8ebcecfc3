//! The program's own words, all in one place. None of them is clinical: what is asked, concluded and advised comes from
//! the questionnaire alone. The names of the keys stand in `app::keys`, beside the keys; how a condition is put into a
//! sentence stands in `show::condition`.

pub mod show;

use crate::questionnaire::Level;

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

/// The rank in words, for readers who hear it.
pub fn rank_spoken(level: Level) -> String {
    format!("{}, {} of 5", level.word(), 5 - level.place())
}

/// `1 question`, `2 questions`.
pub fn questions(count: usize) -> String {
    if count == 1 { "1 question".to_owned() } else { format!("{count} questions") }
}

// Answers.
/// A YesNo question answered yes.
pub const YES: &str = "yes";
/// A YesNo question answered no.
pub const NO: &str = "no";
/// Answered so, or open for that reason.
pub const NOT_SURE: &str = "not sure";
/// A Many question in which nothing was taken.
pub const NONE_OF_THESE: &str = "none of these";
/// No answer yet.
pub const NOT_ANSWERED: &str = "not answered";
/// A Text question confirmed without a word.
pub const NOTHING: &str = "(nothing)";
/// An answer whose question is not asked any more.
pub const SET_ASIDE: &str = "set aside";

/// The first choice of a YesNo question.
pub const CHOICE_YES: &str = "Yes";
/// Its second choice.
pub const CHOICE_NO: &str = "No";
/// Under the choices of a Many question.
pub const CHOICE_NONE: &str = "None of these";
/// Under all choices.
pub const CHOICE_NOT_SURE: &str = "Not sure";
/// Under all choices of which several can be taken.
pub const ALL_NOT_SURE: &str = "Not sure about the whole question";
/// A change that was ticked or typed and left without being confirmed.
pub const NOT_CONFIRMED: &str = "The change was not confirmed and is dropped: the answer stays as it was.";
/// After the answer that a question has.
pub const GIVEN: &str = "  (answered)";

// So far.
/// Head of the panel with floor and ceiling.
pub const SO_FAR: &str = "So far";
/// Before the floor.
pub const AT_LEAST: &str = "At least";
/// Before the ceiling.
pub const AT_MOST: &str = "At most";
/// Before a level that floor and ceiling agree on.
pub const SETTLED: &str = "Settled";
/// In the place of a level where there is none.
pub const NO_LEVEL_YET: &str = "no level yet";

// The recommendation.
/// Head of the reasons.
pub const BECAUSE: &str = "Because";
/// Head of what is still possible.
pub const NOT_RULED_OUT: &str = "Not ruled out";
/// Behind a reason that is part of another because it does not hold.
pub const NOT_SO: &str = " (does not apply)";
/// Head of the reasons that unanswered questions leave open.
pub const OPEN_REASONS: &str = "Open: not looked into";
/// Head of the advice that unanswered questions do not rule out.
pub const OPEN_ADVICE: &str = "Applies unless the open questions rule it out";
/// Before the question that would settle what is not ruled out.
pub const SETTLED_BY: &str = "Would be settled by: ";
/// Before the question whose "not sure" leaves it open.
pub const OPEN_BECAUSE: &str = "Open because of: ";
/// Advice of the kind `Do`.
pub const DO: &str = "Do";
/// Advice of the kind `Dont`.
pub const DO_NOT: &str = "Do not";
/// Advice of the kind `Watch`.
pub const WATCH_FOR: &str = "Watch for";
/// Advice of the kind `Refer`.
pub const REFER: &str = "Refer";
/// Head of the scores.
pub const SCORES: &str = "Scores";
/// Head of the questions answered "not sure".
pub const ANSWERED_NOT_SURE: &str = "Answered not sure";
/// Head of the questions that were asked for and not answered.
pub const LEFT_UNANSWERED: &str = "Not answered";
/// Head of the answers whose questions are not asked any more.
pub const ANSWERS_SET_ASIDE: &str = "Set aside: no longer asked";
/// Head of the questions that did not apply.
pub const NOT_ASKED: &str = "Not asked: did not apply";
/// Head of what the nurse wrote.
pub const NOTES: &str = "Notes";
/// A note to no question in particular.
pub const NOTE_TO_ALL: &str = "To the whole";
/// Head of what the page was made from.
pub const MADE_FROM: &str = "Made from";
/// Before the time by which to act.
pub const WITHIN: &str = "When: ";
/// Head of a hand-over.
pub const HAND_OVER_TO: &str = "Hand over to";
/// The same for a hand-over that is not ruled out.
pub const HAND_OVER_OPEN: &str = "Hand over to ";
/// The interview was ended early.
pub const NO_RECOMMENDATION: &str = "No recommendation: the interview was ended early.";
/// The levels that an interview ended early lies between.
pub const ENDED_BETWEEN: &str = "The answers so far allow for";
/// Before a level that the nurse has chosen.
pub const CHOSEN_BY_NURSE: &str = "Chosen by the nurse";
/// Before the computed level where the nurse has chosen another.
pub const COMPUTED: &str = "Computed";
/// In place of the reason where the level was raised without one.
pub const NO_REASON: &str = "(none written)";
/// Something that cannot be.
pub const INCONSISTENT: &str =
    "The program contradicts itself, so the most urgent level is shown. Do not rely on it for less: ";
/// No rule gave a level.
pub const NO_LEVEL: &str =
    "The questionnaire gives these answers no level. Tell who keeps it; until then take the most urgent:";
/// The interview stopped with questions left.
pub const STOPPED: &str = "No other answer can change the level, so the questions left need not be asked.";

// Flags.
/// The questionnaire is not released.
pub const DRAFT: &str = "DRAFT";
/// What a draft is.
pub const DRAFT_MEANS: &str = "DRAFT, not for patients: ";
/// The review is past.
pub const OVERDUE: &str = "REVIEW OVERDUE";
/// The clock stands before the last review.
pub const CLOCK_WRONG: &str = "CLOCK WRONG";

/// What an overdue review means.
pub fn overdue(due: jiff::civil::Date) -> String {
    format!("The clinical review of this questionnaire was due on {due}: its content may be out of date.")
}

/// What a clock before the review means.
pub fn clock_wrong(reviewed: jiff::civil::Date) -> String {
    format!("This computer's clock is wrong: it stands before the last clinical review, {reviewed}.")
}

// The note.
/// Its head.
pub const NOTE: &str = "TRIAGE NOTE";
/// Head of the answers that say something is so.
pub const POSITIVE: &str = "Answers: positive";
/// Head of the answers that say something is not so.
pub const NEGATIVE: &str = "Answers: negative";
/// Before the patient's reference.
pub const REFERENCE: &str = "Reference: ";

// The screen.
/// Above the list of questionnaires.
pub const PROGRAM: &str = "redflag";
/// Above the list of questionnaires.
pub const PICK: &str = "Which questionnaire?";
/// Nothing to pick from.
pub const NOTHING_TO_PICK: &str = "There is no questionnaire.";
/// Loading and checking take a moment.
pub const OPENING: &str = "Opening ...";
/// Head of a refusal.
pub const CANNOT_RUN: &str = "This questionnaire cannot be run";
/// Rows remain below a page.
pub const MORE: &str = "-- more (PgDn) --";
/// What stands before anything that was typed and not taken.
pub const NOT_ACCEPTED: &str = "Not accepted: ";
/// A question that has no "not sure".
pub const NO_UNSURE: &str = "This question cannot be answered \"not sure\".";
/// Enter in a Many question in which nothing is ticked.
pub const ZERO_IS_NONE: &str = "Nothing is ticked: 0 answers \"none of these\".";
/// `0` in a Many question in which something is ticked.
pub const SOMETHING_TICKED: &str = "Something is ticked: Enter confirms it; untick it first to answer none.";
/// Space before anything is typed in finding.
pub const SPACE_FINDS_NOTHING: &str = "Type a name to find it. Esc leaves finding, then space ticks.";
/// Before what is typed to find a choice.
pub const FIND: &str = "Find: ";
/// Nothing matches.
pub const NOTHING_FOUND: &str = "Nothing like it here. Backspace, or Esc for the whole list.";
/// In its place where nothing is ticked.
pub const NOTHING_PICKED: &str = "Nothing picked yet";
/// Head of what is ticked.
pub const PICKED: &str = "Picked";
/// An empty number field.
pub const TYPE_A_NUMBER: &str = "Type a number, then Enter.";
/// What is typed is no number.
pub const NOT_A_NUMBER: &str = "this is not a number.";
/// A key without a meaning on this screen.
pub const NO_SUCH_KEY: &str = "That key does nothing here.";
/// The panel at the side has no room for all.
pub const ALL_OF_IT: &str = "all of it";
/// Nothing before this.
pub const FIRST_QUESTION: &str = "This is the first question.";
/// Jumping to a question that is not asked.
pub const NOT_ASKED_NOW: &str = "This question is not asked at present; its answer is kept.";
/// Enter at the end of the recommendation.
pub const END_OF_PAGE: &str = "This is the end. Ctrl-N: next patient, q: leave.";
/// Ctrl-C where the terminal is too small.
pub const LEAVE_TINY: &str = "Answers would be lost. y: leave, n: stay";
/// Nothing is known about a question but what it says.
pub const NO_HELP: &str = "The questionnaire says nothing more about this question.";
/// Head of the sources.
pub const SOURCES: &str = "Sources";
/// Head of a questionnaire's levels when one is chosen.
pub const CHOOSE_LEVEL: &str = "Which level do you give?";
/// Entry that takes an override back.
pub const AS_COMPUTED: &str = "As computed: no level of your own";
/// Above the field for the reason.
pub const WRITE_REASON: &str = "You lower the level. Write why:";
/// The same where it is raised.
pub const WRITE_REASON_RAISED: &str = "You raise the level. You may write why:";
/// Lowering without a reason.
pub const REASON_NEEDED: &str = "a lower level needs a written reason.";
/// Nothing bounds a level yet.
pub const OVERRIDE_NOTHING: &str = "This questionnaire has no levels to choose from.";
/// Head of a note.
pub const WRITE_NOTE: &str = "Note";
/// Head of the review.
pub const REVIEW: &str = "All answers";
/// Nothing answered yet.
pub const NO_ANSWERS: &str = "Nothing is answered yet.";
/// Head of why.
pub const WHY: &str = "Why";
/// Nothing fires.
pub const NO_REASONS: &str = "No rule of the questionnaire applies to the answers so far.";
/// Head of the single answers that would move the level.
pub const WHAT_WOULD_CHANGE: &str = "What would change this";
/// Which of them are meant.
pub const ONE_ANSWER_ALONE: &str = "One answer changed, all others as they are:";
/// No single answer moves the level.
pub const NOTHING_WOULD: &str = "No single answer would change the level.";
/// Those that raise it.
pub const WOULD_RAISE: &str = "More urgent";
/// Those that lower it.
pub const WOULD_LOWER: &str = "Less urgent";
/// Those that move only one bound.
pub const WOULD_BOUND: &str = "More or less urgent, by what is then asked";
/// Head of what a change does.
pub const CHANGE: &str = "Change this answer?";
/// What is set aside by it.
pub const WILL_SET_ASIDE: &str = "No longer asked, answers set aside:";
/// What returns by it.
pub const WILL_RETURN: &str = "Asked again, answers count again:";
/// What opens by it.
pub const WILL_OPEN: &str = "To be asked:";
/// How the level moves.
pub const WILL_MOVE: &str = "The level moves";
/// From where.
pub const FROM: &str = "Before: ";
/// To where.
pub const TO: &str = "After:  ";
/// Head of an unlikely number.
pub const UNLIKELY: &str = "Is this right?";
/// Head of leaving.
pub const LEAVE: &str = "Leave?";
/// Leaving loses answers.
pub const LEAVE_LOSES: &str = "What was answered is neither saved nor copied, and would be lost.";
/// Head of the next patient.
pub const NEXT: &str = "Next patient?";
/// Head of the help.
pub const KEYS: &str = "Keys";
/// After help.
pub const ANY_KEY: &str = "Any other key closes this.";
/// Copied.
pub const COPIED: &str = "The note went to the clipboard, if this terminal lets it.";
/// The withdrawn override.
pub const WITHDRAWN: &str = "More urgent now: the level you chose is withdrawn.";
/// A key typed ahead onto a screen that must be read.
pub const READ_FIRST: &str = "Read this first.";

/// How many were answered and can still come. The second is a bound: a question falls away as answers rule it out.
pub fn progress(answered: usize, left: usize) -> String {
    match left {
        0 => format!("{answered} answered, none to go"),
        _ => format!("{answered} answered, at most {left} to go"),
    }
}

/// The same where there is little room.
pub fn progress_short(answered: usize, left: usize) -> String {
    format!("{answered} done, <={left} to go")
}

/// What a terminal that is too small is told.
pub fn too_small(width: u16, height: u16) -> String {
    format!("Needs {width}x{height}. q: leave")
}

/// What is said when an answer of a held key is taken back.
pub fn held(key: &str) -> String {
    format!("{key} was held down: its last answer was taken back.")
}

/// What is said when a held key went a screen too far.
pub fn held_screen(key: &str) -> String {
    format!("{key} was held down: back to where it began.")
}

/// The range of a number.
pub fn range(min: &str, max: &str, unit: &str) -> String {
    format!("{min} to {max} {unit}")
}

/// A number outside the range that is taken.
pub fn out_of_range(number: &str, min: &str, max: &str, unit: &str) -> String {
    format!("{NOT_ACCEPTED}{number} is not between {min} and {max} {unit}.")
}

/// A number with too many digits after the point.
pub fn too_fine(decimals: u8) -> String {
    match decimals {
        0 => format!("{NOT_ACCEPTED}whole numbers only."),
        1 => format!("{NOT_ACCEPTED}at most one digit after the point."),
        _ => format!("{NOT_ACCEPTED}at most {decimals} digits after the point."),
    }
}

/// A number that is possible and seldom.
pub fn unlikely(number: &str, least: &str, most: &str, unit: &str) -> String {
    format!("{number} {unit} is outside the usual {least} to {most}.")
}

/// A choice that was ticked before.
pub fn already_picked(label: &str) -> String {
    format!("Already picked: {label}")
}

/// The note was written there.
pub fn saved(place: &str) -> String {
    format!("Saved: {place}")
}

/// The note was not written.
pub fn not_saved(why: &str) -> String {
    format!("The note was NOT saved: {why}")
}

/// The interview is unfinished, and another patient comes.
pub fn next_loses(answers: usize) -> String {
    let what = if answers == 1 { "1 answer".to_owned() } else { format!("{answers} answers") };
    format!("{what} and the notes are neither saved nor copied, and would be lost.")
}

/// A level that lies between two.
pub fn between(floor: &str, ceiling: &str) -> String {
    format!("{floor} to {ceiling}")
}

/// Choices above those that are shown.
pub fn more_above(count: usize) -> String {
    format!("{count} more above")
}

/// Choices below those that are shown.
pub fn more_below(count: usize) -> String {
    format!("{count} more below")
}

/// A condition on a score.
pub fn score_at_least(title: &str, least: i64) -> String {
    format!("{title} is {least} or more")
}

/// The interval of a score.
pub fn score(title: &str, (low, high): (i64, i64)) -> String {
    if low == high { format!("{title}: {low}") } else { format!("{title}: {low} to {high}") }
}

/// How many reasons hang on how many questions that are not answered.
pub fn open_reasons(reasons: usize, unanswered: usize) -> String {
    let reasons = if reasons == 1 { "1 reason is".to_owned() } else { format!("{reasons} reasons are") };
    let questions = if unanswered == 1 { "1 question is".to_owned() } else { format!("{unanswered} questions are") };
    format!("{reasons} open because {questions} not answered.")
}
