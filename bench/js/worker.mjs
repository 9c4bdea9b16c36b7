/**
 * The reference's side of the benchmark: clones of the JavaScript engine in one process, driven by JSON lines with the
 * words of worker.go, so that both engines do the same work and time it in the same places.
 */
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { performance } from 'node:perf_hooks';

// The engine logs to the console, and standard output is the protocol's
for (const method of ['log', 'info', 'debug', 'trace'])
  console[method] = console.error;

// The packages are where the process was started, not where this script is
const require = createRequire(process.cwd() + '/');
const { clone } = require('@m-ld/m-ld');
const { IoRemotes } = require('@m-ld/m-ld/ext/socket.io');
const { ClassicLevel } = require('classic-level');

const clones = {};

/** Knows when others can see the clone, so that nobody is asked to join before */
class ObservedRemotes extends IoRemotes {
  static present = {};

  constructor(config, extensions) {
    super(config, extensions);
    ObservedRemotes.present[config['@id']] = new Promise(resolve =>
      this.socket.on('presence', ids => ids.includes(config['@id']) && resolve()));
  }
}

/** Microseconds since the epoch, as the other processes of this machine have them */
const now = () => (performance.timeOrigin + performance.now()) * 1000;
const since = start => performance.now() - start;

/** Work that is asked for by name; each gives the figures of the answer */
const work = {
  async open({ clone: name, dir, relay, domain, id, genesis }) {
    const start = performance.now();
    const meld = await clone(new ClassicLevel(dir), ObservedRemotes, {
      '@id': id, '@domain': domain, genesis, networkTimeout: 30000, logLevel: 'silent', io: { uri: relay }
    });
    await meld.status.becomes({ outdated: false });
    const one = clones[name] = { meld, waiting: new Map(), seen: [] };
    meld.follow(update => {
      for (let { '@id': id } of update['@insert']) {
        one.waiting.get(id)?.();
        if (id.startsWith(one.prefix))
          one.seen.push(now());
      }
    });
    const ms = since(start);
    await ObservedRemotes.present[id];
    return { ms };
  },

  async close({ clone: name }) {
    const { meld } = clones[name];
    delete clones[name];
    await meld.close();
    return {};
  },

  /** Transactions of some subjects each, a number of them outstanding at any time */
  async write({ clone: name, prefix, transactions, subjects, outstanding }) {
    const { meld } = clones[name];
    const start = performance.now();
    let next = 0;
    await Promise.all(Array.from({ length: outstanding }, async () => {
      while (next < transactions) {
        const first = next++ * subjects;
        await meld.write({ '@insert': Array.from({ length: subjects }, (_, i) => person(prefix, first + i)) });
      }
    }));
    return { ms: since(start) };
  },

  /** Writes one after the other, and when each began */
  async edit({ clone: name, prefix, transactions, gap }) {
    const { meld } = clones[name];
    const at = [];
    for (let i = 0; i < transactions; i++) {
      await new Promise(resolve => setTimeout(resolve, gap));
      at.push(now());
      await meld.write({ '@insert': { '@id': `${prefix}${i}`, name: `Edit ${i}` } });
    }
    return { at };
  },

  /** Remembers when subjects of a prefix come; `seen` tells */
  async watch({ clone: name, prefix }) {
    Object.assign(clones[name], { prefix, seen: [] });
    return {};
  },

  async seen({ clone: name }) {
    return { at: clones[name].seen };
  },

  /** Resolves when a subject is there */
  async await({ clone: name, id }) {
    const one = clones[name];
    const start = performance.now();
    const coming = new Promise(resolve => one.waiting.set(id, resolve));
    if (await one.meld.get(id) == null)
      await coming;
    one.waiting.delete(id);
    return { ms: since(start) };
  },

  async describe({ clone: name, prefix, subjects, times }) {
    const { meld } = clones[name];
    const us = [];
    for (let i = 0; i < times; i++) {
      const start = performance.now();
      const [subject] = await meld.read({ '@describe': `${prefix}${(i * 7919) % subjects}` });
      us.push(since(start) * 1000);
      if (subject?.name == null)
        throw new Error('A subject is missing');
    }
    return { us };
  },

  async select({ clone: name, city }) {
    const { meld } = clones[name];
    const start = performance.now();
    const rows = await meld.read({
      '@select': ['?name', '?age'],
      '@where': { '@id': '?p', city, name: '?name', age: '?age' }
    });
    return { ms: since(start), rows: rows.length };
  },

  async describeAll({ clone: name }) {
    const { meld } = clones[name];
    const start = performance.now();
    let rows = 0;
    await new Promise((resolve, reject) => meld.read({
      '@describe': '?p', '@where': { '@id': '?p', '@type': 'Person' }
    }).subscribe({ next: () => rows++, complete: resolve, error: reject }));
    return { ms: since(start), rows };
  },

  /** What the process has used so far */
  async usage() {
    const { user, system } = process.cpuUsage();
    return { cpu: (user + system) / 1000 };
  }
};

/** A subject with five properties; one in a hundred lives in each city */
function person(prefix, i) {
  return {
    '@id': `${prefix}${i}`, '@type': 'Person', name: `Person ${i}`, age: i % 90, city: `City ${i % 100}`,
    email: `person.${i}@example.org`
  };
}

process.on('unhandledRejection', err => console.error(err));
createInterface({ input: process.stdin })
  .on('line', async line => {
    const { do: name, n, ...args } = JSON.parse(line);
    let answer;
    try {
      answer = await work[name](args);
    } catch (err) {
      answer = { err: `${err}` };
    }
    process.stdout.write(JSON.stringify({ n, ...answer }) + '\n');
  })
  .on('close', () => process.exit());
