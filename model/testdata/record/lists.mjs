// Requests about lists to one clone for each scenario; see requests.mjs.
import { recordScenarios } from './requests.mjs';

const shopping = { '@id': 'shopping', '@list': ['Bread', 'Milk', 'Spam'] };
const describe = { '@describe': 'shopping' };
const all = { '@describe': '?s', '@where': { '@id': '?s' } };
const on = (name, ...steps) => ({ name, steps: [shopping, ...steps.flatMap(s => [s, describe])] });

const SCENARIOS = [
  { name: 'made', steps: [
    { '@id': 'a', '@list': ['x', 5, true, 1.5, { '@id': 'ref' }, { '@type': 'Thing', name: 'made' }] }, { '@describe': 'a' },
    { '@id': 'b', '@list': 'alone' }, { '@describe': 'b' }, { '@id': 'c', '@list': { 0: 'x', 1: 'y' } }, { '@describe': 'c' },
    { '@id': 'd', '@list': { 'data:application/mld-li,0': 'x', 7: 'z', 3: 'y' } }, { '@describe': 'd' },
    { '@id': 'e', '@list': [] }, { '@describe': 'e' }, { '@id': 'f', name: 'F', '@list': ['g'] }, { '@describe': 'f' },
    { '@graph': [{ '@id': 'g', '@list': ['1'] }, { '@id': 'h', '@list': ['2', '3'] }] }, { '@describe': ['g', 'h'] },
    { '@id': 'i', '@list': ['same', 'same'] }, { '@describe': 'i' },
    { '@id': 'j', '@list': { '0': ['sub', 'items'] } }, { '@describe': 'j' }, { '@id': 'k', '@list': [['in', 'a'], 'list'] },
    { '@describe': 'k' }, { '@id': 'fred', interests: { '@list': ['Bowling', 'Golf'] } },
    { '@construct': { '@id': 'fred', interests: { '@list': { '?': '?' } } } }, { '@construct': { '@id': 'fred', interests: { '@list': { 1: '?' } } } }
  ] },
  on('inserted', { '@id': 'shopping', '@list': { 1: 'Eggs' } }, { '@id': 'shopping', '@list': { 0: 'Tea', 2: 'Ham' } },
    { '@id': 'shopping', '@list': { 99: 'Last' } }, { '@id': 'shopping', '@list': { 1: ['One', 'Two', 'Three'] } },
    { '@id': 'shopping', '@list': ['First', 'Third'] }, { '@insert': { '@id': 'shopping', '@list': { '2,0': 'p', '2,1': 'q' } } }),
  on('deleted', { '@delete': { '@id': 'shopping', '@list': { 1: 'Milk' } } }, { '@delete': { '@id': 'shopping', '@list': { 0: '?' } } },
    { '@delete': { '@id': 'shopping', '@list': { 5: '?' } } }, { '@delete': { '@id': 'shopping', '@list': { '?': 'Spam' } } }),
  on('not deleted', { '@delete': { '@id': 'shopping', '@list': { 1: 'Bread' } } }, { '@delete': { '@id': 'shopping', '@list': { '?': 'Nothing' } } }),
  on('deleted whole', { '@delete': { '@id': 'shopping' } }, all),
  on('all items deleted', { '@delete': { '@id': 'shopping', '@list': { '?': '?' } } }, all),
  on('moved', { '@delete': { '@id': 'shopping', '@list': { 1: { '@id': '?slot', '@item': '?item' } } }, '@insert': { '@id': 'shopping', '@list': { 0: { '@id': '?slot', '@item': '?item' } } } },
    { '@delete': { '@id': 'shopping', '@list': { '?i': { '@id': '?slot', '@item': 'Milk' } } }, '@insert': { '@id': 'shopping', '@list': { 3: { '@id': '?slot', '@item': 'Milk' } } } },
    { '@delete': { '@id': 'shopping', '@list': { '?i': { '@id': '?slot', '@item': 'Spam' } } }, '@insert': { '@id': 'shopping', '@list': { 0: { '@id': '?slot', '@item': 'Spam' } } } },
    { '@insert': { '@id': 'shopping', '@list': { 0: { '@id': '?slot', '@item': 'Milk' } } }, '@where': { '@id': 'shopping', '@list': { '?i': { '@id': '?slot', '@item': 'Milk' } } } }),
  on('items changed', { '@delete': { '@id': 'shopping', '@list': { '?1': 'Milk' } }, '@insert': { '@id': 'shopping', '@list': { '?1': 'Soya' } } },
    { '@delete': { '@id': 'shopping', '@list': { 0: { '@id': '?slot', '@item': 'Bread' } } }, '@insert': { '@id': 'shopping', '@list': { 0: { '@id': '?slot', '@item': 'Rolls' } } } },
    { '@insert': { '@id': 'shopping', '@list': { '?1': 'Twice' } }, '@where': { '@id': 'shopping', '@list': { '?1': 'Rolls' } } },
    { '@update': { '@id': '?slot', '@item': 'Ham' }, '@where': { '@id': 'shopping', '@list': { '?i': { '@id': '?slot', '@item': 'Spam' } } } }),
  on('inserted by a variable', { '@insert': { '@id': 'shopping', '@list': { '?i': 'Before' } }, '@where': { '@graph': { '@id': 'shopping', total: '?x' }, '@bind': { '?i': 1 } } },
    { '@id': 'wanted', at: 2 }, { '@insert': { '@id': 'shopping', '@list': { '?i': 'Wanted' } }, '@where': { '@id': 'wanted', at: '?i' } }),
  on('selected', { '@select': ['?i', '?x'], '@where': { '@id': 'shopping', '@list': { '?i': '?x' } } }, { '@select': '?x', '@where': { '@id': 'shopping', '@list': { 1: '?x' } } },
    { '@select': ['?0', '?2'], '@where': { '@id': 'shopping', '@list': { 0: '?0', 2: '?2' } } }, { '@select': '?l', '@where': { '@id': '?l', '@list': { 1: 'Milk' } } },
    { '@select': '?l', '@where': { '@id': '?l', '@list': { 0: 'Milk' } } }, { '@select': ['?s', '?x'], '@where': { '@id': 'shopping', '@list': { '?': { '@id': '?s', '@item': '?x' } } } },
    { '@select': '?x', '@where': { '@id': 'shopping', '@list': { '?': '?x' } } }, { '@select': ['?i', '?x'], '@where': { '@item': '?x', '@index': '?i' } },
    { '@select': '?i', '@where': { '@graph': { '@id': 'shopping', '@list': { '?i': '?x' } }, '@filter': { '@gt': ['?i', 0] } } },
    { '@select': '?x', '@where': { '@id': 'shopping', '@list': ['Bread', '?x'] } }),
  on('constructed', { '@construct': { '@id': 'shopping', '@list': { '?': '?' } } }, { '@construct': { '@id': 'shopping', '@list': { 1: '?' } } },
    { '@construct': { '@id': 'shopping', '@list': ['?', '?'] } }, { '@construct': { '@id': 'new', '@list': { '?i': '?x' } }, '@where': { '@id': 'shopping', '@list': { '?i': '?x' } } },
    { '@construct': { '@id': 'new', '@list': { 0: '?x', 1: 'fixed' } }, '@where': { '@id': 'shopping', '@list': { 2: '?x' } } },
    { '@construct': { '@id': '?l', '@list': { 1: 'Milk' } } }, { '@construct': { '@id': 'shopping', '@list': { '?': { '@item': '?x' } } } },
    { '@construct': { '@id': 'shopping', '@type': '?', '@list': { 0: { '@id': '?s', '@item': '?x' } } } }),
  { name: 'nested', steps: [
    { '@id': 'n', '@list': ['Milk', ['Bread', 'Spam'], { '@id': 'fred', name: 'Fred' }] }, { '@describe': 'n' },
    { '@select': ['?x', '?y'], '@where': { '@id': 'n', '@list': { 1: { '@id': '?x', '@list': { '?': '?y' } } } } },
    { '@construct': { '@id': 'n', '@list': { 2: { '@id': '?f', name: '?n' } } } },
    { '@construct': { '@id': 'n', '@list': { 1: { '@id': '?f', '@list': { '?': '?' } } } } }
  ] },
  on('of no list', { '@id': 'shopping', '@list': { x: 1 } }, { '@id': 'shopping', '@list': { '-1': 1 } }, { '@id': 'shopping', '@list': { '1.5': 1 } })
];

export const record = ref => recordScenarios(ref, SCENARIOS);
