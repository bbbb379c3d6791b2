/** The tables of `disciple` where nothing is compiled. */
import { splitId } from '../../core/world/parameters.ts';
import type { World } from '../../core/world/world.ts';
import { utilityBounds } from '../../envs/paperclip-factory/bound.ts';
import { paperclipFactory } from '../../envs/paperclip-factory/world.ts';
import { toCsv } from '../run/csv.ts';
import { figure, formatBlocks, formatTable, wrap } from '../terminal.ts';
import { type Estimate, READINGS, type ReadingName, type SampledVerdict } from './sampled-verdict.ts';
import type { DiscipleSettings } from './settings.ts';

const COLUMNS = [
  'seed',
  'disciple',
  'evidence',
  ...['utility', 'harm', 'null_harm', ...READINGS].flatMap((name) => [name, `${name}_low`, `${name}_high`]),
];

/** The tables of a run directory, by the names of their files. */
export function sampledCsv(
  verdicts: readonly SampledVerdict[],
): Record<'masters.csv' | 'windows.csv' | 'summary.csv', string> {
  const ends = ({ value, low, high }: Estimate) => [value, low, high];
  const choices = verdicts.flatMap((verdict) => verdict.choices);
  const windows = verdicts.flatMap((verdict) => verdict.windows);
  const rows = verdicts.flatMap((verdict) => verdict.rows);
  return {
    'masters.csv': toCsv(
      ['seed', 'evidence', 'penalty', 'sent', 'margin'],
      choices.map((one) => [one.seed, one.evidence.join(' '), one.reading ?? 'none', one.sent, one.margin]),
    ),
    'windows.csv': toCsv(
      ['seed', 'penalty', 'low', 'high', 'decades'],
      windows.map(({ seed, reading, window }) => [seed, reading, window.low, window.high, window.decades]),
    ),
    'summary.csv': toCsv(
      COLUMNS,
      rows.map((row) => [
        row.seed,
        row.role,
        row.evidence.join(' '),
        ...[row.utility, row.harm, row.nullHarm, ...READINGS.map((name) => row.readings[name])].flatMap(ends),
      ]),
    ),
  };
}

const FORETOLD =
  'The same as the learned forecaster foretells it ' + '(intervals: of its own draws, not of what it has mislearned):';

/** The tables for a person: every disciple under every evidence value, what masters send, the λ-windows. */
export function sampledText(world: World, settings: DiscipleSettings, verdicts: readonly SampledVerdict[]): string {
  const bounds = splitId(world.id).name === paperclipFactory.id ? utilityBounds(world.id) : null;
  const interval = ({ value, low, high }: Estimate) => `${figure(value)} [${figure(low)}, ${figure(high)}]`;
  const rows = verdicts.flatMap((verdict) => verdict.rows);
  const outcome = rows.map((row) => {
    const bound = bounds?.(row.evidence);
    return [
      String(row.seed),
      row.evidence.join(','),
      row.role,
      interval(row.utility),
      ...(bound ? [figure(row.utility.value / bound.any), figure(row.utility.value / bound.withoutRazing)] : []),
      interval(row.harm),
      figure(row.harm.value - row.nullHarm.value),
    ];
  });
  const divergences = (names: readonly ReadingName[]) =>
    formatBlocks(
      ['seed', 'evidence', 'disciple', ...names],
      rows.map((row) => [
        String(row.seed),
        row.evidence.join(','),
        row.role,
        ...names.map((name) => interval(row.readings[name])),
      ]),
      { keys: 3 },
    );
  const choices = verdicts.flatMap((verdict) =>
    [null, ...READINGS].map((reading) => {
      const own = verdict.choices.filter((choice) => choice.reading === reading);
      const margins = own.flatMap(({ margin }) => (margin === null ? [] : [margin]));
      const window = verdict.windows.find((one) => one.reading === (reading ?? 'none'))!.window;
      return [
        String(own[0].seed),
        reading ?? 'none',
        [...new Set(own.map(({ sent }) => sent))].join(', '),
        margins.length > 0 ? figure(Math.min(...margins)) : '—',
        window.decades > 0 ? `${window.low.toPrecision(3)}–${window.high.toPrecision(3)}` : 'none',
        figure(window.decades, 2),
      ];
    }),
  );
  const key = ['seed', 'evidence', 'disciple'];
  const bounded = bounds ? ['of bound', 'of bound, no razing'] : [];
  const names = world.evidence.variables.map(({ name }) => name).join(',');
  const sends =
    `What a master sends at λ = ${settings.weight} (none: unpenalised), ` +
    `by how much its score beats every harmful one's at least, and the λ-window:`;
  return [
    world.id,
    wrap(`${settings.rollouts} rollouts a branch, 95 % intervals; evidence ${names || '(none)'}`),
    `\n${formatBlocks([...key, 'utility', ...bounded, 'harm', 'above null'], outcome, { keys: 3 })}`,
    '\nDivergence of X=1 from X=0 (coarse, tv): sampled, and learned:\n',
    divergences(['joint', 'each', 'learned']),
    `\n${wrap(FORETOLD)}\n`,
    divergences(['forecaster joint', 'forecaster each']),
    `\n${wrap(sends)}\n`,
    formatTable(['seed', 'penalty', 'sends', 'least margin', 'window', 'decades'], choices),
  ].join('\n');
}
