// Stories of agreements, of what they void, and of processes that are blocked.
import { base, literal, vocab, xs } from '../lib/triples.mjs';
import { Domain } from './domain.mjs';
import { atOneTime, inOrder } from './index.mjs';

const name = (s, value) => ({ s: base(s), p: vocab('name'), o: literal(value) });
const height = (s, value) => ({ s: base(s), p: vocab('height'), o: xs(`${value}`, 'integer') });
const fred = name('fred', 'Fred'), wilma = name('wilma', 'Wilma'), barney = name('barney', 'Barney');

const story = (title, play, { fault, ...options } = {}) => async ref => {
  const domain = await Domain.create(ref, title, 'a', options);
  domain.fault = fault;
  await play(domain);
  return domain;
};

/** Clones that all have one triple. */
async function together(d, ...ids) {
  await d.write('a', { insert: [fred] });
  for (const id of ids)
    await d.snapshot(id, 'a');
}

const agree = (d, id, change) => d.write(id, { ...change, agree: true });

const voiding = [
  story('several operations of others, kept and voided in turn', async d => {
    await together(d, 'b', 'c', 'e');
    const b1 = await d.write('b', { insert: [wilma] }), b2 = await d.write('b', { insert: [barney], delete: [fred] });
    const c1 = await d.write('c', { insert: [wilma] }), c2 = await d.write('c', { delete: [fred] });
    await d.receive('a', b1);
    const a = await agree(d, 'a', { insert: [height('fred', 5)] });
    for (const message of [c1, b1, c2, b2]) // Not two of one process in a row, which the reference fuses
      await d.receive('e', message);
    await d.receive('e', a);
    // What has the agreement among its causes counts
    await d.receive('b', a);
    const b3 = await d.write('b', { insert: [barney] });
    await d.receive('e', b3);
    await d.receive('a', b2);
    await d.receive('a', b3);
  }),
  story('what others removed as well stays removed', async d => {
    await together(d, 'b', 'c');
    const b = await d.write('b', { delete: [fred] }), c = await d.write('c', { delete: [fred] });
    await d.receive('a', b);
    const a = await agree(d, 'a', { insert: [wilma] });
    await d.receive('b', c);
    await d.receive('b', a);
    await d.receive('a', c);
    await d.receive('c', b);
    await d.receive('c', a);
  }, { fault: 'c has again what it had removed itself, though b has removed it as well, and differs from now on. It is gone.' }),
  story('own operations of the receiver, who writes on', async d => {
    await together(d, 'b', 'c');
    const b = [];
    for (const change of [{ insert: [wilma] }, { delete: [fred] }, { insert: [barney], delete: [wilma] }])
      b.push(await d.write('b', change));
    const a = await agree(d, 'a', { insert: [height('fred', 5)] });
    for (const message of b)
      await d.receive('c', message);
    await d.receive('c', a);
    await d.receive('b', a);
    const again = await d.write('b', { insert: [height('wilma', 6)] });
    for (const id of ['a', 'c'])
      await d.receive(id, again);
    await d.receive('b', await d.write('c', { delete: [height('wilma', 6)] }));
  }),
  story('own operations, but none of what came between', async d => {
    await together(d, 'b', 'c');
    const b = await d.write('b', { insert: [wilma] }), c = await d.write('c', { insert: [barney] });
    await d.receive('b', c);
    await d.receive('a', c);
    await d.receive('b', await agree(d, 'a', { delete: [barney] }));
    const again = await d.write('b', { insert: [wilma, height('fred', 5)] });
    await d.receive('a', b);
    await d.receive('a', again);
  }),
  story('own operations that had been reasserted and removed', async d => {
    await together(d, 'b');
    const b = [];
    for (const change of [{ insert: [fred] }, { delete: [fred] }, { insert: [fred] }, { insert: [wilma] }, { delete: [wilma] }])
      b.push(await d.write('b', change));
    await d.receive('a', b[0]);
    await d.receive('b', await agree(d, 'a', { insert: [barney] }));
    for (const message of b)
      await d.receive('a', message);
  }, { fault: 'a takes the second operation that it ignores for disordered, for it has rewound its view of b; ignore it as well.' })
];

