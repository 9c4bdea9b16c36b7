// Records test vectors from the reference engine. See README.md.
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openReference } from './lib/reference.mjs';
import { writeVectors } from './lib/write.mjs';

const SUBJECTS = [
  'clocks', 'gwc', 'msgpack', 'operations', 'fusion', 'cutting', 'blanknodes', 'suset', 'agreements', 'control', 'lists'
];
/** Those that are too large for one file. */
const MODULES = { operations: './operations/index.mjs', suset: './suset/index.mjs', agreements: './suset/agreements.mjs' };

const here = dirname(fileURLToPath(import.meta.url));
const [nodeModules, ...wanted] = process.argv.slice(2);
if (nodeModules == null) {
  console.error('Which node_modules holds @m-ld/m-ld? Usage: node record.mjs <node_modules> [subject…]');
  process.exit(2);
}
for (const name of wanted) {
  if (!SUBJECTS.includes(name)) {
    console.error(`No subject "${name}"; choose from: ${SUBJECTS.join(', ')}`);
    process.exit(2);
  }
}

const out = join(here, '..', 'vectors');
mkdirSync(out, { recursive: true });
const ref = openReference(nodeModules);
for (const name of wanted.length ? wanted : SUBJECTS) {
  const { record } = await import(MODULES[name] ?? `./${name}.mjs`);
  const vectors = await record(ref);
  const cases = writeVectors(join(out, `${name}.json`), ref, vectors);
  console.log(`${name}: ${cases} cases`);
}
// The reference keeps timers of its own; nothing of ours is pending here.
process.exit(0);
