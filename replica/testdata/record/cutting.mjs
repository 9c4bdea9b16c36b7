// Cutting what has been seen from a fusion.
import { contiguousHistory, fuse } from './lib/history.mjs';
import { Random } from './lib/random.mjs';
import { fromSpec, newEncoder, toSpec } from './lib/triples.mjs';

export async function record(ref) {
  const { MeldOperation } = ref.require('engine/MeldOperation.js');
  const encoder = await newEncoder(ref);
  const random = new Random(57);
  const toOperation = spec => MeldOperation.fromOperation(encoder, spec);
  const cases = [];
  for (let i = 0; i < 120; i++) {
    const history = contiguousHistory(ref, random, 5 + random.int(5)).map(spec => toOperation(toSpec(ref, encoder, spec)));
    // The fusion is of [start, end); [seenFrom, seenTo) is what we have
    const start = random.int(history.length - 3), end = start + 2 + random.int(history.length - start - 1);
    const seenTo = end - 1 - random.int(Math.min(end - start - 1, 3)), seenFrom = random.chance(0.25) ? start : random.int(start + 1);
    const fusion = toOperation(fuse(encoder, history.slice(start, end)));
    const seen = seenParts(random, history.slice(seenFrom, seenTo), start - seenFrom, part => toOperation(fuse(encoder, part)));
    const cutting = fusion.cutting();
    for (const one of seen)
      cutting.next(one);
    cases.push({ operation: fromSpec(fusion), seen: seen.map(fromSpec), result: fromSpec(cutting.commit()) });
  }
  return {
    about: 'Cutting. operation: a fusion; seen: what we have of its process, in order, the first of which overlaps the beginning of operation (specs as in operations.json) → '
      + 'result: a spec of what is left to apply. Order of triples and TIDs means nothing. No binary.',
    cases
  };
}

/**
 * What is seen may be one fusion, single operations, or a fusion that begins before
 * the cut one, and single operations.
 */
function seenParts(random, history, before, fused) {
  const style = random.int(3);
  if (style === 0)
    return [history.length > 1 ? fused(history) : history[0]];
  if (style === 1)
    return history.slice(before);
  return [before > 0 ? fused(history.slice(0, before + 1)) : history[0], ...history.slice(before + 1)];
}
