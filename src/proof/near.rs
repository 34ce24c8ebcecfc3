//! A search around one patient: some of his answers may change, all others stay.

use super::Limits;
use super::world::{Session, World};
use crate::logic::{Builder, Copied, One, Users, Wire};

/// What does not depend on the answers that may change is known, so what is left of a circuit is small, and the solver is
/// quick with it.
pub(super) struct Near<'w> {
    world: &'w World<'w>,
    users: Users,
    patient: Vec<bool>,
    /// What the circuit says of the patient.
    known: Copied,
}

/// So many questions at most may change their answers.
const MOST: usize = 60;

impl<'w> Near<'w> {
    /// Around this patient.
    pub(super) fn to(world: &'w World<'w>, patient: &[bool]) -> Near<'w> {
        let known = Copied::known(&mut world.circuit.run(One, patient));
        Near { world, users: Users::of_all(&world.circuit), patient: patient.to_vec(), known }
    }

    /// The inputs, with what they carry, that make the wire hold where only these blocks change; `None` where there are
    /// none.
    pub(super) fn find(&mut self, wire: Wire, blocks: &[usize], limits: &Limits) -> Option<Vec<(usize, bool)>> {
        let world = self.world;
        let blocks = &blocks[..blocks.len().min(MOST)];
        let own: Vec<_> = blocks.iter().map(|&block| &world.blocks[block]).collect();
        let count = own.iter().map(|block| block.inputs.all().len()).sum();
        let mut builder = Builder::new(count);
        let mut end = 0;
        let mut few = Vec::with_capacity(own.len());
        let mut changes = Vec::with_capacity(count);
        for block in own {
            let all = block.inputs.all();
            let inputs = block.inputs.shifted(end as isize - all.start as isize);
            end += all.len();
            for (outer, inner) in all.zip(inputs.all()) {
                let is_open = outer == block.inputs.open && !world.open;
                changes.push((outer, if is_open { Wire::FALSE } else { builder.input(inner) }));
            }
            few.push(super::world::Block { question: block.question, inputs });
        }
        let target = builder.copy_changed(&world.circuit, &self.users, &self.known, &changes).get(wire);
        if target == Wire::FALSE {
            return None;
        }
        let small = World::new(world.questionnaire, builder.finish(), few, world.open);
        let mut session = Session::new(&small, limits.stop.clone());
        let lit = session.lit(target);
        if session.literals().solve(&[lit]) != Some(true) {
            return None;
        }
        let found = session.patient();
        let outer = blocks.iter().flat_map(|&block| world.blocks[block].inputs.all());
        Some(outer.zip(found).filter(|(input, on)| self.patient[*input] != *on).collect())
    }
}
