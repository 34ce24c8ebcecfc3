//! A section of the document: questions, scores, rules, advice, each with all that hangs on it.

use crate::questionnaire::{
    Advice, AdviceIx, AdviceKind, AnswerKind, Choice, Condition, Decimal, Effect, Question, QuestionIx, Questionnaire,
    Rule, RuleIx, Score, ScoreIx, SectionIx,
};
use crate::show::name::{self, Node, quoted};
use crate::words;
use crate::words::show as own;

use super::{Document, Item, Label, cited};

/// The section, under its head.
pub(super) fn write(questionnaire: &Questionnaire, section: SectionIx, document: &mut Document) {
    let here = &questionnaire[section];
    document.heading(2, own::section(section.at() + 1, &here.title));
    let mut fields = vec![Item::field(own::ID, &*here.id)];
    match here.when {
        Condition::Always => fields.push(Item::field(own::ASKED, own::SECTION_ALWAYS)),
        _ => {
            fields.push(Item::condition(own::ASKED, own::ONLY_IF, questionnaire, &here.when));
            fields.push(Item::bullet(own::SECTION_ONLY_QUESTIONS));
        }
    }
    document.list(fields);
    let questions = questionnaire.questions().filter(|(_, question)| question.section == section);
    document.headed(3, own::QUESTIONS, questions.map(|(ix, it)| question(questionnaire, ix, it)).collect());
    let scores = questionnaire.scores.iter().enumerate().filter(|(_, score)| score.section == section);
    document.headed(3, own::SCORES, scores.map(|(i, it)| score(questionnaire, ScoreIx(i as u32), it)).collect());
    let rules = questionnaire.rules.iter().enumerate().filter(|(_, rule)| rule.section == section);
    document.headed(3, own::RULES, rules.map(|(i, it)| rule(questionnaire, RuleIx(i as u32), it)).collect());
    let given = questionnaire.advice.iter().enumerate().filter(|(_, advice)| advice.section == section);
    document.headed(3, own::ADVICE, given.map(|(i, it)| advice(questionnaire, AdviceIx(i as u32), it)).collect());
}

fn question(questionnaire: &Questionnaire, ix: QuestionIx, question: &Question) -> Item {
    let mut fields = vec![Item::field(own::ID, &*question.id)];
    fields.push(asked(questionnaire, question));
    fields.extend(question.help.as_ref().map(|help| Item::field(own::HELP, &**help)));
    let unsure = match (question.unsure, &question.answer) {
        (true, AnswerKind::Many(_)) => own::OR_SOME_NOT_SURE,
        (true, _) => own::OR_NOT_SURE,
        (false, _) => own::NO_NOT_SURE,
    };
    let mut answer = Item::field(own::ANSWER, kind(&question.answer) + unsure);
    answer.items = question.choices().iter().map(choice).collect();
    fields.push(answer);
    fields.extend(tagged(question.choices()));
    fields.extend(cited(questionnaire, &question.cite));
    Item::number(Node::Question(ix).number(), &*question.ask, fields)
}

/// When a question is asked.
fn asked(questionnaire: &Questionnaire, question: &Question) -> Item {
    let section = questionnaire[question.section].when != Condition::Always;
    match (section, &question.when) {
        (false, Condition::Always) => Item::field(own::ASKED, own::ALWAYS),
        (true, Condition::Always) => Item::field(own::ASKED, own::WITH_SECTION),
        (false, when) => Item::condition(own::ASKED, own::ONLY_IF, questionnaire, when),
        (true, when) => {
            Item::condition(own::ASKED, &format!("{}, {}", own::WITH_SECTION, own::ONLY_IF), questionnaire, when)
        }
    }
}

