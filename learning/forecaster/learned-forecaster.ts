/** A forecaster that is learned from rollouts, for worlds that are too large to compile. */

import { defined } from '../../core/base/defined.ts';
import { InvalidOption } from '../../core/base/errors.ts';
import { memoise } from '../../core/base/memoise.ts';
import { expected } from '../../core/base/messages.ts';
import { stream } from '../../core/base/random.ts';
import { type Disciple, worldOf } from '../../core/disciple/disciple.ts';
import type { Forecast, Forecaster } from '../../core/forecast/forecast.ts';
import type { Compiled } from '../../core/tables/compile.ts';
import { type Answers, answersWorld } from '../../core/world/answers-world.ts';
import { evidenceKey } from '../../core/world/evidence.ts';
import { arrive, type World } from '../../core/world/world.ts';
import { type BackendName, loadBackend } from '../backend/backend.ts';
import type { NetworkState } from '../network/network-state.ts';
import { conditionals } from './conditionals.ts';
import { type FitOptions, fitNetworks } from './fit.ts';
import { inputLayout } from './layout.ts';
import { type AnswerPool, drawAnswers } from './pool.ts';
import { poolVocabulary, prefixesOf } from './prefixes.ts';
import { sampleAnswers } from './sample.ts';

/** What was learned, as JSON. */
export interface LearnedForecasterState {
  /** The world's id. */
  readonly world: string;
  readonly evidences: readonly (readonly number[])[];
  /** What can arrive; '' is first. */
  readonly laws: readonly string[];
  /** For each question, the cells with which it answers. */
  readonly vocabulary: readonly (readonly number[])[];
  /** For each question, its network; null where it has only one answer. */
  readonly networks: readonly (NetworkState | null)[];
}

/**
 * P(answers | e, S, X), learned. Its outcomes are answers, so give penalties the world of answers, `world`, and not the
 * world in which it was trained. See docs/forecasts.md.
 */
export interface LearnedForecaster extends Forecaster<Answers> {
  readonly world: World<Answers>;
  save(): LearnedForecasterState;
}

/** How a learned forecaster is read. */
export interface ReadOptions {
  /** How many draws a forecast counts, at least 1. Default 20,000. */
  readonly draws?: number;
  readonly seed: number;
}

export interface ForecasterTraining<State> extends ReadOptions, Partial<FitOptions> {
  readonly seed: number;
  /** The world, or its tables, from which rollouts are faster. */
  readonly target: World<State> | Compiled<State>;
  /** The disciples whose forecasts it learns. The absent branch is always learned. */
  readonly disciples: readonly Disciple<State>[];
  /** How many training episodes are played for each evidence value and each law. Default 8,000. */
  readonly rollouts?: number;
  /** The training episodes' answers. Default: they are drawn. */
  readonly pool?: AnswerPool;
  /** The tfjs backend. Default: the fastest that loads. */
  readonly backend?: BackendName;
}

const DEFAULTS = { rollouts: 8000, draws: 20_000, updates: 1000, batch: 2048, hidden: 48 };
const KEPT_FORECASTS = 256;

/**
 * Learns a world's answers given the evidence, the disciple and X, from rollouts alone. Each question has a network,
 * which reads the answers to the questions declared before it, and is trained by cross-entropy. Defaults: 1,000 updates
 * of 2,048 rows, 48 hidden units. See docs/learning.md and docs/forecasts.md.
 * @throws InvalidOption when a number is not a positive integer, or when `pool` does not fit the world.
 * @throws BackendUnavailable when the backend does not load.
 */
export async function trainForecaster<State>(options: ForecasterTraining<State>): Promise<LearnedForecaster> {
  const { target, disciples, seed, onUpdate } = options;
  const { rollouts, draws, updates, batch, hidden } = { ...DEFAULTS, ...defined(options) };
  for (const [name, count] of Object.entries({ draws, updates, batch, hidden })) {
    if (!(Number.isInteger(count) && count > 0))
      throw new InvalidOption(expected(`forecaster: ${name}`, 'a positive integer', count));
  }
  const world = worldOf(target);
  const questions = world.questions.length;
  const pool = options.pool ?? drawAnswers(target, disciples, { rollouts, seed });
  checkPool(pool, questions);
  const vocabulary = poolVocabulary(pool, questions);
  const layout = inputLayout(pool.evidences, pool.laws.length, vocabulary);
  const backend = await loadBackend(options.backend);
  const networks = fitNetworks(backend, layout, prefixesOf(pool, layout), { updates, batch, hidden, seed, onUpdate });
  const { evidences, laws } = pool;
  return restoreForecaster(world, { world: world.id, evidences, laws, vocabulary, networks }, { draws, seed });
}

/**
 * The forecaster whose state was saved.
 * @throws InvalidOption where `state` is of another world, or damaged.
 */
export function restoreForecaster<State>(
  world: World<State>,
  state: LearnedForecasterState,
  { draws = DEFAULTS.draws, seed }: ReadOptions,
): LearnedForecaster {
  const { evidences, laws, vocabulary, networks } = state;
  if (![evidences, laws, vocabulary, networks].every(Array.isArray))
    throw new InvalidOption(expected('forecaster', 'a saved state', state));
  if (state.world !== world.id)
    throw new InvalidOption(expected('forecaster', `the state of one for ${world.id}`, state.world));
  const count = world.questions.length;
  if (vocabulary.length !== count || networks.length !== count)
    throw new InvalidOption(expected('forecaster', `networks for ${count} questions`, networks.length));
  const layout = inputLayout(evidences, laws.length, vocabulary);
  const conditional = conditionals(layout, networks);

  const draw = (evidence: readonly number[], disciple: Disciple<Answers>, x: 0 | 1, n: number, name: string) => {
    const arrived = arrive(world as World, disciple.source, x);
    const e = evidences.findIndex((value) => value.join() === evidence.join());
    if (e < 0)
      throw new InvalidOption(expected('evidence', `one of ${evidences.map((v) => v.join()).join('  ')}`, evidence));
    const l = laws.indexOf(arrived);
    if (l < 0) throw new InvalidOption(expected('forecaster', `one of the ${laws.length} sources it learned`, arrived));
    return sampleAnswers(layout, conditional, e, l, n, stream(seed, name, ...evidence, x, arrived));
  };
  const forecast = (evidence: readonly number[], disciple: Disciple<Answers>, x: 0 | 1): Forecast<Answers> =>
    memoise(
      forecast,
      ['forecast', `${evidenceKey(evidence)}/${x}/${arrive(world as World, disciple.source, x)}`],
      () => draw(evidence, disciple, x, draws, 'learned forecast'),
      KEPT_FORECASTS,
    );
  return Object.assign(forecast, {
    rollouts: draws,
    draw,
    pairs: (): never => {
      throw new InvalidOption(
        `forecaster: expected one that plays episodes of ${world.id} but received a learned one: use sampledForecaster`,
      );
    },
    world: answersWorld(world),
    save: () => state,
  });
}

function checkPool({ evidences, laws, cells }: AnswerPool, questions: number): void {
  const fits =
    cells.length === evidences.length &&
    cells.every(
      (byLaw) =>
        byLaw.length === laws.length && byLaw.every((rows) => rows.length > 0 && rows.length % questions === 0),
    );
  if (!fits) throw new InvalidOption(expected('pool', `rows of ${questions} answers for each evidence and law`, laws));
}
