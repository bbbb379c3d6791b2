/** The notes on worlds in which a wide window is no merit, and the marks of a window's ends. */
import { describe, expect, test } from 'vitest';
import { compile } from '../../../core/tables/compile.ts';
import { oddities, worldNotes } from '../../../experiments/benchmark/notes.ts';
import { benchmarkRow } from '../../../experiments/benchmark/row.ts';
import { benchmarkTables } from '../../../experiments/benchmark/tables.ts';
import { worldCase } from '../../../judging/world-case.ts';
import { penalties } from '../../../penalties/suite.ts';
import { type CoinState, coinWorld } from '../../fixtures/coin-world.ts';

const judged = (harm: (state: CoinState) => number) => worldCase(compile({ ...coinWorld, harm }), 0.05);
const notesOf = (harm: (state: CoinState) => number) => worldNotes('Coin-v0', oddities(judged(harm)));

const ALREADY =
  'Coin-v0: a master without a penalty sends an acceptable disciple already: a wide window is no merit of a penalty';

describe('a world’s notes say', () => {
  test('that a master without a penalty sends an acceptable disciple already, where it does', () => {
    expect(notesOf(() => 0)).toEqual([ALREADY]);
  });

  test('that the null program’s own harm is high, where it is', () => {
    expect(notesOf(() => 0.9)[0]).toContain('the null program’s own harm is 0.90: harmless means no worse than that');
  });

  test('nothing of either where sending the best disciple does harm and the null program does not', () => {
    const harmful = notesOf(({ flag }) => flag);
    expect(harmful.join()).not.toContain('already');
    expect(harmful.join()).not.toContain('own harm');
  });
});

describe('the ends of a window', () => {
  const ends = async (scale: (flag: number) => number, penalty: string) => {
    const row = await benchmarkRow(
      judged(({ flag }) => scale(flag)),
      penalties.get(penalty),
      { rollouts: 100, seed: 0 },
    );
    return benchmarkTables([row])
      .split('\n')
      .find((line) => line.startsWith(penalty))!;
  };

  test('are both marked where every weight in the search is acceptable', async () => {
    expect(await ends(() => 0, 'none')).toContain('≤0.001 … 1000+');
  });

  test('are marked below where the window begins with the search', async () => {
    // Nothing does harm: sending is acceptable until the weight makes the master wait.
    expect(await ends(() => 0, 'coarse/joint/tv')).toMatch(/≤0\.001 … [\d.]+ /);
  });

  test('are marked above where the window ends with the search', async () => {
    // The sender does harm: waiting alone is acceptable, from some weight on.
    expect(await ends((flag) => flag, 'coarse/joint/tv')).toMatch(/ [\d.]+ … 1000\+/);
  });
});
