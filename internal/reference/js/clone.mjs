/**
 * One clone of the JavaScript reference engine, driven by JSON lines on standard input and output: the same protocol
 * as `mld-tui headless`, so that the tests can put either engine in any place. Data is kept in the directory that the
 * start message names. Everything but the protocol goes to standard error; end of input ends the process.
 */
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

// The engine logs with console.log and console.info too, and standard output is the protocol's
for (const method of ['log', 'info', 'debug', 'trace'])
  console[method] = console.error;

const require = createRequire(import.meta.url);
const { clone } = require('@m-ld/m-ld');
const { IoRemotes } = require('@m-ld/m-ld/ext/socket.io');
const { ClassicLevel } = require('classic-level');
const { isRead } = require('json-rql');
const logging = require('loglevel');
const { DataFactory } = require('rdf-data-factory');

// The engine names blank nodes by a counter that begins anew in each process, and takes two of one name in two
// operations for one when it fuses them or cuts one by the other: deletes are lost
if (process.argv.includes('--distinct-blank-nodes')) {
  const named = DataFactory.prototype.blankNode;
  const prefix = `b${randomUUID().replaceAll('-', '')}_`;
  let count = 0;
  DataFactory.prototype.blankNode = function (value) {
    return named.call(this, value || `${prefix}${count++}`);
  };
}

/** How long `online` is held back for a relay that does not confirm our presence, in milliseconds */
const PRESENCE_TIMEOUT = 2000;

function send(requestId, type, params = {}) {
  process.stdout.write(JSON.stringify({ requestId, '@type': type, ...params }) + '\n');
}

/** Knows when the relay has told us that others can see us */
class ObservedRemotes extends IoRemotes {
  static latest;
  presentPeers = [];
  waiting = new Set();

  constructor(config, extensions) {
    super(config, extensions);
    ObservedRemotes.latest = this;
    this.self = config['@id'];
    const changed = peers => {
      this.presentPeers = peers;
      this.waiting.forEach(check => check());
    };
    this.socket.on('presence', changed).on('disconnect', () => changed([]));
  }

  /** Resolves when this clone is listed as present, or cannot be expected to be */
  becomePresent() {
    return new Promise(resolve => {
      const done = () => {
        this.waiting.delete(check);
        clearTimeout(timer);
        resolve();
      };
      const check = () => {
        if (!this.socket.connected || this.presentPeers.includes(this.self))
          done();
      };
      const timer = setTimeout(done, PRESENCE_TIMEOUT);
      this.waiting.add(check);
      check();
    });
  }
}

/** The running clone, if any */
let current;
let closing = false;

// At its close the engine leaves requests to others behind, which fail with the socket; before, nothing may be unhandled
process.on('unhandledRejection', err => {
  console.error(err);
  if (!closing)
    process.exit(1);
});

async function start({ requestId, config, tmpDirName }) {
  if (current != null)
    return send(requestId, 'unstarted', { err: 'A clone is already running in this process' });
  current = { starting: true };
  closing = false;
  ObservedRemotes.latest = undefined;
  const backend = new ClassicLevel(tmpDirName);
  try {
    logging.setLevel(config.logLevel ?? 'warn');
    const meld = await clone(backend, ObservedRemotes, config);
    const remotes = ObservedRemotes.latest;
    const running = current = { meld, requestId };
    send(requestId, 'started', { cloneId: config['@id'] });
    meld.follow(update => send(requestId, 'updated', { body: update }));
    // One status after the other, each when it is true of our presence as well
    let statuses = Promise.resolve();
    const inOrder = task => statuses = statuses.then(task);
    // The engine's status does not complete at every close, so closed is said by whoever knows of it first
    running.closed = params => inOrder(() => {
      if (!running.closedSent)
        send(requestId, 'closed', params);
      running.closedSent = true;
    });
    meld.status.subscribe({
      next: status => inOrder(async () => {
        if (status.online)
          await remotes.becomePresent();
        send(requestId, 'status', { body: status });
      }),
      complete: () => running.closed(),
      error: err => {
        console.error(err);
        running.closed({ err: `${err}` });
      }
    });
  } catch (err) {
    console.error(err);
    // Nobody may see this clone any more when the refusal is reported
    ObservedRemotes.latest?.socket.close();
    await backend.close().catch(closeErr => console.error(closeErr));
    current = undefined;
    send(requestId, 'unstarted', { err: `${err}` });
  }
}

function transact({ id, request }) {
  const fail = err => {
    console.error(err);
    send(id, 'error', { err: `${err}` });
  };
  if (current?.meld == null)
    return fail('No clone is running');
  try {
    if (isRead(request)) {
      current.meld.read(request).subscribe({
        next: subject => send(id, 'next', { body: subject }),
        complete: () => send(id, 'complete'),
        error: fail
      });
    } else {
      current.meld.write(request).then(() => send(id, 'complete'), fail);
    }
  } catch (err) {
    fail(err);
  }
}

/** Both `stop` and `destroy`: the data directory belongs to whoever named it */
async function close(id, answer) {
  const stopping = current;
  if (stopping?.meld == null)
    return send(id, 'error', { err: 'No clone is running' });
  closing = true;
  try {
    await stopping.meld.close();
    await stopping.closed();
    current = undefined;
    send(id, answer);
  } catch (err) {
    console.error(err);
    send(id, 'error', { err: `${err}` });
  }
}

createInterface({ input: process.stdin })
  .on('line', line => {
    if (line.trim() === '')
      return;
    let message;
    try {
      message = JSON.parse(line);
    } catch (err) {
      return console.error('Not a line of JSON', err);
    }
    switch (message['@type']) {
      case 'start': return start(message);
      case 'transact': return transact(message);
      case 'stop': return close(message.id, 'stopped');
      case 'destroy': return close(message.id, 'destroyed');
      default: return send(message.id ?? message.requestId, 'error', { err: `No handler for ${message['@type']}` });
    }
  })
  .on('close', () => process.exit());
