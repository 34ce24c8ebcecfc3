//! How many colours the terminal can show, and the user wants.

use std::ffi::OsString;

use crate::view::{Colours, Ground};

/// What `--color` asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColourChoice {
    /// Find out from the environment.
    #[default]
    Auto,
    /// No colour at all.
    Never,
    /// The sixteen of the terminal's palette.
    Sixteen,
    /// The 256 fixed ones.
    Many,
}

/// The colours to draw with, from what was asked for and from the environment (`std::env::var_os`).
///
/// What is asked for on the command line wins over `NO_COLOR`, which wins over what the terminal is called. A terminal
/// of which nothing is known gets no colours: all of them are written as `38;5;n`, and to one that does not know that
/// form the 5 means blinking. There is no more than 256: RGB would override palettes that people chose to be able to
/// read.
pub fn colours(choice: ColourChoice, variable: impl Fn(&str) -> Option<OsString>) -> Colours {
    match choice {
        ColourChoice::Never => return Colours::None,
        ColourChoice::Sixteen => return Colours::Sixteen,
        ColourChoice::Many => return Colours::Many,
        ColourChoice::Auto => {}
    }
    if variable("NO_COLOR").is_some_and(|value| !value.is_empty()) {
        return Colours::None;
    }
    let text = |name| variable(name).map(|value| value.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let (terminal, promise) = (text("TERM"), text("COLORTERM"));
    let is_one_of = |names: &[&str]| names.iter().any(|name| terminal.starts_with(name));

    if terminal == "dumb" || terminal.ends_with("-m") || terminal.ends_with("-mono") {
        Colours::None
    } else if promise == "truecolor"
        || promise == "24bit"
        || terminal.contains("256")
        || terminal.contains("direct")
        || is_one_of(&MODERN)
    {
        Colours::Many
    } else if is_one_of(&FAMILIES) {
        Colours::Sixteen
    } else if cfg!(windows) && terminal.is_empty() {
        // Windows sets no TERM; every console since Windows 10 knows the 256.
        Colours::Many
    } else {
        Colours::None
    }
}

/// The ground that the colours must be read on, as `COLORFGBG` tells it: its last part is the background, by its place among
/// the sixteen. Few terminals set it; what it does not say is not known.
pub fn ground(variable: impl Fn(&str) -> Option<OsString>) -> Ground {
    let value = variable("COLORFGBG").map(|value| value.to_string_lossy().into_owned()).unwrap_or_default();
    match value.rsplit(';').next().and_then(|ground| ground.parse::<u8>().ok()) {
        Some(0..=6 | 8) => Ground::Dark,
        Some(7 | 9..=15) => Ground::Light,
        _ => Ground::Unknown,
    }
}

/// Has colours written even where `NO_COLOR` is set, for whoever asked for them on the command line: by itself
/// `crossterm` heeds that variable too, and would send a reset in place of each colour.
pub fn insist_on_colours() {
    crossterm::style::force_color_output(true);
}

/// Terminals that show 256 colours though their name does not say so.
const MODERN: [&str; 8] = ["alacritty", "foot", "ghostty", "iterm", "kitty", "wezterm", "xterm-ghostty", "xterm-kitty"];

/// Terminals that understand `38;5;n`, of which at least the first sixteen can be counted on.
const FAMILIES: [&str; 11] =
    ["ansi", "cygwin", "eterm", "gnome", "konsole", "linux", "putty", "rxvt", "screen", "tmux", "xterm"];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(choice: ColourChoice, environment: &[(&str, &str)], expected: Colours) {
        let variable = |name: &str| environment.iter().find(|(key, _)| *key == name).map(|(_, value)| value.into());
        assert_eq!(colours(choice, variable), expected, "{choice:?} with {environment:?}");
    }

    #[test]
    fn the_environment_decides_where_nothing_was_asked_for() {
        use ColourChoice::Auto;
        use Colours::{Many, None, Sixteen};
        check(Auto, &[("TERM", "xterm-256color")], Many);
        check(Auto, &[("TERM", "xterm-kitty")], Many);
        check(Auto, &[("TERM", "foot")], Many);
        check(Auto, &[("TERM", "xterm"), ("COLORTERM", "truecolor")], Many);
        check(Auto, &[("TERM", "xterm"), ("COLORTERM", "1")], Sixteen);
        check(Auto, &[("TERM", "linux")], Sixteen);
        check(Auto, &[("TERM", "screen")], Sixteen);
        check(Auto, &[("TERM", "vt100")], None);
        check(Auto, &[("TERM", "xterm-mono")], None);
        check(Auto, &[("TERM", "dumb"), ("COLORTERM", "truecolor")], None);
    }

    #[test]
    fn the_ground_is_known_where_the_terminal_tells_it() {
        for (value, expected) in [
            ("15;0", Ground::Dark),
            ("0;15", Ground::Light),
            ("0;default;15", Ground::Light),
            ("12;8", Ground::Dark),
            ("7;7", Ground::Light),
            ("15;default", Ground::Unknown),
            ("15;99", Ground::Unknown),
            ("", Ground::Unknown),
        ] {
            assert_eq!(ground(|_| Some(value.into())), expected, "{value}");
        }
        assert_eq!(ground(|_| None), Ground::Unknown);
    }

    #[test]
    fn no_color_wins_over_the_terminal_and_the_command_line_over_both() {
        use ColourChoice::{Auto, Many, Never, Sixteen};
        check(Auto, &[("TERM", "xterm-256color"), ("NO_COLOR", "1")], Colours::None);
        check(Auto, &[("TERM", "xterm-256color"), ("NO_COLOR", "")], Colours::Many);
        check(Many, &[("TERM", "dumb"), ("NO_COLOR", "1")], Colours::Many);
        check(Sixteen, &[("TERM", "xterm-256color")], Colours::Sixteen);
        check(Never, &[("TERM", "xterm-256color")], Colours::None);
    }
}
