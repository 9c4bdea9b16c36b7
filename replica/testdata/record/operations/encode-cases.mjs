// Whole operations: plain and fused, empty and large.
import { base, iri, literal, RDF, vocab, xs } from '../lib/triples.mjs';
import { neutral } from '../lib/values.mjs';
import { Random } from '../lib/random.mjs';

const TYPE = `${RDF}type`;
const triple = (s, p, o, tids) => ({ s: base(s), p, o, ...tids ? { tids } : {} });
const name = (s, value, tids) => triple(s, vocab('name'), literal(value), tids);

export function encodeCases() {
  return [
    { name: 'nothing at all', time: [1] },
    { name: 'nothing at all, in a fusion', from: 1, time: [3] },
    { name: 'one insert', time: [1], inserts: [name('fred', 'Fred')] },
    { name: 'one insert after a fork', time: [1, [], 0], prev: 1, inserts: [name('fred', 'Fred')] },
    { name: 'one insert, far back the public tick', time: [12], prev: 3, inserts: [name('fred', 'Fred')] },
    { name: 'one delete', time: [2], deletes: [name('fred', 'Fred', ['kQE='])] },
    { name: 'a delete of several TIDs', time: [2, [1], 0], deletes: [name('fred', 'Fred', ['kQE=', 'kgGRAQ==', 'aGVsbG8='])] },
    {
      name: 'several deletes', time: [7, 1, [3]],
      deletes: [name('fred', 'Fred', ['kQE=']), name('fred', 'Flintstone', ['kQE=', 'kQI=']),
        triple('wilma', vocab('spouse'), iri(base('fred')), ['kQM='])]
    },
    { name: 'a change of a value', time: [2], deletes: [name('fred', 'Fred', ['kQE='])], inserts: [name('fred', 'Flintstone')] },
    {
      name: 'several subjects, references and types', time: [4], inserts: [
        triple('fred', TYPE, iri(vocab('Flintstone'))), name('fred', 'Fred'), triple('fred', vocab('height'), xs('6', 'integer')),
        triple('fred', vocab('spouse'), iri(base('wilma'))), name('wilma', 'Wilma'), triple('wilma', TYPE, iri(vocab('Flintstone'))),
        triple('wilma', TYPE, iri('http://xmlns.com/foaf/0.1/Person')), triple('wilma', 'http://xmlns.com/foaf/0.1/knows', iri(base('betty')))
      ]
    },
    {
      name: 'several values of one property', time: [4], inserts: [
        name('fred', 'Fred'), name('fred', 'Flintstone'), name('fred', 'Frederick'), triple('fred', vocab('likes'), iri(base('wilma'))),
        triple('fred', vocab('likes'), literal('bowling')), triple('fred', vocab('likes'), xs('42', 'integer'))
      ]
    },
    { name: 'a type deleted', time: [4], deletes: [triple('fred', TYPE, iri(vocab('Flintstone')), ['kQE='])] },
    {
      name: 'a fusion of inserts', from: 2, time: [4],
      inserts: [name('fred', 'Fred', ['kQI=']), name('wilma', 'Wilma', ['kQM=', 'kQQ=']), triple('fred', TYPE, iri(vocab('Flintstone')), ['kQQ='])]
    },
    {
      name: 'a fusion of deletes and inserts', from: 2, time: [1, [3], 0],
      deletes: [name('fred', 'Fred', ['kQE=', 'kgGRAQ=='])], inserts: [name('fred', 'Flintstone', ['kgORAg=='])]
    },
    { name: 'a fusion that only deletes', from: 2, time: [3], deletes: [name('fred', 'Fred', ['kQE='])] },
    { name: 'with a principal in the domain', time: [1], principal: base('alice'), inserts: [name('fred', 'Fred')] },
    { name: 'with a principal elsewhere', time: [1], principal: 'https://alice.example/profile#me', inserts: [name('fred', 'Fred')] },
    { name: 'with a principal of the vocabulary', time: [1], principal: vocab('alice'), inserts: [name('fred', 'Fred')] },
    { name: 'with attribution', time: [1], principal: base('alice'), attr: { pid: base('alice'), sig: [1, 2, 3] }, inserts: [name('fred', 'Fred')] },
    { name: 'agreed', time: [5], agreed: { tick: 5, proof: true }, inserts: [name('fred', 'Fred')] },
    { name: 'agreed, with proof', time: [5], agreed: { tick: 5, proof: { by: 'all', of: [1, 2] } }, deletes: [name('fred', 'Fred', ['kQE='])] },
    { name: 'agreed in the middle of a fusion', from: 3, time: [6], agreed: { tick: 4, proof: 'proof' }, inserts: [name('fred', 'Fred', ['kQQ='])] },
    { name: 'ticks over 32 bits', time: [4294967297, [1], 0], inserts: [name('fred', 'Fred')] },
    { name: 'a TID that is a hash', time: [100000, [100000, [100000, [100000], 100000], 100000], 100000], inserts: [name('fred', 'Fred')] },
    {
      name: 'a list', time: [2], inserts: [
        triple('shopping', TYPE, iri('http://m-ld.org/RdfLseq')),
        triple('shopping', 'http://m-ld.org/RdfLseq/?=7clone___________', iri(base('.well-known/genid/slot1'))),
        triple('.well-known/genid/slot1', 'http://json-rql.org/#item', literal('Bread'))
      ]
    },
    {
      name: 'a slot moved', time: [3],
      deletes: [triple('shopping', 'http://m-ld.org/RdfLseq/?=7clone___________', iri(base('.well-known/genid/slot1')), ['kQI=']),
        triple('.well-known/genid/slot1', 'http://json-rql.org/#item', literal('Bread'), ['kQI=']),
        triple('.well-known/genid/slot1', 'http://json-rql.org/#index', xs('0', 'integer'), ['kQI='])],
      inserts: [triple('shopping', 'http://m-ld.org/RdfLseq/?=3clone___________', iri(base('.well-known/genid/slot1')))]
    },
    {
      name: 'text', time: [3], inserts: [triple('doc', vocab('body'), literal('doc-body', 'http://ext.m-ld.org/tseq/TSeq'))],
      updates: [{
        ...triple('doc', vocab('body'), literal('doc-body', 'http://ext.m-ld.org/tseq/TSeq')),
        op: neutral([[[['clone', 0]], [['h', 1], ['i', 1], ['', 0]]]])
      }]
    },
    {
      name: 'two texts updated', time: [3], updates: ['a', 'b'].map(id => ({
        ...triple(id, vocab('body'), literal(`${id}-body`, 'http://ext.m-ld.org/tseq/TSeq')), op: neutral([[[['clone', 0]], [[id, 1]]]])
      }))
    },
    ...sizes()
  ];
}

/** Around the 1,024 packed bytes at which an operation is compressed, and well above. */
function sizes() {
  const random = new Random(4);
  const many = n => Array.from({ length: n }, (_, i) => name(`person${i}`, `Person number ${random.int(100000)}`));
  return [
    // A packed update of 1,024 bytes, and of 1,025
    ...[1004, 1005].map(n => ({ name: `a string of ${n}`, time: [1], inserts: [name('fred', 'x'.repeat(n))] })),
    { name: 'a hundred subjects', time: [1], inserts: many(100) },
    { name: 'a hundred deletes', time: [2], deletes: many(100).map(one => ({ ...one, tids: ['kQE='] })) },
    { name: 'sixty in a fusion', from: 1, time: [9], inserts: many(60).map((one, i) => ({ ...one, tids: [['kQE=', 'kQI=', 'kQk='][i % 3]] })) }
  ];
}
