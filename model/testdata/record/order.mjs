// Several values of one property, in the order in which a clone shows them.
import { newClone } from './clone.mjs';

const XS = 'http://www.w3.org/2001/XMLSchema#';
const typed = (type, value) => ({ '@type': type.includes(':') ? type : XS + type, '@value': value });

const SETS = {
  integers: [100, 15, 9, 2, 10, 1.5, 1, 0, 1000, 20, 99, 101, 11],
  negatives: [-1, -10, -2, -9, -15, -100, 0, 1, -1.5, -0.5, -0.05, -0.1, 0.05, 0.5, 0.1],
  extremes: [1e21, 1e22, 1e-300, 1e300, -1e300, 5.5e-7, 123456789012345680000, 1.7976931348623157e308],
  strings: ['b', 'a', 'B', 'A', '', ' ', 'é', 'ab', 'a b', '10', '9', 'ﬀ', '😀', '\uffee', 'z', 'a\u0000b', 'a\u0000\u0000b'],
  booleans: [true, false],
  mixed: ['x', 5, true, { '@id': 'fred' }, 'fred', 1.5, { '@id': 'http://ex.org/a' }, typed('date', '2020-01-01'), 'http'],
  references: [
    { '@id': 'b' }, { '@id': 'a' }, { '@id': 'a/b' }, { '@id': 'http://ex.org/x' }, { '@id': '#v' }, { '@id': 'A' },
    { '@id': 'http://m-ld.org/RdfLseq' }, { '@id': 'http://json-rql.org/#item' }, { '@id': XS + 'string' },
    { '@id': 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type' }, { '@id': '' },
    { '@id': 'a?q=1' }, { '@id': 'urn:x:y' }, { '@id': 'https://test.m-ld.org/a' }
  ],
  dateTimes: [
    typed('dateTime', '2020-01-01T00:00:00Z'), typed('dateTime', '1970-01-01T00:00:00Z'),
    typed('dateTime', '1969-12-31T23:59:59.5Z'), typed('dateTime', '2020-01-01T01:00:00+02:00'),
    typed('dateTime', '1970-01-01T00:00:00.010Z'), typed('dateTime', '2021-06-01T12:30:00.123Z')
  ],
  datatypes: [
    typed('date', '2020-01-02'), typed('date', '2020-01-01'), typed('decimal', '1.5'), typed('integer', '1'), 1,
    typed('int', '1'), typed('integer', '01'), typed('double', '1'), typed('time', '10:00:00'), typed('long', '7'),
    typed('http://ex.org/t', 'q'), typed('float', '2.5'), typed('anyURI', 'http://ex.org/'), typed('decimal', '10')
  ]
};

export async function record(ref) {
  const vectors = [];
  for (const [name, values] of Object.entries(SETS)) {
    for (const input of [values, [...values].reverse()]) {
      const clone = await newClone(ref);
      await clone.write({ '@id': 's', p: input });
      const { p } = await clone.get('s');
      vectors.push({ name, input, output: [].concat(p) });
      await clone.close();
    }
  }
  return vectors;
}
