//! `redflag` walks a nurse through a branching triage questionnaire and ends in a colour-coded recommendation.
//!
//! **A questionnaire has one meaning, and everything is computed from it.**

#![deny(missing_docs, unreachable_pub)]

pub mod app;
pub mod cli;
pub mod export;
pub mod interview;
pub mod logic;
pub mod questionnaire;
pub mod replay;
pub mod shell;
pub mod text;
pub mod view;
pub mod words;
