// Control messages, notifications and what snapshots are made of.
import { base64 } from './lib/write.mjs';
import { fromTriplesTids, newEncoder, plain, toTriplesTids } from './lib/triples.mjs';
import { base, iri, literal, vocab, xs } from './lib/triples.mjs';

export async function record(ref) {
  const now = Date.now;
  Date.now = () => 1_000_000_000_000;
  try {
    return {
      about: 'Control messages. requests, responses: {json (what is enclosed), attr} → bytes, packed, base64. read: bytes → as: the class the reference makes of it '
        + 'and its fields, or error:true; direction is the one who reads (request: as a request). ack: the payload of an acknowledgement. notifications: {json} → bytes; $bytes is '
        + 'base64. data: snapshot data, {inserts, encoding} from triples with TIDs, and {operation}, as the bytes of next.',
      ...messages(ref), ...reads(ref), ack: base64(ref.require('engine/msgPack.js').encode(null)),
      notifications: notifications(ref), data: await data(ref)
    };
  } finally {
    Date.now = now;
  }
}

const CLOCKS = [[], [3], [1, [2], 0], [1, 0, []], [130, [1, [70000], 2], 4294967297]];
const GWCS = [[0, 'kA=='], [3, 'kQM='], [1, [[2, 'kwGRAgA='], [0, '!blocked!']]]];
const ATTRS = [null, { pid: 'http://test.m-ld.org/alice', sig: Buffer.from([1, 2, 3]) }];

function messages(ref) {
  const control = ref.require('engine/remotes/ControlMessage.js');
  const { TreeClock, GlobalClock } = ref.require('engine/clocks.js');
  const { decode } = ref.require('engine/msgPack.js');
  const clock = TreeClock.fromJson, gwc = GlobalClock.fromJSON;
  const written = message => ({ json: plain(decode(message.enc)), attr: plain(message.attr), bytes: base64(message.toBuffer()) });
  const each = (make, ...inputs) => inputs.flatMap(input => ATTRS.map(attr => written(make(input, attr))));
  return {
    requests: [
      ...each((newClock, attr) => new control.SnapshotRequest(newClock, attr), true, false),
      ...each((time, attr) => new control.RevupRequest(clock(time), attr), ...CLOCKS)
    ],
    responses: [
      ...each(([time, of, agreed], attr) => new control.SnapshotResponse(time && clock(time), gwc(of), clock(agreed), 'data1', 'updates1', attr),
        ...GWCS.map((of, i) => [CLOCKS[i], of, CLOCKS[i + 1]]), [CLOCKS[4], GWCS[0], []]),
      // To one who is here already; the reference itself cannot read it
      written(new control.SnapshotResponse(undefined, gwc(GWCS[1]), clock([]), 'data1', 'updates1')),
      ...each((of, attr) => new control.RevupResponse(of && gwc(of), of ? 'updates1' : 'clone1', attr), null, ...GWCS),
      ...each((status, attr) => new control.RejectedResponse(status, attr), 4030, 5003, 5012)
    ]
  };
}

