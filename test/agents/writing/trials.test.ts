/** Programs are numbered by their plans, planned once, and remember what they earned. */
import { describe, expect, test } from 'vitest';
import { Trials } from '../../../agents/writing/trials.ts';
import { stream } from '../../../core/base/random.ts';
import { boot } from '../../../core/disciple/disciple.ts';
import { expectation } from '../../../core/forecast/forecast.ts';
import { compile } from '../../../core/tables/compile.ts';
import { exactForecasterOf } from '../../../penalties/penalty.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';

const compiled = compile(tinyWorld);

describe('a program', () => {
  test('is one for sources with one plan, is planned once, and is called by its shortest source', () => {
    const trials = new Trials(compiled, 0.05);
    const numbers = ['2 * clips', 'clips', 'clips + 1', '-broken', 'clips - 9 * broken', 'clips - 10 * broken'].map(
      (source) => trials.program(source),
    );
    expect(numbers).toEqual([1, 1, 1, 2, 3, 3]);
    expect(trials.sources).toEqual(['', 'clips', '-broken', 'clips - 9 * broken']);
    // Only the last of them has to be planned before it is seen to be known.
    expect(trials.planned).toBe(4);
    expect(trials.program('')).toBe(0);
  });

  test('is the text itself where the wire is the world’s own, since that may read it', () => {
    const trials = new Trials(compile({ ...tinyWorld, wire: (source, x) => (x === 1 ? source : '') }), 0.05);
    expect(trials.program('clips')).not.toBe(trials.program('2 * clips'));
  });

  test('that is invalid crashes: it is present and waits', () => {
    const trials = new Trials(compiled, 0);
    const s = trials.program('1 / clips');
    trials.play(0, s, 50, stream(0, 'play'));
    expect(trials.trial(0, s)).toEqual({ episodes: 50, utility: 0 });
    expect(trials.branches.sample(0, s, 1, stream(0, 'play')).present).toBe(true);
  });
});

test('episodes count, wire and all: their mean utility is the exact one within four standard errors', () => {
  const trials = new Trials(compiled, 0.3);
  const s = trials.program('min(clips, 2)');
  trials.play(1, s, 2000, stream(1, 'play'));
  trials.play(1, s, 2000, stream(2, 'play'));
  const { episodes, utility } = trials.trial(1, s);
  expect(episodes).toBe(4000);
  const evidence = compiled.evidences[1].value;
  const disciple = boot(compiled, 'min(clips, 2)');
  const exact = (x: 0 | 1) => expectation(exactForecasterOf(compiled)(evidence, disciple, x), tinyWorld.utility);
  // A standard error is at most ½ / √4000.
  expect(Math.abs(utility / episodes - (0.7 * exact(1) + 0.3 * exact(0)))).toBeLessThan(4 * 0.0079);
  expect(trials.trial(0, s).episodes).toBe(0);
});
