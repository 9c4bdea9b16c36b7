// Serial JSON as no encoder of the reference writes it, but as others might.
import { RDF, VOCAB, XS } from '../lib/triples.mjs';

const fred = props => ({ '@id': 'fred', ...props });
const reified = (props = {}) => ({ '@id': '_:x', s: 'fred', p: '#name', o: 'Fred', tid: 'kQE=', ...props });

/** Inserts of plain operations. */
const inserts = {
  'no subject, an empty array': [],
  'one subject': fred({ name: 'Fred' }),
  'one subject in an array': [fred({ name: 'Fred' })],
  'one subject twice': [fred({ name: 'Fred' }), fred({ name: 'Flintstone' })],
  'the same value twice': fred({ name: ['Fred', 'Fred'] }),
  'the same triple twice': [fred({ name: 'Fred' }), fred({ name: 'Fred' })],
  'a subject without properties': { '@id': 'fred' },
  'a subject without @id': { name: 'Fred' },
  'two subjects without @id': [{ name: 'Fred' }, { name: 'Wilma' }],
  'a blank subject': { '@id': '_:f', name: 'Fred' },
  'a blank object': fred({ knows: { '@id': '_:w' } }),
  'absolute IRIs': { '@id': 'http://test.m-ld.org/fred', [`${VOCAB}knows`]: { '@id': 'http://test.m-ld.org/wilma' } },
  'absolute IRIs elsewhere': { '@id': 'http://example.org/fred', 'http://example.org/knows': { '@id': 'urn:x:wilma' } },
  'prefixed names': { '@id': 'xs:fred', 'rdf:knows': { '@id': 'xs:wilma' } },
  'unknown prefixes': { '@id': 'foaf:fred', 'foaf:knows': { '@id': 'foaf:wilma' } },
  'relative paths': { '@id': '../fred', knows: [{ '@id': './wilma' }, { '@id': '/betty' }, { '@id': 'a/../barney' }, { '@id': '//other.org/x' }, { '@id': '' }, { '@id': '?q' }] },
  'a property as #name': fred({ '#name': 'Fred' }),
  'a property as /#name': fred({ '/#name': 'Fred' }),
  'a property named as a term': fred({ tid: 'a', op: 'b', o: 'c', s: 'd', p: 'e', rdf: 'f', xs: 'g' }),
  'references in properties named as terms': fred({ s: { '@id': 'wilma' }, p: { '@id': '#name' }, o: { '@id': 'x' }, tid: { '@id': 'y' } }),
  'rdf:type written out': fred({ 'rdf:type': { '@id': '#Flintstone' } }),
  'rdf:type absolute, as a string': fred({ [`${RDF}type`]: 'Flintstone' }),
  'a type': fred({ '@type': 'Flintstone' }),
  'types': fred({ '@type': ['Flintstone', 'http://example.org/Person', 'xs:string', '#x', { '@id': 'byId' }, { '@id': '#y' }] }),
  'a type by @vocab': fred({ '@type': { '@vocab': 'Flintstone' } }),
  'a type that is a number': fred({ '@type': 5 }),
  'type without @': fred({ type: 'Flintstone', id: 'x' }),
  'a reference by @vocab': fred({ knows: { '@vocab': 'wilma' } }),
  'a nested subject': fred({ knows: { '@id': 'wilma', name: 'Wilma' } }),
  'nested subjects, deep': fred({ knows: [{ '@id': 'wilma', knows: { '@id': 'betty', name: ['B', 'Betty'] } }, { name: 'No one' }] }),
  'a nested empty object': fred({ knows: {} }),
  'nested arrays': fred({ name: [['Fred', ['Flintstone']], []] }),
  'an empty array': fred({ name: [] }),
  'null and undefined values': fred({ a: null, b: undefined, c: 'c' }),
  'null in an array': fred({ a: [null, 'x'] }),
  'undefined in an array': fred({ a: ['x', undefined] }),
  'a @set': fred({ name: { '@set': ['Fred', 'Flintstone'] } }),
  'an empty @set': fred({ name: { '@set': [] } }),
  'a @list of a subject': fred({ '@list': ['a', 'b'] }),
  'a @list of a property': fred({ shopping: { '@list': ['a', 'b'] } }),
  'a @list with @id': fred({ shopping: { '@id': 'l', '@list': { 0: 'a', 3: { '@id': 'slot', '@item': 'b' } } } }),
  'a @graph': { '@graph': [fred({ name: 'Fred' })] },
  'a @context of its own': fred({ '@context': { name: 'http://example.org/name' }, name: 'Fred' }),
  'a slot': { '@id': 'slot', '@item': 'Bread', '@index': 3 },
  'a slot of references': { '@id': 'slot', '@item': [{ '@id': 'x' }, 'y'] },
  'unknown keywords': fred({ '@unknown': 'x', '@reverse': { knows: 'y' }, '@included': 'z', '@value2': 1 }),
  'a string at the top': 'fred',
  'a number at the top': 5,
  'null at the top': null,
  'a value object at the top': { '@value': 'x', '@type': 'xs:string' },
  'a string in the array at the top': [fred({ name: 'Fred' }), 'x'],
  '@id that is a number': { '@id': 5, name: 'x' },
  '@id that is null': { '@id': null, name: 'x' },
  '@id that is empty': { '@id': '', name: 'x' },
  '@id that is an object': { '@id': { a: 1 }, name: 'x' },
  'a reference to a number': fred({ knows: { '@id': 5 } }),
  'a reference to null': fred({ knows: { '@id': null } }),
  'a reference and more': fred({ knows: { '@id': 'wilma', '@type': 'Person' } }),
  'a property that is empty': fred({ '': 'x' }),
  'a property with spaces': fred({ 'a b': 'x', ' c': 'y' }),
  'a property that looks like a variable': fred({ '?p': 'x' }),
  'a subject that looks like a variable': { '@id': '?s', '?': '?o' },
  'a property that is a list index': fred({ 'data:application/mld-li,1': 'x' }),
  'a property that JavaScript knows': fred({ constructor: 'x' }),
  'a property that JavaScript knows, absolute': fred({ [`${VOCAB}constructor`]: 'x' }),
  'a subject that JavaScript knows': { '@id': 'constructor', name: 'x' },
  'a reference that JavaScript knows': fred({ knows: { '@id': 'toString' } }),
  'an inline constraint': fred({ height: { '@gt': 5 } }),
  'a value of an object without @value': fred({ height: { '@type': 'xs:integer' } })
};