function reads(ref) {
  const control = ref.require('engine/remotes/ControlMessage.js');
  const { encode } = ref.require('engine/msgPack.js');
  const REQUEST = 'http://control.m-ld.org/request/', RESPONSE = 'http://control.m-ld.org/response/';
  const read = (direction, name, bytes) => {
    const one = { direction, name, bytes: base64(bytes) };
    try {
      const message = control[direction === 'request' ? 'Request' : 'Response'].fromBuffer(bytes);
      const { enc, attr, ...fields } = message;
      for (const key of Object.keys(fields))
        fields[key] = fields[key]?.toJSON?.() ?? fields[key] ?? null;
      for (const symbol of Object.getOwnPropertySymbols(fields)) delete fields[symbol];
      return { ...one, as: message.constructor.name, fields, attr: plain(attr) };
    } catch (e) {
      return { ...one, error: true, why: e.message };
    }
  };
  const pack = (json, more = {}) => encode({ enc: encode(json), attr: null, ...more });
  const snapshot = { '@type': `${RESPONSE}snapshot`, clock: [1, 0, []], gwc: [1, 'kQE='], agreed: [], dataAddress: 'd', updatesAddress: 'u' };
  const request = (name, json, more) => read('request', name, pack(json, more)), response = (name, json, more) => read('response', name, pack(json, more));
  const newClock = { '@type': `${REQUEST}snapshot`, newClock: true };
  return {
    read: [
      request('snapshot', newClock), request('snapshot without newClock', { '@type': `${REQUEST}snapshot` }), request('keys in another order', { newClock: false, '@type': `${REQUEST}snapshot` }),
      request('with another key', { ...newClock, more: 1 }), request('revup', { '@type': `${REQUEST}revup`, time: [1, [2], 0] }), request('revup without time', { '@type': `${REQUEST}revup` }),
      request('revup at a bad time', { '@type': `${REQUEST}revup`, time: 'x' }), request('revup at a time without ID', { '@type': `${REQUEST}revup`, time: 5 }),
      request('of another type', { '@type': `${REQUEST}other` }), request('a response', snapshot), request('without type', {}), request('null', null), request('an array', []),
      request('attributed', newClock, { attr: { pid: 'x', sig: Buffer.from([1]) } }), request('attr undefined', newClock, { attr: undefined }), request('attr a string', newClock, { attr: 'x' }),
      request('enc not bytes', newClock, { enc: newClock }), request('enc not to be unpacked', newClock, { enc: Buffer.from([0xc1]) }),
      read('request', 'attr missing', encode({ enc: encode(newClock) })), read('request', 'not packed', Buffer.from('x{')), read('request', 'nothing', Buffer.from([])), read('request', 'ack', encode(null)),
      response('snapshot', snapshot), response('snapshot without clock', { ...snapshot, clock: undefined }), response('snapshot with clock null', { ...snapshot, clock: null }),
      response('snapshot without agreed', { ...snapshot, agreed: undefined }), response('snapshot without gwc', { ...snapshot, gwc: null }), response('snapshot with bad gwc', { ...snapshot, gwc: [1] }),
      response('snapshot without addresses', { ...snapshot, dataAddress: undefined, updatesAddress: undefined }),
      response('revup', { '@type': `${RESPONSE}revup`, gwc: [1, 'kQE='], updatesAddress: 'u' }), response('revup, no help', { '@type': `${RESPONSE}revup`, gwc: null, updatesAddress: 'c' }),
      response('revup without gwc', { '@type': `${RESPONSE}revup`, updatesAddress: 'c' }), response('rejected', { '@type': `${RESPONSE}rejected`, status: 5003 }),
      response('rejected without status', { '@type': `${RESPONSE}rejected` }), response('rejected for another reason', { '@type': `${RESPONSE}rejected`, status: 1 }),
      response('of another type', { '@type': `${RESPONSE}other` }), response('a request', newClock), read('response', 'ack', encode(null))
    ]
  };
}

function notifications(ref) {
  const { encode } = ref.require('engine/msgPack.js');
  const { toJSON } = ref.require('engine/util.js');
  const { MeldError } = ref.require('api.js');
  return [
    ...[[], [1, 2, 3], Array(300).fill(7)].map(bytes => ({ next: Buffer.from(bytes) })),
    { complete: true },
    { error: toJSON(new MeldError('Clone has closed')) }, { error: toJSON(new MeldError('Bad response', 'of some kind')) }, { error: toJSON(new Error('An error')) }, { error: toJSON(null) }
  ].map(json => ({ json: plain(json), bytes: base64(encode(json)) }));
}

async function data(ref) {
  const encoder = await newEncoder(ref);
  const { encode } = ref.require('engine/msgPack.js');
  const { MeldOperation } = ref.require('engine/MeldOperation.js');
  const { TreeClock } = ref.require('engine/clocks.js');
  const fred = (p, o, tids) => ({ s: base('fred'), p: vocab(p), o, tids });
  const batches = [
    [], [fred('name', literal('Fred'), ['kQE='])],
    [fred('name', literal('Fred'), ['kQE=', 'kQI=']), fred('height', xs('5', 'integer'), ['kQI=']), fred('knows', iri(base('wilma')), ['kQI='])],
    // What a clone derives for itself has no TIDs
    [fred('name', literal('Fred'), ['kQE=']), { s: base('.well-known/genid/slot1'), p: 'http://json-rql.org/#index', o: xs('0', 'integer'), tids: [] }],
    Array.from({ length: 10 }, (_, i) => fred('name', literal(`Fred ${'x'.repeat(i * 15)}`), [`kQE=`, `kQ${i}=`]))
  ].map(triples => {
    const [inserts, encoding] = encoder.bufferFromTriples(encoder.reifyTriplesTids(encoder.identifyTriplesData(toTriplesTids(encoder, triples))));
    const read = fromTriplesTids(encoder.unreifyTriplesTids(encoder.triplesFromBuffer(inserts, encoding)));
    return { kind: 'inserts', triples, encoding, read, bytes: base64(encode({ inserts, encoding })) };
  });
  const operation = MeldOperation.fromOperation(encoder, {
    from: 1, time: TreeClock.fromJson([2]), deletes: [], updates: [], principalId: null, agreed: null,
    inserts: toTriplesTids(encoder, [fred('name', literal('Fred'), ['kQI='])])
  }).encoded;
  return [...batches, { kind: 'operation', operation: plain(operation), bytes: base64(encode({ operation })) }];
}
