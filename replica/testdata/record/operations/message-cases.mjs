// Packed operations and messages, well and badly formed.

const UPDATE = [{}, { '@id': 'fred', name: 'Fred' }];

export function operationCases() {
  const packed = msgPack => msgPack.encode(UPDATE);
  const op = (name, change) => ({
    name, operation: (msgPack, ref) => {
      const operation = [5, 1, [1], packed(msgPack), [1], null, null];
      return change?.(operation, msgPack, ref) ?? operation;
    }
  });
  const set = (name, i, value) => op(name, operation => {
    operation[i] = value;
  });
  return [
    op('well-formed'),
    ...[0, 2, 3, 4, 6, 5.5, null, '5'].map(v => set(`version ${JSON.stringify(v)}`, 0, v)),
    ...[0, 2, -1, null, '1', 1.5].map(v => set(`from ${JSON.stringify(v)}`, 1, v)),
    ...[[2], 1, [1, [], 0], [[], 0], null, 'x', [-1], [1, 2, 3, 4], []].map(v => set(`time ${JSON.stringify(v)}`, 2, v)),
    op('encoded as JSON', op => {
      op[3] = Buffer.from(JSON.stringify(UPDATE));
      op[4] = [0];
    }),
    op('compressed', (op, msgPack, ref) => {
      op[3] = Buffer.from(ref.dependency('fflate').gzipSync(packed(msgPack)));
      op[4] = [1, 2];
    }),
    op('said to be compressed, and not', op => {
      op[4] = [1, 2];
    }),
    op('compressed, its end missing', (op, msgPack, ref) => {
      op[3] = Buffer.from(ref.dependency('fflate').gzipSync(packed(msgPack)).subarray(0, 20));
      op[4] = [1, 2];
    }),
    op('secured', op => {
      op[4] = [1, 3];
    }),
    ...[[], [9], [2, 1], [1, 1], null, 1].map(v => set(`encoding ${JSON.stringify(v)}`, 4, v)),
    op('update not to be unpacked', op => {
      op[3] = Buffer.from([0xc1]);
    }),
    op('update a string', op => {
      op[3] = 'x';
    }),
    ...[null, {}, [], [{}], [{}, {}, {}], [{}, {}, {}, {}], 'x', 5, [null, null], [[], []]].map(v => op(`update ${JSON.stringify(v)}`, (op, msgPack) => {
      op[3] = msgPack.encode(v);
    })),
    ...['alice', '#alice', 'http://example.org/alice', 'xs:alice', '', 5].map(v => set(`principal ${JSON.stringify(v)}`, 5, v)),
    ...[[1, true], [1, null], [1], [], [1, { a: [1] }], 5, [0, 'x'], [7, 'x']].map(v => set(`agreed ${JSON.stringify(v)}`, 6, v)),
    op('undefined principal and agreed', op => {
      op[5] = op[6] = undefined;
    }),
    op('without principal and agreed', op => op.slice(0, 5)),
    op('with more at the end', op => [...op, 'more']),
    op('an object', () => ({}))
  ];
}

export function messageCases() {
  const enc = msgPack => msgPack.encode([5, 1, [1], msgPack.encode(UPDATE), [1], null, null]);
  const json = (name, change) => ({
    name, message: msgPack => {
      const message = { prev: 0, enc: enc(msgPack), attr: null };
      return msgPack.encode(change?.(message, msgPack) ?? message);
    }
  });
  const set = (name, key, value) => json(name, message => {
    message[key] = value;
  });
  return [
    json('well-formed'),
    json('keys in another order', ({ prev, enc, attr }) => ({ attr, enc, prev })),
    json('with another key', message => ({ ...message, more: 1 })),
    set('attributed', 'attr', { pid: 'http://test.m-ld.org/alice', sig: Buffer.from([1, 2]) }),
    set('attr empty', 'attr', {}), set('attr an array', 'attr', []), set('attr undefined', 'attr', undefined), set('attr a string', 'attr', 'x'), set('attr false', 'attr', false),
    json('without attr', ({ prev, enc }) => ({ prev, enc })), json('without prev', ({ attr, enc }) => ({ attr, enc })), json('without enc', ({ attr, prev }) => ({ attr, prev })),
    set('prev a string', 'prev', '0'), set('prev null', 'prev', null), set('prev negative', 'prev', -1), set('prev a fraction', 'prev', 0.5),
    set('enc a string', 'enc', 'x'), set('enc an array', 'enc', [5]), set('enc empty', 'enc', Buffer.from([])), set('enc not to be unpacked', 'enc', Buffer.from([0xc1])),
    json('enc null inside', (message, msgPack) => ({ ...message, enc: msgPack.encode(null) })),
    json('enc an empty array inside', (message, msgPack) => ({ ...message, enc: msgPack.encode([]) })),
    json('a time that is no clock', (message, msgPack) => ({ ...message, enc: msgPack.encode([5, 1, 'x', Buffer.from([]), [1], null, null]) })),
    json('an array', () => []), json('a number', () => 5),
    { name: 'null', message: msgPack => msgPack.encode(null) },
    { name: 'nothing', message: () => Buffer.from([]) },
    { name: 'not to be unpacked', message: () => Buffer.from([0xc1]) },
    { name: 'cut short', message: msgPack => msgPack.encode({ prev: 0, enc: enc(msgPack), attr: null }).subarray(0, 20) }
  ];
}
