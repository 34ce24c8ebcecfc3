//! A search around one patient: some of his answers may change, all others stay.

use super::Limits;
use super::session::Session;
use super::world::{Block, World};
use crate::logic::{Builder, Copied, One, Wire};

/// What does not depend on the answers that may change is known, so what is left of a circuit is small, and the solver is
/// quick with it.
pub(super) struct Near<'w> {
    world: &'w World<'w>,
    patient: Vec<bool>,
    /// What the circuit says of the patient.
    known: Copied,
}

/// So many questions at most may change their answers.
pub(super) const MOST: usize = 60;

impl<'w> Near<'w> {
    /// Around this patient.
    pub(super) fn to(world: &'w World<'w>, patient: &[bool]) -> Near<'w> {
        let known = Copied::known(&mut world.circuit.run(One, patient));
        Near { world, patient: patient.to_vec(), known }
    }

    /// The patient around whom it is.
    pub(super) fn patient(&self) -> &[bool] {
        &self.patient
    }

    /// What is left of the circuit where only these blocks change, and the wire in it.
    pub(super) fn around(&self, wire: Wire, blocks: &[usize]) -> (World<'w>, Wire) {
        let world = self.world;
        let own = || blocks.iter().map(|&block| &world.blocks[block]);
        let mut builder = Builder::new(own().map(|block| block.inputs.all().len()).sum());
        let mut end = 0;
        let (mut few, mut changes) = (Vec::with_capacity(blocks.len()), Vec::new());
        for block in own() {
            let all = block.inputs.all();
            let inputs = block.inputs.shifted(end as isize - all.start as isize);
            end += all.len();
            for (outer, inner) in all.zip(inputs.all()) {
                let is_open = outer == block.inputs.open && !world.open;
                changes.push((outer, if is_open { Wire::FALSE } else { builder.input(inner) }));
            }
            few.push(Block { question: block.question, inputs });
        }
        let target = builder.copy_changed(&world.circuit, world.users(), &self.known, &changes).get(wire);
        (World::new(world.questionnaire, builder.finish(), few, world.open), target)
    }

    /// The inputs, with what they carry, that make the wire hold where only these blocks change; `None` where there are
    /// none.
    pub(super) fn find(&self, wire: Wire, blocks: &[usize], limits: &Limits) -> Option<Vec<(usize, bool)>> {
        let blocks = &blocks[..blocks.len().min(MOST)];
        let (small, target) = self.around(wire, blocks);
        if target == Wire::FALSE {
            return None;
        }
        let mut session = Session::new(&small, limits.stop.clone());
        let lit = session.lit(target);
        if session.literals().solve(&[lit]) != Some(true) {
            return None;
        }
        let found = session.patient();
        let outer = blocks.iter().flat_map(|&block| self.world.blocks[block].inputs.all());
        Some(outer.zip(found).filter(|(input, on)| self.patient[*input] != *on).collect())
    }
}
