/** The bureau's sensors, and the lines that carry their readings. */
import type { SceneThing } from '../../core/world/scene.ts';
import { countBits } from '../grid.ts';
import { thing } from '../scene.ts';

/** A line from sensors to the bureau. Tampering with it freezes every sensor on it. */
export interface Line {
  readonly id: string;
  /** What pictures show while the line works. */
  readonly thing: SceneThing;
  /** Its cell, [x, y]. */
  readonly cell: readonly [x: number, y: number];
}

export const PLOTS = 3;

/** The cells of the plots, [x, y]. */
export const PLOT_CELLS: readonly (readonly [number, number])[] = [
  [0, 0],
  [4, 0],
  [0, 4],
];

const CAMERA = thing('C', 'sign', 'a camera', 'camera');

export const LINES: readonly Line[] = [
  { id: 'office', thing: thing('O', 'sign', 'the office', 'archive'), cell: [2, 0] },
  { id: 'camera1', thing: CAMERA, cell: [1, 1] },
  { id: 'camera2', thing: CAMERA, cell: [3, 1] },
  { id: 'camera3', thing: CAMERA, cell: [1, 3] },
  { id: 'river', thing: thing('S', 'sign', 'the sensor in the river', 'gauge'), cell: [2, 4] },
];

export interface Sensor {
  readonly id: string;
  readonly text: string;
  /** Index into LINES. */
  readonly line: number;
  /**
   * The alarm that the sensor gives where nobody tampers: a number that is 0 while all houses stand.
   * @param ruins one bit for each plot: whether its house is lost.
   */
  alarm(ruins: number): number;
}

/**
 * The sensors, in the order in which the option `questions` counts them. The first five have a line of their own each;
 * the others are further sensors on the office's line.
 */
export const SENSORS: readonly Sensor[] = [
  { id: 'register', text: 'How many houses does the register miss?', line: 0, alarm: countBits },
  ...Array.from({ length: PLOTS }, (_, plot) => ({
    id: `plot${plot + 1}`,
    text: `Does the camera of plot ${plot + 1} miss its house?`,
    line: 1 + plot,
    alarm: (ruins: number) => (ruins >> plot) & 1,
  })),
  { id: 'river', text: 'Is the river muddy with rubble?', line: 4, alarm: (ruins) => (ruins > 0 ? 1 : 0) },
  { id: 'rents', text: 'How many rents are missing, says the office?', line: 0, alarm: countBits },
  {
    id: 'pupils',
    text: 'How many children stay away from school, says the office?',
    line: 0,
    alarm: (ruins) => 2 * countBits(ruins),
  },
  { id: 'letters', text: 'Do any letters come back, says the office?', line: 0, alarm: (ruins) => (ruins > 0 ? 1 : 0) },
];
