// Clones of one domain, step by step.
import { scripted } from './scripted.mjs';
import { constrained, lists } from './lists.mjs';
import { random } from './random.mjs';

export async function record(ref) {
  return atOneTime(async () => ({
    about: 'Clones of one domain, step by step; see README.md. Triples and specs as in operations.json; bytes of messages and of snapshots in base64.',
    scripted: await inOrder(ref, scripted),
    constrained: await inOrder(ref, constrained),
    lists: await inOrder(ref, lists),
    random: await inOrder(ref, random)
  }));
}

/** Gzip writes the time of day into its header. */
export async function atOneTime(play) {
  const now = Date.now;
  Date.now = () => 1_000_000_000_000;
  try {
    return await play();
  } finally {
    Date.now = now;
  }
}

export async function inOrder(ref, cases) {
  const out = [];
  for (const one of cases)
    out.push((await one(ref)).toJSON());
  return out;
}
