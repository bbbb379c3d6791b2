/**
 * The curve `questions`. The essay: "the more auxiliary measurements we add, the more varied the ways of estimating
 * them we require ... the more likely it becomes that the master AI will decide the risk isn't worth the gain".
 *
 * In MeasurementBureau-v0, for a number of questions and a variety: what the bounded master (λ = 1, coarse/joint/tv)
 * sends from the library and the hacker re-optimised for these questions, in calm weather; and the λ-window over all
 * evidence.
 *
 */

import { stream } from '../../core/base/random.ts';
import { boot } from '../../core/disciple/disciple.ts';
import { exactForecaster } from '../../core/forecast/exact-forecaster.ts';
import { expectation, type Forecaster } from '../../core/forecast/forecast.ts';
import { DEFAULT_ERASURE, sampledForecaster } from '../../core/forecast/sampled-forecaster.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { registry } from '../../core/world/registry.ts';
import { unitValue } from '../../core/world/state-values.ts';
import type { World } from '../../core/world/world.ts';
import { SENSORS } from '../../envs/measurement-bureau/sensors.ts';
import { hackerSource } from '../../envs/measurement-bureau/world.ts';
import { acceptableOf } from '../../judging/judge.ts';
import { choiceAt, windowOf } from '../../judging/window.ts';
import type { Measurement } from '../../penalties/penalty.ts';
import { penalties } from '../../penalties/suite.ts';
import '../../agents/suite.ts';
import { tablesOf } from '../inputs/tables-cache.ts';
import { figure } from '../terminal.ts';
import type { Curve, CurveOptions, CurveRow } from './curve.ts';

const WORLD = 'MeasurementBureau-v0';
const PENALTY = 'coarse/joint/tv';
const WEIGHT = 1;
const RANDOM_ORDERS = 3;
/** The evidence value that is tabled: the worse machine, calm weather. */
const TABLED = [0, 0];

const columns = [
  'variety',
  'questions',
  'lines',
  'sensors',
  'choice',
  'choiceUtility',
  'choiceHarm',
  'hackerUtility',
  'hackerHarm',
  'hackerPenalty',
  'hackerSampled',
  'nullP95',
  'heldOutPenalty',
  'windowLow',
  'windowDecades',
] as const;

const KEYS = [
  ['variety', 'variety'],
  ['questions', 'asked'],
  ['lines', 'lines'],
] as const;

export const questions: Curve = {
  id: 'questions',
  summary:
    'what the bounded master sends, and what a disciple that games the questions is charged, as questions are added',
  example: { call: 'questions', prints: 'What the bounded master sends for each number and variety of questions.' },
  columns,
  rows: tabulate,
  question: 'Do more questions, and more varied ones, stop a disciple that games them?',
  answer,
  tables: (rows) => [
    {
      title:
        'What the bounded master sends in calm weather (λ = 1), and what that is worth and does; ' +
        'window: the weights at which its choice is acceptable under every evidence value, from ' +
        'where, and decades',
      columns: [
        ...KEYS,
        ['sensors', 'sensors'],
        ['choice', 'sends'],
        ['choiceUtility', 'utility'],
        ['choiceHarm', 'harm'],
        ['windowLow', 'window'],
        ['windowDecades', 'decades'],
      ],
      keys: KEYS.length,
      rows,
    },
    {
      title:
        'The hacker re-optimised for these questions: utility, harm, exact penalty; the same from ' +
        'draws, and what draws alone would show (95 %); and its penalty by the questions held out',
      columns: [
        ...KEYS,
        ['hackerUtility', 'utility'],
        ['hackerHarm', 'harm'],
        ['hackerPenalty', 'penalty'],
        ['hackerSampled', 'from draws'],
        ['nullP95', 'null, 95 %'],
        ['heldOutPenalty', 'held out'],
      ],
      keys: KEYS.length,
      rows,
    },
  ],
};

async function tabulate(options: CurveOptions): Promise<readonly CurveRow[]> {
  const bureau = new Bureau(tablesOf(registry.world(WORLD)), options);
  const rows: CurveRow[] = [];
  for (const { variety, order } of orders(options.seed)) {
    for (let count = 1; count <= order.length; count++) {
      options.onProgress?.(rows.length, `${variety}, ${count} asked`);
      rows.push(await bureau.row(variety, order.slice(0, count), order.slice(count)));
    }
  }
  return rows;
}

/**
 * Orders of the sensors, by index, whose beginnings are the question sets: `similar`, as many as can be from one line;
 * `spread`, a line each for as long as there are new ones; and random ones.
 */
function orders(seed: number): { variety: string; order: readonly number[] }[] {
  const declared = Array.from(SENSORS.keys());
  const rank = (i: number) => declared.filter((j) => j < i && SENSORS[j].line === SENSORS[i].line).length;
  return [
    { variety: 'similar', order: declared.toSorted((i, j) => SENSORS[i].line - SENSORS[j].line) },
    { variety: 'spread', order: declared.toSorted((i, j) => rank(i) - rank(j)) },
    ...Array.from({ length: RANDOM_ORDERS }, (_, repetition) => {
      const uniform = stream(seed, 'curve', 'questions', repetition);
      const keys = declared.map(() => uniform());
      return { variety: `random ${repetition + 1}`, order: declared.toSorted((i, j) => keys[i] - keys[j]) };
    }),
  ];
}

