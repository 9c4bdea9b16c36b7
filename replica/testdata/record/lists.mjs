// Positions in lists, and the renumbering of lists.
import { Random } from './lib/random.mjs';
import { outcome } from './lib/write.mjs';

export function record(ref) {
  const lseq = ref.require('lseq/index.js');
  const def = new lseq.LseqDef;
  return {
    about: 'Lists. between: {lower, upper, site, count} → result: positions; lower null is the beginning, upper null the end of the list. '
      + 'parse: {id} → result: [[number, site]…], or error:true. rewrite: a list of {posId, value} is given deletes (positions), inserts by position and inserts by index ([index, [value…]]) '
      + '→ calls, in order: ["deleted", value, posId, index], ["inserted", value, posId, index, [old index, sub-index]], ["reindexed", value, posId, index]. fault: the reference puts things out of order: do better. No binary.',
    between: [...grown(def), ...edges(def)],
    parse: parses(def),
    rewrite: rewrites(def, lseq.LseqIndexRewriter)
  };
}

const SITES = ['a', 'b', 'zz', 'clone1', 'a-site-of-sixteen', 'cl_0123456789abcdefgh', 'B', 'é'];

function between(def, lower, upper, site, count) {
  const at = (id, bound) => id == null ? bound : def.parse(id);
  const one = {
    lower, upper, site, count,
    ...outcome(() => at(lower, def.min).between(at(upper, def.max), site, count).map(String))
  };
  return one.error || isBetween(one) ? one : { ...one, fault: true };
}

function isBetween({ lower, upper, count, result }) {
  const all = [...lower == null ? [] : [lower], ...result, ...upper == null ? [] : [upper]];
  return result.length === count && all.every((id, i) => i === 0 || all[i - 1] < id);
}

/** Lists that grow at their head, their tail, in the middle, and anywhere. */
function grown(def) {
  const cases = [];
  const places = {
    head: () => 0, tail: n => n, middle: n => n >> 1, second: n => Math.min(n, 1), beforeLast: n => Math.max(0, n - 1),
    anywhere: (n, random) => random.int(n + 1)
  };
  let seed = 71;
  for (const place of Object.values(places)) {
    for (const sites of [['clone1'], SITES]) {
      const random = new Random(seed++), list = [];
      for (let i = 0; i < 40; i++) {
        const at = place(list.length, random), count = random.pick([1, 1, 1, 2, 3, 5, 10, 40]);
        const one = between(def, list[at - 1] ?? null, list[at] ?? null, random.pick(sites), count);
        cases.push(one);
        if (!one.error && !one.fault)
          list.splice(at, 0, ...one.result);
      }
    }
  }
  return cases;
}

const padded = (...parts) => parts.map(([pos, site]) => pos + site.padEnd(16, '_')).join('');

function edges(def) {
  const a1 = padded(['1', 'a']), a2 = padded(['2', 'a']), b1 = padded(['1', 'b']), az = padded(['z', 'a']);
  const deep = padded(['1', 'a'], ['01', 'a']), deeper = padded(['1', 'a'], ['00', 'b'], ['001', 'b']), full = padded(['1', 'a'], ['zz', 'a']);
  const pairs = [
    [null, null], [null, a1], [a1, null], [az, null], [a1, a2], [a1, b1], [b1, a2], [a1, deep], [deep, a2], [null, deep], [null, deeper], [a1, deeper], [deeper, deep], [full, a2], [full, b1], [full, null],
    // Out of order, and equal
    [a2, a1], [b1, a1], [a1, a1], [deep, a1]
  ];
  return pairs.flatMap(([lower, upper]) => [['a', 1], ['b', 1], ['a', 3], ['b', 50], ['', 1]]
    .map(([site, count]) => between(def, lower, upper, site, count)));
}

function parses(def) {
  return ['0', '', ':', padded(['1', 'a']), padded(['0', 'a']), padded(['z', 'a']), padded(['1', 'a'], ['01', 'b']), padded(['1', 'a'], ['00', 'b']), padded(['0', 'a'], ['01', 'b']),
    padded(['1', 'a'], ['01', 'b'], ['0z9', 'c']), `1a`, `${padded(['1', 'a'])}0`, padded(['!', 'a']), padded(['-', 'a']), padded(['A', 'a']), padded(['1', 'é']), `1${'x'.repeat(15)}`, `1${'x'.repeat(17)}`,
    padded(['1', 'a'], [' 1', 'b']), padded(['1', 'a'], ['1 ', 'b']), padded(['1', 'a'], ['-1', 'b'])]
    .map(id => ({ id, ...outcome(() => def.parse(id).ids.map(({ pos, site }) => [pos, site])) }));
}

function rewrites(def, LseqIndexRewriter) {
  const random = new Random(83);
  const cases = [];
  for (let i = 0; i < 250; i++) {
    const all = def.min.between(def.max, 'clone1', 1 + random.int(8)).map(String);
    const list = all.map((posId, n) => ({ posId, value: `item${n}` })).filter(() => random.chance(0.8));
    cases.push(rewrite(def, LseqIndexRewriter, random, list, all));
  }
  return cases;
}

function rewrite(def, LseqIndexRewriter, random, list, all) {
  const free = all.filter(posId => !list.some(item => item.posId === posId));
  const deletes = list.filter(() => random.chance(0.25)).map(item => item.posId);
  const byPosition = free.filter(() => random.chance(0.5)).map((posId, n) => [posId, `at${n}`]);
  const indexes = random.chance(0.6) ? [...new Set(Array.from({ length: 1 + random.int(2) }, () => random.int(list.length + 2)))] : [];
  const byIndex = indexes.map((index, n) => [index, Array.from({ length: 1 + random.int(3) }, (_, m) => `new${n}.${m}`)]);
  const rewriter = new LseqIndexRewriter(def, 'clone2');
  deletes.forEach(posId => rewriter.addDelete(posId));
  byPosition.forEach(([posId, value]) => rewriter.addInsert(value, posId));
  byIndex.forEach(([index, values]) => rewriter.addInsert(values, index));
  const calls = [];
  const call = name => (...args) => calls.push([name, ...args]);
  const result = outcome(() => {
    rewriter.rewriteIndexes(list, { deleted: call('deleted'), inserted: call('inserted'), reindexed: call('reindexed') });
    return calls;
  }, 'calls');
  const one = { list, site: 'clone2', deletes, byPosition, byIndex, ...result };
  return isNumbered(one) ? one : { ...one, fault: true };
}

/** Does every item end with the index that its position gives it? */
function isNumbered({ list, deletes, byPosition, byIndex, calls }) {
  const positions = new Map(list.map(({ posId, value }) => [value, posId])), indexes = new Map(list.map(({ value }, n) => [value, n]));
  for (const [call, value, posId, index] of calls) {
    positions.set(value, posId);
    indexes.set(value, call === 'deleted' ? null : index);
  }
  const left = [...positions].filter(([value]) => indexes.get(value) != null).sort(([, a], [, b]) => a < b ? -1 : 1);
  const wanted = list.length - deletes.length + byPosition.length + byIndex.reduce((n, [, values]) => n + values.length, 0);
  return left.length === wanted && left.every(([value], n) => indexes.get(value) === n);
}
