// MessagePack: values as the reference packs them, and bytes as it reads them.
import { createHash } from 'node:crypto';
import { base64, outcome } from './lib/write.mjs';
import { neutral, value } from './lib/values.mjs';
import { decodes, encodes } from './msgpack-cases.mjs';

export function record(ref) {
  const msgPack = ref.require('engine/msgPack.js');
  return {
    about: 'MessagePack. A value is an array with its type first: ["nil"], ["undefined"], ["bool", b], '
      + '["number", String(v), big-endian hex of its float64 bits], ["string", s] or, where s has lone surrogates, '
      + '["string", s, [UTF-16 units]], ["bytes", base64], ["array", [value…]], ["map", [[key, value]… in order]], and for long ones '
      + '["repeatString", s, n], ["repeatBytes", byte, n], ["repeatArray", value, n], ["countedMap", n] (keys k0…, values 0…). '
      + 'encode: value → bytes (base64), or {head, length, sha256} (base64) when long; result: what the reference reads back, when it differs. '
      + 'decode: bytes → value or error:true.',
    encode: encodes().map(v => {
      const packed = msgPack.encode(value(v));
      const back = packed.length > 512 ? v : neutral(msgPack.decode(packed));
      return {
        value: v, bytes: bytes(packed),
        ...JSON.stringify(back) === JSON.stringify(neutral(value(v))) || back === v ? {} : { result: back }
      };
    }),
    decode: decodes().map(hex => {
      const packed = Buffer.from(hex, 'hex');
      return { bytes: base64(packed), hex, ...outcome(() => neutral(msgPack.decode(packed)), 'value') };
    })
  };
}

function bytes(packed) {
  return packed.length <= 512 ? base64(packed) : {
    head: base64(packed.subarray(0, 16)),
    length: packed.length,
    sha256: createHash('sha256').update(packed).digest('base64')
  };
}
