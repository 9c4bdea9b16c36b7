// How JavaScript and the engine write numbers. A number is given by its bits.
const EDGES = [
  0, -0, 1, -1, 1.5, -1.5, 0.1, 0.2, 0.1 + 0.2, 1 / 3, 2 / 3, 10, 100, 1000, 9.5, 9.99, 15, 99, 101, 1e5, 1e6,
  1e-6, 1e-7, -1e-7, 1.5e-7, 9.999e-7, 123456789, 1234567.125, 4294967296, 9007199254740991, 9007199254740992,
  9007199254740993, 2 ** 63, 2 ** 64, -(2 ** 63), 1e15, 1e16, 1e17, 1e20, 999999999999999900000, 1e21, 1e22, 1.5e21,
  -1e21, 1e100, 1e308, 1.7976931348623157e308, 5e-324, 2.2250738585072014e-308, 1e-300, 1e-320, 4.35, 4.349999999999999,
  2.5, 3.5, 0.5, 0.25, 0.125, 1 + 2 ** -16, 1 + 2 ** -17, 1 + 2 ** -18, 3 + 2 ** -16, 1 + 3 * 2 ** -16, 5 + 2 ** -18,
  1 + 3 * 2 ** -18, 9 + 7 * 2 ** -18, 2 ** -16, 2 ** -18, 9.9999999999999995, 99.99999999999999, 6.5, 5e-1, 1e1, 12e-1,
  1.7e1, 70, 700, 7e3, 0.001, 0.002, 0.01, 0.02, -0.001, -0.01, -10, -9, -2, -100, -15, 8.5e-5, 3.0000000000000004
];

export async function record({ open }) {
  const { expandValue } = open('@m-ld/m-ld/ext/engine/jsonld.js');
  const { encode } = open('quadstore/dist/cjs/serialization/fpstring.js');
  const numbers = [...EDGES];
  // A generator of its own, so that every run records the same
  let state = 0x2545f491;
  const next = () => {
    state ^= state << 13; state ^= state >>> 17; state ^= state << 5;
    return state >>> 0;
  };
  const view = new DataView(new ArrayBuffer(8));
  for (let i = 0; i < 300; i++) {
    view.setUint32(0, next()); view.setUint32(4, next());
    if (Number.isFinite(view.getFloat64(0))) numbers.push(view.getFloat64(0));
    numbers.push(next() / 2 ** (next() % 40), (next() % 100000) / 10 ** (next() % 8));
    numbers.push((next() % 1000) + (2 * (next() % 131072) + 1) / 2 ** 18, (next() % 8 + 1) + (2 * (next() % 32768) + 1) / 2 ** 16);
  }
  return numbers.map(n => {
    view.setFloat64(0, n);
    const { canonical, type } = expandValue(null, n);
    return {
      bits: view.getBigUint64(0).toString(16).padStart(16, '0'),
      text: String(n), json: JSON.stringify(n), canonical, type, key: encode(n)
    };
  });
}
