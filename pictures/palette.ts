/** The colours of pictures, by what a thing is; one set on a light ground and one on a dark. */
import type { Role } from '../core/world/scene.ts';
import type { Shade } from './icons.ts';

/** A colour in the form #rrggbb. */
export type Colour = string;

export interface Palette {
  readonly paper: Colour;
  /** Bare ground, and the lines between its cells. */
  readonly ground: Colour;
  readonly line: Colour;
  readonly ink: Colour;
  readonly faint: Colour;
  /** The frame around what would be otherwise in the other world, and around what chance changed. */
  readonly changed: Colour;
  readonly chance: Colour;
  readonly roles: Readonly<Record<Role, Readonly<Record<Shade, Colour>>>>;
}

function shades(main: Colour, dark: Colour, light: Colour): Readonly<Record<Shade, Colour>> {
  return { main, dark, light };
}

export const LIGHT: Palette = {
  paper: '#ffffff',
  ground: '#eef2e6',
  line: '#dbe2cf',
  ink: '#1f2933',
  faint: '#6b7785',
  changed: '#d9480f',
  chance: '#3b82c4',
  roles: {
    ground: shades('#c3cbb3', '#a5ae93', '#dde3d1'),
    water: shades('#4a90c2', '#2f6f9f', '#a9d3ee'),
    wall: shades('#8d96a0', '#6a737d', '#c5ccd3'),
    building: shades('#b5533c', '#7d3626', '#f6d9a8'),
    machine: shades('#56616d', '#343d46', '#9fd3a6'),
    goods: shades('#c98a1b', '#8f5f0d', '#f4d58a'),
    sign: shades('#3f7f7b', '#285855', '#a8d8d4'),
    living: shades('#3f8f4f', '#2a6236', '#a6dab0'),
    danger: shades('#c2255c', '#8a1540', '#f3a9c3'),
    lost: shades('#6b6258', '#453f38', '#a89f94'),
    disciple: shades('#6741d9', '#432d91', '#ffffff'),
  },
};

export const DARK: Palette = {
  paper: '#14181d',
  ground: '#232a26',
  line: '#313a34',
  ink: '#e6ebf0',
  faint: '#93a0ad',
  changed: '#ff8a4c',
  chance: '#6cb4ee',
  roles: {
    ground: shades('#46503f', '#343d2f', '#5b6752'),
    water: shades('#3f86b8', '#2b628a', '#8cc4e8'),
    wall: shades('#77818c', '#555e68', '#a7b0ba'),
    building: shades('#cf6c53', '#8f4230', '#f7dcae'),
    machine: shades('#8793a0', '#5b6671', '#a6dcae'),
    goods: shades('#e0a336', '#a06f16', '#f8dd9c'),
    sign: shades('#5aa8a3', '#367571', '#b4e0dc'),
    living: shades('#5bb56d', '#3a7d49', '#b5e4be'),
    danger: shades('#e64980', '#a62456', '#f8b6cd'),
    lost: shades('#90867a', '#5f574e', '#b9b0a5'),
    disciple: shades('#9775fa', '#6544c9', '#ffffff'),
  },
};
