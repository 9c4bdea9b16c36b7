// Records test vectors from the reference engine. See README.md.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const SUBJECTS = ['numbers', 'order', 'values', 'requests', 'lists'];
const here = dirname(fileURLToPath(import.meta.url));
const [nodeModules, ...wanted] = process.argv.slice(2);
if (nodeModules == null) {
  console.error('Usage: node record.mjs <node_modules> [subject…]');
  process.exit(2);
}
const require = createRequire(join(resolve(nodeModules), 'm-ld-vectors.js'));
/** Modules of the packages that they do not export are opened by their path. */
const open = path => require(join(resolve(nodeModules), path));
for (const name of wanted.length ? wanted : SUBJECTS) {
  const { record } = await import(`./${name}.mjs`);
  const vectors = await record({ require, open });
  // One vector a line: a change shows as what it is.
  const lines = vectors.map(v => JSON.stringify(v)).join(',\n');
  writeFileSync(join(here, '..', `${name}.json`), `[\n${lines}\n]\n`);
  console.log(`${name}: ${vectors.length}`);
}
process.exit(0); // the engine keeps timers of its own
