//! How many patients a second.

use std::error::Error;

use rustix::time::{ClockId, clock_gettime};

/// How often each rival is measured. The middle run counts.
const RUNS: usize = 5;

/// The patients a second of the middle run. A run gets through `patients`, and `check` looks at what it came to after
/// the clock has stopped.
pub fn rate<T>(
    patients: usize,
    mut run: impl FnMut() -> Result<T, Box<dyn Error>>,
    mut check: impl FnMut(T),
) -> Result<f64, Box<dyn Error>> {
    let mut seconds = [0.0; RUNS];
    for taken in &mut seconds {
        let start = now();
        let results = run()?;
        *taken = now() - start;
        check(results);
    }
    seconds.sort_by(f64::total_cmp);
    Ok(patients as f64 / seconds[RUNS / 2])
}

/// The seconds this thread has had a core.
fn now() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}
