// Hand-made clocks for the edges that random histories seldom reach.

/** A chain of `depth` forks, always on the given side, with ticks of its own at each. */
function chain(depth, side, ticks, leaf) {
  let clock = leaf;
  for (let i = 0; i < depth; i++) {
    const fork = side === 'left' ? [clock, 0] : [0, clock];
    clock = ticks ? [ticks, ...fork] : fork;
  }
  return clock;
}

/** Each of these is compared with, and joined to, each other. */
export const clockPairEdges = [
  3, [], [1], [4],
  // Fresh forks, on either side, and below others
  [1, [], 0], [1, 0, []], [2, [[], 0], 0], [1, [0, [0, []]], 0],
  // A fork that is ticked, on either side
  [1, [1], 0], [1, 1, []], [1, 0, [1]], [[1], 0], [[1], 1], [1, [2], 3], [1, 2, [3]],
  // Forks on both sides
  [1, [[1], 0], 0], [1, [[], 0], 1], [3, [0, [2]], [1, 1]], [1, [0, 0], [1]], [2, [1, [1], 1], [2, 0, 3]],
  // No ID anywhere
  [1, 1, 1]
];

export const clockEdges = [
  ...clockPairEdges,
  0, [2], [127], [128], [255], [256], [65535], [65536], [4294967295], [4294967296], [9007199254740991],
  // What hashes alike, and what nearly does
  [[], 0], [0, []], [1, 0, 0], [[0, []], 0], [0, 0], [2, [1, 0], 0], [1, [], 1], [1, [0, 0], []], [[0, 0], [[], 0]],
  [1, [2, [], 0], 0], [1, [2, [], 0], 3], [1, [2, [[], 0], 0], [0, 0]], [[1], [0, 0]], [[[0, 0], [1]], 0],
  // Longer than 20 bytes when packed
  [9000000000, [9000000001, [9000000002], 9000000003], 5],
  [100000, [100000, [100000, [100000], 100000], 100000], 100000],
  // 20 bytes exactly, and 21
  [70000, 70000, [70000, [70000], 1]], [70000, 70000, [70000, [70000], 128]],
  chain(12, 'left', 0, []), chain(12, 'left', 0, [1]), chain(12, 'right', 1, []), chain(24, 'right', 1, [1]),
  chain(9, 'left', 1, [300]), chain(40, 'left', 0, [1])
];

export const ticksEdges = [-1, 0, 1, 2, 3, 4, 128, 65536, 4294967296];

export const clockParses = [
  0, 1, 4294967296, [], [0], [1], [[], 0], [0, []], [0, [], 0], [1, [], 0], [1, [[], 0], [2, 3, 4]],
  [[1], [2]], [1, [1], [1]], -1, [-1], [1, -1, []], [1, 2, 3, 4], ['1'], 'a', null, true, {}, [[]], [null], [1.5], 1.5,
  [[[]], 0], ['a', [], 0], [1, 'a', []], [1, null, []], [{}, 0]
];
