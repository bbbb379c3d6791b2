/** The command `list`. */
import { defineCommand, nothing } from '../command.ts';
import { list } from './list.ts';

export const listCommand = defineCommand({
  name: 'list',
  summary: 'every world, penalty and agent',
  settings: nothing,
  manner: nothing,
  example: { call: 'list', prints: 'Each id that a flag takes, with a line about it and its parameters.' },
  run: list,
});
