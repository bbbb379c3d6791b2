/** The floor of the Mosaic: its stones, and what the treatments make of them. */
import { hashText, hashUniform } from '../../core/base/random.ts';

/** What has become of a panel of the floor. The index of a treatment is its code. */
export const TREATMENTS = ['picture', 'tiled', 'scrambled', 'shifted', 'replaced', 'relabelled'] as const;
export const [PICTURE, TILED, SCRAMBLED, SHIFTED, REPLACED, RELABELLED] = TREATMENTS.keys();

/** A panel has 16 stones from west to east and 12 from north to south; the floor has two by two panels. */
const PANEL_WIDTH = 16;
const PANEL_HEIGHT = 12;
const PANELS_ACROSS = 2;
export const PANELS = 4;

/** The colours of stones. None of them is the symbol of the clips. */
const COLOURS = [...'abdefghk'];
const CLIP = 'c';
const MOTIF_SIDE = 4;
/** The rows by which a shifted panel slides southwards; what leaves below comes in above. */
const SLIDE = 1;
/** The places by which relabelling moves each colour in the list of colours. */
const TURN = 3;

/** The stones of a panel, row by row. */
type Stones = readonly number[];

/** The rows of each panel after each treatment. */
type Rendered = readonly (readonly (readonly string[])[])[];

/**
 * The floor of the hall: a motif of 4×4 stones, repeated over 32×24, with a share of the stones laid wrong. The seed
 * says which stones these are. They are not drawn by chance, because the floor is old.
 */
export class Floor {
  private readonly panels: Rendered;

  /** `noise` is the share of stones laid wrong, in [0, 1]. */
  constructor(seed: number, noise: number) {
    const shuffled = (name: string, count: number) => rank(seed, name, count);
    const lay = (motif: Stones, name: string): Stones => {
      const size = PANEL_WIDTH * PANEL_HEIGHT;
      const stones = Array.from({ length: size }, (_, at) => {
        const x = at % PANEL_WIDTH;
        const y = Math.floor(at / PANEL_WIDTH);
        return motif[(y % MOTIF_SIDE) * MOTIF_SIDE + (x % MOTIF_SIDE)];
      });
      const wrong = shuffled(`${name}/wrong`, size).slice(0, Math.round(noise * size));
      for (const at of wrong) {
        const step = 1 + Math.floor(uniform(seed, `${name}/colour`, at) * (COLOURS.length - 1));
        stones[at] = (stones[at] + step) % COLOURS.length;
      }
      return stones;
    };
    // Each colour occurs equally often, so that all motifs are equally simple.
    const motif = (name: string): Stones =>
      shuffled(name, MOTIF_SIDE * MOTIF_SIDE).map((place) => place % COLOURS.length);
    const [own, other] = [motif('motif'), motif('other motif')];
    this.panels = Array.from({ length: PANELS }, (_, panel) => {
      const picture = lay(own, `panel ${panel}`);
      const scramble = shuffled(`scramble ${panel}`, picture.length);
      const stones: Record<number, Stones> = {
        [PICTURE]: picture,
        [SCRAMBLED]: scramble.map((at) => picture[at]),
        [SHIFTED]: picture.map((_, at) => picture[(at + picture.length - SLIDE * PANEL_WIDTH) % picture.length]),
        [REPLACED]: lay(other, `other ${panel}`),
        [RELABELLED]: picture.map((colour) => (colour + TURN) % COLOURS.length),
      };
      return TREATMENTS.map((_, treatment) =>
        treatment === TILED
          ? Array.from({ length: PANEL_HEIGHT }, () => CLIP.repeat(PANEL_WIDTH))
          : rows(stones[treatment]),
      );
    });
  }

  /** 24 lines of 32 stones, given the code of each panel's treatment. */
  draw(treatments: readonly number[]): string {
    const lines: string[] = [];
    for (let first = 0; first < PANELS; first += PANELS_ACROSS) {
      for (let y = 0; y < PANEL_HEIGHT; y++) {
        let line = '';
        for (let p = first; p < first + PANELS_ACROSS; p++) line += this.panels[p][treatments[p]][y];
        lines.push(line);
      }
    }
    return lines.join('\n');
  }
}

function rows(stones: Stones): string[] {
  return Array.from({ length: PANEL_HEIGHT }, (_, y) =>
    stones
      .slice(y * PANEL_WIDTH, (y + 1) * PANEL_WIDTH)
      .map((colour) => COLOURS[colour])
      .join(''),
  );
}

/** A number in [0, 1) that depends on the arguments alone. */
function uniform(seed: number, name: string, at: number): number {
  return hashUniform(seed, hashText(name), at, 0, 0);
}

/** The numbers 0, …, count − 1 in an order that depends on the seed and the name alone. */
function rank(seed: number, name: string, count: number): number[] {
  const keys = Array.from({ length: count }, (_, at) => uniform(seed, name, at));
  return Array.from(keys.keys()).sort((a, b) => keys[a] - keys[b] || a - b);
}
