//! When something happened: the monotonic clock for the key guard, the wall clock for what is written down.

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime};

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

use crate::app::Moment;

/// Where Unix keeps its time zones.
const ZONES: &str = "/usr/share/zoneinfo";

/// Counts from when the program started, and tells local time.
#[derive(Clone, Debug)]
pub struct Clock {
    start: Instant,
    zone: TimeZone,
    /// Milliseconds by which it is ahead of the computer's.
    ahead: Arc<AtomicU64>,
    /// How long the computer had slept when it started.
    slept: Duration,
}

impl Clock {
    /// Starts counting.
    pub fn new() -> Clock {
        Clock { start: Instant::now(), zone: zone(), ahead: Arc::default(), slept: slept() }
    }

    /// A clock whose hands can be moved on, by so many milliseconds: for tests that cannot wait. Uptime alone goes by them.
    pub fn ahead_by(ahead: Arc<AtomicU64>) -> Clock {
        Clock { ahead, ..Clock::new() }
    }

    /// This moment.
    pub fn now(&self) -> Moment {
        self.moment(Instant::now())
    }

    /// The moment of something that arrived at that instant.
    ///
    /// The instant is taken where the key arrives and not where it is worked on: what waited in a queue while a
    /// questionnaire was loading is a burst all the same, and the key guard must see it as one.
    pub fn moment(&self, arrived: Instant) -> Moment {
        // A computer that was asleep was idle: its monotonic clock does not count that.
        let ahead = Duration::from_millis(self.ahead.load(Ordering::SeqCst)) + slept().saturating_sub(self.slept);
        Moment { uptime: arrived.saturating_duration_since(self.start) + ahead, wall: self.wall() }
    }

    /// Local time of a moment on record.
    pub fn local(&self, at: Timestamp) -> DateTime {
        self.zone.to_datetime(at)
    }

    /// Local time. Where the clock is out of any calendar it is the year 0: then the review of every questionnaire is in
    /// its future, and the screen says that the clock is wrong.
    fn wall(&self) -> DateTime {
        match Timestamp::try_from(SystemTime::now()) {
            Ok(now) => self.zone.to_datetime(now),
            Err(_) => DateTime::ZERO,
        }
    }
}

/// How long the computer has slept since it was started.
#[cfg(target_os = "linux")]
fn slept() -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    let since = |clock| {
        let time = clock_gettime(clock);
        Duration::new(u64::try_from(time.tv_sec).unwrap_or_default(), u32::try_from(time.tv_nsec).unwrap_or_default())
    };
    since(ClockId::Boottime).saturating_sub(since(ClockId::Monotonic))
}

#[cfg(not(target_os = "linux"))]
fn slept() -> Duration {
    Duration::ZERO
}

impl Default for Clock {
    fn default() -> Clock {
        Clock::new()
    }
}

/// The local time zone, or UTC where it cannot be found out.
///
/// A name in `TZ` is looked up here: `jiff` can do it too (`tzdb-zoneinfo`), but for that it walks the whole zone
/// database at every start, which takes longer than to show the first question.
fn zone() -> TimeZone {
    std::env::var_os("TZ").and_then(|name| named_zone(&name)).unwrap_or_else(TimeZone::system)
}

/// The zone that `TZ` names, as `Europe/London` or by a path. Rules (`CET-1CEST`) and nothing are left to the system.
fn named_zone(name: &OsStr) -> Option<TimeZone> {
    let name = name.to_str()?;
    let path = PathBuf::from(name.strip_prefix(':').unwrap_or(name));
    if path.as_os_str().is_empty() || path.components().any(|part| part == Component::ParentDir) {
        return None;
    }
    let data = std::fs::read(Path::new(ZONES).join(path)).ok()?;
    TimeZone::tzif(name, &data).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uptime_is_counted_from_the_start_and_never_negative() {
        let clock = Clock::new();
        assert_eq!(clock.moment(clock.start + Duration::from_millis(1500)).uptime, Duration::from_millis(1500));
        assert_eq!(clock.moment(clock.start - Duration::from_millis(1)).uptime, Duration::ZERO);
    }

    #[test]
    fn the_wall_clock_is_of_this_age() {
        assert!(Clock::new().now().wall.year() >= 2025);
    }

    #[test]
    fn a_zone_has_a_name_or_is_left_to_the_system() {
        for name in ["", ":", "CET-1CEST,M3.5.0,M10.5.0/3", "Europe/Nowhere", "../../../etc/passwd", "/etc/passwd"] {
            assert!(named_zone(OsStr::new(name)).is_none(), "{name}");
        }
        // Not every machine that tests has the database.
        if Path::new(ZONES).join("Asia/Tokyo").exists() {
            let noon: Timestamp = "2026-11-21T12:00:00Z".parse().unwrap();
            for name in ["Asia/Tokyo", ":Asia/Tokyo", "/usr/share/zoneinfo/Asia/Tokyo"] {
                let zone = named_zone(OsStr::new(name)).unwrap();
                assert_eq!(zone.to_datetime(noon).hour(), 21, "{name}");
            }
        }
    }
}
