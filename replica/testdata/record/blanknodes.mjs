// Blank nodes of one name in several operations, which the reference takes for one.
import { contiguousHistory } from './lib/history.mjs';
import { Random } from './lib/random.mjs';
import { fromSpec, newEncoder, toSpec } from './lib/triples.mjs';

/** How far apart the counters of two processes are tried. */
const MOST = 40;

export async function record(ref) {
  const { MeldOperation } = ref.require('engine/MeldOperation.js');
  const { EncodedOperation } = ref.require('engine/index.js');
  const { MeldEncoder } = ref.require('engine/MeldEncoding.js');
  const random = new Random(75);
  const read = (encoder, encoded) => MeldOperation.fromEncoded(encoder, encoded);
  const base64 = ({ encoded }) => EncodedOperation.toBuffer(encoded).toString('base64');

  /** A process that has named so many blank nodes already. */
  async function newProcess(named) {
    const encoder = await newEncoder(ref);
    for (; named > 0; named--)
      encoder.rdf.blankNode();
    return encoder;
  }
  /** An operation with the names that Go clones give: no other operation has them. */
  function distinct({ encoded: [version, from, time, update, encoding, ...rest], time: { hash } }) {
    const jsons = MeldEncoder.jsonFromBuffer(update, encoding);
    const tid = hash.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
    const named = JSON.parse(JSON.stringify(jsons).replaceAll(/"_:b(\d+)"/g, `"_:${tid}.$1"`));
    return { encoded: [version, from, time, ...MeldEncoder.bufferFromJson(named), ...rest] };
  }
  /** What a process makes of operations: as it holds it, and as others read it from what it writes. */
  function made(encoder, ops, how) {
    const operation = MeldOperation.fromOperation(encoder, how(ops.map(op => read(encoder, op.encoded))));
    return { operation, again: fromSpec(read(encoder, operation.encoded)) };
  }
  const size = spec => [...spec.deletes, ...spec.inserts].reduce((n, { tids }) => n + tids.length, spec.deletes.length + spec.inserts.length);
  /** Looks for counters with which something is lost that is not with names of their own. */
  async function collision(ops, how) {
    for (let named = 0; named < MOST; named++) {
      const wrong = made(await newProcess(named), ops, how);
      const right = made(await newProcess(named), ops.map(distinct), how);
      if (size(wrong.again) < size(right.again))
        return { operations: ops.map(base64), wrong: base64(wrong.operation), read: wrong.again, right: right.again };
    }
  }

  const cut = ([fusion, ...seen]) => seen.reduce((cutting, one) => cutting.next(one), fusion.cutting()).commit();
  const fuse = ([first, ...rest]) => rest.reduce((fusion, next) => fusion.next(next), first.fusion()).commit();
  async function cases(count, how, operations) {
    const all = [];
    while (all.length < count) {
      const found = await collision(await operations(), how);
      if (found != null)
        all.push(found);
    }
    return all;
  }
  /** Operations that follow each other, written in one life of their process or each in another. */
  async function history(length, inOneLife) {
    let process = await newProcess(random.int(6));
    const all = [];
    for (const spec of contiguousHistory(ref, random, length)) {
      all.push(MeldOperation.fromOperation(process, toSpec(ref, process, spec)));
      if (!inOneLife)
        process = await newProcess(random.int(4));
    }
    return all;
  }
  return {
    about: 'Operations (packed, base64) whose blank nodes have the same names, since each process of the reference numbers them from the start. '
      + 'cut: operations are a fusion, and what a clone has of it already; fuse: some that follow each other. '
      + 'wrong is what the reference makes of them (packed, base64), and read the spec that it reads from that: something is lost. '
      + 'right is what it makes of the same with names of their own, in the form of ours.',
    cut: await cases(12, cut, async () => {
      const all = await history(3 + random.int(3), true), seen = 1 + random.int(all.length - 2);
      return [MeldOperation.fromOperation(await newProcess(0), fuse(all)), ...all.slice(0, seen)];
    }),
    fuse: await cases(12, fuse, () => history(2 + random.int(3), false))
  };
}
