// JSON values as the engine reads them into literals and shows them again.
import { newClone, DOMAIN } from './clone.mjs';

const XS = 'http://www.w3.org/2001/XMLSchema#';
const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
const CONTEXT = {
  xs: XS, ex: 'http://ex.org/', knows: { '@type': '@id' }, kind: { '@type': '@vocab' }, born: { '@type': 'xs:date' },
  height: { '@type': 'xs:double' }, count: { '@type': XS + 'integer' }, label: 'http://ex.org/label',
  exName: { '@id': 'ex:name' }, when: { '@type': XS + 'date' }, tags: { '@container': '@set' },
  dateLabel: { '@id': 'ex:label', '@type': XS + 'date' }, refLabel: { '@id': 'ex:label', '@type': '@id' },
  isA: '@type'
};
const CASES = [
  ['p', 'x'], ['p', ''], ['p', 5], ['p', 6.5], ['p', 1e21], ['p', 1e-7], ['p', -0], ['p', true], ['p', false],
  ['p', { '@value': 'x', '@type': XS + 'string' }], ['p', { '@value': 5, '@type': XS + 'double' }],
  ['p', { '@value': '5', '@type': XS + 'double' }], ['p', { '@value': '5.25e3x', '@type': XS + 'double' }],
  ['p', { '@value': '5', '@type': XS + 'integer' }], ['p', { '@value': '005', '@type': XS + 'integer' }],
  ['p', { '@value': 5.5, '@type': XS + 'integer' }], ['p', { '@value': 'true', '@type': XS + 'boolean' }],
  ['p', { '@value': '1', '@type': XS + 'boolean' }], ['p', { '@value': true, '@type': XS + 'boolean' }],
  ['p', { '@value': true, '@type': XS + 'string' }], ['p', { '@value': 5, '@type': XS + 'string' }],
  ['p', { '@value': '2020-01-01', '@type': XS + 'date' }], ['p', { '@value': '2020-01-01T00:00:00Z', '@type': XS + 'dateTime' }],
  ['p', { '@value': 'v', '@type': 'Own' }], ['p', { '@value': 'v', '@type': '#Own' }], ['p', { '@value': 'v', '@type': 'ex:T' }],
  ['p', { '@value': 'v', '@type': 'http://ex.org/T' }],
  ['p', { '@value': 'aGVsbG8=', '@type': XS + 'base64Binary' }], ['p', { '@value': '', '@type': XS + 'base64Binary' }],
  ['p', { '@id': 'fred' }], ['p', { '@id': 'http://ex.org/fred' }], ['p', { '@id': 'ex:fred' }], ['p', { '@id': '#fred' }],
  ['p', { '@id': 'a/../b' }], ['p', { '@id': '../b' }], ['p', { '@id': '/b/c' }], ['p', { '@id': '' }], ['p', { '@id': '?q' }],
  ['p', { '@id': 'with space' }], ['p', { '@id': 'fréd' }], ['p', { '@id': '//other.org/x' }], ['p', { '@id': 'a//b' }],
  ['p', { '@vocab': 'fred' }], ['p', { '@vocab': 'exName' }],
  ['p', { '@type': '@json', '@value': 5 }], ['p', { '@type': RDF + 'JSON', '@value': '{"b":1,"a":[1.50,null,"x"]}' }],
  ['@type', 'Flintstone'], ['@type', ['A', 'B', 'http://ex.org/C', 'ex:D']], ['@type', 'exName'],
  ['knows', 'fred'], ['knows', { '@id': 'fred' }], ['knows', 'ex:fred'], ['knows', ['a', 'b']],
  ['kind', 'Big'], ['kind', 'exName'], ['kind', { '@id': 'Big' }], ['kind', 'http://ex.org/K'],
  ['born', '2020-01-01'], ['born', { '@value': '2020-01-01', '@type': XS + 'date' }], ['born', 'not a date'],
  ['when', '2020-01-01'], ['when', { '@value': '2020-01-01', '@type': 'xs:date' }], ['when', 5],
  ['height', 5], ['height', '5'], ['height', 5.5], ['count', 5], ['count', '5'], ['count', 5.5],
  ['label', 'x'], ['label', 5], ['label', { '@value': '2020-01-01', '@type': XS + 'date' }], ['label', { '@id': 'fred' }],
  ['exName', 'x'], ['ex:name', 'x'], ['ex:other', 'x'], ['http://ex.org/name', 'x'], ['http://test.m-ld.org/#q', 'x'],
  ['http://test.m-ld.org/q', 'x'], ['tags', ['a']], ['tags', { '@set': ['a', 'b'] }], ['a b', 'x'], ['é', 'x'],
  ['xs', 'x'], ['q/r', 'x'], ['born', { '@id': 'fred' }], ['p', [[1, 2], [3]]], ['p', { '@set': [] }], ['p', [1, 1, '1']],
  ['p', null], ['p', []], ['p', { '@id': 'x', q: 5 }], ['p', { '@id': 'x', q: null }], ['p', { '@id': 'x', '@type': [] }]
];

export async function record(ref) {
  const vectors = [];
  for (const context of [undefined, CONTEXT, { ...CONTEXT, '@base': 'http://base.org/dir/', '@vocab': 'http://vocab.org/' }]) {
    for (const [property, value] of CASES) {
      const clone = await newClone(ref, context);
      const vector = { context, property, value };
      try {
        await clone.write({ '@id': 's', [property]: value });
        vector.shown = await clone.get('s') ?? null;
        vector.triples = await triples(clone);
      } catch (e) {
        vector.error = `${e}`.split('\n')[0];
      }
      vectors.push(vector);
      await clone.close();
    }
  }
  return vectors;
}

function triples(clone) {
  return new Promise((resolve, reject) => {
    const found = [];
    clone.match().on('data', ({ subject, predicate, object }) => found.push([
      subject.value, predicate.value, object.termType, object.value, object.datatype?.value ?? ''
    ])).on('end', () => resolve(found)).on('error', reject);
  });
}
