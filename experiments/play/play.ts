/** The command `play`: a person is the disciple. */
import { emitKeypressEvents } from 'node:readline';
import type { Compiled } from '../../core/tables/compile.ts';
import { expectedHarm } from '../../judging/judge.ts';
import { exactOrNull, mayBeExact } from '../../penalties/exact-penalties.ts';
import { expectedUtility } from '../../penalties/objective.ts';
import { penalties } from '../../penalties/suite.ts';
import { answerLines, legendLines, linesOf } from '../../pictures/terminal.ts';
import { legendOf } from '../../pictures/view.ts';
import { chosenEvidence, viewsOfRun } from '../inputs/episode.ts';
import { refuseOwnWire } from '../inputs/prepare.ts';
import { resolveWorld } from '../inputs/resolve.ts';
import { compileOrRead, tellStates } from '../inputs/tables-cache.ts';
import { figure, formatTable, logLine, wrap } from '../terminal.ts';
import { type PictureSettings, refuseExisting, writePictures } from '../watch/files.ts';
import { Screen } from '../watch/screen.ts';
import { fixedActs, playedOut } from './game.ts';
import { type Binding, bindingsOf, keyLine, meaningOf } from './keys.ts';

export interface PlaySettings extends PictureSettings {
  readonly world: string;
  readonly evidence?: string;
  readonly seed: number;
}

/** Plays a game to its end, and prints what it cost. A game that is left early prints nothing more. */
export async function play(settings: PlaySettings, force: boolean): Promise<void> {
  const { world: setting, evidence: text, seed } = settings;
  const world = await resolveWorld(setting);
  refuseOwnWire(world);
  refuseExisting(settings, force);
  const evidence = chosenEvidence(world, text);
  const { compiled } = compileOrRead(world, { onProgress: tellStates(world) });
  const screen = new Screen();
  const bindings = bindingsOf(world.actions);
  const acts: number[] = [];
  const draw = () => screen.draw(pictureOf(compiled, evidence, acts, seed, bindings, screen));
  draw();
  for await (const key of pressedKeys()) {
    const meaning = meaningOf(key, world.actions, bindings);
    if (meaning === null) continue;
    if (meaning === 'quit') break;
    if (meaning === 'undo') acts.pop();
    else acts.push(meaning.action);
    draw();
    if (acts.length === world.horizon) break;
  }
  screen.end();
  if (acts.length < world.horizon) {
    logLine(`left at tick ${acts.length} of ${world.horizon}`);
    return;
  }
  process.stdout.write(`\n${costOf(compiled, evidence, acts)}\n`);
  writePictures(viewsOfRun(world, evidence, playedOut(compiled, evidence, acts, seed)), settings);
}

function pictureOf(
  compiled: Compiled,
  evidence: readonly number[],
  acts: readonly number[],
  seed: number,
  bindings: readonly Binding[],
  { options }: Screen,
): string[] {
  const { world } = compiled;
  const run = playedOut(compiled, evidence, acts, seed);
  const views = viewsOfRun(world, evidence, run);
  // The outcome may lie after the last act.
  const view = views[acts.length < world.horizon ? acts.length : views.length - 1];
  return [
    ...linesOf(view, options),
    '',
    ...answerLines(view, options),
    '',
    ...legendLines(legendOf(views), options),
    ...wrap(keyLine(world.actions, bindings), options.width).split('\n'),
  ];
}

/** Utility, harm and each exact penalty of a program that does these acts at these ticks. */
function costOf(compiled: Compiled, evidence: readonly number[], acts: readonly number[]): string {
  const disciple = fixedActs(compiled, acts);
  const utility = (x: 0 | 1) => figure(expectedUtility(compiled, evidence, disciple, x));
  const harm = (x: 0 | 1) => figure(expectedHarm(compiled, evidence, disciple, x));
  const own = penalties.ids().map((id) => penalties.get(id));
  const rows = own.filter(mayBeExact).flatMap((penalty) => {
    const value = exactOrNull(penalty, { compiled, evidence, disciple });
    return value === null ? [] : [[penalty.id, figure(value, 4)]];
  });
  return [
    wrap(
      `A program that does what you did, whatever happens: expected utility ${utility(1)} (without it ` +
        `${utility(0)}), harm ${harm(1)} (${harm(0)}).`,
    ),
    formatTable(['penalty', 'exact'], rows),
  ].join('\n\n');
}

/** The keys that are pressed on the terminal, or the characters that come through a pipe. */
async function* pressedKeys(): AsyncGenerator<string> {
  const { stdin } = process;
  if (!stdin.isTTY) {
    for await (const chunk of stdin.setEncoding('utf8')) yield* chunk as string;
    return;
  }
  emitKeypressEvents(stdin);
  stdin.setRawMode(true);
  const waiting: string[] = [];
  let wake = () => {};
  const onKey = (text: string | undefined, key: { readonly name?: string; readonly ctrl?: boolean }) => {
    // In raw mode, Ctrl-C and Ctrl-D are keys like any other.
    waiting.push(key.ctrl && (key.name === 'c' || key.name === 'd') ? 'q' : (key.name ?? text ?? ''));
    wake();
  };
  stdin.on('keypress', onKey);
  try {
    for (;;) {
      while (waiting.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      yield waiting.shift()!;
    }
  } finally {
    stdin.off('keypress', onKey);
    stdin.setRawMode(false);
    stdin.pause();
  }
}
