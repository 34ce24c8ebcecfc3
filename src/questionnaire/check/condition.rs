//! Conditions: names become indices, and what may not be said where is noted.

use crate::questionnaire::authored::{Condition as Authored, ConditionKind, Num, Text};
use crate::questionnaire::finding::Code;
use crate::questionnaire::place::{Found, Place};
use crate::questionnaire::spot::Field;
use crate::questionnaire::{
    AdviceIx, AnswerKind, Choice, Condition, Decimal, Number, Question, QuestionIx, Questionnaire, RuleIx, ScoreIx,
    SectionIx,
};

use super::Book;
use super::desk::{Desk, Terms};
use super::header::level;
use super::names::Names;
use super::question::too_large;
use super::reach::{Item, Reaches};

/// Whose condition it is: that decides what it may speak of (LANGUAGE.md, Semantics 1).
#[derive(Clone, Copy)]
pub(super) enum Speaker {
    Section(SectionIx),
    Question(SectionIx, QuestionIx),
    Score(SectionIx, ScoreIx),
    Rule(SectionIx, RuleIx),
    Advice,
    Guarantee,
}

/// Resolves conditions against everything that has a name.
pub(super) struct Resolver<'r> {
    pub(super) names: &'r Names<'r>,
    pub(super) questionnaire: &'r Questionnaire,
    /// Known once the conditions of scores and rules are resolved; only those of questions need it.
    pub(super) reaches: Option<&'r Reaches>,
}

/// Resolves every condition of the sections, and puts it where it belongs.
pub(super) fn resolve_all(
    book: &Book<'_>,
    terms: &Terms,
    names: &Names<'_>,
    questionnaire: &mut Questionnaire,
    found: &mut Found,
) {
    let (mut points, mut rules, mut advice) = (Vec::new(), Vec::new(), Vec::new());
    let resolver = Resolver { names, questionnaire, reaches: None };
    for (index, part) in book.parts.iter().enumerate() {
        let mut desk = Desk { page: part.page, terms, found: &mut *found };
        let section = SectionIx(index as u32);
        for spot in part.section.scores.as_ref().and_then(|list| list.value.as_ref()).into_iter().flatten() {
            let speaker = Speaker::Score(section, ScoreIx(points.len() as u32));
            let items = spot.value.as_ref().map(|score| desk.items(&score.points)).unwrap_or_default();
            points.push(
                items.into_iter().map(|(item, _)| resolver.field(&mut desk, speaker, &item.when)).collect::<Vec<_>>(),
            );
        }
        for spot in part.section.rules.as_ref().and_then(|list| list.value.as_ref()).into_iter().flatten() {
            let speaker = Speaker::Rule(section, RuleIx(rules.len() as u32));
            rules.push(match &spot.value {
                Some(rule) => resolver.field(&mut desk, speaker, &rule.when),
                None => Condition::Always,
            });
        }
        for spot in part.section.advice.as_ref().and_then(|list| list.value.as_ref()).into_iter().flatten() {
            advice.push(match &spot.value {
                Some(advice) => resolver.field(&mut desk, Speaker::Advice, &advice.when),
                None => Condition::Always,
            });
        }
    }
    for (score, conditions) in questionnaire.scores.iter_mut().zip(points) {
        for (item, condition) in score.points.iter_mut().zip(conditions) {
            item.when = condition;
        }
    }
    for (rule, condition) in questionnaire.rules.iter_mut().zip(rules) {
        rule.when = condition;
    }
    for (advice, condition) in questionnaire.advice.iter_mut().zip(advice) {
        advice.when = condition;
    }
    let reaches = Reaches::new(questionnaire);
    let (mut sections, mut questions) = (Vec::new(), Vec::new());
    let resolver = Resolver { names, questionnaire, reaches: Some(&reaches) };
    for (index, part) in book.parts.iter().enumerate() {
        let mut desk = Desk { page: part.page, terms, found: &mut *found };
        let section = SectionIx(index as u32);
        sections.push(resolver.field(&mut desk, Speaker::Section(section), &part.section.when));
        for spot in part.section.questions.as_ref().and_then(|list| list.value.as_ref()).into_iter().flatten() {
            let speaker = Speaker::Question(section, QuestionIx(questions.len() as u32));
            questions.push(match &spot.value {
                Some(question) => resolver.field(&mut desk, speaker, &question.when),
                None => Condition::Always,
            });
        }
    }
    for (section, condition) in questionnaire.sections.iter_mut().zip(sections) {
        section.when = condition;
    }
    for (question, condition) in questionnaire.questions.iter_mut().zip(questions) {
        question.when = condition;
    }
}