/** Values of one property. */
const values = {
  'strings': ['', 'x', ' x ', '@id', '_:b', 'true', '5', '\u0000', 'http://test.m-ld.org/'],
  'booleans': [true, false],
  'whole numbers': [0, -0, 1, -1, 6.0, 255, 65536, 2 ** 31, 2 ** 32, 2 ** 53, 2 ** 53 + 2, 2 ** 63, -(2 ** 63), 2 ** 64, 1e20, -1e20, 123456789012345680000],
  'numbers of 1e21 and above': [1e21, -1e21, 1.5e21, 2 ** 70, 1e300, 1.7976931348623157e308],
  'fractions': [0.5, -0.5, 6.5, 1.1, 0.1 + 0.2, 1 / 3, 123456.789, 1e-6, 1.5e-7, 0.1234567890123456, 1234567890.12345, 5.000000000000001, 4503599627370495.5],
  'small numbers without a point in JavaScript': [1e-7, -1e-7, 5e-324, 9e-10, 1e-100],
  'not numbers': [NaN, Infinity, -Infinity],
  'bytes': [Buffer.from([]), Buffer.from([1, 2, 3]), Buffer.from('text')],
  'value objects of strings': [
    { '@value': 'x', '@type': 'xs:string' }, { '@value': 'x', '@type': `${XS}string` }, { '@value': 'x', '@type': 'http://example.org/dt' },
    { '@value': 'x', '@type': 'Colour' }, { '@value': 'x', '@type': '#Colour' }, { '@value': 'x', '@type': 'rdf:HTML' }
  ],
  'value objects of numbers as strings': [
    { '@value': '5', '@type': 'xs:integer' }, { '@value': '005', '@type': 'xs:integer' }, { '@value': '5.5', '@type': 'xs:double' }, { '@value': '6', '@type': 'xs:double' },
    { '@value': '6.0', '@type': 'xs:double' }, { '@value': 'abc', '@type': 'xs:double' }, { '@value': '1e400', '@type': 'xs:double' }, { '@value': 'INF', '@type': 'xs:double' },
    { '@value': '5', '@type': 'xs:decimal' }, { '@value': '9007199254740993', '@type': 'xs:integer' }, { '@value': '1E1', '@type': 'xs:double' }
  ],
  'value objects of numbers': [
    { '@value': 5, '@type': 'xs:integer' }, { '@value': 5, '@type': 'xs:double' }, { '@value': 5.5, '@type': 'xs:double' }, { '@value': 5.5, '@type': 'xs:integer' },
    { '@value': 5, '@type': 'xs:string' }, { '@value': 5.5, '@type': 'xs:decimal' }, { '@value': 1e-7, '@type': 'xs:double' }, { '@value': 1e21, '@type': 'xs:integer' },
    { '@value': 5, '@type': 'xs:boolean' }, { '@value': 5, '@type': 'xs:long' }
  ],
  'value objects of booleans': [{ '@value': true, '@type': 'xs:boolean' }, { '@value': 'true', '@type': 'xs:boolean' }, { '@value': true, '@type': 'xs:string' }, { '@value': '1', '@type': 'xs:boolean' }],
  'value objects with language': [
    { '@value': 'x', '@language': 'en' }, { '@value': 'x', '@language': 'en', '@type': 'xs:string' }, { '@value': 'x', '@language': null }, { '@value': 5, '@language': 'en' }
  ],
  'value objects of references': [
    { '@value': 'wilma', '@type': '@id' }, { '@value': 'wilma', '@type': '@vocab' }, { '@value': 'http://example.org/x', '@type': '@id' }, { '@value': '_:b', '@type': '@id' }
  ],
  'value objects of JSON': [
    { '@value': { b: 1, a: 2 }, '@type': '@json' }, { '@value': [1, 'x', null], '@type': '@json' }, { '@value': 'x', '@type': '@json' }, { '@value': null, '@type': '@json' },
    { '@value': { a: 1 }, '@type': '@json', '@id': 'anId' }, { '@value': { a: 1 }, '@type': 'rdf:JSON' , '@id': 'anId' }, { '@value': '{"a":1}', '@type': 'rdf:JSON' },
    { '@value': { a: 1 }, '@type': '@json', '@id': '' }, { '@value': { a: 1.0, c: 1e21, d: 1e-7, e: 'é' }, '@type': '@json' }
  ],
  'value objects of bytes': [
    { '@value': Buffer.from([1, 2]), '@type': 'xs:base64Binary', '@id': 'anId' }, { '@value': Buffer.from([1, 2]), '@type': 'xs:base64Binary' }, { '@value': 'AQI=', '@type': 'xs:base64Binary' },
    { '@value': 'AQI=', '@type': 'xs:base64Binary', '@id': 'anId' }, { '@value': Buffer.from([1, 2]), '@type': 'xs:string' }
  ],
  'value objects with @id': [
    { '@value': 'x', '@type': 'xs:string', '@id': 'anId' }, { '@value': 5, '@type': 'xs:integer', '@id': 'anId' }, { '@value': 'x', '@type': 'http://ext.m-ld.org/tseq/TSeq', '@id': 'anId' },
    { '@value': 'x', '@type': 'http://ext.m-ld.org/tseq/TSeq' }, { '@value': [1], '@type': 'http://example.org/dt', '@id': 'anId' }, { '@value': 'x', '@id': 'anId' }
  ]
};

