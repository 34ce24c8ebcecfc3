//! Draws the screen: [`draw`] paints all of it from an [`App`], and changes nothing.
//!
//! Every rectangle comes from the frame's own area by [`crate::app::layout`], where the update takes it from as well.

mod frame;
mod paint;
mod theme;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use crate::app::keys::Scene;
use crate::app::layout::{Area, Layout};
use crate::app::{App, Scroll, Size};
use crate::export::short_flags;
use crate::questionnaire::Level;
use crate::text::{Row, Tone};
use crate::words::{Words, fill};

pub use theme::{ACCENTS, BADGES, BADGES_16, Colours, Ground, Theme};

/// Paints the whole frame.
pub fn draw(app: &App, theme: &Theme, frame: &mut Frame) {
    let theme = &theme.toward(app.words().right_to_left);
    let Rect { width, height, .. } = frame.area();
    let size = Size { width, height };
    if let Some(needed) = app.needs(size) {
        return too_small(app, needed, theme, frame);
    }
    let mut layout = app.layout(size);
    if theme.right_to_left && layout.side.width == 0 {
        layout.body.x = (layout.footer.x + layout.footer.width).saturating_sub(layout.body.width);
    }
    let ground = match (app.scene(), app.session()) {
        (Scene::Alarm, Some(session)) => frame::alarm(session).map(|level| theme.badge(level)),
        (Scene::Held, _) => Some(theme.badge(Level::Red)),
        _ => None,
    };
    if let Some(ground) = ground {
        let area = frame.area();
        frame.buffer_mut().set_style(area, ground);
    }
    let buffer = frame.buffer_mut();
    frame::header(app, &layout, theme, ground, buffer);
    if app.shows_question() {
        frame::around_question(app, &layout, theme, buffer);
    }
    let mut cursor = Position { x: layout.body.x, y: layout.body.y };
    if let Some(board) = app.board(&layout) {
        paint::rows(&board.rows, layout.body, theme, None, buffer);
        let row = board.rows.get(usize::from(board.cursor.1)).map_or(0, Row::columns) as u16;
        let indent = if theme.right_to_left { layout.body.width.saturating_sub(row) } else { 0 };
        cursor.x += (indent + board.cursor.0).min(layout.body.width.saturating_sub(1));
        cursor.y += board.cursor.1.min(layout.body.height.saturating_sub(1));
    } else if let Some(scroll) = app.scroll() {
        page(app.words(), scroll, &layout, theme, ground, buffer);
    }
    frame::message(app, &layout, theme, ground, buffer);
    frame::footer(app, &layout, theme, ground, buffer);
    frame.set_cursor_position(cursor);
}

fn page(
    w: &Words,
    scroll: &Scroll,
    layout: &Layout,
    theme: &Theme,
    ground: Option<ratatui::style::Style>,
    buffer: &mut ratatui::buffer::Buffer,
) {
    let visible = scroll.visible();
    // What takes over the screen stands in its middle, a little above.
    let free = if ground.is_some() { layout.body.height.saturating_sub(visible.len() as u16) / 3 } else { 0 };
    let body = Area { y: layout.body.y + free, height: layout.body.height - free, ..layout.body };
    paint::rows(visible, body, theme, ground, buffer);
    if !scroll.at_end() {
        let (seen, all) = scroll.place();
        let row =
            Row::of(Tone::Key, format!("{}  {}", w.more_rows, fill(w.page_place, &[("seen", &seen), ("all", &all)])));
        let last = Area { y: layout.body.y + layout.body.height.saturating_sub(1), height: 1, ..layout.body };
        paint::rows(&[row], last, theme, ground, buffer);
    }
}

/// One calm line with the size that is needed; where leaving waits for a yes, that.
fn too_small(app: &App, needed: Size, theme: &Theme, frame: &mut Frame) {
    let w = app.words();
    let text = if app.asks_to_lose() {
        w.leave_tiny.to_owned()
    } else {
        let text = if app.is_kiosk() { w.too_small_kiosk } else { w.too_small };
        fill(text, &[("width", &needed.width), ("height", &needed.height)])
    };
    // First what nobody may miss: the emergency, and that everything is about to be wiped.
    let countdown = app.said().filter(|_| app.counts_down()).map(str::to_owned);
    let text = app.emergency().into_iter().chain(countdown).rev().fold(text, |text, first| format!("{first}\n{text}"));
    let flags = app.session().map(|session| short_flags(&session.visit, app.now().wall.date())).unwrap_or_default();
    let text = flags.into_iter().rev().fold(text, |text, flag| format!("{flag}. {text}"));
    let Rect { width, height, .. } = frame.area();
    let area = Area { x: 0, y: height / 2, width, height: 1.min(height) };
    let rows: Vec<Row> =
        crate::text::wrap(&text, usize::from(width)).into_iter().map(|row| Row::of(Tone::Strong, row)).collect();
    let above = (rows.len() as u16 / 2).min(area.y);
    let area = Area { y: area.y - above, height: height - (area.y - above), ..area };
    paint::rows(&rows, area, theme, None, frame.buffer_mut());
    frame.set_cursor_position(Position { x: 0, y: area.y.min(height.saturating_sub(1)) });
}
