/** Reads what was said between this package and an external writer: the lines of a file. */
import { z } from 'zod';
import { InvalidFile } from '../../core/base/errors.ts';
import { expected } from '../../core/base/messages.ts';
import { readText } from '../inputs/text-file.ts';

/** For which writing a line was said. */
export interface Chapter {
  readonly seed: number;
  /** λ; 0 for the unpenalised twin. */
  readonly weight: number;
}

const lineSchema = z.object({
  seed: z.int(),
  weight: z.number(),
  to: z.enum(['writer', 'us']),
  message: z.unknown(),
});

/** What is read of a transcript. */
export interface Transcript {
  /**
   * The answers in their order, by seed and λ: a question that was asked again, since the writer was started anew, has
   * its last answer.
   */
  readonly answers: ReadonlyMap<string, readonly string[]>;
  /** The id of the world that the last card told of; null where the transcript has no card. */
  readonly world: string | null;
}

/** @throws InvalidFile where a line is none of a transcript. */
export function readTranscript(path: string): Transcript {
  let world: string | null = null;
  const answers = new Map<string, Map<string, string>>();
  const asked = new Map<string, string>();
  readText(path, 'a transcript')
    .split('\n')
    .forEach((text, i) => {
      if (text.trim() === '') return;
      const { seed, weight, to, message } = lineOf(path, i + 1, text);
      const chapter = chapterKey({ seed, weight });
      const { type, evidence, round, source, card } = Object(message) as { [name: string]: unknown };
      if (to === 'writer' && type === 'card') world = String(Object(card).id);
      if (to === 'writer' && type === 'write') asked.set(chapter, JSON.stringify([evidence, round]));
      const question = asked.get(chapter);
      if (to !== 'us' || typeof source !== 'string' || question === undefined) return;
      const own = answers.get(chapter) ?? new Map<string, string>();
      answers.set(chapter, own.set(question, source));
    });
  return { answers: new Map([...answers].map(([chapter, own]) => [chapter, [...own.values()]])), world };
}

export function chapterKey({ seed, weight }: Chapter): string {
  return `${seed}/${weight}`;
}

function lineOf(path: string, number: number, text: string) {
  let line: unknown = text;
  try {
    line = JSON.parse(text);
  } catch {
    // The schema refuses the text.
  }
  const parsed = lineSchema.safeParse(line);
  if (parsed.success) return parsed.data;
  throw new InvalidFile(expected(`${path}: line ${number}`, 'a line of a transcript', line));
}
