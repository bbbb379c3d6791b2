/** Pictures of an episode as files: what `watch` and `play` may write. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { InvalidOption } from '../../core/base/errors.ts';
import { gifOf } from '../../pictures/gif.ts';
import { DARK, LIGHT } from '../../pictures/palette.ts';
import { svgOf } from '../../pictures/svg.ts';
import { legendOf, type View } from '../../pictures/view.ts';
import * as fields from '../inputs/fields.ts';
import { writeWhole } from '../run/files.ts';
import { logLine } from '../terminal.ts';

export interface PictureSettings {
  readonly svg?: string;
  readonly gif?: string;
  readonly dark: boolean;
}

/** The flags of a command that writes pictures. */
export const pictureFields = {
  svg: fields.flag(fields.text.optional(), {
    value: '<file>',
    about: 'write the outcome as a picture',
    wanted: 'the path of a new file',
  }),
  gif: fields.flag(fields.text.optional(), {
    value: '<file>',
    about: 'write the episode as an animation',
    wanted: 'the path of a new file',
  }),
  dark: fields.flag(z.boolean().default(false), { about: 'pictures on a dark ground' }),
};

export const forcePictures = () =>
  fields.flag(z.boolean().default(false), { about: 'replace the pictures if they exist' });

/** Refuses files that exist, and one file for both pictures, before anything is played. Throws `InvalidOption`. */
export function refuseExisting({ svg, gif }: PictureSettings, force: boolean): void {
  if (svg !== undefined && gif !== undefined && resolve(svg) === resolve(gif))
    throw new InvalidOption(`--svg and --gif name the same file, ${svg}: give each its own`);
  for (const path of [svg, gif]) {
    if (path !== undefined && !force && existsSync(path))
      throw new InvalidOption(`${path} exists: choose another file, or replace it with --force`);
  }
}

/**
 * Writes the files that were asked for, and names them.
 * @param tick the tick that the SVG shows; default: the outcome.
 */
export function writePictures(views: readonly View[], { svg, gif, dark }: PictureSettings, tick?: number): void {
  const palette = dark ? DARK : LIGHT;
  if (svg !== undefined) {
    writeWhole(svg, svgOf(views[tick ?? views.length - 1], palette, legendOf(views)));
    logLine(`wrote ${svg}`);
  }
  if (gif !== undefined) {
    writeWhole(gif, gifOf(views, palette));
    logLine(`wrote ${gif}`);
  }
}
