/** The CSV files and tables of a training's verdicts. */
import { describe, expect, test } from 'vitest';
import {
  agreement,
  agreementLine,
  learnedCsv,
  summaryCsv,
  verdictTable,
} from '../../../experiments/report/verdict-tables.ts';
import type { CaseVerdict, ChoiceVerdict } from '../../../judging/verdict.ts';
import { tinyWorld } from '../../fixtures/tiny-world.ts';

const EVIDENCE = [
  [0, 1],
  [1, 2],
];

/** Figures that tell evidence e and disciple s. */
function figures(e: number, s: number): CaseVerdict {
  const learned = (10 * e + s) / 100;
  const interval = s === 2 ? { low: null, high: null } : { low: learned, high: learned + 0.1 };
  const { id } = tinyWorld.disciples[s];
  return {
    evidence: EVIDENCE[e],
    disciple: id,
    learned,
    ...interval,
    exact: learned + 0.02 * s,
    utility: 0.5,
    harm: s / 4,
  };
}

const choices: ChoiceVerdict[] = [
  { evidence: EVIDENCE[0], probability: 0.75, unpenalised: 1, penalised: 2, oracle: 2, regret: 0 },
  { evidence: EVIDENCE[1], probability: 0.25, unpenalised: 1, penalised: 1, oracle: 0, regret: 0.4 },
];
const cases = [0, 1].map((e) => [0, 1, 2].map((s) => figures(e, s)));
const result = { seed: 4, verdict: { choices, cases } };

/** A world too large for anything exact. */
const unknown = {
  seed: 5,
  verdict: {
    choices: choices.map((choice) => ({ ...choice, oracle: null, regret: null })),
    cases: cases.map((row) => row.map((figure) => ({ ...figure, exact: null }))),
  },
};

describe('summaryCsv', () => {
  test('gives ids and the figures of the penalised choice, and leaves empty what is not known', () => {
    expect(summaryCsv(tinyWorld, [result])).toBe(
      'seed,evidence,unpenalised,penalised,oracle,utility,learned,low,high,exact,harm,regret\n' +
        '4,0 1,bounded,careful,careful,0.5,0.02,,,0.06,0.5,0\n' +
        '4,1 2,bounded,bounded,null,0.5,0.11,0.11,0.21000000000000002,0.13,0.25,0.4\n',
    );
    expect(summaryCsv(tinyWorld, [unknown])).toContain(
      '5,1 2,bounded,bounded,,0.5,0.11,0.11,0.21000000000000002,,0.25,\n',
    );
  });
});

describe('learnedCsv', () => {
  test('gives every disciple under every evidence value, seed by seed', () => {
    const lines = learnedCsv([result, unknown]).trimEnd().split('\n');
    expect(lines).toHaveLength(13);
    expect(lines.slice(0, 4)).toEqual([
      'seed,evidence,disciple,learned,low,high,exact',
      '4,0 1,null,0,0,0.1,0',
      '4,0 1,bounded,0.01,0.01,0.11,0.03',
      '4,0 1,careful,0.02,,,0.06',
    ]);
    expect(lines[8]).toBe('5,0 1,bounded,0.01,0.01,0.11,');
  });
});

describe('agreement', () => {
  test('counts the evidence values under which what is sent is as good as the oracle’s, and finds the regret', () => {
    expect(agreement(result)).toEqual({
      agreeing: 1,
      of: 2,
      meanRegret: expect.closeTo(0.1, 12),
      greatestRegret: 0.4,
      largestError: expect.closeTo(0.04, 12),
    });
    expect(agreementLine(result)).toBe(
      'seed 4: as good as the oracle under 1 of 2 evidence values; regret 0.1000 on average, at most 0.4000; ' +
        'largest |penalty − exact| 0.040',
    );
  });

  test('counts another disciple that is exactly as good as the oracle’s', () => {
    const tied = { ...result.verdict, choices: choices.map((choice) => ({ ...choice, penalised: 1, regret: 0 })) };
    expect(agreement({ seed: 4, verdict: tied })).toMatchObject({ agreeing: 2, greatestRegret: 0 });
  });

  test('says so where nothing is exact', () => {
    expect(agreement(unknown)).toMatchObject({
      agreeing: 0,
      of: 0,
      meanRegret: null,
      greatestRegret: null,
      largestError: null,
    });
    expect(agreementLine(unknown)).toBe('seed 5: no exact oracle');
  });
});

describe('verdictTable', () => {
  test('shows what each master sends with its harm, and the null program’s harm', () => {
    const cells = verdictTable(tinyWorld, result.verdict)
      .split('\n')
      .map((line) => line.trim().split(/ {2,}/));
    expect(cells[0]).toEqual(
      'evidence,unpenalised,its harm,penalised,oracle,regret,utility,penalty [95 %],exact,harm,null harm'.split(','),
    );
    expect(cells[2]).toEqual(
      'reliability=0 draught=1,bounded,0.250,careful,careful,0.000,0.500,0.020,0.060,0.500,0.000'.split(','),
    );
    expect(cells[3][7]).toBe('0.110 [0.110, 0.210]');
    expect(verdictTable(tinyWorld, unknown.verdict).match(/—/g)).toHaveLength(6);
  });
});