/** Each alone, for the reference is expected to refuse many. */
const oddValues = {
  'a value object without type': { '@value': 'x' }, 'bytes without type': { '@value': Buffer.from([1]) }, 'a number without type': { '@value': 5 }, 'a fraction without type': { '@value': 5.5 }, 'a boolean without type': { '@value': true },
  'null of a type': { '@value': null, '@type': 'xs:string' }, 'null without type': { '@value': null }, 'an object of a type': { '@value': { a: 1 }, '@type': 'xs:string' },
  'an array of a type': { '@value': ['x'], '@type': 'xs:string' }, 'an object without type': { '@value': { a: 1 } }, 'type null': { '@value': 'x', '@type': null },
  'type empty': { '@value': 'x', '@type': '' }, 'type a number': { '@value': 'x', '@type': 5 }, 'type an array': { '@value': 'x', '@type': ['xs:string'] },
  'type @none': { '@value': 'x', '@type': '@none' }, 'two keys too many': { '@value': 'x', '@index': 1, '@direction': 'rtl' }, 'a value object with a property': { '@value': 'x', name: 'y' },
  'type blank': { '@value': 'x', '@type': '_:b' }, 'a date invalid': { '@value': 'soon', '@type': 'xs:dateTime' }, 'an integer invalid': { '@value': 'abc', '@type': 'xs:integer' }
};

