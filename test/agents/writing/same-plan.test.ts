/** Goals that differ by a positive factor and a constant are one, and so are plans that act alike. */
import { expect, test } from 'vitest';
import { goalKey, planKey } from '../../../agents/writing/same-plan.ts';
import { boot } from '../../../core/disciple/disciple.ts';
import { compile } from '../../../core/tables/compile.ts';
import { propagate } from '../../../core/tables/propagate.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';

const compiled = compile(tinyWorld);
const goal = (source: string) => goalKey(compiled, source);
const plan = (source: string) => planKey(compiled, boot(compiled, source));

test('goals that come to the same are one goal, and others are not', () => {
  expect(goal('2 * clips + 3')).toBe(goal('clips'));
  expect(goal('clips / 7')).toBe(goal('clips'));
  expect(goal('-clips')).not.toBe(goal('clips'));
  expect(goal('clips >= 2')).not.toBe(goal('clips'));
  expect(goal('clips - 10 * broken')).not.toBe(goal('clips - 9 * broken'));
  expect(goal('3')).toBe(goal('clips - clips'));
});

test('what is no goal has none', () => {
  expect(goal('clips +')).toBeNull();
  expect(goal('house')).toBeNull();
  expect(goal('1 / clips')).toBeNull();
  expect(goal('0 * log(clips)')).toBeNull();
});

test('plans are one exactly where they act alike, as their laws show', () => {
  const sources = ['clips', 'min(clips, 2)', 'clips - 10 * broken', 'clips - 9 * broken', '-broken', 'clips - cat'];
  const law = (source: string) =>
    JSON.stringify(
      compiled.beginnings.map(([, present]) => {
        const { states, probabilities } = propagate(compiled, present, boot(compiled, source).table!);
        return [[...states], [...probabilities]];
      }),
    );
  let different = 0;
  for (const a of sources) {
    for (const b of sources) {
      if (plan(a) === plan(b)) expect(law(a)).toBe(law(b));
      else different++;
    }
  }
  expect(different).toBeGreaterThan(10);
  expect(plan('clips - 10 * broken')).toBe(plan('clips - 9 * broken'));
});

test('a policy without a table of sure actions has no plan', () => {
  expect(planKey(compiled, boot(compiled, ''))).toBeNull();
});
