// Stories of lists, and of a property with a single value: what clones derive or resolve by themselves.
import { base, literal, vocab, VOCAB } from '../lib/triples.mjs';
import { Domain } from './domain.mjs';

const LIST = base('shopping');
const list = items => ({ '@insert': { '@id': LIST, '@list': items } });
const slotsOf = (domain, id) => {
  const { triples } = domain.steps.findLast(step => step.clone === id && step.after).after;
  return triples.filter(({ s, p }) => s === LIST && p.startsWith('http://m-ld.org/RdfLseq/?='))
    .map(({ p, o }) => ({ property: p, slot: o.iri })).sort((a, b) => a.property < b.property ? -1 : 1);
};
const slot = { '@id': '?slot', '@item': '?item' };
const move = (from, to) => ({ '@delete': { '@id': LIST, '@list': { [from]: slot } }, ...list({ [to]: slot }) });
const remove = ({ property, slot }) => ({ '@id': LIST, [property]: { '@id': slot } });

const story = (title, play, { fault, ...options } = {}) => async ref => {
  const util = ref.require('util.js'), uuid = util.uuid;
  let next = 0;
  // Generated subjects are named by this, in the order of their making
  util.uuid = () => `id${++next}`;
  try {
    const domain = await Domain.create(ref, title, 'a', options);
    domain.fault = fault;
    await play(domain, jrql => ({ jrql }));
    return domain;
  } finally {
    util.uuid = uuid;
  }
};

const both = async (d, from, message) => {
  for (const id of Object.keys(d.clones))
    if (id !== from) await d.receive(id, message);
};

export const lists = [
  story('a list is made, and grows', async (d, jrql) => {
    await d.write('a', jrql(list(['Bread', 'Milk', 'Spam'])));
    await d.snapshot('b', 'a');
    await both(d, 'a', await d.write('a', jrql(list({ 3: 'Eggs' }))));
    await both(d, 'b', await d.write('b', jrql(list({ 0: 'Tea' }))));
    await both(d, 'a', await d.write('a', jrql(list({ 2: ['Ham', 'Jam'] }))));
  }),
  story('items are removed', async (d, jrql) => {
    await d.write('a', jrql(list(['Bread', 'Milk', 'Spam'])));
    await d.snapshot('b', 'a');
    await both(d, 'a', await d.write('a', jrql({ '@delete': remove(slotsOf(d, 'a')[1]) })));
    await both(d, 'b', await d.write('b', jrql({ '@delete': remove(slotsOf(d, 'b')[0]) })));
  }),
  story('concurrent inserts at one place', async (d, jrql) => {
    await d.write('a', jrql(list(['Bread', 'Milk'])));
    await d.snapshot('b', 'a');
    const a = await d.write('a', jrql(list({ 1: 'Ham' }))), b = await d.write('b', jrql(list({ 1: 'Jam' })));
    await d.receive('a', b);
    await d.receive('b', a);
  }),
  story('concurrent removes of one item', async (d, jrql) => {
    await d.write('a', jrql(list(['Bread', 'Milk', 'Spam'])));
    await d.snapshot('b', 'a');
    const [, milk] = slotsOf(d, 'a');
    const a = await d.write('a', jrql({ '@delete': remove(milk) })), b = await d.write('b', jrql({ '@delete': remove(milk) }));
    await d.receive('a', b);
    await d.receive('b', a);
  }),
  story('an item is moved', async (d, jrql) => {
    await d.write('a', jrql(list(['Bread', 'Milk', 'Spam'])));
    await d.snapshot('b', 'a');
    const [bread] = slotsOf(d, 'a');
    await both(d, 'a', await d.write('a', jrql({ '@delete': remove(bread), ...list({ 3: { '@id': bread.slot, '@item': 'Bread' } }) })));
  }),
  story('concurrent moves of one item', async (d, jrql) => {
    await d.write('a', jrql(list(['Bread', 'Milk', 'Spam', 'Eggs'])));
    await d.snapshot('b', 'a');
    const [bread] = slotsOf(d, 'a');
    const move = to => jrql({ '@delete': remove(bread), ...list({ [to]: { '@id': bread.slot, '@item': 'Bread' } }) });
    const a = await d.write('a', move(2)), b = await d.write('b', move(4));
    const published = [...(await d.receive('a', b)).published, ...(await d.receive('b', a)).published];
    for (const message of published)
      await both(d, d.messages[message].from, message);
  }),
  story('a move and a concurrent remove of one item', async (d, jrql) => {
    await d.write('a', jrql(list(['Bread', 'Milk', 'Spam'])));
    await d.snapshot('b', 'a');
    const [bread] = slotsOf(d, 'a');
    const a = await d.write('a', jrql({ '@delete': remove(bread), ...list({ 3: { '@id': bread.slot, '@item': 'Bread' } }) }));
    const b = await d.write('b', jrql({ '@delete': remove(bread) }));
    const published = [...(await d.receive('a', b)).published, ...(await d.receive('b', a)).published];
    for (const message of published)
      await both(d, d.messages[message].from, message);
  }),
  story('concurrent changes of one item', async (d, jrql) => {
    await d.write('a', jrql(list(['Bread', 'Milk'])));
    await d.snapshot('b', 'a');
    const [bread] = slotsOf(d, 'a');
    const change = item => jrql({ '@update': { '@id': bread.slot, '@item': item } });
    const a = await d.write('a', change('Ham')), b = await d.write('b', change('Jam'));
    const published = [...(await d.receive('a', b)).published, ...(await d.receive('b', a)).published];
    for (const message of published)
      await both(d, d.messages[message].from, message);
  }),
  story('the last item is replaced', async (d, jrql) => {
    await d.write('a', jrql(list(['Bread', 'Milk', 'Spam'])));
    await d.snapshot('b', 'a');
    const [, , spam] = slotsOf(d, 'a');
    await both(d, 'a', await d.write('a', jrql({ '@delete': remove(spam), ...list({ 2: 'Eggs' }) })));
  }, { fault: 'b never gives the new item an index. The positions are right: number every item.' }),
  story('an item is put where it is', async (d, jrql) => {
    await d.write('a', jrql(list(['Bread', 'Milk'])));
    await d.snapshot('b', 'a');
    await both(d, 'a', await d.write('a', jrql(move(0, 0))));
  }, { fault: 'a itself loses the index of the item, and will not give positions to what is inserted before the first index it has. Number every item.' }),
  story('the heads of several clones', async (d, jrql) => {
    await d.write('a', jrql(list(['Bread'])));
    await d.snapshot('b', 'a');
    // A position before all others begins with 0 and the site: b is thought to be before a
    for (const item of ['Ham', 'Jam', 'Tea'])
      await both(d, 'a', await d.write('a', jrql(list({ 0: item }))));
    await both(d, 'b', await d.write('b', jrql(list({ 0: 'Eggs' }))));
    // Between two that are the wrong way round there is but one position
    await both(d, 'b', await d.write('b', jrql(list({ 1: ['Oats', 'Spam'] }))));
    // Which a cannot read: it closes
  }, { fault: 'b numbers the heads in another order than their positions, and then publishes a @list with a hole, on which a closes. Take it without the hole, and pass none on.' })
];

