/** The agent `external`: a program of the user's, in any language, that writes the sources (docs/external.md). */
import { parseArgsStringToArgv } from 'string-argv';
import type { MasterSpec, WritingContext } from '../../agents/masters/master.ts';
import { neverCreated } from '../../agents/masters/writing.ts';
import type { Card } from '../../agents/writing/card.ts';
import { type Author, type Question, writeInRounds } from '../../agents/writing/rounds.ts';
import { InvalidAgent, InvalidFile, InvalidOption } from '../../core/base/errors.ts';
import { expected, messageOf, show } from '../../core/base/messages.ts';
import { logLine } from '../terminal.ts';
import { WriterProcess } from './process.ts';
import { type Chapter, chapterKey, readTranscript } from './transcript.ts';

/** What an agent that is a command begins with. */
const COMMAND = 'external:';
/** What an agent that repeats the answers of a transcript begins with. */
const REPLAY = 'replay:';

export interface ExternalOptions {
  /** The id of the world for which it writes. */
  readonly world: string;
  /** How many programs it may write under each evidence value. */
  readonly rounds: number;
  /** Seconds for each answer. */
  readonly timeLimit: number;
}

/** Keeps a line that was said. */
type Say = (to: 'writer' | 'us', message: unknown) => void;
type AuthorOf = (chapter: Chapter, say: Say) => Author;

/** Whether a setting names an external writer, or the transcript of one. */
export function isExternal(setting: string): boolean {
  return setting.startsWith(COMMAND) || setting.startsWith(REPLAY);
}

/**
 * The master that an external writer is.
 * @param setting `external:COMMAND ARGUMENTS`, or `replay:TRANSCRIPT`.
 * @throws InvalidOption where there is no command, or one with an open quote.
 * @throws InvalidFile where the transcript cannot be read, or is one of another world.
 */
export function externalMaster(setting: string, options: ExternalOptions): MasterSpec {
  const authorOf = setting.startsWith(COMMAND)
    ? started(setting.slice(COMMAND.length), options)
    : replayed(setting.slice(REPLAY.length), options);
  return {
    id: 'external',
    summary: `writes by ${setting}`,
    learns: false,
    write: (context: WritingContext) => {
      const { seed, weight, record } = context;
      const say: Say = (to, message) => record?.({ seed, weight, to, message });
      return writeInRounds(authorOf({ seed, weight }, say), options.rounds, context);
    },
    create: neverCreated,
  };
}

function started(text: string, { timeLimit }: ExternalOptions): AuthorOf {
  const command = parseArgsStringToArgv(text);
  if (command.length === 0) throw new InvalidOption(expected('agent', `${COMMAND}COMMAND`, `${COMMAND}${text}`));
  // Here the parser would take the quotation mark for a part of the name.
  if (/["']/.test(text.replace(/"[^"]*"|'[^']*'/g, '')))
    throw new InvalidOption(expected('agent', 'a command whose quotation marks come in pairs', `${COMMAND}${text}`));
  return (_chapter, say) => new Writer(command, timeLimit, say);
}

/** A writer that is started once more where it fails. */
class Writer implements Author {
  private process: WriterProcess | null = null;
  private failures = 0;
  private card: Card | null = null;

  constructor(
    private readonly command: readonly string[],
    private readonly timeLimit: number,
    private readonly record: Say,
  ) {}

  async begin(card: Card): Promise<void> {
    this.card = card;
    this.start();
  }

  async ask(question: Question): Promise<string> {
    for (;;) {
      try {
        this.tell({ type: 'write', ...question });
        const line = await this.process!.answer();
        const source = sourceIn(line);
        this.record('us', { source });
        return source;
      } catch (error) {
        if (!(error instanceof InvalidAgent)) throw error;
        const what = `the writer ${show(this.command.join(' '))} ${messageOf(error)}`;
        this.record('us', { failure: messageOf(error) });
        await this.process!.stop();
        if (!this.process!.isRunnable || this.failures++ > 0) throw new InvalidAgent(what, { cause: error });
        logLine(`${what}: it is started once more`);
        this.start();
      }
    }
  }

  async end(): Promise<void> {
    if (!this.process) return;
    this.tell({ type: 'done' });
    await this.process.stop();
  }

  private start(): void {
    this.process = new WriterProcess(this.command, this.timeLimit);
    this.tell({ type: 'card', card: this.card });
  }

  private tell(message: object): void {
    this.record('writer', message);
    this.process!.tell(message);
  }
}

/** The source in an answer. @throws InvalidAgent */
function sourceIn(line: string): string {
  let answer: unknown;
  try {
    answer = JSON.parse(line);
  } catch {
    throw new InvalidAgent(`wrote no JSON but ${show(line.slice(0, 60))}`);
  }
  const { source } = Object(answer) as { source?: unknown };
  if (typeof source === 'string') return source;
  throw new InvalidAgent(`answered ${show(line.slice(0, 60))}, which has no text under "source"`);
}

function replayed(path: string, { world }: ExternalOptions): AuthorOf {
  const { answers, world: told } = readTranscript(path);
  if (told !== null && told !== world)
    throw new InvalidFile(expected(path, `a transcript of the world '${world}'`, told));
  return (chapter, say) => {
    const left = [...(answers.get(chapterKey(chapter)) ?? [])];
    return {
      begin: async (card) => say('writer', { type: 'card', card }),
      async ask(question) {
        say('writer', { type: 'write', ...question });
        const source = left.shift();
        if (source === undefined) {
          const which = `seed ${chapter.seed} and λ = ${chapter.weight}`;
          throw new InvalidAgent(
            `${path}: expected an answer for ${which}, round ${question.round}, but it has no more`,
          );
        }
        say('us', { source });
        return source;
      },
      end: async () => say('writer', { type: 'done' }),
    };
  };
}
