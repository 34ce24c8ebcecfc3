//! The colours can be read, and told apart by eyes of every kind: computed, not looked at.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "this is all test code")]

use palette::color_difference::{Ciede2000, Wcag21RelativeContrast};
use palette::{IntoColor, Lab, LinSrgb, Srgb};
use ratatui::style::{Color, Modifier};
use redflag::questionnaire::Level;
use redflag::text::Tone;
use redflag::view::{ACCENTS, BADGES, BADGES_16, Colours, Ground, Theme};

#[path = "support/svg.rs"]
#[allow(dead_code, reason = "only its palette is needed here")]
mod svg;

/// A colour of the fixed palette of 256.
fn fixed(index: u8) -> Srgb {
    Srgb::from(svg::fixed(index)).into_format()
}

/// The sixteen as xterm and as the Linux console have them: what most others are near to.
const SIXTEEN: [(&str, Palette); 2] = [("xterm", xterm), ("console", console)];

/// What a terminal makes of a colour's name.
type Palette = fn(Color) -> (u8, u8, u8);

fn xterm(colour: Color) -> (u8, u8, u8) {
    match colour {
        Color::Black => (0, 0, 0),
        Color::Red => (205, 0, 0),
        Color::LightRed => (255, 0, 0),
        Color::LightYellow => (255, 255, 0),
        Color::LightCyan => (0, 255, 255),
        Color::Blue => (0, 0, 238),
        Color::White => (255, 255, 255),
        other => panic!("{other:?} is not used"),
    }
}

fn console(colour: Color) -> (u8, u8, u8) {
    match colour {
        Color::Black => (0, 0, 0),
        Color::Red => (170, 0, 0),
        Color::LightRed => (255, 85, 85),
        Color::LightYellow => (255, 255, 85),
        Color::LightCyan => (85, 255, 255),
        Color::Blue => (0, 0, 170),
        Color::White => (255, 255, 255),
        other => panic!("{other:?} is not used"),
    }
}

/// What an eye without one kind of cone sees: Machado, Oliveira and Fernandes 2009, severity 1, on linear light.
const EYES: [(&str, [[f32; 3]; 3]); 4] = [
    ("all cones", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    ("protanopia", [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    (
        "deuteranopia",
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    ),
    ("tritanopia", [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
];

fn seen(colour: Srgb, eye: &[[f32; 3]; 3]) -> Lab {
    let light: LinSrgb = colour.into_linear();
    let light = [light.red, light.green, light.blue];
    let [red, green, blue] =
        eye.map(|row| row.iter().zip(light).map(|(part, light)| part * light).sum::<f32>().clamp(0.0, 1.0));
    LinSrgb::new(red, green, blue).into_color()
}

/// The least distance between two of the levels' grounds, for any eye.
fn least_distance(grounds: [Srgb; 5]) -> (f32, String) {
    let mut least = (f32::MAX, String::new());
    for (name, eye) in &EYES {
        for (i, a) in grounds.iter().enumerate() {
            for (j, b) in grounds.iter().enumerate().skip(i + 1) {
                let distance = seen(*a, eye).difference(seen(*b, eye));
                if distance < least.0 {
                    least = (distance, format!("{:?} and {:?}, {name}", Level::ALL[i], Level::ALL[j]));
                }
            }
        }
    }
    least
}

#[test]
fn the_text_of_every_badge_can_be_read() {
    for (ground, text) in BADGES {
        let contrast = fixed(ground).relative_contrast(fixed(text));
        assert!(contrast >= 7.0, "{ground} and {text}: {contrast}");
    }
    for (name, rgb) in SIXTEEN {
        for (ground, text) in BADGES_16 {
            let [ground, text]: [Srgb; 2] = [ground, text].map(|colour| Srgb::from(rgb(colour)).into_format());
            let contrast = ground.relative_contrast(text);
            assert!(contrast >= 4.5, "{name}: {ground:?} and {text:?}: {contrast}");
        }
    }
}

#[test]
fn levels_are_told_apart_by_every_kind_of_eye() {
    let (distance, which) = least_distance(BADGES.map(|(ground, _)| fixed(ground)));
    println!("256 colours: {which} are {distance:.1} apart");
    assert!(distance >= 24.0, "{which}: {distance}");
    // Of the sixteen nobody knows what the terminal makes of them: rank and word carry the meaning, and no two are the same.
    for (name, rgb) in SIXTEEN {
        let (distance, which) = least_distance(BADGES_16.map(|(ground, _)| Srgb::from(rgb(ground)).into_format()));
        println!("16 colours of {name}: {which} are {distance:.1} apart");
        assert!(distance >= 5.0, "{name}: {which}: {distance}");
    }
}

#[test]
fn the_accent_can_be_read_on_its_ground() {
    let (black, white) = (Srgb::new(0.0, 0.0, 0.0), Srgb::new(1.0, 1.0, 1.0));
    let [unknown, dark, light] = ACCENTS.map(fixed);
    for (accent, ground) in [(unknown, black), (unknown, white), (dark, black), (light, white)] {
        let contrast = accent.relative_contrast(ground);
        assert!(contrast >= 4.5, "{accent:?} on {ground:?}: {contrast}");
    }
}

#[test]
fn high_contrast_uses_the_terminal_s_own_colours_and_badges_alone() {
    let theme = Theme::new(Colours::Many, Ground::Contrast, false);
    for tone in [Tone::Plain, Tone::Strong, Tone::Quiet, Tone::Heading, Tone::Key, Tone::Alert, Tone::Chosen] {
        let style = theme.style(tone);
        assert_eq!((style.fg, style.bg), (None, None), "{tone:?}");
    }
    assert!(theme.style(Tone::Key).add_modifier.contains(Modifier::BOLD | Modifier::UNDERLINED));
    assert!(theme.badge(Level::Blue).bg.is_some());
}