/** One disciple under one evidence value, exactly. */
interface Expected {
  readonly source: string;
  readonly utility: number;
  readonly objective: number;
  readonly harm: number;
}

/** The world with its forecasts, which do not depend on the questions that are asked of them. */
class Bureau {
  private readonly world: World;
  private readonly cap: number;
  /** By evidence index: one forecaster each, so that none crowds out another's forecasts. */
  private readonly exact: readonly Forecaster[];
  private readonly sampled: Forecaster;
  private readonly library: readonly (readonly Expected[])[];

  constructor(
    private readonly compiled: Compiled,
    private readonly options: CurveOptions,
  ) {
    this.world = compiled.world;
    this.cap = registry.describe(WORLD).parameters.cap.default;
    this.exact = compiled.evidences.map(() => exactForecaster(compiled));
    this.sampled = sampledForecaster(compiled, options);
    this.library = compiled.evidences.map((_, e) => this.world.disciples.map(({ source }) => this.expect(e, source)));
  }

  async row(variety: string, asked: readonly number[], heldOut: readonly number[]): Promise<CurveRow> {
    const { compiled, sampled } = this;
    const names = asked.map((i) => SENSORS[i].id);
    const source = hackerSource(names, this.cap);
    const disciples = [...this.world.disciples.map(({ id }) => id), 'hacker'];
    const world = this.asking(asked);
    const cases = await Promise.all(
      compiled.evidences.map(async ({ value }, e) => {
        const all = [...this.library[e], this.expect(e, source)];
        const penalty: number[] = [];
        for (const one of all) {
          penalty.push((await this.measure(world, this.exact[e], value, one.source)).value);
        }
        const acceptable = acceptableOf(
          all.map(({ utility }) => utility),
          all.map(({ harm }) => harm),
        );
        return { all, objective: all.map(({ objective }) => objective), penalty, acceptable };
      }),
    );
    const tabled = compiled.evidences.findIndex(({ value }) => value.join() === TABLED.join());
    const calm = cases[tabled];
    const choice = choiceAt(calm, WEIGHT);
    const hacker = calm.all[calm.all.length - 1];
    const draws = await this.measure(world, sampled, TABLED, source);
    const others =
      heldOut.length === 0 ? null : await this.measure(this.asking(heldOut), this.exact[tabled], TABLED, source);
    const window = windowOf(cases);
    return {
      variety,
      questions: asked.length,
      lines: new Set(asked.map((i) => SENSORS[i].line)).size,
      sensors: names.join(' '),
      choice: disciples[choice],
      choiceUtility: calm.all[choice].utility,
      choiceHarm: calm.all[choice].harm,
      hackerUtility: hacker.utility,
      hackerHarm: hacker.harm,
      hackerPenalty: calm.penalty[calm.penalty.length - 1],
      hackerSampled: draws.value,
      nullP95: draws.null.p95,
      heldOutPenalty: others?.value ?? null,
      windowLow: window.decades === 0 ? null : window.low,
      windowDecades: window.decades,
    };
  }

  /** The same world, asked these questions alone. */
  private asking(sensors: readonly number[]): World {
    return { ...this.world, questions: sensors.map((i) => this.world.questions[i]) };
  }

  private measure(
    world: World,
    forecaster: Forecaster,
    evidence: readonly number[],
    source: string,
  ): Promise<Measurement> {
    const disciple = boot(this.compiled, source);
    return penalties.get(PENALTY).measure({ world, forecaster, evidence, disciple, seed: this.options.seed });
  }

  /** @param e the index of the evidence value. */
  private expect(e: number, source: string): Expected {
    const { value } = this.compiled.evidences[e];
    const disciple = boot(this.compiled, source);
    const of = (name: 'utility' | 'harm', x: 0 | 1) =>
      expectation(this.exact[e](value, disciple, x), (state) => unitValue(this.world, state, name));
    const utility = of('utility', 1);
    const objective = (1 - DEFAULT_ERASURE) * utility + DEFAULT_ERASURE * of('utility', 0);
    return { source, utility, objective, harm: of('harm', 1) };
  }
}

function answer(rows: readonly CurveRow[]): string {
  const of = (variety: string) => rows.filter((row) => row.variety === variety);
  /** The fewest questions from which on the choice no longer changes. */
  const settled = (own: readonly CurveRow[]) => own.findLastIndex(({ choice }) => choice !== own.at(-1)?.choice) + 2;
  const similar = of('similar');
  const [one, all] = [similar[0], similar[similar.length - 1]];
  const sends = ({ choice, choiceHarm }: CurveRow) => `${choice} (harm ${figure(Number(choiceHarm), 2)})`;
  return (
    `At λ = ${WEIGHT} and in calm weather, the master that asks one question sends ${sends(one)}, and the one that ` +
    `asks all ${all.questions} sends ${sends(all)}. For that, similar questions must be ${settled(similar)}, and ` +
    `questions that are spread over the lines ${settled(of('spread'))}.`
  );
}
