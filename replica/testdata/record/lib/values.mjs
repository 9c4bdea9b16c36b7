// The neutral form of JavaScript values: arrays with the type first, so that
// nothing is lost in JSON (undefined, -0, NaN, lone surrogates, bytes, key order).

export function neutral(v) {
  if (v === null) return ['nil'];
  if (v === undefined) return ['undefined'];
  if (v instanceof Uint8Array) return ['bytes', Buffer.from(v).toString('base64')];
  if (Array.isArray(v)) return ['array', Array.from(v, neutral)];
  switch (typeof v) {
    case 'boolean':
      return ['bool', v];
    case 'number':
      return number(v);
    case 'string':
      return v.isWellFormed() ? ['string', v] :
        ['string', v.toWellFormed(), Array.from({ length: v.length }, (_, i) => v.charCodeAt(i))];
    case 'object':
      return ['map', Object.entries(v).map(([key, one]) => [key, neutral(one)])];
  }
  throw new TypeError(`No neutral form of a ${typeof v}`);
}

export function number(v) {
  const bits = Buffer.alloc(8);
  bits.writeDoubleBE(v);
  return ['number', Object.is(v, -0) ? '-0' : String(v), bits.toString('hex')];
}

/** The reverse of {@link neutral}, which also reads the shorthands for long values. */
export function value([type, v, extra]) {
  switch (type) {
    case 'nil':
      return null;
    case 'undefined':
      return undefined;
    case 'bytes':
      return Buffer.from(v, 'base64');
    case 'array':
      return v.map(value);
    case 'bool':
      return v;
    case 'number':
      return Buffer.from(extra, 'hex').readDoubleBE();
    case 'string':
      return extra ? String.fromCharCode(...extra) : v;
    case 'map':
      return Object.fromEntries(v.map(([key, one]) => [key, value(one)]));
    case 'repeatString':
      return v.repeat(extra);
    case 'repeatBytes':
      return Buffer.alloc(extra, v);
    case 'repeatArray':
      return Array.from({ length: extra }, () => value(v));
    case 'countedMap':
      return Object.fromEntries(Array.from({ length: v }, (_, i) => [`k${i}`, i]));
  }
  throw new TypeError(`Not a neutral value: ${type}`);
}
