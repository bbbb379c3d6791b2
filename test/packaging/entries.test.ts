/** The public entries of the package: which names each has, and which none may have. */
import * as root from 'reduced-impact';
import * as gym from 'reduced-impact/gym';
import * as judging from 'reduced-impact/judging';
import * as learning from 'reduced-impact/learning';
import * as pictures from 'reduced-impact/pictures';
import { describe, expect, test } from 'vitest';
import * as errors from '../../core/base/errors.ts';

const entries = { root, gym, learning, judging, pictures };

describe('public names', () => {
  test('each has one home: no two entries export the same name', () => {
    const names = Object.values(entries).flatMap((entry) => Object.keys(entry));
    expect(names.length).toBeGreaterThan(80);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  test('every class of errors is among those of the root', () => {
    const classes = Object.entries(errors).filter(([name]) => /^[A-Z]/.test(name));
    expect(classes.length).toBeGreaterThan(10);
    expect(root).toMatchObject(Object.fromEntries(classes));
  });

  test('helpers of the package itself are not among them', () => {
    const internal = ['show', 'expected', 'suggestion', 'unknownId', 'messageOf', 'memoise'];
    expect(Object.values(entries).flatMap((entry) => internal.filter((name) => name in entry))).toEqual([]);
  });

  test('whoever imports one entry finds the worlds, penalties and agents that are built in', () => {
    expect(root.registry.ids()).toContain('PaperclipFactory-v0');
    expect(root.penalties.ids()).toContain('coarse/joint/tv');
    expect(root.masters.ids()).toContain('reinforce');
  });
});
