// The values and bytes of msgpack.json.
import { neutral, number } from './lib/values.mjs';

const powers = [4, 5, 7, 8, 15, 16, 31, 32, 52, 53, 63, 64, 70];

function numbers() {
  const out = [0, -0, 0.5, -0.5, 1.1, -1.1, 1e-7, 5e-324, 1.7976931348623157e308, 1e21, 1e20, -1e20, 1e300, -1e300,
    6.0, 100, 3.14159, 123456789012345680000, NaN, Infinity, -Infinity, 0.1 + 0.2, 1234567.125];
  for (const power of powers)
    for (const delta of [-1, 0, 1])
      out.push(2 ** power + delta, -(2 ** power) + delta);
  // The nearest doubles on either side of the 64-bit borders
  out.push(18446744073709549568, 9223372036854774784, -9223372036854777856, -9223372036854774784, 2 ** 40 + 12345, -(2 ** 40) - 12345);
  return [...new Set(out.map(v => JSON.stringify(number(v))))].map(v => JSON.parse(v));
}

const strings = ['', 'a', 'Fred', 'é', 'naïve', '日本語', '😀', 'a\u0000b', '\u007f\u0080', '\uffff', '\ufeffbom', '\n\t"\\',
  '\ud800', 'a\udc00b', '\ud83d', '\ude00\ud83d', 'x\ud83d😀', 'e\u0301', '@id', '__proto'];

export function encodes() {
  const lengths = {
    string: [31, 32, 255, 256, 65535, 65536],
    bytes: [0, 1, 31, 255, 256, 65535, 65536],
    array: [15, 16, 65535, 65536],
    map: [15, 16, 65535, 65536]
  };
  return [
    ...[null, undefined, true, false].map(neutral),
    ...numbers(),
    ...strings.map(neutral),
    neutral('é'.repeat(16)), neutral('日'.repeat(11)),
    ...lengths.string.map(n => ['repeatString', 'a', n]),
    ['repeatString', '日', 21846],
    neutral(Buffer.from([0, 1, 255])), neutral(Buffer.from('text')),
    ...lengths.bytes.map(n => ['repeatBytes', 7, n]),
    ...[[], [1, 'a', null], [undefined], [1, undefined, [undefined]], [[[[]]]], [[], 0], [Buffer.from([1])]].map(neutral),
    ...lengths.array.map(n => ['repeatArray', neutral(1), n]),
    ...lengths.map.map(n => ['countedMap', n]),
    ...[
      {}, { a: 1 }, { b: 1, a: 2 }, { z: undefined, a: null }, { a: { b: { c: [] } } }, { '': 1 }, { é: 'é' },
      { prev: 3, enc: Buffer.from([147]), attr: null }, { '@id': 'fred', name: ['Fred', 'Flintstone'], height: 5.5 },
      // JavaScript puts integer-like keys first, in numeric order
      { b: 1, 10: 2, a: 3, 9: 4 }
    ].map(neutral)
  ];
}

export function decodes() {
  return [
    // Integers that are not in their smallest form
    'cc05', 'cd0005', 'ce00000005', 'cf0000000000000005', 'd005', 'd10005', 'd200000005', 'd30000000000000005',
    'd0ff', 'd1ffff', 'd2ffffffff', 'd3ffffffffffffffff', 'd080', 'd18000', 'd280000000', 'd38000000000000000',
    // Over 2^53: read with what a double can hold
    'cf0020000000000001', 'cfffffffffffffffff', 'd37fffffffffffffff', 'd38000000000000001', 'cf8000000000000000',
    // Floats
    'ca3fc00000', 'ca3dcccccd', 'cb4018000000000000', 'cb8000000000000000', 'cb7ff8000000000000', 'cb7ff0000000000000', 'cac0000000',
    // Strings and bytes that are not in their smallest form
    'd90161', 'da000161', 'db0000000161', 'c400', 'c5000107', 'c60000000107',
    // Text that is not UTF-8, and a byte-order mark
    'a1ff', 'a2c328', 'a3eda080', 'a3f09f98', 'a5f09f986161', 'a4f09f9880', 'a3efbbbf', 'a4efbbbf61', 'a2c080',
    // Arrays and maps that are not in their smallest form
    'dc000101', 'dd0000000101', 'de0001a16101', 'df00000001a16101',
    // Keys that are not strings, and the same key twice
    '8101a161', '81c0a161', '81c301', '82a16101a16102', '81cb3ff8000000000000a161', '8191a161a162', '81c40161c3', '82a16201a13101',
    // Extensions: undefined, and others as [type, data]
    'd40000', '91d40000', '81a161d40000', 'd40001', 'd40100', 'd4ff00', 'd5010203', 'd60101020304', 'd7010102030405060708',
    'd801000102030405060708090a0b0c0d0e0f', 'c7020501ff', 'c800020501ff', 'c9000000020501ff', 'c70005',
    // Not to be read
    '', 'c1', 'c0c0', '91', '9101ff02', '92', '81', '81a161', 'a261', 'd9ff61', 'daffff61', 'dbffffffff61', 'c4ff', 'c5ffff', 'c6ffffffff',
    'dcffff', 'ddffffffff', 'deffff', 'dfffffffff', 'cc', 'cd00', 'ce000000', 'cf00', 'd0', 'd1', 'd2', 'd3', 'ca00', 'cb00', 'd4', 'd400',
    'c7', 'c702', 'c7ff01', '9391', 'c8ffff01', 'd9', 'da00', 'db000000', 'dc00', 'de00', 'a3616263c0'
  ];
}
