// Random histories of one process: contiguous operations over a few triples.
import { base, iri, literal, vocab, xs } from './triples.mjs';

const UNIVERSE = [
  [base('fred'), vocab('name'), literal('Fred')], [base('fred'), vocab('name'), literal('Flintstone')],
  [base('wilma'), vocab('name'), literal('Wilma')], [base('fred'), vocab('knows'), iri(base('wilma'))],
  [base('wilma'), vocab('height'), xs('5', 'integer')], [base('fred'), vocab('height'), xs('5.5E0', 'double')]
].map(([s, p, o]) => ({ s, p, o }));

const START_TIMES = [[1], [3, [2], 1], [2, [1, 4, [1]], 0], [5, 1, [3]], [130, [], 2], [4, [[], 0], 1]];

/**
 * @returns specs of operations, each continuing the one before; what is deleted
 * was inserted by them or, in the beginning, by others
 */
export function contiguousHistory(ref, random, length) {
  const { TreeClock } = ref.require('engine/clocks.js');
  let time = TreeClock.fromJson(random.pick(START_TIMES));
  const held = new Map(UNIVERSE.map(triple => [triple, new Set]));
  // TIDs of other processes
  for (const tids of held.values())
    for (let i = random.int(3); i > 0; i--)
      tids.add(`other${random.int(4)}`);
  const specs = [];
  for (let i = 0; i < length; i++) {
    time = time.ticked();
    specs.push(operation(random, held, time));
  }
  return specs;
}

function operation(random, held, time) {
  const deletes = [], inserts = [];
  for (const [triple, tids] of held) {
    const r = random.next();
    if (r < 0.3 && tids.size > 0) {
      // Usually all that is held; sometimes, as after a concurrent insert, a part
      const gone = [...tids].filter(() => random.chance(0.85));
      if (gone.length > 0) {
        deletes.push({ ...triple, tids: gone });
        gone.forEach(tid => tids.delete(tid));
      }
    } else if (r < 0.55) {
      inserts.push(triple);
      tids.add(time.hash);
    }
  }
  return {
    time: time.toJSON(), deletes, inserts,
    ...random.chance(0.1) ? { agreed: { tick: time.ticks, proof: `proof${time.ticks}` } } : {}
  };
}

/** A few operations as one, by the reference. */
export function fuse(encoder, operations) {
  const [first, ...rest] = operations;
  const fusion = first.fusion();
  for (const next of rest)
    fusion.next(next);
  return fusion.commit();
}
