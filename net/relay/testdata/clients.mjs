/**
 * Any number of npm socket.io clients, driven by JSON lines on standard input;
 * what happens to them comes as JSON lines on standard output. It is run in a
 * directory from where the packages can be found.
 */
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const require = createRequire(`${process.cwd()}/clients.mjs`);
const { io } = require('socket.io-client');

const sockets = {};

function say(name, event, params = {}) {
  process.stdout.write(JSON.stringify({ name, event, ...params }) + '\n');
}

function watch(name, socket) {
  socket
    .on('connect', () => {
      const { engine } = socket.io;
      say(name, 'connect', { transport: engine.transport.name });
      // The upgrade can come before the connection
      if (engine.transport.name === 'websocket')
        say(name, 'upgrade', { transport: 'websocket' });
      else
        engine.once('upgrade', transport => say(name, 'upgrade', { transport: transport.name }));
    })
    .on('disconnect', reason => say(name, 'disconnect', { reason }))
    .on('connect_error', err => say(name, 'connect_error', { reason: err.type ?? 'refused', message: err.message }))
    .on('presence', presence => say(name, 'presence', { presence }))
    .on('operation', payload => say(name, 'operation', { payload: payload.toString('base64') }));
  for (const event of ['send', 'reply', 'notify'])
    socket.on(event, (params, payload) => say(name, event, { params, payload: payload.toString('base64') }));
}

const commands = {
  connect({ name, uri, opts }) {
    watch(name, sockets[name] = io(uri, { forceNew: true, ...opts }));
  },
  present({ name, present }) {
    sockets[name].emit('present', present);
  },
  operation({ name, payload }) {
    sockets[name].emit('operation', Buffer.from(payload, 'base64'));
  },
  direct({ name, event, params, payload, tag }) {
    sockets[name].emit(event, params, Buffer.from(payload, 'base64'), err => say(name, 'ack', { tag, err }));
  },
  /** Numbers, one an operation, until `count` */
  async count({ name, count, size }) {
    for (let i = 0; i < count; i++) {
      const payload = Buffer.alloc(size);
      payload.writeUInt32BE(i);
      sockets[name].emit('operation', payload);
      await new Promise(resolve => setTimeout(resolve, 1));
    }
    say(name, 'counted');
  },
  /** Loses the transport without a word, as a network does */
  cut({ name }) {
    const { transport } = sockets[name].io.engine;
    if (transport.ws)
      transport.ws._socket.destroy();
    else
      sockets[name].io.engine._onError(new Error('cut'));
  },
  close({ name }) {
    sockets[name].close();
    say(name, 'closed');
  }
};

createInterface({ input: process.stdin })
  .on('line', line => {
    const message = JSON.parse(line);
    Promise.resolve(commands[message.do](message)).catch(err => {
      console.error(err);
      process.exit(1);
    });
  })
  .on('close', () => process.exit());
