// One clone of the reference engine, in memory and without remotes.
export const DOMAIN = 'test.m-ld.org';

export async function newClone({ require }, context) {
  const { clone } = require('@m-ld/m-ld');
  const { MemoryLevel } = require('memory-level');
  const { BehaviorSubject, NEVER } = require('rxjs');
  class NoRemotes {
    live = new BehaviorSubject(false);
    operations = NEVER;
    setLocal() {}
  }
  return clone(new MemoryLevel, NoRemotes, {
    '@id': 'test', '@domain': DOMAIN, '@context': context, genesis: true, networkTimeout: 50, logLevel: 'silent'
  });
}
