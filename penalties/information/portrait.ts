/**
 * The portrait of a forecast: a description of a distribution over outcomes whose size does not grow with their number.
 *
 * For each tile of the world's text it shows the most probable symbol, in upper case where its probability is at least
 * ¾. Ties go to the lower code point. Blanks at the ends of lines, and empty last lines, are left out.
 *
 * Known to fail: it knows each tile by itself, so two tiles that only ever change together look like two that do not. A
 * symbol without a capital (a digit, a dot) does not show how sure it is.
 */
import type { Forecast } from '../../core/forecast/forecast.ts';
import { TIE_TOLERANCE } from '../../core/tables/plan.ts';
import type { World } from '../../core/world/world.ts';
import { coarsen, type Marginals, tilesOf } from './tiles.ts';

/** A symbol is drawn as sure from this probability on. */
const SURE = 0.75;
/** Variance of the frequency of a symbol of probability ¾, times the draws. */
const SURE_VARIANCE = SURE * (1 - SURE);

/** What may stand in a tile, in the order in which ties are broken: the lower code point, and then the surer. */
export type Options = readonly string[];

/** A symbol's capital, or the symbol itself where it has none of its own. */
function capital(symbol: string): string {
  const upper = symbol.toUpperCase();
  return [...upper].length === 1 && upper.toLowerCase() === symbol ? upper : symbol;
}

/**
 * By tile what may stand there, given what is known of its law: exactly (`draws` null), or from so many draws, up to
 * `deviations` standard errors. A symbol may be the mode unless another was drawn clearly more often (the sign test);
 * its probability may be on either side of ¾ unless it was clearly drawn more or less often (the score test).
 */
export function tileOptions(law: Marginals, draws: number | null, deviations: number): Options[] {
  const { symbols, probabilities } = law;
  const count = symbols.length;
  const capitals = symbols.map(capital);
  // Rounding decides nothing: what is within it of a tie is one, and what is within it of ¾ is sure.
  const blur = draws === null ? 0 : deviations * Math.sqrt(SURE_VARIANCE / draws);
  const known = new Map<string, Options>();
  return Array.from({ length: law.rows * law.columns }, (_, tile) => {
    const start = tile * count;
    let best = 0;
    for (let s = 0; s < count; s++) best = Math.max(best, probabilities[start + s]);
    const options: string[] = [];
    for (let s = 0; s < count; s++) {
      const p = probabilities[start + s];
      if (p === 0) continue;
      const margin = draws === null ? 0 : deviations * Math.sqrt((best + p) / draws);
      if (best - p > margin + TIE_TOLERANCE) continue;
      const sure = p >= SURE - blur - TIE_TOLERANCE;
      if (sure) options.push(capitals[s]);
      const unsure = p < SURE + blur - TIE_TOLERANCE;
      if (unsure && !(sure && capitals[s] === symbols[s])) options.push(symbols[s]);
    }
    // Thousands of tiles have the same few options: one list each.
    const key = options.join('');
    const same = known.get(key);
    if (same) return same;
    known.set(key, options);
    return options;
  });
}

/** The portrait with these symbols in its tiles, row by row. */
export function drawPortrait(tiles: readonly string[], columns: number): string {
  const lines: string[] = [];
  for (let start = 0; start < tiles.length; start += columns) {
    lines.push(
      tiles
        .slice(start, start + columns)
        .join('')
        .trimEnd(),
    );
  }
  return lines.join('\n').trimEnd();
}

/**
 * The portrait of a forecast as it stands, exact or drawn. `side` > 1 quantises it: each block of side × side tiles
 * becomes one. Throws `InvalidWorld` where the world's text is not in lower case.
 */
export function portrait<State>(forecast: Forecast<State>, world: World<State>, side = 1): string {
  return portraitOf(coarsen(tilesOf(forecast, world), side));
}

/** The portrait of a law of tiles, ties broken as above. */
export function portraitOf(law: Marginals): string {
  const tiles = tileOptions(law, null, 0).map(([symbol]) => symbol);
  return drawPortrait(tiles, law.columns);
}
