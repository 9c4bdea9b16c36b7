// Hand-made stories.
import { base, iri, literal, vocab, xs } from '../lib/triples.mjs';
import { Domain } from './domain.mjs';

const name = (s, value) => ({ s: base(s), p: vocab('name'), o: literal(value) });
const height = (s, value) => ({ s: base(s), p: vocab('height'), o: xs(`${value}`, 'integer') });
const knows = (s, o) => ({ s: base(s), p: vocab('knows'), o: iri(base(o)) });
const fred = name('fred', 'Fred'), wilma = name('wilma', 'Wilma');

const story = (title, play, { fault, ...options } = {}) => async ref => {
  const domain = await Domain.create(ref, title, 'a', options);
  domain.fault = fault;
  await play(domain);
  return domain;
};

/** Two clones that both have one triple. */
async function two(domain) {
  await domain.write('a', { insert: [fred] });
  await domain.snapshot('b', 'a');
}

export const scripted = [
  story('one clone writes', async d => {
    await d.write('a', { insert: [fred] });
    await d.write('a', { insert: [wilma, knows('fred', 'wilma')] });
    await d.write('a', { delete: [fred], insert: [name('fred', 'Flintstone')] });
    await d.write('a', { delete: [wilma] });
  }),
  story('writes that change nothing, or little', async d => {
    await d.write('a', {});
    await d.write('a', { insert: [fred] });
    await d.write('a', { insert: [fred] }); // Present: another TID
    await d.write('a', { delete: [wilma] }); // Absent
    await d.write('a', { delete: [fred], insert: [fred] }); // The insert wins
    await d.write('a', { delete: [wilma], insert: [wilma] });
    await d.write('a', { delete: [fred] }); // All its TIDs
    await d.write('a', { insert: [fred, fred] });
  }),
  story('a newcomer, and writes both ways', async d => {
    await two(d);
    await d.receive('b', await d.write('a', { insert: [wilma] }));
    await d.receive('a', await d.write('b', { insert: [knows('fred', 'wilma')] }));
    await d.receive('b', await d.write('a', { delete: [knows('fred', 'wilma')] }));
  }),
  story('ticks before the newcomer that were not public', async d => {
    await d.write('a', { insert: [fred] });
    await d.write('a', {});
    await d.write('a', {});
    await d.snapshot('b', 'a');
    await d.receive('b', await d.write('a', { insert: [wilma] }));
    await d.receive('a', await d.write('b', { delete: [wilma] }));
  }),
  story('an empty domain forks', async d => {
    await d.snapshot('b', 'a');
    await d.snapshot('c', 'b');
    const [b, c] = [await d.write('b', { insert: [fred] }), await d.write('c', { insert: [fred] })];
    await d.receive('a', c);
    await d.receive('a', b);
    await d.receive('b', c);
    await d.receive('c', b);
  }),
  story('concurrent delete and insert of one triple', async d => {
    await two(d);
    const del = await d.write('a', { delete: [fred] }), ins = await d.write('b', { insert: [fred] });
    await d.receive('a', ins);
    await d.receive('b', del);
    const again = await d.write('a', { delete: [fred] });
    await d.receive('b', again);
  }),
  story('concurrent deletes of one triple', async d => {
    await two(d);
    const a = await d.write('a', { delete: [fred] }), b = await d.write('b', { delete: [fred] });
    await d.receive('a', b);
    await d.receive('b', a);
  }),
  story('concurrent inserts of one triple, then a delete that has seen one', async d => {
    await two(d);
    const a = await d.write('a', { insert: [wilma] }), b = await d.write('b', { insert: [wilma] });
    const del = await d.write('a', { delete: [wilma] });
    await d.receive('b', a);
    await d.receive('b', del);
    await d.receive('a', b);
  }),
  story('duplicates', async d => {
    await two(d);
    const a1 = await d.write('a', { insert: [wilma] }), a2 = await d.write('a', { delete: [fred] });
    for (const message of [a1, a1, a2, a1, a2])
      await d.receive('b', message);
    await d.receive('a', a1); // Our own
  }),
  story('causes that are missing, then come', async d => {
    await two(d);
    await d.snapshot('c', 'a');
    const a = await d.write('a', { insert: [wilma] });
    await d.receive('b', a);
    const b1 = await d.write('b', { insert: [knows('fred', 'wilma')] }), b2 = await d.write('b', { delete: [wilma] });
    await d.receive('c', b1);
    await d.receive('c', b2);
    await d.receive('c', a);
  }),
  story('a process jumps a message', async d => {
    await two(d);
    const a1 = await d.write('a', { insert: [wilma] }), a2 = await d.write('a', { insert: [height('fred', 5)] });
    await d.receive('b', a2);
    await d.receive('b', a1);
    await d.receive('b', a2);
  }),
  story('empty operations travel', async d => {
    await two(d);
    await d.receive('b', await d.write('a', { delete: [wilma] }));
    await d.receive('b', await d.write('a', { insert: [fred] }));
    await d.receive('a', await d.write('b', { delete: [fred] }));
  }),
  story('a fused rev-up', async d => {
    await two(d);
    for (const change of [{ insert: [wilma] }, { insert: [height('fred', 5)] }, { delete: [wilma], insert: [height('fred', 6)] }, { delete: [height('fred', 5)] }])
      await d.write('a', change);
    await d.fuse('a');
    await d.revup('b', 'a');
    await d.revup('b', 'a');
  }),
  story('a fused rev-up, of which a part was seen', async d => {
    await two(d);
    const seen = [await d.write('a', { insert: [wilma] }), await d.write('a', { insert: [height('fred', 5)] })];
    await d.write('a', { delete: [wilma], insert: [height('fred', 6)] });
    await d.write('a', { insert: [wilma], delete: [height('fred', 5)] });
    await d.fuse('a');
    for (const message of seen)
      await d.receive('b', message);
    await d.write('b', { delete: [height('fred', 5)] });
    await d.revup('b', 'a');
    await d.revup('a', 'b');
  }),
  story('a fused rev-up, of which a fused part was seen', async d => {
    await two(d);
    await d.write('a', { insert: [wilma] });
    await d.write('a', { insert: [height('fred', 5)] });
    await d.fuse('a');
    await d.revup('b', 'a');
    await d.write('a', { delete: [wilma] });
    await d.write('a', { insert: [height('fred', 6)] });
    await d.fuse('a');
    await d.revup('b', 'a');
  }),
  story('a fused rev-up, of which a part came with a snapshot', async d => {
    await two(d);
    await d.write('a', { insert: [wilma] });
    await d.write('a', { insert: [height('fred', 5)] });
    await d.snapshot('c', 'b');
    await d.revup('b', 'a');
    await d.snapshot('e', 'b');
    await d.receive('b', await d.write('e', { delete: [wilma] }));
    await d.write('a', { insert: [height('fred', 6)] });
    await d.write('a', { delete: [height('fred', 5)] });
    await d.fuse('a');
    await d.revup('e', 'a');
  }),
  story('a rev-up from one to whom a snapshot brought what the asker lacks', async d => {
    await two(d);
    await d.snapshot('c', 'b');
    await d.receive('b', await d.write('a', { insert: [wilma] }));
    // The clock of d is forked from the last public tick of b, which c knows
    await d.snapshot('d', 'b');
    await d.write('d', { insert: [height('fred', 5)] });
    await d.revup('c', 'd');
  }, { fault: 'd takes its journal to be long enough, but the operation of a came to it with the snapshot; c never gets it from d. Answer "cannot help".' }),
  story('a rev-up for which there is no journal', async d => {
    await two(d);
    await d.write('b', { insert: [wilma] });
    await d.revup('a', 'b');
    await d.snapshot('c', 'a');
    await d.write('c', { insert: [height('fred', 5)] });
    // What b had when a began is older than the journal of c
    await d.revup('b', 'c');
    await d.snapshot('d', 'c');
    await d.revup('b', 'd');
  }),
  story('a snapshot for one who is here already', async d => {
    await two(d);
    await d.write('a', { insert: [wilma] });
    await d.write('a', { delete: [fred] });
    await d.snapshot('b', 'a');
    await d.receive('a', await d.write('b', { insert: [fred] }));
  }),
  story('forks of forks', async d => {
    await two(d);
    await d.snapshot('c', 'b');
    const c = await d.write('c', { insert: [wilma] });
    await d.snapshot('d', 'c');
    const e = await d.write('d', { delete: [fred] }), b = await d.write('b', { insert: [fred] });
    for (const id of ['a', 'b', 'c', 'd'])
      for (const [from, message] of [['b', b], ['c', c], ['d', e]])
        if (from !== id)
          await d.receive(id, message);
  }),
  story('with principals', async d => {
    await d.write('a', { insert: [fred] });
    await d.snapshot('b', 'a', { principal: 'https://bob.example/#me' });
    await d.receive('b', await d.write('a', { insert: [wilma] }));
    await d.receive('a', await d.write('b', { delete: [wilma] }));
  }, { principal: base('alice') }),
  story('a fused rev-up of a principal in the domain, of which parts were seen', async d => {
    await two(d);
    const seen = [await d.write('a', { insert: [wilma] }), await d.write('a', { insert: [height('fred', 5)] })];
    for (const message of seen)
      await d.receive('b', message);
    await d.write('b', { delete: [wilma] });
    await d.write('a', { insert: [height('fred', 6)] });
    await d.write('a', { insert: [height('fred', 7)] });
    await d.fuse('a');
    await d.revup('b', 'a');
    await d.revup('a', 'b');
  }, { principal: base('alice') }),
  story('a snapshot from one who has seen operations of a principal in the domain, then their fusion', async d => {
    await two(d);
    for (const change of [{ insert: [wilma] }, { insert: [height('fred', 5)] }])
      await d.receive('b', await d.write('a', change));
    await d.snapshot('c', 'b');
    await d.write('c', { delete: [wilma] });
    await d.write('a', { insert: [height('fred', 6)] });
    await d.fuse('a');
    await d.revup('c', 'a');
  }, { principal: base('alice'), fault: 'c has wilma again: the principal of a, compacted in one place and not in another, keeps b from fusing the latest operation with its past, and so c from cutting it.' }),
  story('an agreement, nothing concurrent', async d => {
    await two(d);
    await d.receive('b', await d.write('a', { insert: [wilma], agree: true }));
    await d.receive('a', await d.write('b', { delete: [wilma] }));
  }),
  story('an agreement voids a concurrent operation', async d => {
    await two(d);
    const b = await d.write('b', { insert: [wilma] });
    const a = await d.write('a', { delete: [fred], agree: 'proof' });
    await d.receive('b', a);
    await d.receive('a', b);
    // The ticks of what was voided are used again
    await d.receive('a', await d.write('b', { insert: [height('fred', 5)] }));
  }),
  story('an agreement voids a delete, and what is concurrent of a third', async d => {
    await two(d);
    await d.snapshot('c', 'a');
    const b = await d.write('b', { delete: [fred] }), c = await d.write('c', { insert: [wilma] });
    await d.receive('b', c);
    const b2 = await d.write('b', { insert: [height('fred', 5)] });
    const a = await d.write('a', { insert: [height('fred', 6)], agree: { by: 'a' } });
    for (const message of [b, b2]) await d.receive('c', message);
    for (const id of ['b', 'c']) await d.receive(id, a);
    for (const message of [b, c, b2]) await d.receive('a', message);
    await d.receive('b', await d.write('c', { delete: [fred] }));
  }),
  story('an operation lets a buffered one through, which turns out to be disordered', async d => {
    await two(d);
    await d.snapshot('c', 'a');
    const c1 = await d.write('c', { insert: [wilma] });
    await d.write('b', { insert: [height('fred', 4)] });
    await d.receive('b', c1);
    const b2 = await d.write('b', { insert: [height('fred', 5)] });
    await d.receive('a', b2);
    await d.receive('a', c1);
    await d.write('a', { delete: [wilma] });
  }, { fault: 'at the end the clock of a is set back below the operation of c that it has just applied, and its ticks are used again. Undo only the join of the disordered one.' }),
  story('an agreement that has seen what is concurrent', async d => {
    await two(d);
    const b = await d.write('b', { insert: [wilma] });
    await d.receive('a', b);
    const local = await d.write('b', { insert: [height('fred', 5)] });
    await d.receive('b', await d.write('a', { delete: [wilma], agree: true }));
    await d.receive('a', local);
  }),
  story('two concurrent agreements', async d => {
    await two(d);
    const a = await d.write('a', { insert: [wilma], agree: true }), b = await d.write('b', { delete: [fred], agree: true });
    await d.receive('a', b);
    await d.receive('b', a);
  })
];
