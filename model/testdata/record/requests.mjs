// json-rql requests to one clone for each scenario, with results and update events.
import { newClone } from './clone.mjs';
import { SCENARIOS } from './scenarios.mjs';

export const record = ref => recordScenarios(ref, SCENARIOS);

export async function recordScenarios(ref, scenarios) {
  const vectors = [];
  for (const { name, context, steps } of scenarios) {
    const clone = await newClone(ref, context);
    const updates = [];
    clone.follow(update => { updates.push(update); });
    const recorded = [];
    for (const request of steps) {
      const step = { request };
      try {
        if (isRead(request)) {
          step.results = await clone.read(request).then(r => [...r]);
        } else {
          updates.length = 0;
          await clone.write(request);
          step.updates = updates.map(u => ({
            '@delete': [...u['@delete']], '@insert': [...u['@insert']], '@ticks': u['@ticks']
          }));
        }
      } catch (e) {
        step.error = { status: e.status ?? 5000, message: `${e}`.split('\n')[0] };
      }
      recorded.push(step);
    }
    vectors.push({ name, context, steps: recorded });
    await clone.close();
  }
  return vectors;
}

const isRead = request => ['@describe', '@select', '@construct'].some(key => key in request);
