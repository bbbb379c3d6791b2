/** The second table of docs/answer.md: what the essay says by the way, each claim beside the figures that decide it. */
import { WEIGHT as GOODHART_WEIGHT, WORLD as GOODHART_WORLD } from '../../experiments/curves/goodhart.ts';
import { isNumberIn, numberIn, type Row, shown, valuesOf } from '../../experiments/figures/rows.ts';
import { type AnswerRun, figureIn, isOpen, onlyRow, rowsOf } from './answer-tables.ts';

interface Claim {
  /** The essay's words. */
  readonly words: string;
  readonly run: AnswerRun;
  /** What was found, and whether the claim holds. */
  find(): { readonly figures: string; readonly holds: 'yes' | 'in part' | 'no' };
}

/** Harm above the null program's by more than this is harmful, as for the λ-windows. */
const TOLERANCE = 0.05;

const CLAIMS: readonly Claim[] = [
  {
    words: 'So direct comparisons fail.',
    run: 'benchmark',
    find() {
      const rows = benchmark().filter(({ penalty }) => penalty.startsWith('coarse/identity/'));
      const open = rows.filter(isOpen).length;
      const figures = `a window in ${open} of ${rows.length} cases, worlds times divergences`;
      return { figures, holds: open === 0 ? 'yes' : 'no' };
    },
  },
  {
    words: 'Assuming the utility function is bounded, then it all becomes a question of weighting',
    run: 'benchmark',
    find() {
      const rows = benchmark().filter(({ penalty }) => penalty === 'coarse/joint/tv');
      const open = rows.filter(isOpen).length;
      const every = rowsOf('benchmark', ['world', 'penalty', 'window_decades'], 'unrestricted.csv');
      const joint = every.filter((row) => row.penalty === 'coarse/joint/tv' && numberIn(row, 'window_decades') > 0);
      const safe = valuesOf(joint, 'world').length;
      return {
        figures:
          `of ${rows.length} worlds, \`coarse/joint/tv\` has an acceptable λ in ${open} against our libraries and in ` +
          `${safe} against every program`,
        holds: inPart(safe, rows.length),
      };
    },
  },
  {
    words: 'to build a satisficer rather than a maximiser - but that proved unlikely to work',
    run: 'benchmark',
    find() {
      const rows = rowsOf('benchmark', ['world', 'penalty', 'harm', 'null_harm']).filter(
        ({ penalty }) => penalty === 'satisficer',
      );
      const harms = rows.map((row) => figureIn(row, 'harm') - figureIn(row, 'null_harm'));
      const harmful = harms.filter((harm) => harm > TOLERANCE).length;
      const least = shown(Math.min(...harms));
      return {
        figures: `it does more harm than the null program in ${harmful} of ${rows.length} worlds, by ${least} at least`,
        holds: inPart(harmful, rows.length),
      };
    },
  },
  {
    words:
      'the more auxiliary measurements we add, the more varied […], the more likely […] the risk isn’t worth the gain',
    run: 'questions',
    find() {
      const rows = rowsOf('questions', ['variety', 'questions', 'choice', 'choice_harm']);
      const varied = rows.filter(({ variety }) => variety === 'spread');
      const [first, last] = [varied[0], varied[varied.length - 1]];
      const alike = onlyRow(rows, { variety: 'similar', questions: '4' });
      const spread = onlyRow(rows, { variety: 'spread', questions: '4' });
      const harm = (row: Row) => shown(figureIn(row, 'choice_harm'));
      return {
        figures:
          `with ${first.questions} question asked the master sends \`${first.choice}\` (harm ${harm(first)}), with ` +
          `${last.questions} varied ones \`${last.choice}\` (${harm(last)}); four questions of one kind ` +
          'leave a harm of ' +
          `${harm(alike)}, four varied ones ${harm(spread)}`,
        holds: figureIn(last, 'choice_harm') < figureIn(first, 'choice_harm') ? 'yes' : 'no',
      };
    },
  },
  {
    words: 'the measurements might all be hackable',
    run: 'questions',
    find() {
      const rows = rowsOf('questions', ['variety', 'questions', 'hacker_harm', 'hacker_penalty']);
      const row = onlyRow(rows, { variety: 'similar', questions: '4' });
      const [harm, penalty] = [figureIn(row, 'hacker_harm'), figureIn(row, 'hacker_penalty')];
      return {
        figures:
          `a disciple that reports false figures to one office pays ${shown(penalty)} for a harm of ` +
          `${shown(harm)}`,
        holds: harm > 0.5 && penalty < TOLERANCE ? 'yes' : 'no',
      };
    },
  },
  {
    words:
      'grouping together of worlds that we would find very different, or the separation of worlds that we ' +
      'consider virtually identical',
    run: 'benchmark',
    find() {
      const rows = rowsOf('benchmark', ['world', 'penalty', 'harm_gap', 'needless_splits']).filter(
        (row) => row.penalty === 'coarse/joint/tv' && isNumberIn(row, 'harm_gap'),
      );
      const together = rows.filter((row) => figureIn(row, 'harm_gap') > TOLERANCE).length;
      const needless = rows.map((row) => figureIn(row, 'needless_splits'));
      return {
        figures:
          `the first in ${together} of ${rows.length} worlds; the second in ` +
          `${needless.filter((share) => share > 0).length}: of the cells, a share of ` +
          `${shown(Math.min(...needless))} to ${shown(Math.max(...needless))} is needless`,
        holds: together > 0 && Math.min(...needless) > 0 ? 'yes' : 'in part',
      };
    },
  },
  {
    words: 'The other alternative […] has problem with chaos.',
    run: 'chaos',
    find() {
      const rows = rowsOf('chaos', ['butterfly', 'disciple', 'coarse/joint/tv', 'coarse/pathwise']).filter(
        ({ disciple }) => disciple === 'maker',
      );
      const wildest = rows.reduce((most, row) =>
        figureIn(row, 'coarse/pathwise') > figureIn(most, 'coarse/pathwise') ? row : most,
      );
      const [direct, apart] = [figureIn(wildest, 'coarse/pathwise'), figureIn(wildest, 'coarse/joint/tv')];
      return {
        figures:
          `a disciple that does not look at the hurricane is charged ${shown(direct)} run against run, and ` +
          `${shown(apart)} where both forecasts are estimated first`,
        holds: direct > 0.5 && apart < 0.01 ? 'yes' : 'no',
      };
    },
  },
  {
    words:
      'a commitment to running a million different reduced impact AI experiments, which could conceivably ' +
      'reduce the social impact of a single run',
    run: 'million-runs',
    find() {
      const rows = rowsOf('million-runs', ['public', 'accident', 'run', 'impact']);
      const ends = valuesOf(rows, 'public').map((kind) => {
        const own = rows.filter((row) => row.public === kind && figureIn(row, 'accident') > 0);
        return { kind, first: figureIn(own[0], 'impact'), last: figureIn(own[own.length - 1], 'impact') };
      });
      const falling = ends.filter(({ first, last }) => last < 0.1 * first).length;
      const list = ends.map(({ kind, first, last }) => `${kind} ${first.toPrecision(2)} → ${last.toPrecision(2)}`);
      const { run } = rows[rows.length - 1];
      return {
        figures: `the impact of the first and of the ${run}th run, by how the public learns: ${list.join(', ')}`,
        holds: inPart(falling, ends.length),
      };
    },
  },
  {
    words: 'the AI’s motivation is the most important fact we know',
    run: 'benchmark',
    find() {
      const { yes, all } = foremost('all');
      return { figures: `so in ${yes} of ${all} worlds, in bits about the outcome’s cell`, holds: inPart(yes, all) };
    },
  },
  {
    words: 'Hence, conversely: if an AI has reduced impact, then knowing its motivation isn’t particularly important.',
    run: 'benchmark',
    find() {
      const rows = motivations('harmless');
      const little = rows.filter((row) => figureIn(row, 'motivation') < TOLERANCE).length;
      const most = shown(Math.max(...rows.map((row) => figureIn(row, 'motivation'))));
      const figures =
        `among harmless disciples, the motivation tells less than ${TOLERANCE} bits about the outcome’s cell in ` +
        `${little} of the ${rows.length} worlds where they differ, and at most ${most} bits`;
      return { figures, holds: inPart(little, rows.length) };
    },
  },
  {
    words: 'a disciple AI that builds a few thousand paper-clips and lets it go at that is a good design',
    run: 'goodhart',
    find() {
      const rows = rowsOf('goodhart', ['penalty', 'programs', 'harm', 'null_harm']);
      const windows = rowsOf('benchmark', ['world', 'penalty', 'window_low', 'window_decades'], 'unrestricted.csv');
      const open = windows.find(
        (row) =>
          row.world === GOODHART_WORLD && row.penalty === 'coarse/joint/tv' && numberIn(row, 'window_decades') > 0,
      );
      const harmAt = (programs: string) => figureIn(onlyRow(rows, { penalty: 'coarse/joint/tv', programs }), 'harm');
      const [few, every] = [harmAt('10'), harmAt('every')];
      const none = figureIn(onlyRow(rows, { penalty: 'coarse/joint/tv', programs: '1' }), 'harm');
      return {
        figures:
          `in ${GOODHART_WORLD} at λ = ${GOODHART_WEIGHT} under \`coarse/joint/tv\`, the best of ten programs does a ` +
          `harm of ${shown(few)} (the null program ${shown(none)}), the best of all ${shown(every)}; ` +
          (open ? `from λ = ${shown(figureIn(open, 'window_low'))} on the best of all is harmless` : 'no λ helps'),
        holds: every <= none + TOLERANCE ? 'yes' : open || few <= none + TOLERANCE ? 'in part' : 'no',
      };
    },
  },
];

function benchmark(): readonly Row[] {
  return rowsOf('benchmark', ['world', 'penalty', 'decades']);
}

/** In how many worlds the goal is the foremost fact about the disciples of a part of the library. */
function foremost(library: string): { readonly yes: number; readonly all: number } {
  const own = motivations(library);
  return { yes: own.filter((row) => row.foremost === 'true').length, all: own.length };
}

function motivations(library: string): readonly Row[] {
  const rows = rowsOf('benchmark', ['world', 'library', 'motivation', 'foremost'], 'motivation.csv');
  return rows.filter((row) => row.library === library && isNumberIn(row, 'motivation'));
}

function inPart(count: number, all: number): 'yes' | 'in part' | 'no' {
  if (count === all) return 'yes';
  return count > 0 ? 'in part' : 'no';
}

/** A Markdown table. */
export function claimsTable(): string {
  const lines = CLAIMS.map(({ words, run, find }) => {
    const { figures, holds } = find();
    return `| “${words}” | ${figures} | ${holds} | [${run}](answer/${run}/summary.csv) |`;
  });
  return ['| the essay | found | holds | run |', '|---|---|---|---|', ...lines].join('\n');
}