/// What can be answered, in words.
fn kind(answer: &AnswerKind) -> String {
    match answer {
        AnswerKind::YesNo => own::YES_NO.to_owned(),
        AnswerKind::One(_) => own::ONE_OF.to_owned(),
        AnswerKind::Many(_) => own::ANY_OF.to_owned(),
        AnswerKind::Text => own::FREE_WORDS.to_owned(),
        AnswerKind::Number(number) => {
            let words = |value| Decimal::scaled(value, number.decimals).to_string();
            let range = own::number(&words(number.min), &words(number.max), &number.unit);
            match number.likely {
                Some((least, most)) => range + &own::likely(&words(least), &words(most)),
                None => range,
            }
        }
    }
}

fn choice(choice: &Choice) -> Item {
    let mut fields = Vec::new();
    if !choice.aliases.is_empty() {
        fields.push(Item::field(own::ALIASES, choice.aliases.join(", ")));
    }
    if !choice.tags.is_empty() {
        fields.push(Item::field(own::TAGS, choice.tags.join(", ")));
    }
    fields.extend(choice.help.as_ref().map(|help| Item::field(own::HELP, &**help)));
    Item { label: Label::Bullet, text: format!("{} [{}]", choice.label, choice.id), items: fields }
}

/// The choices of every tag that several bear: conditions call them by it.
fn tagged(choices: &[Choice]) -> Option<Item> {
    let mut tags: Vec<(&str, Vec<&str>)> = Vec::new();
    for choice in choices {
        for tag in &choice.tags {
            match tags.iter_mut().find(|(known, _)| known == tag) {
                Some((_, bearers)) => bearers.push(&choice.label),
                None => tags.push((tag, vec![&choice.label])),
            }
        }
    }
    tags.retain(|(_, bearers)| bearers.len() > 1);
    let line = |(tag, bearers): (&str, Vec<&str>)| {
        let bearers: Vec<String> = bearers.into_iter().map(quoted).collect();
        Item::bullet(format!("{}: {}", quoted(tag), bearers.join(", ")))
    };
    (!tags.is_empty()).then(|| Item::list(own::TAGGED, tags.into_iter().map(line).collect()))
}

fn score(questionnaire: &Questionnaire, ix: ScoreIx, score: &Score) -> Item {
    let mut fields = vec![Item::field(own::ID, &*score.id)];
    fields.extend(score.points.iter().map(|item| Item {
        label: Label::Bullet,
        text: format!("{}: {}", own::points(item.points), item.label),
        items: vec![Item::condition(own::IF, "", questionnaire, &item.when)],
    }));
    fields.extend(cited(questionnaire, &score.cite));
    Item::number(Node::Score(ix).number(), &*score.title, fields)
}

fn rule(questionnaire: &Questionnaire, ix: RuleIx, rule: &Rule) -> Item {
    let mut fields = vec![Item::field(own::ID, &*rule.id)];
    fields.push(match &rule.effect {
        Effect::Urgency(level) => Item::field(own::LEVEL, name::level(questionnaire, *level)),
        Effect::HandOver(to) => Item::field(own::HAND_OVER, &**to),
    });
    fields.push(Item::condition(own::IF, "", questionnaire, &rule.when));
    fields.extend(cited(questionnaire, &rule.cite));
    Item::number(Node::Rule(ix).number(), &*rule.because, fields)
}

fn advice(questionnaire: &Questionnaire, ix: AdviceIx, advice: &Advice) -> Item {
    let mut fields = vec![Item::field(own::ID, &*advice.id)];
    let kind = match advice.kind {
        AdviceKind::Do => words::ENGLISH.advice_do,
        AdviceKind::Dont => words::ENGLISH.advice_dont,
        AdviceKind::Watch => words::ENGLISH.advice_watch,
        AdviceKind::Refer => words::ENGLISH.advice_refer,
    };
    fields.push(Item::field(own::KIND, kind));
    fields.push(Item::condition(own::IF, "", questionnaire, &advice.when));
    fields.extend(cited(questionnaire, &advice.cite));
    Item::number(name::advice_number(ix), &*advice.text, fields)
}
