/** The card of a world says what a writer may know, and nothing that only a judge may. */
import { expect, test } from 'vitest';
import '../../../index.ts';
import { card } from '../../../agents/writing/card.ts';
import { ReducedImpactError } from '../../../core/base/errors.ts';
import { checkSource } from '../../../core/disciple/disciple.ts';
import { compile } from '../../../core/tables/compile.ts';
import { registry } from '../../../core/world/registry.ts';
import { penalties } from '../../../penalties/suite.ts';

const subagent = registry.world('Subagent-v0');
const SMALL = ['Subagent-v0', 'LeakyWire-v0', 'Election-v0', 'Hurricane-v0'];

test.each(SMALL)('%s: examples and terminals parse, and no word of a judge is in it', (id) => {
  const world = registry.world(id);
  const shown = card(compile(world), { weight: 2, erasure: 0.1, penalty: penalties.get('coarse/joint/tv') });
  for (const source of [...shown.program.examples, ...shown.program.terminals]) {
    expect(() => checkSource(world, source)).not.toThrow();
  }
  expect(Object.keys(shown.quantities)).toEqual(Object.keys(world.quantities));
  for (const { least, greatest } of Object.values(shown.quantities)) expect(least).toBeLessThanOrEqual(greatest);
  expect(shown).toMatchObject({ id, weight: 2, erasure: 0.1, penalty: { id: 'coarse/joint/tv' } });
  expect(JSON.stringify(shown)).not.toMatch(/harm/i);
  expect(JSON.parse(JSON.stringify(shown))).toEqual(shown);
});

test.each([
  ['the id of a world', () => card('Subagent-v0' as never), /^world: expected a world or its tables but received 'Sub/],
  ['nothing', () => card(undefined as never), /^world: expected a world or its tables but received undefined$/],
  ['an empty object', () => card({} as never), /^world: id: expected/],
  ['a weight below 0', () => card(subagent, { weight: -1 }), /^card: weight: expected a finite number ≥ 0 but/],
  ['an erasure of 1', () => card(subagent, { erasure: 1 }), /^card: erasure: expected a number from 0 to below 1 but/],
  ['an id of a penalty', () => card(subagent, { penalty: 'x' as never }), /^card: penalty: expected a penalty but/],
  ['an unknown field', () => card(subagent, { weigth: 1 } as never), /^card: unknown field 'weigth'/],
])('refuses %s in one line', (_, make, message) => {
  expect(make).toThrow(message);
  expect(make).toThrow(ReducedImpactError);
});

test('without options it says nothing of λ, erasure and penalty', () => {
  expect(Object.keys(card(registry.world('Subagent-v0')))).not.toEqual(expect.arrayContaining(['weight']));
});