impl Resolver<'_> {
    /// The condition of a field; one that is left out is `Always`.
    pub(super) fn field<'a>(
        &self,
        desk: &mut Desk<'_>,
        speaker: Speaker,
        field: &Field<'a, Authored<'a>>,
    ) -> Condition {
        match desk.have(field) {
            Some((condition, place)) => self.condition(desk, speaker, condition, place),
            None => Condition::Always,
        }
    }

    /// The condition with its names resolved; `Always` in place of what is wrong. `or` is where it stands.
    ///
    /// The depth is bounded: ron has refused what is nested more deeply.
    pub(super) fn condition(
        &self,
        desk: &mut Desk<'_>,
        speaker: Speaker,
        written: &Authored<'_>,
        or: Place,
    ) -> Condition {
        let at = desk.slice(written.word, or);
        let resolved = match &written.kind {
            ConditionKind::Always => Some(Condition::Always),
            ConditionKind::Yes(name) => self.yes_no(desk, speaker, written, name, or).map(Condition::Yes),
            ConditionKind::No(name) => self.yes_no(desk, speaker, written, name, or).map(Condition::No),
            ConditionKind::Is(name, choice) => {
                self.is_any(desk, speaker, written, name, std::slice::from_ref(choice), or)
            }
            ConditionKind::IsAny(name, choices) => {
                if choices.is_empty() {
                    let help = "List the choices, e.g. IsAny(\"location\", [\"calf\", \"foot\"]).";
                    desk.note(Code::EmptyList, at, "`IsAny` has an empty list of choices", help);
                }
                self.is_any(desk, speaker, written, name, choices, or)
            }
            ConditionKind::Tagged(name, tag) => self.tagged(desk, speaker, written, name, tag, or),
            ConditionKind::AtLeast(name, num) => self
                .threshold(desk, speaker, written, name, *num, or)
                .map(|(question, n)| Condition::AtLeast(question, n)),
            ConditionKind::Below(name, num) => self
                .threshold(desk, speaker, written, name, *num, or)
                .map(|(question, n)| Condition::Below(question, n)),
            ConditionKind::Score(name, points) => {
                too_large(desk, Decimal::whole(points.0), at);
                // What does not fit is noted.
                let points = i64::try_from(points.0).unwrap_or_default();
                self.score(desk, speaker, name, or).map(|score| Condition::Score(score, points))
            }
            ConditionKind::Fires(name) => self.rule(desk, speaker, name, or).map(Condition::Fires),
            ConditionKind::All(list) => Some(Condition::All(self.all(desk, speaker, list, or))),
            ConditionKind::Any(list) => Some(Condition::Any(self.all(desk, speaker, list, or))),
            ConditionKind::Not(inner) => Some(Condition::Not(Box::new(self.condition(desk, speaker, inner, or)))),
            ConditionKind::AtLeastOf(count, list) => {
                // A list has never so many items that this would matter.
                let count = u32::try_from(count.0.max(0)).unwrap_or(u32::MAX);
                if count == 0 || count as usize > list.len() {
                    let holds = if count == 0 { "always" } else { "never" };
                    let message = format!("{count} or more of {} conditions: this {holds} holds", list.len());
                    desk.note(Code::ThresholdOutOfRange, at, message, "Correct the number or the list.");
                }
                Some(Condition::AtLeastOf(count, self.all(desk, speaker, list, or)))
            }
            ConditionKind::UrgencyAtLeast(word) => {
                if !matches!(speaker, Speaker::Advice | Speaker::Guarantee) {
                    let help = "Only advice and guarantees may ask for the level; ask for the rule with Fires.";
                    desk.note(Code::UrgencyNotHere, at, "`UrgencyAtLeast` cannot be asked here", help);
                }
                let place = desk.slice(word.0, at);
                level(desk, *word, place).map(Condition::UrgencyAtLeast)
            }
            ConditionKind::Advised(name) => {
                if !matches!(speaker, Speaker::Guarantee) {
                    let help = "Only guarantees may ask for advice; repeat the advice's own condition here.";
                    desk.note(Code::AdvisedNotHere, at, "`Advised` cannot be asked here", help);
                }
                self.names.advice.find(desk, name, or).map(|advice| Condition::Advised(AdviceIx(advice)))
            }
        };
        resolved.unwrap_or(Condition::Always)
    }

    fn all(&self, desk: &mut Desk<'_>, speaker: Speaker, list: &[Authored<'_>], or: Place) -> Vec<Condition> {
        list.iter().map(|condition| self.condition(desk, speaker, condition, or)).collect()
    }

    fn yes_no(
        &self,
        desk: &mut Desk<'_>,
        speaker: Speaker,
        written: &Authored<'_>,
        name: &Text<'_>,
        or: Place,
    ) -> Option<QuestionIx> {
        let (ix, question) = self.question(desk, speaker, name, or)?;
        match question.answer {
            AnswerKind::YesNo => Some(ix),
            _ => self.wrong_kind(desk, written.word, question, name, or),
        }
    }

    fn choices(
        &self,
        desk: &mut Desk<'_>,
        speaker: Speaker,
        written: &Authored<'_>,
        name: &Text<'_>,
        or: Place,
    ) -> Option<(QuestionIx, &[Choice])> {
        let (ix, question) = self.question(desk, speaker, name, or)?;
        match &question.answer {
            AnswerKind::One(choices) | AnswerKind::Many(choices) => Some((ix, choices)),
            _ => self.wrong_kind(desk, written.word, question, name, or),
        }
    }

    fn is_any(
        &self,
        desk: &mut Desk<'_>,
        speaker: Speaker,
        written: &Authored<'_>,
        name: &Text<'_>,
        ids: &[Text<'_>],
        or: Place,
    ) -> Option<Condition> {
        let (ix, choices) = self.choices(desk, speaker, written, name, or)?;
        let mut positions = Vec::with_capacity(ids.len());
        for id in ids {
            match self.names.choice(ix, choices, &id.0) {
                Some(position) => positions.push(position),
                None => {
                    let place = desk.name(id, or);
                    let help = match desk.found.similar(&id.0, choices.iter().map(|choice| choice.id.as_str())) {
                        Some(meant) => format!("Did you mean {meant:?}?"),
                        None => "Check the spelling, or add the choice to the question.".to_owned(),
                    };
                    desk.note(Code::UnknownChoice, place, format!("{:?} has no choice {:?}", name.0, id.0), help);
                }
            }
        }
        positions.sort_unstable();
        positions.dedup();
        Some(Condition::IsAny(ix, positions.into()))
    }

    fn tagged(
        &self,
        desk: &mut Desk<'_>,
        speaker: Speaker,
        written: &Authored<'_>,
        name: &Text<'_>,
        tag: &Text<'_>,
        or: Place,
    ) -> Option<Condition> {
        let (ix, choices) = self.choices(desk, speaker, written, name, or)?;
        let positions = self.names.tagged(ix, choices, &tag.0);
        if positions.is_empty() {
            let place = desk.name(tag, or);
            let tags = choices.iter().flat_map(|choice| &choice.tags).map(String::as_str);
            let help = match desk.found.similar(&tag.0, tags) {
                Some(meant) => format!("Did you mean {meant:?}?"),
                None => "Check the spelling, or add the tag to the choices that should bear it.".to_owned(),
            };
            desk.note(Code::UnknownTag, place, format!("no choice of {:?} bears the tag {:?}", name.0, tag.0), help);
        }
        Some(Condition::IsAny(ix, positions))
    }

    fn threshold(
        &self,
        desk: &mut Desk<'_>,
        speaker: Speaker,
        written: &Authored<'_>,
        name: &Text<'_>,
        num: Num,
        or: Place,
    ) -> Option<(QuestionIx, i64)> {
        let (ix, question) = self.question(desk, speaker, name, or)?;
        let AnswerKind::Number(Number { min, max, decimals, .. }) = question.answer else {
            return self.wrong_kind(desk, written.word, question, name, or);
        };
        let at = desk.slice(written.word, or);
        if too_large(desk, num.0, at) {
            return None;
        }
        let threshold = num.0.round_up(decimals);
        if threshold <= min || threshold > max {
            let holds = if (threshold <= min) == (written.word == "AtLeast") { "always" } else { "never" };
            let message = format!(
                "{}({:?}, {}) {holds} holds: {:?} goes from {} to {}",
                written.word,
                name.0,
                num.0,
                name.0,
                Decimal::scaled(min, decimals),
                Decimal::scaled(max, decimals)
            );
            desk.note(Code::ThresholdOutOfRange, at, message, "Correct the number, or the range of the question.");
        }
        Some((ix, threshold))
    }

    /// The question of that name, if it may be spoken of and its answer could be read.
    fn question(
        &self,
        desk: &mut Desk<'_>,
        speaker: Speaker,
        name: &Text<'_>,
        or: Place,
    ) -> Option<(QuestionIx, &Question)> {
        let ix = QuestionIx(self.names.questions.find(desk, name, or)?);
        let question = &self.questionnaire[ix];
        let too_late = match speaker {
            Speaker::Section(section) if question.section >= section => "comes before this section",
            Speaker::Question(_, own) if ix >= own => "comes before this one",
            Speaker::Score(section, _) if question.section > section => "stands in this or an earlier section",
            _ => "",
        };
        if !too_late.is_empty() {
            let place = desk.name(name, or);
            let message = format!("the question {:?} comes too late to be spoken of here", name.0);
            let help = format!("Speak only of what {too_late}, or move the question up.");
            desk.note(Code::LaterReference, place, message, help);
        }
        self.names.sound.get(ix.at()).is_some_and(|sound| *sound).then_some((ix, question))
    }

    fn score(&self, desk: &mut Desk<'_>, speaker: Speaker, name: &Text<'_>, or: Place) -> Option<ScoreIx> {
        let ix = ScoreIx(self.names.scores.find(desk, name, or)?);
        let section = self.questionnaire[ix].section;
        let too_late = match speaker {
            Speaker::Section(own) | Speaker::Question(own, _) => section >= own,
            Speaker::Score(_, own) => ix >= own,
            Speaker::Rule(own, _) => section > own,
            Speaker::Advice | Speaker::Guarantee => false,
        };
        self.item(desk, speaker, Item::Score(ix), too_late, name, or);
        Some(ix)
    }

    fn rule(&self, desk: &mut Desk<'_>, speaker: Speaker, name: &Text<'_>, or: Place) -> Option<RuleIx> {
        let ix = RuleIx(self.names.rules.find(desk, name, or)?);
        let section = self.questionnaire[ix].section;
        let too_late = match speaker {
            // Within a section scores come before rules.
            Speaker::Section(own) | Speaker::Question(own, _) | Speaker::Score(own, _) => section >= own,
            Speaker::Rule(_, own) => ix >= own,
            Speaker::Advice | Speaker::Guarantee => false,
        };
        self.item(desk, speaker, Item::Rule(ix), too_late, name, or);
        Some(ix)
    }

    /// Notes a score or rule that comes too late, or that looks too far ahead for a question's condition.
    fn item(&self, desk: &mut Desk<'_>, speaker: Speaker, item: Item, too_late: bool, name: &Text<'_>, or: Place) {
        let what = match item {
            Item::Score(_) => "score",
            Item::Rule(_) => "rule",
        };
        if too_late {
            let place = desk.name(name, or);
            let message = format!("the {what} {:?} comes too late to be spoken of here", name.0);
            let help = match speaker {
                Speaker::Section(_) | Speaker::Question(..) => {
                    "The condition of a question or section speaks of scores and rules of earlier sections only."
                }
                Speaker::Score(..) => "A score speaks of scores before it, and of rules of earlier sections.",
                _ => "A rule speaks of rules before it, and of scores of its own and earlier sections.",
            };
            desk.note(Code::LaterReference, place, message, help);
            return;
        }
        let limit = match speaker {
            Speaker::Question(_, own) => Some(own),
            Speaker::Section(section) => {
                let first = self.questionnaire.questions.iter().position(|question| question.section == section);
                first.map(|first| QuestionIx(first as u32))
            }
            _ => None,
        };
        if let (Some(limit), Some(reaches)) = (limit, self.reaches)
            && let Some(reach) = reaches.item(item)
            && reach.question >= limit
        {
            let place = desk.name(name, or);
            let message = format!(
                "the {what} {:?} depends on the question {:?}, which is not asked before this",
                name.0, self.questionnaire[reach.question].id
            );
            let help = format!(
                "The way there: {}. Move that question up, or ask otherwise.",
                reaches.way(self.questionnaire, item)
            );
            desk.note(Code::LaterThrough, place, message, help);
        }
    }

    fn wrong_kind<T>(
        &self,
        desk: &mut Desk<'_>,
        word: &str,
        question: &Question,
        name: &Text<'_>,
        or: Place,
    ) -> Option<T> {
        let id = &question.id;
        let (kind, help) = match question.answer {
            AnswerKind::YesNo => ("is answered yes or no", format!("Ask Yes({id:?}) or No({id:?}).")),
            AnswerKind::One(_) => ("takes one choice", format!("Ask Is({id:?}, \"...\"), or IsAny or Tagged.")),
            AnswerKind::Many(_) => ("takes choices", format!("Ask Is({id:?}, \"...\"), or IsAny or Tagged.")),
            AnswerKind::Number(_) => ("takes a number", format!("Ask AtLeast({id:?}, ...) or Below({id:?}, ...).")),
            AnswerKind::Text => {
                ("takes free words", "No condition may ask about free words; make it a choice.".to_owned())
            }
        };
        let place = desk.name(name, or);
        desk.note(Code::WrongKind, place, format!("`{word}` does not fit {id:?}, which {kind}"), help);
        None
    }
}