const several = [
  story('a second agreement goes back to the first', async d => {
    await together(d, 'b', 'c');
    const a1 = await agree(d, 'a', { insert: [wilma] });
    for (const id of ['b', 'c'])
      await d.receive(id, a1);
    const b = await d.write('b', { insert: [barney] });
    await d.receive('c', b);
    const a2 = await agree(d, 'a', { delete: [wilma] });
    for (const id of ['b', 'c'])
      await d.receive(id, a2);
    await d.receive('a', b);
  }),
  story('agreements of several clones, each knowing the one before', async d => {
    await together(d, 'b', 'c');
    const b = await agree(d, 'b', { insert: [wilma] });
    await d.write('c', { insert: [barney] });
    await d.receive('c', b);
    const c = await agree(d, 'c', { insert: [height('fred', 5)] });
    const a1 = await d.write('a', { insert: [height('fred', 6)] });
    await d.receive('a', b);
    await d.receive('a', c);
    await d.receive('b', c);
    await d.receive('b', a1);
    await d.receive('b', await d.write('a', { delete: [wilma] }));
  }),
  story('the second comes first', async d => {
    await together(d, 'b', 'c');
    const a = await agree(d, 'a', { insert: [wilma] });
    await d.receive('b', a);
    const b = await agree(d, 'b', { insert: [barney] });
    await d.write('c', { delete: [fred] });
    await d.receive('c', b); // Waits for its cause
    await d.receive('c', a);
  }),
  story('an operation of before arrives later, and those that follow it', async d => {
    await together(d, 'b', 'c');
    const b1 = await d.write('b', { insert: [wilma] }), b2 = await d.write('b', { insert: [barney] });
    const a = await agree(d, 'a', { insert: [height('fred', 5)] });
    await d.receive('c', a);
    await d.receive('c', b1);
    await d.receive('c', b2);
  }, { fault: 'c takes the second operation that it ignores for disordered, for it has rewound its view of b; ignore it as well.' })
];

const fusions = [
  story('a fusion of the receiver, of which the first part was known', async d => {
    await together(d, 'b');
    const b1 = await d.write('b', { insert: [wilma] });
    await d.write('b', { insert: [barney] });
    await d.write('b', { delete: [fred] });
    await d.receive('a', b1);
    await d.fuse('b');
    const a = await agree(d, 'a', { insert: [height('fred', 5)] });
    await d.receive('b', a);
    await d.receive('a', await d.write('b', { insert: [height('wilma', 6)] }));
  }, { fault: 'b undoes what a knows with the rest, and is to recover it. It writes before it has, with a tick that a knows, and a takes that for known. Undo nothing, and ask for a snapshot.' }),
  story('a fusion of another, of which the first part was known', async d => {
    await together(d, 'b', 'c');
    const b1 = await d.write('b', { insert: [wilma] });
    await d.write('b', { delete: [wilma] });
    await d.fuse('b');
    await d.revup('c', 'b');
    await d.receive('a', b1);
    const a = await agree(d, 'a', { insert: [height('fred', 5)] });
    await d.receive('c', a);
  }, { fault: 'c undoes what a knows with the rest, and is without it until somebody gives it again. Undo nothing, and ask for a snapshot.' }),
  story('operations that the journal fuses as soon as another comes', async d => {
    await together(d, 'b', 'c', 'e');
    const b1 = await d.write('b', { insert: [wilma] }), b2 = await d.write('b', { delete: [fred] });
    const c = await d.write('c', { insert: [barney] });
    await d.receive('a', b1);
    for (const message of [b1, b2, c])
      await d.receive('e', message);
    await d.receive('e', await agree(d, 'a', { insert: [height('fred', 5)] }));
  }, { fault: 'e undoes the first operation of b with the second, has to recover it, and is not given it by one of whom it has seen something later. Fuse later.' }),
  story('an agreement inside a fusion', async d => {
    await together(d, 'b', 'c');
    await d.write('a', { insert: [wilma] });
    await agree(d, 'a', { insert: [barney] });
    await d.write('a', { delete: [wilma] });
    await d.fuse('a');
    const b = await d.write('b', { insert: [height('fred', 5)] });
    await d.receive('c', b);
    await d.revup('c', 'a');
    await d.revup('b', 'a');
    await d.receive('a', b);
    await d.receive('a', await d.write('c', { insert: [height('fred', 6)] }));
  }),
  story('an agreement inside a fusion, of which a part was seen', async d => {
    await together(d, 'b', 'c');
    const a1 = await d.write('a', { insert: [wilma] }), a2 = await agree(d, 'a', { insert: [barney] });
    await d.write('a', { delete: [wilma] });
    await d.fuse('a');
    await d.receive('b', a1);
    for (const message of [a1, a2])
      await d.receive('c', message);
    const b = await d.write('b', { insert: [height('fred', 5)] }), c = await d.write('c', { insert: [height('fred', 6)] });
    await d.revup('b', 'a'); // The agreement is in what is left of it
    await d.revup('c', 'a'); // It was cut off
    await d.receive('a', c);
    await d.receive('a', b);
    await d.receive('b', c);
  })
];

