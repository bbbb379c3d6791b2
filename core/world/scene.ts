/** Pictures of states: what a page, an SVG, a GIF and a terminal draw alike. */
/** What a thing is. It decides the colour. */
export const ROLES = [
  'ground',
  'water',
  'wall',
  'building',
  'machine',
  'goods',
  'sign',
  'living',
  'danger',
  'lost',
  'disciple',
] as const;
export type Role = (typeof ROLES)[number];

/** A thing on the grid. */
export interface SceneThing {
  /** One character: what a terminal shows. */
  readonly glyph: string;
  readonly role: Role;
  /** What it is, in a few words, such as 'a house'. Legends and screen readers say it. */
  readonly label: string;
  /** The name of a drawing in `pictures/icons.ts`. Without it, pictures show the glyph. */
  readonly icon?: string;
}

/** The things in a cell, the lowest first. An empty cell is bare ground. */
export type SceneCell = readonly SceneThing[];

/** What is known of a state beside the grid, such as 'wire' '4'. The label may be ''. */
export interface SceneFact {
  readonly label: string;
  readonly value: string;
}

export interface Scene {
  /** Row by row from the north; all rows are of one length. */
  readonly rows: readonly (readonly SceneCell[])[];
  readonly facts: readonly SceneFact[];
  /** Whether the cells are the characters of a drawing: they have no ground, and stand side by side. */
  readonly isText?: boolean;
}

/** What a scene must be, for messages. */
export const SCENE =
  'rows of one length, whose cells are lists of things (a glyph of one character, a known role, a label), and facts';

export function isScene(value: unknown): value is Scene {
  const { rows, facts } = (value ?? {}) as Partial<Scene>;
  if (!Array.isArray(rows) || !Array.isArray(facts)) return false;
  const isThing = (one: Partial<SceneThing> | null) =>
    typeof one?.glyph === 'string' &&
    [...one.glyph].length === 1 &&
    typeof one.label === 'string' &&
    ROLES.includes(one.role as Role);
  return (
    rows.every((row) => Array.isArray(row) && row.length === rows[0].length) &&
    rows.flat().every((cell: unknown) => Array.isArray(cell) && cell.every(isThing)) &&
    facts.every((fact) => typeof fact?.label === 'string' && typeof fact.value === 'string')
  );
}

/** The characters of a drawing as a scene. */
export function sceneOfText(drawing: string): Scene {
  const lines = drawing.split('\n').map((line) => [...line]);
  const width = Math.max(...lines.map(({ length }) => length));
  const cell = (glyph = ' '): SceneCell => (glyph === ' ' ? [] : [{ glyph, role: 'ground', label: glyph }]);
  return {
    rows: lines.map((line) => Array.from({ length: width }, (_, x) => cell(line[x]))),
    facts: [],
    isText: true,
  };
}

/** A fact in words. */
export function factText({ label, value }: SceneFact): string {
  return label === '' ? value : `${label} ${value}`;
}
