/**
 * The reference's relay on Node. Prints one JSON line `{"@type":"listening","uri"}` on standard output when it is ready;
 * end of input ends it. The first argument, if any, is the port.
 */
import { createRequire } from 'node:module';
import { createServer } from 'node:http';

const require = createRequire(import.meta.url);
const { Server } = require('socket.io');
const { IoRemotesService } = require('@m-ld/m-ld/ext/socket.io/server');

const http = createServer();
const io = new Server(http, { cors: { origin: '*' } });
new IoRemotesService(io.sockets)
  .on('error', err => console.error(err))
  // The service logs with an event, and nobody need listen
  .on('debug', (...args) => process.env.RELAY_DEBUG && console.error(...args));

http.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
  const uri = `http://127.0.0.1:${http.address().port}`;
  process.stdout.write(JSON.stringify({ '@type': 'listening', uri }) + '\n');
});
process.stdin.resume().on('end', () => process.exit()).on('error', () => process.exit());
