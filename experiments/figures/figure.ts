/** What a figure of a run is, and how one is described. */
import type { Plotter } from './plot.ts';
import type { Row } from './rows.ts';

/** A figure that was drawn. */
export interface Figure {
  /** The name of its file, without `.svg`. */
  readonly name: string;
  readonly title: string;
  /** How to read it, in one or two sentences. */
  readonly caption: string;
  /** The name of the table that it draws. */
  readonly csv: string;
  /** A whole file, which shows well on a light and on a dark ground. */
  readonly svg: string;
}

/** What a figure draws from. */
export interface Drawing {
  readonly rows: readonly Row[];
  /** The settings of the run; of several runs, what they have in common. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly plotter: Plotter;
}

/** A kind of figure: one file of this room, and one line of its index. */
export interface FigureSpec {
  readonly name: string;
  /** The commands whose runs it shows. */
  readonly commands: readonly string[];
  readonly csv: string;
  /** The columns without which it cannot be drawn. */
  readonly columns: readonly string[];
  /** Whether the rows of runs that differ in their seed alone may stand in one figure. */
  readonly merges: boolean;
  /** Null where there is nothing to see. */
  draw(drawing: Drawing): Pick<Figure, 'title' | 'caption' | 'svg'> | null;
}
