/** The command `watch`: one episode in both worlds. */
import { setTimeout as pause } from 'node:timers/promises';
import { InvalidOption } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';
import { boot } from '../../core/disciple/disciple.ts';
import { playPair } from '../../core/forecast/pairs.ts';
import { answerLines, legendLines, linesOf } from '../../pictures/terminal.ts';
import { legendOf, type View } from '../../pictures/view.ts';
import { chosenEvidence, viewsOfRun } from '../inputs/episode.ts';
import { compileOrSample } from '../inputs/prepare.ts';
import { resolveWorld } from '../inputs/resolve.ts';
import { namedSource } from '../inputs/source-file.ts';
import { type PictureSettings, refuseExisting, writePictures } from './files.ts';
import { Screen } from './screen.ts';

export interface WatchSettings extends PictureSettings {
  readonly world: string;
  /** A source, the id of a library disciple, or the file of a learned one. */
  readonly disciple?: string;
  readonly evidence?: string;
  readonly seed: number;
  /** Ticks a second. */
  readonly speed: number;
  readonly tick?: number;
}

/** Shows an episode on the terminal, or writes its pictures. */
export async function watch(settings: WatchSettings, force: boolean): Promise<void> {
  const { svg, gif, tick } = settings;
  if (tick !== undefined && svg === undefined)
    throw new InvalidOption('--tick says what --svg shows: give --svg FILE as well');
  refuseExisting(settings, force);
  const views = await viewsFor(settings);
  if (tick !== undefined && tick >= views.length)
    throw new InvalidOption(expected('tick', `an integer from 0 to ${views.length - 1}`, tick));
  if (svg === undefined && gif === undefined) await show(views, settings.speed);
  else writePictures(views, settings, tick);
}

async function viewsFor(settings: WatchSettings): Promise<View[]> {
  const world = await resolveWorld(settings.world);
  const given = settings.disciple ?? world.disciples.at(1)?.id ?? '';
  const source = namedSource(world, given);
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
