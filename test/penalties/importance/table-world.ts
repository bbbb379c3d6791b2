/** A world that is a table: the law of its outcome under each evidence value. */
import type { EvidenceVariable, World } from '../../../core/world/world.ts';

/** Where it ends, under which evidence, and whether the disciple acted. */
export interface TableState {
  readonly present: boolean;
  readonly row: number;
  readonly acted: boolean;
  readonly place: number;
}

/**
 * One possible value of the evidence: its probability, and the law of the place without and with the acting disciple.
 */
export interface TableRow {
  readonly value: readonly number[];
  readonly probability: number;
  readonly absent: readonly number[];
  readonly acting: readonly number[];
}

/**
 * One tick: the place is drawn from the law of the evidence, that of the acting disciple if it acts. So P(e, S, X) is
 * what the table says, and importances can be worked out by hand.
 */
export function tableWorld(
  variables: readonly EvidenceVariable[],
  rows: readonly TableRow[],
  position: (place: number) => number = (place) => place,
): World<TableState> {
  return {
    id: 'Table-v0',
    summary: 'Laws from a table.',
    horizon: 1,
    actions: ['wait', 'act'],
    evidence: { variables, prior: (chance) => rows[chance.pick(rows.map(({ probability }) => probability))].value },
    quantities: { acted: (s) => Number(s.acted), idle: (s) => -Number(s.acted) },
    questions: [{ id: 'place', text: 'Where?', read: (s) => position(s.place) }],
    disciples: [
      { id: 'null', source: '', summary: 'Nothing.' },
      { id: 'actor', source: 'acted', summary: 'It acts.' },
      { id: 'idler', source: 'idle', summary: 'It is there.' },
    ],
    begin: (evidence, present) => ({
      present,
      row: rows.findIndex(({ value }) => value.every((v, i) => v === evidence[i])),
      acted: false,
      place: 0,
    }),
    step(s, action, chance) {
      const acted = s.present && action === 1;
      return { ...s, acted, place: chance.pick(acted ? rows[s.row].acting : rows[s.row].absent, 'place') };
    },
    key: (s) => `${Number(s.present)}${Number(s.acted)},${s.row},${s.place}`,
    observe: (s) => [s.row],
    utility: (s) => Number(s.acted),
    harm: () => 0,
    draw: (s) => `${'.'.repeat(s.place)}x`,
  };
}
