//! `redflag translate`: a translation's file, with every text there is to translate.

use clap::{Arg, ArgMatches, Command};

use super::Status;
use crate::questionnaire::{Site, draw, is_language, languages, renew};
use crate::shell::library::{Failure, Origin};
use crate::shell::replace;

/// Too long for a line among the rest, whose layout it would keep from being checked.
const ABOUT: &str =
    "Writes lang/TAG.ron of a questionnaire anew: every text to translate under its original, with what is translated";

pub(super) fn command() -> Command {
    Command::new("translate").about(ABOUT).defer(|command| {
        command.arg(Arg::new("q").value_name("Q").required(true).help("Folder of the questionnaire")).arg(
            Arg::new("tag").value_name("TAG").required(true).help("BCP 47 tag of the language, e.g. es or zh-Hans"),
        )
    })
}

pub(super) fn run(matches: &ArgMatches) -> Result<Status, Failure> {
    let word = |name: &str| matches.get_one::<String>(name).map_or("", String::as_str);
    let (q, tag) = (word("q"), word("tag"));
    if !is_language(tag) {
        return Err(Failure::new(format!("{tag:?} is not a language tag; write one of BCP 47, e.g. es or zh-Hans")));
    }
    let entry = super::library(matches).find(q)?;
    let (Origin::Folder(folder) | Origin::Path(folder)) = &entry.origin else {
        let remedy = "copy its folder from the source tree and name that by its path";
        return Err(Failure::new(format!("{q} is built in, so nothing can be written to it; {remedy}")));
    };
    // Its own words are no translation, and its errors say what there is to translate is not known yet.
    let questionnaire = super::sound(matches, q, "written")?;
    if questionnaire.language == tag {
        return Err(Failure::new(format!("{tag} is the questionnaire's own language; name another")));
    }
    let files = entry.files()?;
    let there =
        languages(&questionnaire, &files).into_iter().find(|known| known.eq_ignore_ascii_case(tag) && known != tag);
    if let Some(there) = there {
        return Err(Failure::new(format!("lang/{there}.ron is there already: call the language {there}")));
    }
    let renewed = renew(&files, tag).map_err(|findings| {
        let drawn = draw(&findings, &files, &Site::default(), false);
        Failure::new(format!("lang/{tag}.ron cannot be read, and nothing was written\n{drawn}"))
    })?;
    let path = folder.join("lang").join(format!("{tag}.ron"));
    replace(&path, &renewed.text).map_err(|error| Failure::new(format!("cannot write {}: {error}", path.display())))?;
    super::print(&format!(
        "{}: {} texts, {} to translate, {} changed since, {} without a text\n",
        path.display(),
        renewed.texts,
        renewed.missing,
        renewed.stale,
        renewed.surplus
    ))?;
    Ok(Status::Done)
}