const NAME = `${VOCAB}name`;
const single = { constraints: [{ '@type': 'single-valued', property: NAME }] };
const name = value => ({ s: base('fred'), p: vocab('name'), o: literal(value) });

export const constrained = [
  story('a property with a single value', async d => {
    await d.write('a', { insert: [name('Fred')] });
    await d.snapshot('b', 'a', single);
    await d.write('a', { insert: [name('Flintstone')] }); // Refused
    await both(d, 'a', await d.write('a', { delete: [name('Fred')], insert: [name('Flintstone')] }));
    const a = await d.write('a', { delete: [name('Flintstone')], insert: [name('Freddy')] });
    const b = await d.write('b', { delete: [name('Flintstone')], insert: [name('Frederick')] });
    const published = [...(await d.receive('a', b)).published, ...(await d.receive('b', a)).published];
    for (const message of published)
      await both(d, d.messages[message].from, message);
    await both(d, 'a', await d.write('a', { insert: [{ ...name('Wilma'), s: base('wilma') }] }));
  }, single),
  story('three values at once', async d => {
    await d.write('a', { insert: [{ ...name('Wilma'), s: base('wilma') }] });
    await d.snapshot('b', 'a', single);
    await d.snapshot('c', 'a', single);
    const messages = {};
    for (const [id, value] of [['a', 'One'], ['b', 'Two'], ['c', 'Three']])
      messages[id] = await d.write(id, { insert: [name(value)] });
    const queue = Object.entries(messages);
    while (queue.length > 0) {
      const [from, message] = queue.shift();
      for (const id of Object.keys(d.clones))
        if (id !== from)
          (await d.receive(id, message)).published.forEach(published => queue.push([id, published]));
    }
  }, single)
];