const recoveries = [
  story('a cause of the agreement is missing', async d => {
    await together(d, 'b', 'c');
    const b = await d.write('b', { insert: [wilma] });
    await d.receive('a', b);
    const a = await agree(d, 'a', { delete: [wilma] });
    const c = await d.write('c', { insert: [barney] });
    await d.receive('c', a);
    await d.receive('c', b);
    await d.receive('a', c);
  }),
  story('what is to be voided came with a snapshot', async d => {
    await together(d, 'b');
    const b = await d.write('b', { insert: [wilma] });
    await d.snapshot('c', 'b');
    await d.write('c', { insert: [barney] });
    const a = await agree(d, 'a', { delete: [fred] });
    await d.receive('b', a);
    await d.receive('c', a);
    await d.receive('a', b);
    await d.snapshot('c', 'a');
    await d.write('c', { insert: [barney] });
  }, { fault: 'the clock of c was forked from a tick of b that is voided: c cannot write any more. It needs a new clock.' }),
  story('a snapshot and a rev-up after something was voided', async d => {
    await together(d, 'b', 'c');
    await d.write('b', { insert: [wilma] });
    await d.receive('b', await agree(d, 'a', { insert: [barney] }));
    await d.write('b', { insert: [height('fred', 5)] });
    await d.revup('c', 'b');
    await d.snapshot('e', 'b');
    await d.receive('b', await d.write('e', { delete: [fred] }));
  }),
  story('a snapshot on top of which there is nothing but what it voids', async d => {
    await together(d, 'b');
    await d.write('b', { insert: [wilma] });
    await agree(d, 'a', { insert: [barney] });
    await d.snapshot('b', 'a');
    await d.receive('a', await d.write('b', { insert: [height('fred', 5)] }));
  })
];

const blocking = [
  story('a forbidden value blocks its writer', async d => {
    await together(d, 'b', 'c');
    const b = [];
    for (const value of ['Wilma', 'Dino', 'Barney'])
      b.push(await d.write('b', { insert: [name('fred', value)] }));
    for (const message of b.slice(0, 2))
      await d.receive('a', message);
    await d.receive('a', await d.write('c', { insert: [wilma] }));
    await d.receive('a', b[2]);
    await d.snapshot('e', 'a');
    await d.receive('a', await d.write('e', { delete: [wilma] }));
    await d.revup('c', 'a');
  }, { forbids: 'Dino' }),
  story('others go on with one who is blocked', async d => {
    await together(d, 'b', 'c');
    const b = [];
    for (const value of ['Dino', 'Barney'])
      b.push(await d.write('b', { insert: [name('fred', value)] }));
    for (const message of b) {
      await d.receive('a', message);
      await d.receive('c', message);
    }
    await d.receive('a', await d.write('c', { insert: [wilma] }));
  }, { forbids: 'Dino', fault: 'a waits for ever for what b did after it was blocked, and takes nothing of c any more. Take what b does for seen.' }),
  story('an agreement that does not know who is blocked', async d => {
    await together(d, 'b', 'c');
    await d.receive('a', await d.write('b', { insert: [name('fred', 'Dino')] }));
    const c = await d.write('c', { insert: [wilma] });
    await d.receive('a', c);
    await d.receive('a', await agree(d, 'c', { insert: [barney] }));
  }, { forbids: 'Dino', fault: 'a goes through its whole journal for what blocked b, which is not there, and asks for a snapshot. Leave blocked processes out of account.' }),
  story('a forbidden value in a fusion', async d => {
    await together(d, 'b');
    for (const value of ['Wilma', 'Dino'])
      await d.write('b', { insert: [name('fred', value)] });
    await d.fuse('b');
    await d.revup('a', 'b');
    await d.revup('b', 'a');
    await d.receive('b', await d.write('a', { insert: [barney] }));
  }, { forbids: 'Dino' }),
  story('a newcomer from one who is blocked', async d => {
    await together(d, 'b');
    await d.receive('a', await d.write('b', { insert: [name('fred', 'Dino')] }));
    await d.snapshot('c', 'b');
    await d.receive('a', await d.write('c', { insert: [wilma] }));
    await d.receive('a', await d.write('b', { insert: [barney] }));
  }, { forbids: 'Dino' })
];

export async function record(ref) {
  return atOneTime(async () => ({
    about: 'Stories of agreements and blocked processes, in the form of suset.json; see README.md. The option "forbids" is a value: whoever inserts it is blocked by those who have the option.',
    voiding: await inOrder(ref, voiding),
    several: await inOrder(ref, several),
    fusions: await inOrder(ref, fusions),
    recoveries: await inOrder(ref, recoveries),
    blocking: await inOrder(ref, blocking)
  }));
}
