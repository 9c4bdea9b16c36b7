// A clone of the reference without its network: the real dataset, journal and
// ordering of messages, driven one step at a time.
import { DOMAIN, fromTriple, toTriple } from './triples.mjs';

/** The reference's modules and packages that clones are made from. */
function parts(ref) {
  return {
    ...ref.require('engine/dataset/index.js'), ...ref.require('engine/dataset/SuSetDataset.js'),
    ...ref.require('engine/dataset/DatasetEngine.js'), ...ref.require('engine/messages.js'),
    ...ref.require('engine/clocks.js'), ...ref.require('engine/jsonld.js'), ...ref.require('engine/CloneExtensions.js'),
    ...ref.require('engine/MeldOperationMessage.js'), ...ref.require('engine/MeldEncoding.js'), ...ref.require('engine/Future.js'),
    ...ref.require('config.js'), rxjs: ref.dependency('rxjs'), MemoryLevel: ref.dependency('memory-level').MemoryLevel
  };
}

/** A rule that blocks whoever writes the value. */
function forbidding(ref, value) {
  const { MeldError } = ref.require('api.js');
  return {
    async apply(_state, interim) {
      const { '@insert': inserts } = await interim.update;
      if (JSON.stringify([...inserts]).includes(JSON.stringify(value)))
        throw new MeldError('Unauthorised', value);
    }
  };
}

export class Clone {
  /** What constraints had to do about received operations */
  published = [];
  updates = [];
  buffer = [];

  static async create(ref, id, { principal, constraints, forbids } = {}) {
    const { QuadStoreDataset, SuSetDataset, CloneExtensions, DomainContext, JsonldContext, MemoryLevel, rxjs } = parts(ref);
    const config = { '@id': id, '@domain': DOMAIN, genesis: false, logLevel: 'silent', journal: { adminDebounce: 0 }, constraints };
    const checkpoints = new rxjs.Subject;
    const app = {
      ...principal ? { principal: { '@id': principal } } : {},
      ...forbids ? { constraints: [forbidding(ref, forbids)] } : {},
      journalAdmin: { checkpoints, schedule: rxjs.of(true) }
    };
    const extensions = await CloneExtensions.initial(config, app, new DomainContext(DOMAIN));
    const dataset = await new QuadStoreDataset(DOMAIN, new MemoryLevel).initialise();
    dataset.rdf.blankNodePrefix = `${id}`;
    dataset.rdf.blankNodeCounter = 1;
    const suset = new SuSetDataset(dataset, new JsonldContext, extensions, app, config);
    await suset.initialise();
    return new Clone(ref, id, { dataset, suset, checkpoints });
  }

  constructor(ref, id, { dataset, suset, checkpoints }) {
    Object.assign(this, { ref, id, dataset, suset, checkpoints, parts: parts(ref) });
    suset.updates.subscribe(update => this.updates.push(update));
    // What the engine's own receiver of operations needs of the engine
    this.receiver = {
      log: suset.log, processingBuffer: new Set, orderingBuffer: this.buffer, lock: dataset.lock, suset,
      nextOperation: message => this.published.push(message)
    };
  }

  locked(fn) {
    return this.dataset.lock.share('state', 'record', fn);
  }

  async begin(time) {
    this.messages = new this.parts.TreeClockMessageService(time);
    await this.locked(() => this.suset.allowTransact());
  }

  async genesis() {
    await this.begin(await this.suset.resetClock());
    return this;
  }

  get time() {
    return this.messages.peek();
  }

  /** @returns the message, or null if nothing is to be published */
  write({ delete: deletes = [], insert = [], agree, jrql }) {
    const toQuad = triple => this.suset.toUserQuad(toTriple(this.suset, triple));
    const request = jrql != null ? { jrql } :
      { rdf: { delete: deletes.map(toQuad), insert: insert.map(toQuad), agree } };
    return this.locked(() => this.suset.transact(this.messages.event(), request));
  }

  /** @returns how the engine dealt with a message from the wire */
  async receive(bytes) {
    const { MeldOperationMessage, DatasetEngine } = this.parts;
    const message = MeldOperationMessage.fromBuffer(bytes);
    Promise.resolve(message.delivered).catch(() => {});
    return DatasetEngine.prototype.receiveRemoteOperation.call(this.receiver, message, this.messages);
  }

  /** @returns a snapshot, its data all here: inserts first, then operations */
  async takeSnapshot(newClock) {
    const { rxjs } = this.parts;
    const snapshot = await this.locked(() => this.suset.takeSnapshot(newClock, this.messages));
    const data = await rxjs.lastValueFrom(snapshot.data.pipe(rxjs.toArray()));
    data.sort((a, b) => ('inserts' in b) - ('inserts' in a));
    return { ...snapshot, data };
  }

  async applySnapshot({ data, ...snapshot }) {
    const time = this.messages?.peek() ?? snapshot.clock;
    await this.suset.applySnapshot({ ...snapshot, data: this.parts.rxjs.from(data) }, time);
    if (this.messages == null)
      await this.begin(time);
    this.messages.join(snapshot.gwc);
  }

  /** @returns `{gwc, messages}` for somebody at the given time; no messages if there is not enough journal */
  async revup(time) {
    const { Future, rxjs } = this.parts;
    const gwc = new Future;
    const operations = await this.suset.operationsSince(time, gwc);
    return {
      gwc: await gwc,
      messages: operations && await rxjs.lastValueFrom(operations.pipe(rxjs.toArray()))
    };
  }

  /** Has the journal's clerk fuse what it can. */
  async fuseJournal() {
    const { JournalCheckPoint, rxjs } = this.parts;
    const clerk = this.suset.journalClerk, process = Object.getPrototypeOf(clerk).process;
    await new Promise(resolve => {
      clerk.process = entry => process.call(clerk, entry).pipe(
        rxjs.finalize(() => entry === JournalCheckPoint.SAVEPOINT && setImmediate(resolve)));
      this.checkpoints.next(JournalCheckPoint.SAVEPOINT);
    });
    delete clerk.process;
  }

  /** All that can be seen from outside: time, GWC, last agreement, triples and TIDs */
  async state() {
    const journal = await this.suset.journal.state();
    const { rxjs } = this.parts;
    const quads = await this.locked(() => new Promise((resolve, reject) => {
      const all = [];
      this.suset.readState.match(null, null, null)
        .on('data', quad => all.push(quad)).on('end', () => resolve(all)).on('error', reject);
    }));
    const triples = await Promise.all(quads.map(async quad => ({
      ...fromTriple(quad), tids: [...await this.suset.tidsStore.findTripleTids(quad)].sort()
    })));
    const key = ({ s, p, o }) => JSON.stringify([s, p, o]);
    return {
      time: this.time.toJSON(), gwc: journal.gwc.toJSON(), agreed: journal.agreed.toJSON(),
      triples: triples.sort((a, b) => key(a) < key(b) ? -1 : 1)
    };
  }

  /** The user's updates since the last call, in plain JSON */
  takeUpdates() {
    return this.updates.splice(0).map(({ '@delete': deletes, '@insert': inserts, '@ticks': ticks, '@principal': principal }) => ({
      delete: [...deletes], insert: [...inserts], ticks, ...principal ? { principal: principal['@id'] } : {}
    }));
  }
}

