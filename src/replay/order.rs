//! Work on pieces of the input by all cores, with their outcomes in the input's order.

use std::io;
use std::num::NonZeroUsize;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::block::Block;
use super::feed::{Feed, Piece};

/// So many bytes of output are gathered before they are written.
const GATHERED: usize = 1024 * 1024;

/// The output, and whose turn it is.
pub(super) struct Order<W> {
    state: Mutex<State<W>>,
    moved: Condvar,
}

struct State<W> {
    output: W,
    /// The piece whose turn it is.
    turn: u64,
    failed: Option<io::Error>,
}

/// One piece's place in the output.
pub(super) struct Place<'o, W> {
    order: &'o Order<W>,
    number: u64,
}

impl<W> Place<'_, W> {
    /// Writes, when all pieces before this one are written. `false` where the work has failed and it is no use to go on.
    fn write(&self, write: impl FnOnce(&mut W) -> io::Result<()>) -> bool {
        let mut state = self.order.turn(self.number);
        if state.failed.is_none()
            && let Err(error) = write(&mut state.output)
        {
            state.failed = Some(error);
        }
        state.failed.is_none()
    }

    /// Hands on the turn.
    fn done(self) {
        self.order.turn(self.number).turn += 1;
        self.order.moved.notify_all();
    }
}

/// A worker that panics does not keep the others waiting for its turn.
impl<W> Drop for Place<'_, W> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            unpoisoned(self.order.state.lock()).failed.get_or_insert_with(|| io::Error::other("a worker failed"));
            self.order.moved.notify_all();
        }
    }
}

impl<W> Order<W> {
    fn turn(&self, number: u64) -> MutexGuard<'_, State<W>> {
        let state = unpoisoned(self.state.lock());
        unpoisoned(self.moved.wait_while(state, |state| state.turn != number && state.failed.is_none()))
    }
}

/// What one core does with the lines that it takes.
pub(super) trait Worker<'v, W> {
    /// Where they are gathered.
    fn block(&mut self) -> &mut Block<'v>;

    /// Evaluates what is gathered.
    fn run(&mut self);

    /// How many bytes wait to be written.
    fn gathered(&self) -> usize;

    /// Writes them, so that they can be read.
    fn write(&mut self, output: &mut W) -> io::Result<()>;

    /// Works on a piece.
    fn piece(&mut self, piece: &Piece, place: &Place<'_, W>) {
        let mut is_wanted = true;
        piece.each(|number, line| {
            self.block().take(number, line);
            if self.block().is_full() {
                self.run();
                if self.gathered() >= GATHERED {
                    is_wanted = place.write(|output| self.write(output));
                }
            }
            is_wanted
        });
        if is_wanted {
            if !self.block().is_empty() {
                self.run();
            }
            place.write(|output| self.write(output));
        }
    }
}

/// Works on every piece of the input. Each worker is made by `worker`, gets piece after piece, and is returned at the end.
///
/// # Errors
///
/// If reading or writing fails.
pub(super) fn work<'v, W: Send, T: Worker<'v, W> + Send>(
    feed: Box<dyn Feed + Send + '_>,
    output: W,
    threads: NonZeroUsize,
    worker: impl Fn() -> T + Sync,
) -> io::Result<Vec<T>> {
    let feed = Mutex::new(feed);
    let order = Order { state: Mutex::new(State { output, turn: 0, failed: None }), moved: Condvar::new() };
    let one = || -> io::Result<T> {
        let mut own = worker();
        let mut piece = Piece::default();
        while unpoisoned(order.state.lock()).failed.is_none() && unpoisoned(feed.lock()).next(&mut piece)? {
            let place = Place { order: &order, number: piece.number };
            own.piece(&piece, &place);
            place.done();
        }
        Ok(own)
    };
    let all = if threads.get() == 1 {
        vec![one()]
    } else {
        std::thread::scope(|scope| {
            let running: Vec<_> = (0..threads.get()).map(|_| scope.spawn(one)).collect();
            let joined = running.into_iter().map(|thread| thread.join());
            joined.map(|end| end.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
        })
    };
    if let Some(error) = order.state.into_inner().unwrap_or_else(PoisonError::into_inner).failed {
        return Err(error);
    }
    all.into_iter().collect()
}

/// A lock is poisoned by a panic of another worker, which is passed on when that is joined.
fn unpoisoned<G>(lock: Result<G, PoisonError<G>>) -> G {
    lock.unwrap_or_else(PoisonError::into_inner)
}
