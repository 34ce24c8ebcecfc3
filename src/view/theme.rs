//! Colours, as few as the terminal allows: words and signs carry the meaning in all of them.

use ratatui::style::{Color, Modifier, Style};

use crate::questionnaire::Level;
use crate::text::Tone;

/// How many colours are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colours {
    /// None at all: not one colour is set, so that nothing resets bold and reverse.
    None,
    /// The sixteen of the terminal's own palette.
    Sixteen,
    /// The fixed palette of 256.
    Many,
}

/// What the colours must be read on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ground {
    /// Nobody knows: colours that can be read on both.
    #[default]
    Unknown,
    /// A dark one.
    Dark,
    /// A light one.
    Light,
    /// Whichever it is, with as much contrast as there can be: the terminal's own two colours, and badges.
    Contrast,
}

/// How things look.
#[derive(Clone, Copy, Debug)]
pub struct Theme {
    colours: Colours,
    ground: Ground,
    ascii: bool,
    /// Whether rows stand at the right edge.
    pub(super) right_to_left: bool,
}

/// Background and text of each level's badge, most urgent first, in the palette of 256: the text's contrast is at least
/// 7.7, and the worst pair is 25 CIEDE2000 apart for colour-blind eyes (`tests/palette.rs` computes both).
pub const BADGES: [(u8, u8); 5] = [(88, 231), (208, 16), (230, 16), (37, 16), (19, 231)];

/// The accent on a ground of which nothing is known, on a dark and on a light one, in the palette of 256.
pub const ACCENTS: [u8; 3] = [63, 117, 25];

/// The same in sixteen colours, where rank and word carry the meaning.
pub const BADGES_16: [(Color, Color); 5] = [
    (Color::Red, Color::White),
    (Color::LightRed, Color::Black),
    (Color::LightYellow, Color::Black),
    (Color::LightCyan, Color::Black),
    (Color::Blue, Color::White),
];

impl Theme {
    /// A theme of so many colours on such a ground; `ascii` draws rules with `-` and `|`.
    pub fn new(colours: Colours, ground: Ground, ascii: bool) -> Theme {
        Theme { colours, ground, ascii, right_to_left: false }
    }

    /// The same with rows at the right edge, or the left.
    pub(super) fn toward(self, right_to_left: bool) -> Theme {
        Theme { right_to_left, ..self }
    }

    /// How a stretch of that tone looks.
    pub fn style(&self, tone: Tone) -> Style {
        let plain = Style::new();
        match tone {
            Tone::Plain | Tone::Quiet => plain,
            Tone::Strong => plain.add_modifier(Modifier::BOLD),
            Tone::Heading => plain.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            Tone::Key if self.ground == Ground::Contrast => plain.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            Tone::Key => self.accent().add_modifier(Modifier::BOLD),
            Tone::Alert => plain.add_modifier(Modifier::BOLD | Modifier::REVERSED),
            Tone::Chosen => plain.add_modifier(Modifier::REVERSED),
            Tone::Badge(level) => self.badge(level),
        }
    }

    /// How a level's badge looks: its own text on its own ground, whatever the terminal's colours are.
    pub fn badge(&self, level: Level) -> Style {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        match self.colours {
            Colours::None => bold.add_modifier(Modifier::REVERSED),
            Colours::Sixteen => {
                // Many terminals make bold black grey, and grey on a badge cannot be read.
                let (ground, text) = BADGES_16[level.place()];
                let style = if text == Color::Black { Style::new() } else { bold };
                style.bg(ground).fg(text)
            }
            Colours::Many => {
                let (ground, text) = BADGES[level.place()];
                bold.bg(Color::Indexed(ground)).fg(Color::Indexed(text))
            }
        }
    }

    /// How a stretch of that tone looks where a level's ground lies under the whole screen.
    pub fn on_ground(&self, ground: Style, tone: Tone) -> Style {
        match tone {
            Tone::Strong | Tone::Badge(_) | Tone::Alert | Tone::Chosen => ground,
            Tone::Heading | Tone::Key => ground.add_modifier(Modifier::UNDERLINED),
            Tone::Plain | Tone::Quiet => ground.remove_modifier(Modifier::BOLD),
        }
    }

    /// The sign that rules are drawn with.
    pub fn rule(&self) -> &'static str {
        if self.ascii { "-" } else { "\u{2500}" }
    }

    /// The sign between two columns.
    pub fn bar(&self) -> &'static str {
        if self.ascii { "|" } else { "\u{2502}" }
    }

    fn accent(&self) -> Style {
        let accent = match self.ground {
            Ground::Unknown => ACCENTS[0],
            Ground::Dark => ACCENTS[1],
            Ground::Light => ACCENTS[2],
            Ground::Contrast => return Style::new(),
        };
        match self.colours {
            // Of the sixteen none can be read on light and on dark ground alike.
            Colours::None | Colours::Sixteen => Style::new(),
            Colours::Many => Style::new().fg(Color::Indexed(accent)),
        }
    }
}
