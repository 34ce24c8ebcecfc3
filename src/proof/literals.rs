//! The third algebra: literals of a SAT solver. Running the circuit over it writes the circuit down as clauses.

use std::cell::Cell;
use std::rc::Rc;

use batsat::Callbacks;
use rustsat::solvers::{Solve, SolveIncremental, SolverResult};
use rustsat::types::{Clause, Lit, TernaryVal, Var};
use rustsat_batsat::Solver;

use crate::logic::Algebra;

/// Whether to give up: asked again and again while a proof goes on.
pub type Stop = Rc<dyn Fn() -> bool>;

/// The solver calls at every decision; asking a clock that often would cost more than the search.
const PATIENCE: u32 = 1024;

/// Interrupts the solver.
#[derive(Default)]
struct Interrupt {
    stop: Option<Stop>,
    calls: Cell<u32>,
    /// Decisions after which a search is given up.
    most: Cell<Option<u32>>,
}

impl Callbacks for Interrupt {
    fn stop(&self) -> bool {
        self.calls.set(self.calls.get().wrapping_add(1));
        let calls = self.calls.get();
        self.most.get().is_some_and(|most| calls >= most)
            || calls.is_multiple_of(PATIENCE) && self.stop.as_ref().is_some_and(|stop| stop())
    }
}

/// A SAT solver as an algebra: a wire carries a literal, and gates become clauses.
pub(super) struct Literals {
    solver: Solver<Interrupt>,
    variables: u32,
    truth: Lit,
    /// The solver refused something; then it proves nothing any more.
    failed: bool,
}

impl Literals {
    pub(super) fn new(stop: Stop) -> Literals {
        let mut solver: Solver<Interrupt> = Solver::default();
        solver.batsat_mut().cb_mut().stop = Some(stop);
        let truth = Var::new(0).pos_lit();
        let mut literals = Literals { solver, variables: 1, truth, failed: false };
        literals.clause(&[truth]);
        literals
    }

    /// A literal that may be true or false.
    pub(super) fn free(&mut self) -> Lit {
        let lit = Var::new(self.variables).pos_lit();
        self.variables += 1;
        lit
    }

    /// The first variable that is not used yet.
    pub(super) fn next_free(&self) -> Var {
        Var::new(self.variables)
    }

    /// Demands that at least one of these holds.
    pub(super) fn clause(&mut self, lits: &[Lit]) {
        self.failed |= self.solver.add_clause(Clause::from(lits)).is_err();
    }

    /// Demands that not both hold.
    pub(super) fn exclude(&mut self, a: Lit, b: Lit) {
        self.clause(&[!a, !b]);
    }

    /// Whether all these can hold together with everything demanded; `None` where the search was ended.
    pub(super) fn solve(&mut self, assumed: &[Lit]) -> Option<bool> {
        if self.failed {
            return None;
        }
        match self.solver.solve_assumps(assumed) {
            Ok(SolverResult::Sat) => Some(true),
            Ok(SolverResult::Unsat) => Some(false),
            Ok(SolverResult::Interrupted) | Err(_) => None,
        }
    }

    /// Whether this literal can hold, as far as so many decisions show it.
    pub(super) fn solve_briefly(&mut self, lit: Lit, decisions: u32) -> Option<bool> {
        let limit = |literals: &Literals, most| {
            let interrupt = literals.solver.batsat_ref().cb();
            interrupt.calls.set(0);
            interrupt.most.set(most);
        };
        limit(self, Some(decisions));
        let known = self.solve(&[lit]);
        limit(self, None);
        known
    }

    /// What the literal is in the answer that [`Literals::solve`] found; false where it does not matter.
    pub(super) fn value(&self, lit: Lit) -> bool {
        matches!(self.solver.lit_val(lit), Ok(TernaryVal::True))
    }
}

impl Algebra for Literals {
    type Bit = Lit;

    fn constant(&mut self, value: bool) -> Lit {
        if value { self.truth } else { !self.truth }
    }

    fn not(&mut self, a: Lit) -> Lit {
        !a
    }

    fn and(&mut self, a: Lit, b: Lit) -> Lit {
        if a == !self.truth || b == !self.truth || a == !b {
            !self.truth
        } else if a == self.truth || a == b {
            b
        } else if b == self.truth {
            a
        } else {
            let both = self.free();
            self.clause(&[!both, a]);
            self.clause(&[!both, b]);
            self.clause(&[both, !a, !b]);
            both
        }
    }

    fn xor(&mut self, a: Lit, b: Lit) -> Lit {
        if a == self.truth || a == !self.truth {
            if a == self.truth { !b } else { b }
        } else if b == self.truth || b == !self.truth {
            if b == self.truth { !a } else { a }
        } else if a == b || a == !b {
            if a == b { !self.truth } else { self.truth }
        } else {
            let one = self.free();
            self.clause(&[!one, a, b]);
            self.clause(&[!one, !a, !b]);
            self.clause(&[one, !a, b]);
            self.clause(&[one, a, !b]);
            one
        }
    }
}
