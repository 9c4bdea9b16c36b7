// Random stories: clones write, messages arrive in some order, some twice,
// journals are fused, newcomers come and old ones catch up.
import { base, iri, literal, vocab, xs } from '../lib/triples.mjs';
import { Random } from '../lib/random.mjs';
import { Domain } from './domain.mjs';

const TRIPLES = [
  { s: base('fred'), p: vocab('name'), o: literal('Fred') }, { s: base('fred'), p: vocab('height'), o: xs('5', 'integer') },
  { s: base('wilma'), p: vocab('name'), o: literal('Wilma') }, { s: base('fred'), p: vocab('knows'), o: iri(base('wilma')) }
];

const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

export const random = seeds.map(seed => async ref => {
  const random = new Random(seed * 1009);
  const domain = await Domain.create(ref, `random ${seed}`);
  const queues = { a: [] };
  const broadcast = (from, message) => {
    if (message != null)
      for (const id of Object.keys(queues))
        if (id !== from)
          queues[id].push(message);
  };
  const newcomers = ['b', 'c', 'd'];
  for (let step = 0; step < 28; step++) {
    const ids = Object.keys(queues), id = random.pick(ids), other = random.pick(ids.filter(other => other !== id));
    const action = random.next();
    if ((ids.length < 2 && step > 1) || (newcomers.length > 0 && action < 0.06)) {
      const newcomer = newcomers.shift();
      await domain.snapshot(newcomer, id);
      queues[newcomer] = [];
    } else if (action < 0.5) {
      broadcast(id, await domain.write(id, change(random)));
    } else if (action < 0.9 && queues[id].length > 0) {
      // Usually in order; sometimes not; sometimes again later
      const at = random.chance(0.8) ? 0 : random.int(queues[id].length), message = queues[id][at];
      if (!random.chance(0.15))
        queues[id].splice(at, 1);
      const { outcome, published } = await domain.receive(id, message);
      if (outcome === 'disordered')
        queues[id].push(message);
      published.forEach(message => broadcast(id, message));
    } else if (action < 0.94) {
      await domain.fuse(id);
    } else if (other != null) {
      await domain.revup(id, other);
    }
  }
  await converge(domain, Object.keys(queues));
  return domain;
});

function change(random) {
  const some = p => TRIPLES.filter(() => random.chance(p));
  const deleted = some(0.3);
  return { delete: deleted, insert: some(0.35).filter(triple => !deleted.includes(triple)) };
}

/** Everyone catches up with everyone, so that all end with the same triples and TIDs. */
async function converge(domain, ids) {
  for (let round = 0; round < 2; round++)
    for (const id of ids)
      for (const other of ids)
        if (other !== id)
          await domain.revup(id, other);
}
