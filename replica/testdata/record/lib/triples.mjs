// Triples in a neutral form, and an encoder of the reference to turn them into its own.
import { neutral, value } from './values.mjs';

export const DOMAIN = 'test.m-ld.org';
export const BASE = `http://${DOMAIN}/`;
export const VOCAB = `${BASE}#`;
export const XS = 'http://www.w3.org/2001/XMLSchema#';
export const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';

/** Short forms for hand-made cases: `:x` in the vocabulary, `x` in the base. */
export const vocab = name => `${VOCAB}${name}`;
export const base = name => `${BASE}${name}`;
export const iri = iri => ({ iri });
export const literal = (value, datatype = `${XS}string`, data) =>
  ({ value, datatype, ...data === undefined ? {} : { data: neutral(data) } });
export const xs = (value, type, data) => literal(value, `${XS}${type}`, data);

/** A factory whose blank nodes are numbered from 1, whatever was recorded before. */
export function newFactory(ref, prefix = 'b') {
  const { RdfFactory } = ref.require('engine/quads.js');
  const rdf = new RdfFactory(BASE);
  rdf.blankNodePrefix = prefix;
  rdf.blankNodeCounter = 1;
  return rdf;
}

/** What the reference's own extensions say when the domain declares none. */
export function indirectedData(ref) {
  const { jsonDatatype, byteArrayDatatype } = ref.require('datatype/index.js');
  return type =>
    type === `${RDF}JSON` ? jsonDatatype : type === `${XS}base64Binary` ? byteArrayDatatype : undefined;
}

export async function newEncoder(ref, prefix) {
  const { MeldEncoder } = ref.require('engine/MeldEncoding.js');
  const encoder = new MeldEncoder(DOMAIN, newFactory(ref, prefix), indirectedData(ref));
  await encoder.initialise();
  return encoder;
}

/** Neutral triple → the reference's. */
export function toTriple(encoder, { s, p, o }) {
  const { rdf } = encoder;
  return rdf.quad(rdf.namedNode(s), rdf.namedNode(p), toObject(encoder, o));
}

function toObject({ rdf, indirectedData }, o) {
  if (o.iri != null)
    return rdf.namedNode(o.iri);
  if (o.language != null)
    return rdf.literal(o.value, o.language);
  if (o.data != null)
    return rdf.literal(o.value, indirectedData(o.datatype) ?? rdf.namedNode(o.datatype), value(o.data));
  return rdf.literal(o.value, rdf.namedNode(o.datatype));
}

/** The reference's triple → neutral; blank nodes as `_:id`. */
export function fromTriple({ subject, predicate, object }) {
  return { s: fromNode(subject), p: fromNode(predicate), o: fromObject(object) };
}

const fromNode = term => term.termType === 'BlankNode' ? `_:${term.value}` :
  term.termType === 'NamedNode' && typeof term.value == 'string' ? term.value : { notATerm: term.termType ?? typeof term };

function fromObject(term) {
  if (term.termType !== 'Literal')
    return { iri: fromNode(term) };
  return {
    value: term.value,
    datatype: fromNode(term.datatype),
    ...term.language ? { language: term.language } : {},
    ...term.typed != null ? { data: neutral(term.typed.data) } : {}
  };
}

/** `[triple, tids]` pairs ⇄ neutral triples with `tids`. */
export const toTriplesTids = (encoder, triples = []) =>
  triples.map(triple => [toTriple(encoder, triple), triple.tids]);
export const fromTriplesTids = triplesTids =>
  [...triplesTids].map(([triple, tids]) => ({ ...fromTriple(triple), tids: [...tids] }));

/** Neutral specification of an operation → the reference's. */
export function toSpec(ref, encoder, spec) {
  const { TreeClock } = ref.require('engine/clocks.js');
  const time = TreeClock.fromJson(spec.time);
  return {
    from: spec.from ?? time.ticks,
    time,
    deletes: toTriplesTids(encoder, spec.deletes),
    inserts: (spec.inserts ?? []).map(triple => [toTriple(encoder, triple), triple.tids ?? [time.hash]]),
    updates: (spec.updates ?? []).map(triple => [toTriple(encoder, triple), value(triple.op)]),
    principalId: spec.principal ?? null,
    agreed: spec.agreed ?? null
  };
}

/** An operation, or a specification, of the reference → neutral. */
export function fromSpec({ from, time, deletes, inserts, updates, principalId, agreed }) {
  const ops = [...updates ?? []].map(([triple, op]) => ({ ...fromTriple(triple), op: neutral(op) }));
  return {
    from, time: time.toJSON(),
    deletes: fromTriplesTids(deletes),
    inserts: fromTriplesTids(inserts),
    ...ops.length ? { updates: ops } : {},
    principal: typeof (principalId ?? '') == 'string' ? principalId ?? null : { notATerm: typeof principalId },
    agreed: agreed ?? null
  };
}

/**
 * Plain JSON of a value for people to read; what JSON lacks is marked:
 * `{"$bytes": base64}`, `{"$undefined": true}`, `{"$number": "-0"}`.
 */
export function plain(v) {
  if (v === undefined) return { $undefined: true };
  if (v instanceof Uint8Array) return { $bytes: Buffer.from(v).toString('base64') };
  if (typeof v == 'number' && (!Number.isFinite(v) || Object.is(v, -0)))
    return { $number: Object.is(v, -0) ? '-0' : String(v) };
  if (Array.isArray(v)) return Array.from(v, plain);
  if (v != null && typeof v == 'object')
    return Object.fromEntries(Object.entries(v).map(([key, one]) => [key, plain(one)]));
  return v;
}
