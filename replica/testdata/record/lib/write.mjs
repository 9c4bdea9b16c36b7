// Writes a vectors file: one case a line, so that a change shows as a small diff.
import { writeFileSync } from 'node:fs';

/**
 * @param vectors `about` and any number of named arrays of cases
 * @returns the number of cases
 */
export function writeVectors(path, ref, { about, ...groups }) {
  let cases = 0;
  const lines = [
    `"about": ${JSON.stringify(about)}`,
    `"recordedFrom": ${JSON.stringify(`@m-ld/m-ld ${ref.version}`)}`
  ];
  for (const [name, group] of Object.entries(groups)) {
    if (!Array.isArray(group)) {
      lines.push(`${JSON.stringify(name)}: ${JSON.stringify(group)}`);
      continue;
    }
    cases += group.length;
    const rows = group.map(one => `  ${JSON.stringify(one)}`).join(',\n');
    lines.push(`${JSON.stringify(name)}: [\n${rows}\n]`);
  }
  writeFileSync(path, `{\n${lines.join(',\n')}\n}\n`);
  return cases;
}

/** The result of `fn` under `key`, or `error: true` when the reference throws. */
export function outcome(fn, key = 'result') {
  try {
    const value = fn();
    return { [key]: value === undefined ? null : value };
  } catch (_) {
    return { error: true };
  }
}

export const base64 = bytes => Buffer.from(bytes).toString('base64');
