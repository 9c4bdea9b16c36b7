// Global clocks: random sequences of operations seen, and how they compare with tree clocks.
import { Random } from './lib/random.mjs';
import { outcome } from './lib/write.mjs';

export function record(ref) {
  const clocks = ref.require('engine/clocks.js');
  const cases = [];
  for (let seed = 101; seed <= 112; seed++)
    history(clocks, new Random(seed), cases);
  edges(clocks, cases);
  return {
    about: 'Global clocks. cases: {op, gwc, time: tree clock JSON, tid?} and result or error:true (the reference throws). '
      + 'set: gwc after set(time, tid), tid being hash(time) when absent. tid, getTicks: for the ID of time. '
      + 'anyLt: gwc.anyLt(time); timeAnyLt: time.anyLt(gwc); '
      + 'updateTime: time.update(gwc). tids: in order, leaving out empty ones. gwcAnyLt: against other, a gwc. No binary.',
    cases,
    parse: [[0, 'kA=='], [0, ''], [1, [[0, 'a'], [0, 'b']]], [1, [[0, 'a'], [1, [[2, 'b'], [3, 'c']]]]],
      [1], [], 1, null, 'a', [1, 2], [1, [[0, 'a']]], [1, ['a', 'b']], [-1, 'a'], {}].map(json => ({
      json, ...outcome(() => clocks.GlobalClock.fromJSON(json).toJSON())
    }))
  };
}

const ASK = {
  tid: (gwc, time) => gwc.tid(time),
  getTicks: (gwc, time) => gwc.getTicks(time),
  anyLt: (gwc, time) => gwc.anyLt(time),
  timeAnyLt: (gwc, time) => time.anyLt(gwc),
  updateTime: (gwc, time) => time.update(gwc).toJSON()
};

function ask(op, gwc, time, cases) {
  cases.push({
    op, gwc: gwc.toJSON(), time: time.toJSON(),
    ...outcome(() => ASK[op](gwc, time))
  });
}

function set(gwc, time, tid, cases) {
  const args = tid == null ? [time] : [time, tid];
  const one = {
    op: 'set', gwc: gwc.toJSON(), time: time.toJSON(), ...tid == null ? {} : { tid },
    ...outcome(() => gwc.set(...args).toJSON())
  };
  cases.push(one);
  return one.error ? gwc : gwc.set(...args);
}

/** Clones which see operations of each other; some have seen more forks than the GWC. */
function history({ TreeClock, GlobalClock }, random, cases) {
  const processes = [TreeClock.GENESIS];
  const operations = [TreeClock.GENESIS];
  let gwc = GlobalClock.GENESIS;
  for (let step = 0; step < 40; step++) {
    const i = random.int(processes.length);
    const action = random.next();
    if (action < 0.2 && processes.length < 8) {
      const { left, right } = processes[i].forked();
      processes[i] = left;
      processes.push(right);
    } else if (action < 0.7) {
      // Public ticks may leap over internal ones
      const time = processes[i] = processes[i].ticked(processes[i].ticks + 1 + random.int(3));
      operations.push(time);
      if (random.chance(0.8))
        gwc = set(gwc, time, random.chance(0.1) ? `tid${step}` : null, cases);
    } else if (operations.length > 1) {
      const other = random.pick(operations);
      try {
        processes[i] = processes[i].update(other);
      } catch (_) {
        // Our own, before a fork
      }
    }
    const time = random.pick(random.chance(0.5) ? processes : operations);
    for (const op of Object.keys(ASK)) ask(op, gwc, time, cases);
    cases.push({ op: 'tids', gwc: gwc.toJSON(), result: [...gwc.tids()] });
    if (random.chance(0.15)) // A time of the past, as when an agreement voids
      gwc = set(gwc, random.pick(operations), random.chance(0.5) ? '!blocked!' : null, cases);
  }
}

function edges({ TreeClock, GlobalClock }, cases) {
  const gwcs = [
    [0, 'kA=='], [0, ''], [3, 'three'], [3, '!blocked!'],
    [3, [[0, 'three'], [0, 'three']]], [3, [[2, 'left'], [0, 'three']]],
    [3, [[2, [[1, 'll'], [0, 'lr']]], [4, 'right']]], [0, [[0, 'kA=='], [1, 'kQE=']]]
  ].map(GlobalClock.fromJSON);
  const times = [
    [], [3], [4], [2], 3, [3, [], 0], [3, 0, []], [3, [1], 0], [3, 0, [5]], [3, [2, [1], 0], 4], [3, [2, 1, [1]], 0],
    [3, [3, [], 0], 0], [2, [1], 0], [4, [1], 0], [[], 0], [0, [1]], [3, 2, 4], [3, [2], 4]
  ].map(TreeClock.fromJson);
  for (const gwc of gwcs) {
    cases.push({ op: 'tids', gwc: gwc.toJSON(), result: [...gwc.tids()] });
    for (const time of times) {
      set(gwc, time, null, cases);
      set(gwc, time, '!blocked!', cases);
      for (const op of Object.keys(ASK)) ask(op, gwc, time, cases);
    }
    for (const other of gwcs)
      cases.push({
        op: 'gwcAnyLt', gwc: gwc.toJSON(), other: other.toJSON(), result: gwc.anyLt(other)
      });
  }
}
