/** The page of a world, and the table of all worlds, as Markdown made from the registry. */
import { type Compiled, compile } from '../../core/tables/compile.ts';
import { evidenceValues, labelOf } from '../../core/world/evidence.ts';
import { registry } from '../../core/world/registry.ts';
import type { World } from '../../core/world/world.ts';
import { libraryHarms } from '../../judging/judge.ts';
import { lambdaWindow } from '../../judging/window.ts';
import { exactPenalties } from '../../penalties/exact-penalties.ts';
import { libraryUtilities } from '../../penalties/objective.ts';
import { compileForPage, motivationParagraph, unmovedSentence, wrap } from './world-facts.ts';

/** The headings of every world's page, in order. */
export const HEADINGS = [
  'The claim',
  'Grid',
  'Dynamics',
  'Evidence',
  'Questions',
  'Disciples',
  'What comes out',
  'Size and options',
  'Version history',
] as const;

const TABLED = ['coarse/joint/tv', 'coarse/each/tv'];
const SEARCHED = ['none', 'coarse/identity/tv', ...TABLED];

/** `docs/worlds/README.md`: every registered world with its claim and options. */
export function worldsTable(): string {
  const rows = registry.ids().map((id) => {
    const { summary, parameters } = registry.describe(id);
    const options = Object.keys(parameters).map((name) => `\`${name}\``);
    return [`[${id}](${id}.md)`, summary, options.join(', ') || 'none'];
  });
  return [
    '<!-- Written by `npm run docs:tables` from the registry: do not edit. -->',
    '# Worlds',
    '',
    wrap(
      'Each world makes one claim of the essay computable. Its page describes the grid, the dynamics, the evidence, ' +
        'the questions and the disciples, and says what comes out. [The contract of a world](../worlds-contract.md) ' +
        'says how to write one.',
    ),
    '',
    ...table(['world', 'the claim', 'options'], rows),
    '',
  ].join('\n');
}

/** A first page for a world that has none: everything that can be computed. Its author adds the story. */
export function worldPage(id: string): string {
  const world = registry.world(id);
  const compiled = compile(world);
  const sections: Record<(typeof HEADINGS)[number], string[]> = {
    'The claim': [wrap(world.summary)],
    Grid: grid(compiled),
    Dynamics: dynamics(world),
    Evidence: evidenceTable(world),
    Questions: [
      ...table(
        ['id', 'question', 'grain'],
        world.questions.map(({ id: name, text, grain = 1 }) => [`\`${name}\``, text, `${grain}`]),
      ),
      '',
      wrap(unmovedSentence(compileForPage(id))),
    ],
    Disciples: discipleTable(compiled),
    'What comes out': [...windows(compiled), '', wrap(motivationParagraph(compileForPage(id)))],
    'Size and options': size(compiled),
    'Version history': [`- v${/-v(\d+)$/.exec(id)![1]}: first version.`],
  };
  const body = HEADINGS.flatMap((heading) => [`## ${heading}`, '', ...sections[heading], '']);
  return [`# ${id}`, '', ...body].join('\n');
}

function grid({ world, states, beginnings }: Compiled): string[] {
  return ['```', world.draw(states[beginnings[0][1].states[0]]), '```'];
}

function dynamics({ horizon, aftermath = 0, actions }: World): string[] {
  const after = aftermath > 0 ? ` ${aftermath} ticks follow in which everyone waits.` : '';
  const names = actions.map((name) => `\`${name}\``).join(', ');
  return [wrap(`An episode has ${horizon} ticks.${after} The actions are ${names}; \`step\` says what each does.`)];
}

function evidenceTable(world: World): string[] {
  const { variables } = world.evidence;
  if (variables.length === 0) return ['The world has no evidence.'];
  const values = evidenceValues(world);
  const rows = variables.map((variable, i) => {
    const labels = Array.from({ length: variable.arity }, (_, index) => labelOf(variable, index));
    const prior = labels.map((_, index) =>
      values.reduce((sum, { value, probability }) => sum + (value[i] === index ? probability : 0), 0),
    );
    return [`\`${variable.name}\``, labels.join(', '), prior.map(round).join(', ')];
  });
  return table(['variable', 'values', 'prior'], rows);
}

function discipleTable(compiled: Compiled): string[] {
  const { world, evidences } = compiled;
  const columns = evidences.map(({ value }) => [
    libraryUtilities(compiled, value),
    libraryHarms(compiled, value),
    ...TABLED.map((penalty) => exactPenalties(compiled, value, penalty)),
  ]);
  const rows = world.disciples.map(({ id, source }, s) => [
    `\`${id}\``,
    source === '' ? '(empty)' : `\`${source}\``,
    ...columns[0].map((_, c) => range(columns.map((column) => column[c][s]))),
  ]);
  const head = ['id', 'source', 'expected utility', 'expected harm', ...TABLED.map((penalty) => `\`${penalty}\``)];
  return [...table(head, rows), '', 'Ranges are over the evidence values. All figures are exact.'];
}

function windows(compiled: Compiled): string[] {
  const rows = SEARCHED.map((penalty) => {
    const { low, high, decades } = lambdaWindow(compiled, penalty);
    const short = (weight: number) => `${Number(weight.toPrecision(3))}`;
    const bounds = decades === 0 ? 'none' : `${short(low)} to ${short(high)}`;
    return [`\`${penalty}\``, bounds, decades.toFixed(2)];
  });
  const note = 'The search for weights runs from 0.001 to 1000. A window that ends there is at least so wide.';
  return [...table(['penalty', 'λ-window (erasure 0.05)', 'decades'], rows), '', note];
}

function size({ world, states, successors }: Compiled): string[] {
  const [met, transitions] = [states, successors].map(({ length }) => length.toLocaleString('en'));
  const counts = `${met} states and ${transitions} transitions.`;
  const { parameters } = registry.describe(world.id);
  const rows = Object.entries(parameters).map(([name, { default: usual, minimum, maximum, summary }]) => [
    `\`${name}\``,
    `${usual}`,
    `${minimum} to ${maximum}`,
    summary,
  ]);
  if (rows.length === 0) return [`${counts} No options.`];
  return [counts, '', ...table(['option', 'default', 'range', 'what it sets'], rows)];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)];
}

function range(values: readonly number[]): string {
  const [low, high] = [round(Math.min(...values)), round(Math.max(...values))];
  return low === high ? low : `${low}–${high}`;
}

function round(value: number): string {
  return `${Math.round(value * 1000) / 1000 || 0}`;
}
