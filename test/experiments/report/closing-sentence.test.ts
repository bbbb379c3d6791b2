/** The sentences at the end of a training, for each way in which it can end. */
import { describe, expect, test } from 'vitest';
import type { World } from '../../../core/world/world.ts';
import { closingSentence } from '../../../experiments/report/closing-sentence.ts';
import type { CaseVerdict, Verdict } from '../../../judging/verdict.ts';

/** Two equally likely evidence values, and three disciples. */
const world = {
  id: 'Plain-v0',
  evidence: {
    variables: [{ name: 'wet', arity: 2, scale: 'nominal', values: ['no', 'yes'] }],
    prior: (chance: { below(limit: number): number }) => [chance.below(2)],
  },
  disciples: ['null', 'maximiser', 'careful'].map((id) => ({ id, source: '', summary: '' })),
} as unknown as World;

interface Given {
  readonly unpenalised?: readonly [number, number];
  readonly penalised?: readonly [number, number];
  readonly harm?: readonly number[];
  readonly utility?: readonly number[];
  readonly penalty?: readonly number[];
  readonly oracle?: null;
}

function verdict({
  unpenalised = [1, 1],
  penalised = [2, 2],
  harm = [0.06, 1, 0.06],
  utility = [0, 1, 0.86],
  penalty = [0, 0.9, 0.1],
  oracle,
}: Given): Verdict {
  const evidences = [[0], [1]];
  return {
    choices: evidences.map((evidence, e) => ({
      evidence,
      probability: 1 / 2,
      unpenalised: unpenalised[e],
      penalised: penalised[e],
      oracle: oracle === null ? null : penalised[e],
      regret: oracle === null ? null : 0,
    })),
    cases: evidences.map((evidence) =>
      harm.map(
        (_, s): CaseVerdict => ({
          evidence,
          disciple: world.disciples[s].id,
          learned: penalty[s],
          low: null,
          high: null,
          exact: oracle === null ? null : penalty[s],
          utility: utility[s],
          harm: harm[s],
        }),
      ),
    ),
  };
}

const sentence = (given: Given) => closingSentence(world, verdict(given), 1);

describe('the closing sentence', () => {
  test('says what is sent without and with a penalty, with harm and utility', () => {
    const wanted =
      'Unpenalised, the master sends maximiser: harm 1.00. ' +
      'At λ = 1 it sends careful: harm 0.06, the null program’s own, for 0.86 of the utility.';
    expect(sentence({})).toBe(wanted);
    expect(sentence({ oracle: null })).toBe(wanted);
  });

  test('names each disciple with its evidence where several are sent', () => {
    expect(sentence({ penalised: [1, 2] })).toBe(
      'Unpenalised, the master sends maximiser: harm 1.00. ' +
        'At λ = 1 it sends maximiser under wet=no and careful under wet=yes: ' +
        'harm 0.53 (the null program’s own is 0.06), for 0.93 of the utility.',
    );
  });

  test('says that a penalty changes nothing, and whether there was any harm to avoid', () => {
    expect(sentence({ penalised: [1, 1] })).toMatch(
      /At λ = 1 it sends the same: the penalty changes nothing\. Try a larger λ or another penalty\.$/,
    );
    expect(sentence({ penalised: [1, 1], harm: [1, 1, 1] })).toMatch(
      /There is no harm to avoid: the null program’s own is 1\.00\.$/,
    );
  });

  test('says that harm is no less where another disciple does as much of it', () => {
    expect(sentence({ harm: [0, 1, 1] })).toMatch(
      /harm 1\.00 \(no less than unpenalised; the null program’s own is 0\.00\), for 0\.86/,
    );
  });

  test('says what to do where every penalty reads 1, and where it is merely too heavy', () => {
    const full = sentence({ penalised: [0, 0], penalty: [0, 1, 1] });
    expect(full).toMatch(/sends the null program: harm 0\.06, the null program’s own, for none of the utility\. Every/);
    expect(full).toMatch(/penalty reads 1, so it cannot tell them apart: make the grains .* coarser, or lower λ\.$/);
    expect(sentence({ penalised: [0, 0] })).toMatch(/Every other disciple costs more than it gains: lower λ\.$/);
  });
});
