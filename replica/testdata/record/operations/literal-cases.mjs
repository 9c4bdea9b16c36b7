// Odd literals: how they are written, and whether they are read back.
import { createHash } from 'node:crypto';
import { base, literal, RDF, vocab, xs } from '../lib/triples.mjs';

const TIDS = ['kQE='];
const sha1 = data => createHash('sha1').update(data).digest('base64');
const bytes = data => xs(sha1(Buffer.from(data)), 'base64Binary', Buffer.from(data));
const json = data => literal(sha1(JSON.stringify(data)), `${RDF}JSON`, data);
const language = (value, language) => ({ value, datatype: `${RDF}langString`, language });

export function literalCases() {
  return [
    ...literals.map(([name, ...os]) => ({
      name, time: [2],
      deletes: os.map(o => ({ s: base('fred'), p: vocab('value'), o, tids: TIDS })),
      inserts: os.map(o => ({ s: base('fred'), p: vocab('value'), o }))
    })),
    // As the values of @type, @index and @item
    ...[`${RDF}type`, 'http://json-rql.org/#index', 'http://json-rql.org/#item'].map(p => ({
      name: `literals of ${p}`, time: [2],
      inserts: [literal('x'), xs('5', 'integer'), xs('5.5E0', 'double')].map(o => ({ s: base('fred'), p, o }))
    }))
  ];
}

const each = (type, values) => values.map(value => [`${type} ${value}`, xs(value, type)]);

const literals = [
  ...each('string', ['', 'Fred', ' ', 'a\nb', 'naïve', '日本語', '😀', 'a\u0000b', '\ud800', '@id', 'http://test.m-ld.org/fred', '5', 'true', '_:b1', '?x', '{}']),
  ...each('integer', ['0', '1', '-1', '6', '127', '128', '255', '256', '65536', '4294967296', '-4294967297', '9007199254740991', '9007199254740992',
    '9007199254740993', '-9007199254740993', '9223372036854775807', '18446744073709551615', '18446744073709551616', '1000000000000000000000', '100000000000000000000',
    '007', '+5', '-0', ' 5', '5.9', '1e3', '', 'abc', '0x10']),
  ...each('double', ['0.0E0', '-0.0E0', '1.0E0', '6.5E0', '5.0E-1', '-2.5E-3', '1.0E1', '6.0E0', '1.0E2', '1.0E20', '1.0E21', '1.5E21', '1.23E300', '1.0E-6', '1.0E-7', '1.5E-7', '5.0E-324',
    '1.7976931348623157E308', '3.333333333333333E-1', '1.234567890123456E0', '1.2345678901234567E0', '9.007199254740993E15', '4.5035996273704965E15', '6.5', '6.50E0', '6.5e0', '.5', '1', '1E400',
    'NaN', 'INF', '-INF', 'Infinity', 'abc', '']),
  ...each('boolean', ['true', 'false', '1', '0', 'TRUE', '', 'yes']),
  ...each('decimal', ['6.5', '6', '0.1']), ...each('float', ['6.5', '6.5E0']), ...each('int', ['6']), ...each('long', ['9007199254740993']),
  ...each('date', ['2024-02-29', 'soon']), ...each('dateTime', ['2024-02-29T12:00:00Z', '2024-02-29T12:00:00.123+02:00', 'soon']), ...each('anyURI', ['http://example.org/']),
  ['a datatype elsewhere', literal('POINT(1 2)', 'http://www.opengis.net/ont/geosparql#wktLiteral')],
  ['a datatype of the vocabulary', literal('red', vocab('Colour'))],
  ['a datatype of the base', literal('red', base('Colour'))],
  ['rdf:HTML', literal('<b>x</b>', `${RDF}HTML`)],
  ['rdf:langString without language', literal('x', `${RDF}langString`)],
  ['language', language('Fred', 'en')], ['language and region', language('Fred', 'en-GB')], ['two languages', language('Fred', 'en'), language('Fred', 'fr')],
  ['language and plain', language('Fred', 'en'), literal('Fred')],
  ['bytes', bytes([0, 1, 2, 255])], ['no bytes', bytes([])], ['two byte strings', bytes([1]), bytes([2])], ['bytes without data', xs('AAEC/w==', 'base64Binary')],
  ['bytes without data, not Base64', xs('*?', 'base64Binary')],
  ...[{ a: 1 }, [], {}, [1, 'two', { three: null }], 'text', 5, 5.5, true, null, { '@id': 'x' }, { b: 1, a: 2 }, { 10: 'a', 9: 'b' }, -0, 1e21, { '@value': 1 }]
    .map(data => [`JSON ${JSON.stringify(data)}`, json(data)]),
  ['two JSON', json({ a: 1 }), json({ a: 2 })],
  ['JSON without data', literal('{"a":1}', `${RDF}JSON`)], ['JSON without data, not JSON', literal('{', `${RDF}JSON`)],
  // One property, values that may look the same when written
  ['integer 1 and double 1', xs('1', 'integer'), xs('1.0E0', 'double')], ['integer 1 and string 1', xs('1', 'integer'), literal('1')],
  ['integer 1 and boolean', xs('1', 'integer'), xs('true', 'boolean')], ['integers 5 and 005', xs('5', 'integer'), xs('005', 'integer')],
  ['doubles 6.5 twice', xs('6.5E0', 'double'), xs('6.50E0', 'double')], ['decimal 5 and integer 5', xs('5', 'decimal'), xs('5', 'integer')],
  ['large integers', xs('9007199254740992', 'integer'), xs('9007199254740993', 'integer')],
  ['string and reference', literal('fred'), { iri: base('fred') }], ['string and absolute reference', literal(base('fred')), { iri: base('fred') }],
  ['boolean and string', xs('true', 'boolean'), literal('true')]
];
