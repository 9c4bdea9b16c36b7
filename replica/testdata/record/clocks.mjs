// Tree clocks: random histories, and hand-made edges.
import { Random } from './lib/random.mjs';
import { outcome } from './lib/write.mjs';
import { clockEdges, clockPairEdges, clockParses, ticksEdges } from './clocks-edges.mjs';

export function record(ref) {
  const { TreeClock } = ref.require('engine/clocks.js');
  const cases = [];
  const seen = new Set;
  const run = (op, clock, arg) => {
    const one = evaluate(TreeClock, op, clock, arg);
    const key = JSON.stringify(one);
    if (!seen.has(key)) {
      seen.add(key);
      cases.push(one);
    }
  };
  for (let seed = 1; seed <= 12; seed++)
    history(TreeClock, new Random(seed), run);
  for (const json of clockEdges) {
    for (const op of UNARY) run(op, json);
    for (const n of ticksEdges) run('tickedTo', json, n);
    for (const other of clockPairEdges)
      if (clockPairEdges.includes(json))
        for (const op of BINARY) run(op, json, other);
  }
  return {
    about: 'Tree clocks. cases: {op, clock, other?: clock JSON | ticks?: number} and result or error:true '
      + '(the reference throws). Result null: undefined in the reference (a clock without ID). '
      + 'parse: what fromJson makes of JSON; hostile ones may be refused. No binary.',
    cases,
    parse: clockParses.map(json => ({
      json, ...outcome(() => TreeClock.fromJson(json).toJSON())
    }))
  };
}

const UNARY = ['tick', 'fork', 'ticks', 'hash', 'deepTicks', 'nonIdTicks', 'isZeroId', 'hasId'];
const BINARY = ['update', 'anyLt', 'anyNonIdLt', 'getTicks', 'equals', 'tickedBy'];

function evaluate(TreeClock, op, clock, arg) {
  const c = TreeClock.fromJson(clock);
  if (op === 'tickedTo')
    return { op, clock, ticks: arg, ...outcome(() => c.ticked(arg).toJSON()) };
  if (BINARY.includes(op)) {
    const other = TreeClock.fromJson(arg);
    return { op, clock, other: arg, ...outcome(() => binary[op](c, other)) };
  }
  return { op, clock, ...outcome(() => unary[op](c)) };
}

const unary = {
  tick: c => c.ticked().toJSON(),
  fork: c => {
    const { left, right } = c.forked();
    return [left.toJSON(), right.toJSON()];
  },
  ticks: c => c.ticks,
  hash: c => c.hash,
  deepTicks: c => c.deepTicks,
  nonIdTicks: c => c.nonIdTicks,
  isZeroId: c => c.isZeroId,
  hasId: c => c.hasId
};

const binary = {
  update: (a, b) => a.update(b).toJSON(),
  anyLt: (a, b) => a.anyLt(b),
  anyNonIdLt: (a, b) => a.anyNonIdLt(b),
  getTicks: (a, b) => a.getTicks(b),
  equals: (a, b) => a.equals(b),
  tickedBy: (a, b) => a.ticked(b).toJSON()
};

/** Some processes fork, tick (sometimes far) and join each other's times. */
function history(TreeClock, random, run) {
  const processes = [TreeClock.GENESIS];
  const past = [];
  const leaps = [1, 1, 1, 1, 2, 5, 130, 300, 70000, 2 ** 32, 2 ** 33 + 7];
  for (let step = 0; step < 60; step++) {
    const i = random.int(processes.length), p = processes[i], json = p.toJSON();
    const action = random.next();
    if (action < 0.15 && processes.length < 9) {
      run('fork', json);
      const { left, right } = p.forked();
      processes[i] = left;
      processes.push(right);
    } else if (action < 0.6) {
      const leap = random.pick(leaps);
      run(...(leap === 1 ? ['tick', json] : ['tickedTo', json, p.ticks + leap]));
      processes[i] = p.ticked(p.ticks + leap);
    } else {
      const other = random.pick(past.length && random.chance(0.3) ? past : processes);
      run('update', json, other.toJSON());
      try {
        processes[i] = p.update(other);
      } catch (_) {
        // A past time of our own, before our fork: recorded as an error
      }
    }
    past.push(processes[i]);
    const now = processes[i].toJSON();
    for (const op of ['ticks', 'hash', 'nonIdTicks', 'isZeroId']) run(op, now);
    const against = random.pick(random.chance(0.5) ? past : processes);
    for (const op of BINARY)
      if (random.chance(0.4)) run(op, now, against.toJSON());
    if (random.chance(0.2)) run('tickedTo', now, random.int(processes[i].ticks + 1));
  }
}
