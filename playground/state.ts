/** What the page shows, as text for the address: a view can be sent as a link. */

/** Everything that decides what the page shows. */
export interface PageState {
  /** A world's id, options included. */
  readonly world: string;
  /** One index for each evidence variable; '' for the first evidence value. */
  readonly evidence: string;
  readonly penalty: string;
  /** λ. */
  readonly weight: number;
  readonly seed: number;
  /** A source of the user's own; '' where there is none. */
  readonly own: string;
  /** Who acts: '' for whom the master sends, else the id of a library disciple, 'yours' or 'best'. */
  readonly actor: string;
  /** The factor on every question's grain. */
  readonly coarseness: number;
  /** 1 where the best program of all is on offer too. */
  readonly best: number;
}

export const FIRST: PageState = {
  world: 'PaperclipFactory-v0',
  evidence: '',
  penalty: 'coarse/joint/tv',
  weight: 0.1,
  seed: 0,
  own: '',
  actor: '',
  coarseness: 1,
  best: 0,
};

/** The least and the greatest λ of the slider. */
export const WEIGHTS = [0.01, 100] as const;

/** The state as the part of an address after '#'. What is as on the first screen is left out. */
export function toHash(state: PageState): string {
  const parameters = new URLSearchParams();
  for (const key of Object.keys(FIRST) as (keyof PageState)[]) {
    if (state[key] !== FIRST[key]) parameters.set(key, String(state[key]));
  }
  return parameters.toString();
}

/** The state of an address. What is missing or means nothing is as on the first screen. */
export function fromHash(hash: string): PageState {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''));
  const text = (key: 'world' | 'evidence' | 'penalty' | 'own' | 'actor') => parameters.get(key) ?? FIRST[key];
  const number = (key: 'weight' | 'seed' | 'coarseness' | 'best', least: number, most: number) => {
    const given = parameters.get(key);
    const value = given === null || given === '' ? Number.NaN : Number(given);
    return value >= least && value <= most ? value : FIRST[key];
  };
  return {
    world: text('world'),
    evidence: text('evidence'),
    penalty: text('penalty'),
    weight: number('weight', 0, Number.MAX_VALUE),
    seed: Math.floor(number('seed', 0, 2 ** 31 - 1)),
    own: text('own'),
    actor: text('actor'),
    coarseness: number('coarseness', 0, 1e6),
    best: Math.floor(number('best', 0, 1)),
  };
}