/** Reified triples, as deletes. */
const deletes = {
  'none, as an array': [],
  'one': reified(), 'one in an array': [reified()],
  'two TIDs': reified({ tid: ['kQE=', 'kQI='] }), 'one TID twice': reified({ tid: ['kQE=', 'kQE='] }), 'no TID': reified({ tid: [] }), 'no tid at all': reified({ tid: undefined }),
  'a TID that is a number': reified({ tid: 5 }), 'a TID that is a value object': reified({ tid: { '@value': 'kQE=', '@type': 'xs:string' } }), 'a TID that is a reference': reified({ tid: { '@id': 'x' } }),
  'one triple in two reifications': [reified(), reified({ '@id': '_:y', tid: 'kQI=' })],
  'one reification in two parts': [{ '@id': '_:x', s: 'fred', p: '#name' }, { '@id': '_:x', o: 'Fred', tid: 'kQE=' }],
  'two values of o': reified({ o: ['Fred', 'Flintstone'] }), 'two values of s': reified({ s: ['fred', 'wilma'] }), 'two values of p': reified({ p: ['#name', '#alias'] }),
  'no s': reified({ s: undefined }), 'no p': reified({ p: undefined }), 'no o': reified({ o: undefined }),
  'no @id': { s: 'fred', p: '#name', o: 'Fred', tid: 'kQE=' }, 'two without @id': [1, 2].map(i => ({ s: 'fred', p: '#name', o: `Fred${i}`, tid: 'kQE=' })),
  '@id that is not blank': reified({ '@id': 'x' }), '@id that is not blank, absolute': reified({ '@id': 'http://example.org/x' }),
  's and p as references': reified({ s: { '@id': 'fred' }, p: { '@id': '#name' } }),
  's and p absolute': reified({ s: 'http://test.m-ld.org/fred', p: `${VOCAB}name` }), 's and p with prefixes': reified({ s: 'xs:fred', p: 'rdf:value' }),
  'p relative to the base': reified({ p: 'name' }), 'p rdf:type': reified({ p: 'rdf:type', o: { '@id': '#Flintstone' } }), 'p @type': reified({ p: '@type', o: { '@id': '#Flintstone' } }),
  'p rdf:type with a string': reified({ p: 'rdf:type', o: 'Flintstone' }),
  's blank': reified({ s: '_:s' }), 'p blank': reified({ p: '_:p' }), 'o blank': reified({ o: { '@id': '_:o' } }), 's a number': reified({ s: 5 }), 'p a number': reified({ p: 5 }),
  's a nested subject': reified({ s: { '@id': 'fred', name: 'x' } }), 'o a nested subject': reified({ o: { '@id': 'wilma', name: 'x' } }), 'o a list': reified({ o: { '@list': ['x'] } }),
  'keys written out': { '@id': '_:x', 'rdf:subject': { '@id': 'fred' }, 'rdf:predicate': { '@id': '#name' }, 'rdf:object': 'Fred', 'http://m-ld.org/#tid': 'kQE=' },
  'keys absolute': { '@id': '_:x', [`${RDF}subject`]: { '@id': 'fred' }, [`${RDF}predicate`]: { '@id': '#name' }, [`${RDF}object`]: 'Fred', 'http://m-ld.org/#tid': 'kQE=' },
  'keys written out, with strings': { '@id': '_:x', 'rdf:subject': 'fred', 'rdf:predicate': '#name', o: 'Fred', tid: 'kQE=' },
  'with the type of a statement': reified({ '@type': 'rdf:Statement' }), 'with other properties': reified({ name: 'x', [`${RDF}value`]: 5 }),
  'a plain subject': fred({ name: 'Fred' }), 'a plain subject beside': [reified(), fred({ name: 'Fred' })],
  'values of all kinds': ['x', 5, 5.5, 6.0, true, 1e-7, { '@id': 'wilma' }, { '@value': '2024-01-01', '@type': 'xs:date' }, { '@value': 'x', '@language': 'en' }, Buffer.from([1]),
    { '@value': Buffer.from([1]), '@type': 'xs:base64Binary', '@id': 'anId' }, { '@value': { a: 1 }, '@type': '@json', '@id': 'anId' }, { '@value': 'c', '@type': 'Colour' }]
    .map((o, i) => reified({ '@id': `_:x${i}`, o })),
  'ids like those of a reader': [reified({ '@id': '_:b1' }), reified({ '@id': '_:b2', o: 'Flintstone' }), { s: 'fred', p: '#name', o: 'third', tid: 'kQE=' }],
  'ids like numbers': [reified({ '@id': '_:2', o: 'second' }), reified({ '@id': '_:1', o: 'first' })],
  'an id that JavaScript knows': reified({ '@id': '_:constructor' })
};

