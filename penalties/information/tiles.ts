/** Lays texts out as pictures, and finds the law of each tile under a forecast. */
import { InvalidWorld } from '../../core/base/errors.ts';
import { memoise, pair } from '../../core/base/memoise.ts';
import { expected } from '../../core/base/messages.ts';
import type { Forecast } from '../../core/forecast/forecast.ts';
import { textOf, type World } from '../../core/world/world.ts';

/** What stands where a text has ended, to the right of its lines and below them. */
export const BLANK = ' ';

/** The distinct texts of a forecast's outcomes, and how likely each is. */
export type TextWeights = ReadonlyMap<string, number>;

/**
 * The law of the world's text under a forecast.
 *
 * @throws InvalidWorld for a text in capitals, since a portrait's capitals say how sure a tile is
 */
export function textWeights<State>(forecast: Forecast<State>, world: World<State>): TextWeights {
  const { outcomes, probabilities } = forecast;
  const weights = new Map<string, number>();
  for (let i = 0; i < outcomes.length; i++) {
    const text = textOf(world, outcomes[i]);
    const before = weights.get(text);
    if (before === undefined && text !== text.toLowerCase()) {
      throw new InvalidWorld(expected(`${world.id}: text`, 'lower case', text));
    }
    weights.set(text, (before ?? 0) + probabilities[i]);
  }
  return weights;
}

/**
 * Texts laid out on one grid. A text of shorter or fewer lines is blank beyond them: where a line ends is as much part
 * of a picture as what stands in it, so texts of different sizes are padded, not refused.
 */
export interface Canvas {
  readonly height: number;
  readonly width: number;
  /** In the order of their code points. */
  readonly symbols: readonly string[];
  /** For each text, the number of the symbol in each tile, row by row. */
  readonly pictures: readonly Uint16Array[];
}

/** Lays texts out. Symbols are code points; lines end at '\n'. */
export function layOutTexts(texts: readonly string[]): Canvas {
  const numbers = new Map<string, number>([[BLANK, 0]]);
  let height = 0;
  let width = 0;
  const lines = texts.map((text) => {
    const rows = text.split('\n').map((line) => {
      const row: number[] = [];
      for (const symbol of line) {
        let number = numbers.get(symbol);
        if (number === undefined) {
          number = numbers.size;
          numbers.set(symbol, number);
        }
        row.push(number);
      }
      if (row.length > width) width = row.length;
      return row;
    });
    if (rows.length > height) height = rows.length;
    return rows;
  });
  const symbols = [...numbers.keys()].sort((a, b) => a.codePointAt(0)! - b.codePointAt(0)!);
  const places = new Uint16Array(symbols.length);
  symbols.forEach((symbol, place) => {
    places[numbers.get(symbol)!] = place;
  });
  const pictures = lines.map((rows) => {
    const picture = new Uint16Array(height * width).fill(places[0]);
    rows.forEach((row, y) => {
      for (let x = 0; x < row.length; x++) picture[y * width + x] = places[row[x]];
    });
    return picture;
  });
  return { height, width, symbols, pictures };
}

/** The probability of each symbol in each tile: `probabilities[tile · symbols.length + symbol]`. */
export interface Marginals {
  /** Tiles from top to bottom, and from left to right. */
  readonly rows: number;
  readonly columns: number;
  readonly symbols: readonly string[];
  readonly probabilities: Float64Array;
}

/** The law of each tile, where text i of the canvas has probability `weights[i]`. */
export function marginals({ height, width, symbols, pictures }: Canvas, weights: ArrayLike<number>): Marginals {
  const count = symbols.length;
  const probabilities = new Float64Array(height * width * count);
  for (let i = 0; i < pictures.length; i++) {
    const weight = weights[i];
    if (weight === 0) continue;
    const picture = pictures[i];
    for (let tile = 0, at = 0; tile < picture.length; tile++, at += count) probabilities[at + picture[tile]] += weight;
  }
  return { rows: height, columns: width, symbols, probabilities };
}

/** The size of a picture, in tiles. */
export type Size = Pick<Marginals, 'rows' | 'columns'>;

/** The least size that holds both pictures. */
export function commonSize(a: Size, b: Size): Size {
  return { rows: Math.max(a.rows, b.rows), columns: Math.max(a.columns, b.columns) };
}

/**
 * Destructive compression: each block of side × side tiles becomes one tile, with the law of a tile picked from the
 * block at random; at the edges of a picture of `size` tiles blocks are smaller.
 */
export function coarsen(law: Marginals, side: number, size: Size = law): Marginals {
  if (side === 1) return law;
  const { symbols } = law;
  const count = symbols.length;
  const rows = Math.ceil(size.rows / side);
  const columns = Math.ceil(size.columns / side);
  const blank = symbols.indexOf(BLANK);
  const probabilities = new Float64Array(rows * columns * count);
  for (let y = 0; y < size.rows; y++) {
    const height = Math.min(side, size.rows - (y - (y % side)));
    for (let x = 0; x < size.columns; x++) {
      const share = 1 / (height * Math.min(side, size.columns - (x - (x % side))));
      const to = (Math.floor(y / side) * columns + Math.floor(x / side)) * count;
      if (y >= law.rows || x >= law.columns) {
        probabilities[to + blank] += share;
        continue;
      }
      const from = (y * law.columns + x) * count;
      for (let s = 0; s < count; s++) probabilities[to + s] += share * law.probabilities[from + s];
    }
  }
  return { rows, columns, symbols, probabilities };
}

/**
 * The law of each tile under a forecast. It is kept with the forecast and the world, for one forecast may be described
 * by the texts of several worlds.
 *
 * @throws InvalidWorld for a text in capitals
 */
export function tilesOf<State>(forecast: Forecast<State>, world: World<State>): Marginals {
  return memoise(pair(forecast, world), 'law of tiles', () => {
    const weights = textWeights(forecast, world);
    return marginals(layOutTexts([...weights.keys()]), [...weights.values()]);
  });
}
