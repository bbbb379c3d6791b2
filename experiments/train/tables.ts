/** Further tables of a training, for its figures: how it learned, and what other weights would have come to. */
import { isCompiled } from '../../core/disciple/disciple.ts';
import { casesOf, overWeights } from '../../judging/weights.ts';
import { windowOf } from '../../judging/window.ts';
import { worldCase } from '../../judging/world-case.ts';
import type { SeedVerdict } from '../report/verdict-tables.ts';
import { type CsvValue, toCsv } from '../run/csv.ts';
import type { RunEvent } from '../run/event-log.ts';
import type { Trainable } from './prepare.ts';

/** Weights in each decade: enough to draw steps where choices change. */
const PER_DECADE = 20;

/** One row for each event `step`: means over one batch of episodes. */
export function stepsCsv(steps: readonly RunEvent[]): string {
  const fields = ['seed', 'iteration', 'reward', 'utility', 'penalty', 'unpenalisedUtility'];
  const columns = [...fields.slice(0, -1), 'unpenalised_utility'];
  return toCsv(
    columns,
    steps.map((step) => fields.map((field) => step[field] as CsvValue)),
  );
}

/**
 * What the exact master's choices come to over λ, and the λ-window, which every row repeats. Null where the world is
 * not compiled or the penalty has no exact value.
 */
export function weightsCsv({ target, erasure }: Trainable['options'], { verdict }: SeedVerdict): string | null {
  if (!isCompiled(target)) return null;
  const penalties = verdict.cases.map((row) => row.map(({ exact }) => exact ?? Number.NaN));
  if (penalties.flat().some(Number.isNaN)) return null;
  const judged = worldCase(target, erasure);
  const { low, high, decades } = windowOf(casesOf(judged, penalties));
  return toCsv(
    ['weight', 'utility', 'penalty', 'harm', 'null_harm', 'acceptable', 'window_low', 'window_high', 'window_decades'],
    overWeights(judged, penalties, PER_DECADE).map(({ weight, utility, penalty, harm, nullHarm, acceptable }) => [
      ...[weight, utility, penalty, harm, nullHarm, acceptable],
      ...[low, high, decades],
    ]),
  );
}
