import { clone, uuid } from '@m-ld/m-ld';
import { IoRemotes } from '@m-ld/m-ld/ext/socket.io';
import { MemoryLevel } from 'memory-level';

// The URL that mld-tui shows when you share: http://host:port/DOMAIN?token=…
const url = new URL(process.argv[2]);

const meld = await clone(new MemoryLevel(), IoRemotes, {
  '@id': uuid(),
  '@domain': url.pathname.slice(1),
  genesis: false,
  io: { uri: url.origin, opts: { query: { token: url.searchParams.get('token') } } }
});

// What others do, from now on
meld.follow(update => console.log('updated', JSON.stringify(update)));

// What there is already, and something of our own
meld.read({ '@describe': '?id', '@where': { '@id': '?id' } })
  .subscribe(subject => console.log('found', JSON.stringify(subject)));
await meld.write({ '@id': 'betty', '@type': 'Person', name: 'Betty' });
