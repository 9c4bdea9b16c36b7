// Some clones of one domain, and a record of what they do.
import { Clone } from '../lib/clone.mjs';
import { base64 } from '../lib/write.mjs';
import { fromSpec, newEncoder } from '../lib/triples.mjs';

export class Domain {
  steps = [];
  messages = [];
  snapshots = [];
  clones = {};

  static async create(ref, name, genesis = 'a', options) {
    const domain = new Domain;
    Object.assign(domain, { ref, name });
    domain.encoder = await newEncoder(ref);
    domain.clones[genesis] = await (await Clone.create(ref, genesis, options)).genesis();
    await domain.step({ clone: genesis, do: 'genesis', ...some(options) });
    return domain;
  }

  /** A write at a clone. @returns the index of the message, or null */
  async write(id, request) {
    const clone = this.clones[id], before = clone.time.toJSON();
    const result = {};
    try {
      result.message = this.addMessage(id, await clone.write(request));
    } catch (e) {
      result.message = null;
      Object.assign(result, { error: true, why: e.message ?? String(e) });
    }
    await this.step({ clone: id, do: 'write', ...request, before, ...result });
    return result.message;
  }

  /** A message arrives at a clone. */
  async receive(id, message) {
    const clone = this.clones[id], before = clone.time.toJSON();
    const buffered = clone.buffer.length;
    let outcome;
    try {
      outcome = (await clone.receive(Buffer.from(this.messages[message].bytes, 'base64'))).slice('OPERATION_'.length).toLowerCase();
    } catch (e) {
      outcome = `error: ${e.message}`;
    }
    const published = clone.published.splice(0).map(message => this.addMessage(id, message));
    await this.step({
      clone: id, do: 'receive', message, before, outcome,
      ...published.length ? { published } : {},
      ...clone.buffer.length || buffered ? { buffered: clone.buffer.length } : {}
    });
    return { outcome, published };
  }

  /** A newcomer gets a snapshot; or a clone that is here already replaces what it has. */
  async snapshot(id, from, options) {
    const clone = this.clones[id] ??= await Clone.create(this.ref, id, options);
    const snapshot = await this.clones[from].takeSnapshot(clone.messages == null);
    this.snapshots.push(toJson(snapshot));
    // The one who gave it may have forked
    await this.step({ clone: from, do: 'giveSnapshot', snapshot: this.snapshots.length - 1 });
    await clone.applySnapshot(snapshot);
    await this.step({ clone: id, do: 'getSnapshot', snapshot: this.snapshots.length - 1, ...some(options) });
  }

  /** A clone asks another for what it has missed, and receives it. */
  async revup(id, from) {
    const clone = this.clones[id];
    const { gwc, messages } = await this.clones[from].revup(clone.time);
    const sent = messages?.map(message => this.addMessage(from, message, 'revup'));
    this.steps.push({ clone: from, do: 'giveRevup', to: clone.time.toJSON(), gwc: gwc.toJSON(), messages: sent ?? null });
    for (const message of sent ?? [])
      await this.receive(id, message);
    return { gwc, messages: sent };
  }

  async fuse(id) {
    await this.clones[id].fuseJournal();
    const { messages } = await this.clones[id].revup(this.ref.require('engine/clocks.js').TreeClock.GENESIS);
    this.steps.push({
      clone: id, do: 'fuseJournal',
      journal: messages?.map(message => ({ prev: message.prev, ...this.spec(message) })) ?? null
    });
  }

  addMessage(from, message, how) {
    if (message == null)
      return null;
    const { MeldOperationMessage } = this.ref.require('engine/MeldOperationMessage.js');
    const bytes = base64(MeldOperationMessage.toBuffer(message));
    const known = this.messages.findIndex(other => other.bytes === bytes);
    if (known > -1)
      return known;
    return this.messages.push({ from, ...how ? { how } : {}, prev: message.prev, spec: this.spec(message), bytes }) - 1;
  }

  spec(message) {
    const { MeldOperation } = this.ref.require('engine/MeldOperation.js');
    return fromSpec(MeldOperation.fromEncoded(this.encoder, message.data));
  }

  async step(step) {
    const clone = this.clones[step.clone];
    const updates = clone.takeUpdates();
    this.steps.push({ ...step, ...updates.length ? { updates } : {}, after: await clone.state() });
  }

  toJSON() {
    const { name, fault, messages, snapshots, steps } = this;
    return { name, ...fault ? { fault } : {}, messages, ...snapshots.length ? { snapshots } : {}, steps };
  }
}

function toJson({ clock, gwc, agreed, data }) {
  return {
    clock: clock?.toJSON() ?? null, gwc: gwc.toJSON(), agreed: agreed.toJSON(),
    data: data.map(datum => 'inserts' in datum ?
      { inserts: base64(datum.inserts), encoding: datum.encoding } :
      { operation: datum.operation.map(part => part instanceof Uint8Array ? { $bytes: base64(part) } : part) })
  };
}

const some = options => Object.keys(options ?? {}).length ? { options } : {};
