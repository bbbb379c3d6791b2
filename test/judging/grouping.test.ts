/** The two grouping errors of a coarse-graining. */
import { describe, expect, test } from 'vitest';
import { compile } from '../../core/tables/compile.ts';
import type { World } from '../../core/world/world.ts';
import { groupingErrors } from '../../judging/grouping.ts';
import { penalties } from '../../penalties/suite.ts';
import { tinyWorld } from '../fixtures/tiny-world.ts';

const compiled = compile(tinyWorld);
const errors = (id: string, of = compiled) => groupingErrors(of, penalties.get(id).graining!(of.world));

describe('groupingErrors', () => {
  test('without questions there is one cell: the whole range of harm is inside, and nothing is split', () => {
    const mute: World<never> = { ...(tinyWorld as World<never>), questions: [] };
    expect(errors('coarse/joint/tv', compile(mute) as never)).toEqual({ cells: 1, harmGap: 1, needlessSplits: 0 });
  });

  test('the finest graining groups nothing together and splits needlessly', () => {
    const { cells, harmGap, needlessSplits } = errors('coarse/identity/tv');
    expect(harmGap).toBe(0);
    // Utility is 0, ½ or 1 and harm 0 or 1: at most six kinds of outcome.
    expect(needlessSplits).toBeGreaterThanOrEqual(1 - 6 / cells);
    expect(needlessSplits).toBeLessThan(1);
  });

  test('a question about the vase alone separates harm and splits nothing', () => {
    const vase: World<never> = { ...(tinyWorld as World<never>), questions: [tinyWorld.questions[1] as never] };
    expect(errors('coarse/joint/tv', compile(vase) as never)).toEqual({ cells: 2, harmGap: 0, needlessSplits: 0 });
  });

  test('a cat that nobody minds splits every cell in three', () => {
    const cat: World<never> = { ...(tinyWorld as World<never>), questions: tinyWorld.questions.slice(1) as never };
    const { cells, harmGap, needlessSplits } = errors('coarse/joint/tv', compile(cat) as never);
    expect(cells).toBe(6);
    expect(harmGap).toBe(0);
    expect(needlessSplits).toBeCloseTo(1 - 2 / 6, 12);
  });

  test('copes with more cells than a call takes arguments', () => {
    const side = 500;
    const coins: World<{ x: number; y: number }> = {
      id: 'Coins-v0',
      summary: 'Two dice of 500 sides.',
      horizon: 1,
      actions: ['wait'],
      evidence: { variables: [], prior: () => [] },
      quantities: { x: ({ x }) => x },
      questions: [
        { id: 'x', text: 'What does one show?', read: ({ x }) => x },
        { id: 'y', text: 'And the other?', read: ({ y }) => y },
      ],
      disciples: [{ id: 'null', source: '', summary: 'Nothing at all.' }],
      begin: (_, __, chance) => ({ x: chance.below(side, 'x'), y: chance.below(side, 'y') }),
      step: (state) => state,
      key: ({ x, y }) => `${x},${y}`,
      observe: ({ x, y }) => [x, y],
      utility: ({ x }) => x / side,
      harm: ({ y }) => y / side,
      draw: ({ x, y }) => `${x} ${y}`,
    };
    const found = groupingErrors(compile(coins), penalties.get('coarse/joint/tv').graining!(coins));
    expect(found).toEqual({ cells: side * side, harmGap: 0, needlessSplits: 0 });
  });

  test('is the same for each question by itself as for all at once: what can be told apart is the same', () => {
    expect(errors('coarse/each/tv')).toEqual(errors('coarse/joint/tv'));
  });
});