const op = value => ({ '@value': value, '@type': '@json', '@id': '\u0000' });
const text = (id = 'doc-body') => ({ '@value': id, '@type': 'http://ext.m-ld.org/tseq/TSeq' });
const update = props => ({ '@id': '_:u', s: 'doc', p: '#body', o: text(), op: op([1]), ...props });

const updates = {
  'one': update(), 'one in an array': [update()], 'none': {}, 'none, as an array': [],
  'op without @id': update({ op: { '@value': [1], '@type': '@json' } }), 'op with an empty @id': update({ op: { ...op([1]), '@id': '' } }), 'op with another @id': update({ op: { ...op([1]), '@id': 'x' } }),
  'op as rdf:JSON': update({ op: { ...op([1]), '@type': 'rdf:JSON' } }), 'op a string': update({ op: 'x' }), 'op a number': update({ op: 5 }), 'two ops': update({ op: [op([1]), op([2])] }), 'no op': update({ op: undefined }),
  'op null': update({ op: op(null) }), 'op with undefined in it': update({ op: op([undefined, { a: undefined }]) }), 'op with bytes': update({ op: op(Buffer.from([1])) }),
  'o with @id': update({ o: { ...text(), '@id': 'doc-body' } }), 'o a string': update({ o: 'x' }), 'o a reference': update({ o: { '@id': 'x' } }),
  'tid instead of op': update({ op: undefined, tid: 'kQE=' })
};

export function readCases() {
  const all = (prefix, cases, toCase) =>
    Object.entries(cases).map(([name, one]) => ({ name: `${prefix}: ${name}`, ...toCase(one) }));
  return [
    ...all('insert', inserts, inserts => ({ inserts })),
    ...all('values', values, value => ({ inserts: fred({ value }) })),
    ...all('value', oddValues, value => ({ inserts: fred({ value }) })),
    ...all('delete', deletes, deletes => ({ deletes })),
    // A fusion's inserts are reified too
    ...all('fused insert', deletes, inserts => ({ from: 1, inserts })).filter((_, i) => i % 3 === 0),
    ...all('update', updates, updates => ({ updates })),
    { name: 'plain inserts in a fusion', from: 1, inserts: fred({ name: 'Fred' }) },
    { name: 'reified inserts in a plain operation', inserts: reified() },
    { name: 'a blank id in both deletes and inserts of a fusion', from: 1, deletes: reified(), inserts: reified({ o: 'Flintstone' }) }
  ];
}
