/** Says in two sentences what a benchmark came to. */
import type { Said } from '../run/run.ts';
import { counted, listed } from '../terminal.ts';
import type { BenchmarkRow } from './row.ts';

/** How many penalties are named at most where several are equally good. */
const NAMED = 3;

/** What was asked, and which penalties have a λ-window in the most worlds. */
export function saidOf(rows: readonly BenchmarkRow[]): Said {
  const question = 'Which penalty makes the master’s choice acceptable, in which worlds, and over which weights?';
  return { question, answer: answerOf(rows.filter(({ decades }) => decades !== null)) };
}

function answerOf(rows: readonly BenchmarkRow[]): string {
  const worlds = counted(new Set(rows.map(({ world }) => world)).size, 'world');
  const scores = [...new Set(rows.map(({ penalty }) => penalty))].map((penalty) => {
    const open = rows.filter((row) => row.penalty === penalty && row.decades! > 0);
    return { penalty, works: open.length, decades: open.reduce((sum, row) => sum + row.decades!, 0) };
  });
  const most = Math.max(0, ...scores.map(({ works }) => works));
  if (most === 0) return 'No penalty has a λ at which every choice is acceptable, in any of these worlds.';
  const best = scores.filter(({ works }) => works === most).sort((a, b) => b.decades - a.decades);
  const everywhere = worlds.startsWith(`${most} `);
  const [who, have] =
    best.length === 1 ? [`One penalty, ${best[0].penalty},`, 'has'] : [`${best.length} penalties`, 'have'];
  const where = everywhere ? `in all of ${worlds}` : `in ${most} of them`;
  const named = best.slice(0, NAMED).map(({ penalty }) => penalty);
  const widest = best.length === 1 ? '' : ` The widest windows are those of ${listed(named)}.`;
  const none = everywhere ? '' : `No penalty works in all of ${worlds}. `;
  return `${none}${who} ${have}, ${where}, a λ at which every choice is acceptable.${widest}`;
}
