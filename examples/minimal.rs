//! The least that a ratatui program can be: one screen, drawn again after each key. `benches/whole.rs` measures redflag
//! against it, so that the figures say what redflag costs and not what the machine does.

use crossterm::event::{self, Event};
use ratatui::widgets::{Block, Paragraph, Wrap};

fn main() -> std::io::Result<()> {
    ratatui::run(|terminal| {
        for keys in 0.. {
            // The count stands in front, so that each key changes the screen.
            let text = format!("{keys} keys. {}", "The quick brown fox jumps over the lazy dog. ".repeat(30));
            let screen = Paragraph::new(text).wrap(Wrap { trim: true }).block(Block::bordered().title("minimal"));
            terminal.draw(|frame| frame.render_widget(screen, frame.area()))?;
            while !matches!(event::read()?, Event::Key(_)) {}
        }
        Ok(())
    })
}
