/** Both worlds of one episode at one tick, as pictures show them side by side. */
import type { PairRun } from '../core/forecast/pairs.ts';
import { questionCells, reading } from '../core/world/answers.ts';
import type { Scene, SceneThing } from '../core/world/scene.ts';
import { sceneOf, totalTicks, type World } from '../core/world/world.ts';
import { type Marks, marksOf } from './compare.ts';

/** One world at one tick. */
export interface Panel {
  readonly title: string;
  readonly scene: Scene;
  readonly marks: Marks;
}

/** What both worlds answer to a question. */
export interface BothAnswers {
  readonly id: string;
  readonly present: number;
  readonly absent: number;
  /** Whether the readings lie in different cells of the question's grain. */
  readonly differs: boolean;
}

export interface View {
  /** What is shown, in few words. */
  readonly caption: string;
  /** More words about it, such as the evidence; may be ''. */
  readonly details: string;
  readonly panels: readonly [present: Panel, absent: Panel];
  readonly answers: readonly BothAnswers[];
}

/**
 * The picture of both worlds at each tick.
 * @param caption what stands above the picture of a tick.
 * @param details more words, the same for each tick.
 */
export function viewsOf<State>(
  world: World<State>,
  { present, absent }: PairRun<State>,
  caption: (tick: number) => string,
  details = '',
): View[] {
  const scenes = [present, absent].map((states) => states.map((state) => sceneOf(world, state)));
  const panel = (own: number, tick: number, title: string): Panel => {
    const scene = scenes[own][tick];
    return { title, scene, marks: marksOf(scene, scenes[1 - own][tick], scenes[own][0]) };
  };
  return present.map((state, tick) => ({
    caption: caption(tick),
    details,
    panels: [panel(0, tick, 'with the disciple'), panel(1, tick, 'without it')],
    answers: answersOf(world, state, absent[tick]),
  }));
}

/** The caption of a tick: which it is, and the act that led to it. */
export function tickText<State>(world: World<State>, { actions }: PairRun<State>, tick: number): string {
  const action = actions[tick - 1];
  return `tick ${tick} of ${totalTicks(world)}${action === undefined ? '' : `: ${world.actions[action]}`}`;
}

function answersOf<State>(world: World<State>, present: State, absent: State): BothAnswers[] {
  const cells = questionCells(world, 1);
  const [here, there] = [cells(present), cells(absent)];
  return world.questions.map((question, i) => ({
    id: question.id,
    present: reading(world, question, present),
    absent: reading(world, question, absent),
    differs: here[i] !== there[i],
  }));
}

/** The things that some views show, each once, in the order in which they first appear. */
export function legendOf(views: readonly View[]): SceneThing[] {
  const known = new Map<string, SceneThing>();
  for (const { panels } of views) {
    for (const { scene } of panels) {
      if (scene.isText) continue;
      for (const cell of scene.rows.flat()) for (const one of cell) known.set(one.label, known.get(one.label) ?? one);
    }
  }
  return [...known.values()];
}

/** A text in lines of at most so many characters, broken at its spaces. A longer word stands alone. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else if (word !== '') lines.push(word);
  }
  return lines;
}
