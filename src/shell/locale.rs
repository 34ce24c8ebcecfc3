//! In which language the user wants to be spoken to.

use std::ffi::OsString;

/// The language tag that the environment (`std::env::var_os`) asks for, from the first of `LC_ALL`, `LC_MESSAGES` and
/// `LANG` that is set: `es-ES` for `es_ES.UTF-8`. `None` where none is, or it is the language of no country.
pub fn language(variable: impl Fn(&str) -> Option<OsString>) -> Option<String> {
    let set = |name: &str| variable(name).filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set)?;
    let locale = locale.to_string_lossy();
    let tag = locale.split(['.', '@']).next().unwrap_or_default().replace('_', "-");
    let is_a_language = crate::questionnaire::is_language(&tag) && !tag.eq_ignore_ascii_case("posix");
    is_a_language.then_some(tag)
}

#[cfg(test)]
mod tests {
    use super::language;

    #[test]
    fn the_first_variable_that_is_set_decides() {
        for (environment, expected) in [
            (&[("LANG", "es_ES.UTF-8")][..], Some("es-ES")),
            (&[("LANG", "es_ES.UTF-8"), ("LC_MESSAGES", "fr")], Some("fr")),
            (&[("LANG", "es"), ("LC_MESSAGES", "fr"), ("LC_ALL", "zh_CN.UTF-8")], Some("zh-CN")),
            (&[("LC_ALL", ""), ("LANG", "sr_RS@latin")], Some("sr-RS")),
            (&[("LC_ALL", "C"), ("LANG", "es")], None),
            (&[("LANG", "C.UTF-8")], None),
            (&[("LANG", "POSIX")], None),
            (&[], None),
        ] {
            let variable = |name: &str| environment.iter().find(|(key, _)| *key == name).map(|(_, value)| value.into());
            assert_eq!(language(variable).as_deref(), expected, "{environment:?}");
        }
    }
}
