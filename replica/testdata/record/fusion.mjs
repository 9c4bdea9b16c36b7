// Fusing contiguous operations into one.
import { contiguousHistory, fuse } from './lib/history.mjs';
import { Random } from './lib/random.mjs';
import { fromSpec, newEncoder, toSpec } from './lib/triples.mjs';

export async function record(ref) {
  const { MeldOperation } = ref.require('engine/MeldOperation.js');
  const encoder = await newEncoder(ref);
  const random = new Random(31);
  const toOperation = spec => MeldOperation.fromOperation(encoder, toSpec(ref, encoder, spec));
  const cases = [];
  for (let i = 0; i < 120; i++) {
    let operations = contiguousHistory(ref, random, 1 + random.int(6)).map(toOperation);
    // Some are fusions already
    if (operations.length > 2 && random.chance(0.4)) {
      const at = random.int(operations.length - 1);
      const part = MeldOperation.fromOperation(encoder, fuse(encoder, operations.slice(at, at + 2)));
      operations = [...operations.slice(0, at), part, ...operations.slice(at + 2)];
    }
    cases.push({ operations: operations.map(fromSpec), result: fromSpec(fuse(encoder, operations)) });
  }
  return {
    about: 'Fusion. operations: specs (see operations.json), each continuing the one before → result: one spec. Order of triples and TIDs means nothing. '
      + 'contiguous: may operation two be fused to operation one? overlaps: does the tail of one overlap the head of two? No binary.',
    cases,
    contiguous: ranges(ref, MeldOperation)
  };
}

function ranges(ref, MeldOperation) {
  const { TreeClock } = ref.require('engine/clocks.js');
  const { CausalTimeRange } = ref.require('engine/ops.js');
  const range = ([from, time, principalId = null]) => ({ from, time: TreeClock.fromJson(time), principalId });
  const all = [
    [1, [1]], [2, [2]], [3, [3]], [1, [2]], [2, [3]], [1, [3]], [2, [4]], [2, [2], 'http://test.m-ld.org/alice'], [3, [3], 'http://test.m-ld.org/alice'],
    // Forked at 2
    [3, [2, [1], 0]], [4, [2, [2], 0]], [3, [2, [2], 0]], [2, [2, [], 0]], [1, [2, [], 0]], [3, [2, 0, [1]]], [4, [2, 0, [2]]], [4, [2, [2], 1]], [5, [2, [3], 1]], [5, [2, [3], 2]],
    [2, [2, [2], 0]], [4, [2, [1, [1], 0], 0]], [4, [2, [1, 0, [1]], 0]]
  ];
  return all.flatMap(one => all.map(two => ({
    one: toJson(one), two: toJson(two),
    contiguous: MeldOperation.contiguous(range(one), range(two)),
    overlaps: CausalTimeRange.overlaps(range(one), range(two))
  })));
}

const toJson = ([from, time, principal = null]) => ({ from, time, principal });
