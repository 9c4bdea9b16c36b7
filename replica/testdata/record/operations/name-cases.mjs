// Odd IRIs in every position: what they are compacted to, and whether that is read back.
import { BASE, base, iri, literal, RDF, VOCAB, vocab, XS } from '../lib/triples.mjs';

const TIDS = ['kQE='];

export function nameCases() {
  return names.map(name => ({
    name, time: [2],
    deletes: [
      { s: name, p: vocab('name'), o: literal('Fred'), tids: TIDS },
      { s: base('fred'), p: name, o: literal('Fred'), tids: TIDS },
      { s: base('fred'), p: vocab('knows'), o: iri(name), tids: TIDS },
      { s: base('fred'), p: `${RDF}type`, o: iri(name), tids: TIDS },
      { s: base('fred'), p: vocab('size'), o: literal('1', name), tids: TIDS }
    ],
    inserts: [
      { s: name, p: vocab('name'), o: literal('Fred') },
      { s: base('fred'), p: name, o: literal('Fred') },
      { s: base('fred'), p: vocab('knows'), o: iri(name) },
      { s: base('fred'), p: `${RDF}type`, o: iri(name) },
      { s: base('fred'), p: vocab('size'), o: literal('1', name) }
    ]
  }));
}

const names = [
  // Of the domain
  base('fred'), base('a/b'), base('a/b/'), base('a?q=1'), base('a#f'), base('?q'), base('a:b'), base('a/b:c'), base('.well-known/genid/x1'),
  base('..'), base('../x'), base('.'), base('./x'), base('//x'), base('a//b'), base('@x'), base('@id'), base('@type'), base('1'), base('é'), base('a b'), base('%20'),
  BASE, 'http://test.m-ld.org', 'http://test.m-ld.org:80/x', 'https://test.m-ld.org/x', 'http://test.m-ld.org.uk/x', 'http://TEST.m-ld.org/x',
  // Of its vocabulary
  vocab('name'), vocab('Flintstone'), vocab('a/b'), vocab('a:b'), vocab('@x'), vocab('@id'), vocab('@type'), vocab('1'), vocab('é'), vocab('a b'), VOCAB, vocab('#x'),
  vocab('?x'), vocab('/x'),
  // Named like the terms of the wire, or like keywords without their @
  ...['s', 'p', 'o', 'tid', 'op', 'rdf', 'xs', 'id', 'type', 'value'].flatMap(term => [vocab(term), base(term)]),
  base('s:x'), base('xs:x'), base('rdf:x'), base('tid:x'), vocab('xs:x'), vocab('rdf:x'), 'xs:x', 'rdf:x', 'tid:x', 's:x',
  // Of the namespaces on the wire
  `${RDF}type`, `${RDF}subject`, `${RDF}predicate`, `${RDF}object`, `${RDF}value`, `${RDF}_1`, RDF, `${XS}string`, `${XS}int`, XS,
  'http://m-ld.org/#tid', 'http://m-ld.org/#op', 'http://m-ld.org/#tids', 'http://m-ld.org/#', 'http://json-rql.org/#item', 'http://json-rql.org/#index',
  'http://m-ld.org/RdfLseq', 'http://m-ld.org/RdfLseq/?=3a', 'http://json-rql.org/#other', 'data:application/mld-li,1', 'data:application/mld-li,1,2',
  // Elsewhere
  'http://xmlns.com/foaf/0.1/name', 'urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6', 'mailto:fred@example.org', 'tag:example.org,2024:a', 'http://example.org',
  'http://example.org/a b', 'http://example.org/é', 'a:b', 'http:', 'http://', 'did:key:z6', 'file:///a',
  // Names that JavaScript objects are born with
  ...['constructor', 'toString', 'hasOwnProperty', 'valueOf'].flatMap(name => [base(name), vocab(name)]),
  // JavaScript puts these first when it lists keys
  base('0'), base('42'), vocab('42')
];
