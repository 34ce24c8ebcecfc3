//! `redflag` walks a nurse through a branching triage questionnaire and ends in a colour-coded recommendation.
//!
//! **A questionnaire has one meaning, and everything is computed from it.**

pub mod cli;
pub mod questionnaire;
pub mod shell;
