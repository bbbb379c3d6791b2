/** The command `watch`: one episode in both worlds. */
import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { InvalidOption } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';
import { boot } from '../../core/disciple/disciple.ts';
import { playPair } from '../../core/forecast/pairs.ts';
import { gifOf } from '../../pictures/gif.ts';
import { DARK, LIGHT } from '../../pictures/palette.ts';
import { svgOf } from '../../pictures/svg.ts';
import { answerLines, legendLines, linesOf } from '../../pictures/terminal.ts';
import { legendOf, type View } from '../../pictures/view.ts';
import { chosenEvidence, requireBootable, viewsOfRun } from '../inputs/episode.ts';
import { compileOrSample } from '../inputs/prepare.ts';
import { resolveWorld } from '../inputs/resolve.ts';
import { isSourceFile, readSource } from '../inputs/source-file.ts';
import { writeWhole } from '../run/files.ts';
import { logLine } from '../terminal.ts';
import { Screen } from './screen.ts';

export interface WatchSettings {
  readonly world: string;
  /** A source, the id of a library disciple, or the file of a learned one. */
  readonly disciple?: string;
  readonly evidence?: string;
  readonly seed: number;
  /** Ticks a second. */
  readonly speed: number;
  readonly svg?: string;
  readonly gif?: string;
  readonly tick?: number;
  readonly dark: boolean;
}

/** Shows an episode on the terminal, or writes its pictures. */
export async function watch(settings: WatchSettings, force: boolean): Promise<void> {
  const { svg, gif, tick } = settings;
  if (tick !== undefined && svg === undefined) throw new InvalidOption(expected('--tick', '--svg beside it', tick));
  for (const path of [svg, gif]) {
    if (path !== undefined && !force && existsSync(path))
      throw new InvalidOption(`${path} exists: choose another file, or replace it with --force`);
  }
  const views = await viewsFor(settings);
  const palette = settings.dark ? DARK : LIGHT;
  if (svg !== undefined) {
    if (tick !== undefined && tick >= views.length)
      throw new InvalidOption(expected('tick', `an integer from 0 to ${views.length - 1}`, tick));
    writeWhole(svg, svgOf(views[tick ?? views.length - 1], palette, legendOf(views)));
    logLine(`wrote ${svg}`);
  }
  if (gif !== undefined) {
    writeWhole(gif, gifOf(views, palette));
    logLine(`wrote ${gif}`);
  }
  if (svg === undefined && gif === undefined) await show(views, settings.speed);
}

async function viewsFor(settings: WatchSettings): Promise<View[]> {
  const world = await resolveWorld(settings.world);
  const given = settings.disciple ?? world.disciples.at(1)?.id ?? '';
  const source = isSourceFile(given) ? readSource(given) : given;
  requireBootable(world, source);
  const evidence = chosenEvidence(world, settings.evidence);
  const { target } = compileOrSample(world);
  const run = playPair(target, evidence, boot(target, source), settings.seed);
  return viewsOfRun(world, evidence, run);
}

/** One picture above the other in a pipe; on a terminal, one in the place of the other. */
async function show(views: readonly View[], speed: number): Promise<void> {
  const screen = new Screen();
  const { options } = screen;
  const legend = legendLines(legendOf(views), options);
  for (const [tick, view] of views.entries()) {
    screen.draw([...linesOf(view, options), '', ...answerLines(view, options), '', ...legend]);
    if (screen.isTerminal && tick < views.length - 1) await pause(1000 / speed);
  }
  screen.end();
}
