// Operations: how the reference writes them, and what it reads.
import { base64 } from '../lib/write.mjs';
import { fromSpec, newEncoder, plain, toSpec } from '../lib/triples.mjs';
import { neutral } from '../lib/values.mjs';
import { encodeCases } from './encode-cases.mjs';
import { nameCases } from './name-cases.mjs';
import { literalCases } from './literal-cases.mjs';
import { readCases } from './read-cases.mjs';
import { messageCases, operationCases } from './message-cases.mjs';

export async function record(ref) {
  // Gzip writes the time of day into its header
  const now = Date.now;
  Date.now = () => 1_000_000_000_000;
  try {
    const write = spec => encoded(ref, spec);
    return {
      about: 'Operations in domain test.m-ld.org. Triples are {s, p, o: {iri} | {value, datatype, language?, data?}, tids?}, data (beside a literal) as values in '
        + 'msgpack.json. encode: spec → operation (packed EncodedOperation, base64), update (base64, as encoded), encoding, jsons (what update holds; '
        + '$bytes, $undefined, $number mark what JSON lacks), message (packed, base64) made with prev and attr; read: what the reference reads back from it. '
        + 'names, literals: the same for odd IRIs and values. read: update (packed serial JSON, base64; json is the same, for people) → what is read, or error:true. '
        + 'operations, messages: packed, base64 → what is read, or error:true.',
      encode: await inOrder(encodeCases(), write),
      names: await inOrder(nameCases(), write),
      literals: await inOrder(literalCases(), write),
      read: await inOrder(readCases(), one => read(ref, one)),
      operations: await inOrder(operationCases(), one => readOperation(ref, one)),
      messages: await inOrder(messageCases(), one => readMessage(ref, one))
    };
  } finally {
    Date.now = now;
  }
}

async function inOrder(items, process) {
  const out = [];
  for (const item of items)
    out.push(await process(item));
  return out;
}

async function encoded(ref, { name, prev, attr = null, ...spec }) {
  const { MeldOperation } = ref.require('engine/MeldOperation.js');
  const { MeldOperationMessage } = ref.require('engine/MeldOperationMessage.js');
  const { EncodedOperation } = ref.require('engine/index.js');
  const encoder = await newEncoder(ref);
  const about = { name, spec };
  try {
    const op = MeldOperation.fromOperation(encoder, toSpec(ref, encoder, spec));
    const [, from, , update, encoding] = op.encoded;
    prev ??= from - 1;
    const message = MeldOperationMessage.fromOperation(prev, op.encoded, attr);
    return oddly({
      ...about, jsons: plain(op.jsons), update: base64(update), encoding,
      operation: base64(EncodedOperation.toBuffer(op.encoded)),
      message: { prev, attr, bytes: base64(MeldOperationMessage.toBuffer(message)) },
      read: attempt(() => fromSpec(MeldOperation.fromEncoded(encoder, op.encoded)))
    });
  } catch (e) {
    return { ...about, error: true, why: e.message };
  }
}

function attempt(fn) {
  try {
    return fn();
  } catch (e) {
    return { error: true, why: e.message };
  }
}

async function read(ref, { name, from, time = [3], deletes = {}, inserts = {}, updates }) {
  const msgPack = ref.require('engine/msgPack.js');
  const { MeldOperation } = ref.require('engine/MeldOperation.js');
  const { TreeClock } = ref.require('engine/clocks.js');
  const encoder = await newEncoder(ref);
  const json = updates == null ? [deletes, inserts] : [deletes, inserts, updates];
  const update = msgPack.encode(json);
  from ??= TreeClock.fromJson(time).ticks;
  return oddly({
    name, from, time, json: plain(json), update: base64(update),
    ...attempt(() => ({
      read: fromSpec(MeldOperation.fromEncoded(encoder, [5, from, time, update, [1], null, null]))
    }))
  });
}

/** Marks what was read into something that is no RDF. */
const oddly = one => JSON.stringify(one).includes('"notATerm"') ? { ...one, odd: true } : one;

async function readOperation(ref, { name, operation }) {
  const msgPack = ref.require('engine/msgPack.js');
  const { MeldOperation } = ref.require('engine/MeldOperation.js');
  const { EncodedOperation } = ref.require('engine/index.js');
  const encoder = await newEncoder(ref);
  const packed = msgPack.encode(operation(msgPack, ref));
  return oddly({
    name, operation: base64(packed),
    ...attempt(() => ({
      read: fromSpec(MeldOperation.fromEncoded(encoder, EncodedOperation.fromBuffer(packed)))
    }))
  });
}

async function readMessage(ref, { name, message }) {
  const msgPack = ref.require('engine/msgPack.js');
  const { MeldOperationMessage } = ref.require('engine/MeldOperationMessage.js');
  const packed = message(msgPack);
  return {
    name, message: base64(packed),
    ...attempt(() => {
      const { prev, attr, enc, time } = MeldOperationMessage.fromBuffer(packed);
      return { read: { prev, attr: neutral(attr), enc: base64(enc), time: time.toJSON() } };
    })
  };
}

