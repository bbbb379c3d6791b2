/** The file choices.json of a training: one episode of what either master sends, tick by tick. */
import { z } from 'zod';
import { ROLES } from '../../core/world/scene.ts';
import type { View } from '../../pictures/view.ts';

/** What a master sends, and one episode of it. */
export interface Choice {
  /** Which master sends it. */
  readonly by: string;
  readonly disciple: string;
  /** One view for each tick. */
  readonly views: readonly View[];
}

/** Episodes under one evidence value and one seed, so that chance is the same in all of them. */
export interface Choices {
  readonly world: string;
  readonly evidence: string;
  readonly seed: number;
  readonly choices: readonly Choice[];
}

const thing = z.object({ glyph: z.string(), role: z.enum(ROLES), label: z.string(), icon: z.string().optional() });
const mark = z.enum(['changed', 'chance', 'disciple']).nullable();
const panel = z.object({
  title: z.string(),
  scene: z.object({
    rows: z.array(z.array(z.array(thing))),
    facts: z.array(z.object({ label: z.string(), value: z.string() })),
    isText: z.boolean().optional(),
  }),
  marks: z.object({ cells: z.array(z.array(mark)), facts: z.array(mark) }),
});
const view = z.object({
  caption: z.string(),
  details: z.string(),
  panels: z.tuple([panel, panel]),
  answers: z.array(z.object({ id: z.string(), present: z.number(), absent: z.number(), differs: z.boolean() })),
});
const schema: z.ZodType<Choices> = z.object({
  world: z.string(),
  evidence: z.string(),
  seed: z.number(),
  choices: z.array(z.object({ by: z.string(), disciple: z.string(), views: z.array(view).min(1) })).min(1),
});

/** The text of the file. */
export function choicesText(choices: Choices): string {
  return `${JSON.stringify(choices)}\n`;
}

/** Reads the file's text. @throws an error of one line or more for another form */
export function readChoices(text: string): Choices {
  return schema.parse(JSON.parse(text));
}
