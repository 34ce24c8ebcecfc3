//! When something happened: the monotonic clock for the key guard, the wall clock for what is written down.

use std::time::{Instant, SystemTime};

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

use crate::app::Moment;

/// Counts from when the program started.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    start: Instant,
}

impl Clock {
    /// Starts counting.
    pub fn new() -> Clock {
        Clock { start: Instant::now() }
    }

    /// The moment of something that arrived at that instant.
    ///
    /// The instant is taken where the key arrives and not where it is worked on: what waited in a queue while a
    /// questionnaire was loading is a burst all the same, and the key guard must see it as one.
    pub fn moment(&self, arrived: Instant) -> Moment {
        Moment { uptime: arrived.saturating_duration_since(self.start), wall: wall() }
    }
}

impl Default for Clock {
    fn default() -> Clock {
        Clock::new()
    }
}

/// Local time. Where the time zone cannot be found out it is UTC, and where even the clock is out of any calendar it is
/// the year 0: then every review date is in its future, and the screen says that the clock is wrong.
///
/// The zone is read at the first call (about 0.1 ms) and kept by `jiff`, so the first frame does not wait for it.
fn wall() -> DateTime {
    match Timestamp::try_from(SystemTime::now()) {
        Ok(now) => TimeZone::system().to_datetime(now),
        Err(_) => DateTime::ZERO,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn uptime_is_counted_from_the_start_and_never_negative() {
        let clock = Clock::new();
        assert_eq!(clock.moment(clock.start + Duration::from_millis(1500)).uptime, Duration::from_millis(1500));
        assert_eq!(clock.moment(clock.start - Duration::from_millis(1)).uptime, Duration::ZERO);
    }

    #[test]
    fn the_wall_clock_is_of_this_age() {
        assert!(wall().year() >= 2025);
    }
}
