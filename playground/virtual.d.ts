/** The first screen as the build computed it. */
declare module 'virtual:first-screen' {
  import type { Decision, Episode } from './protocol.ts';

  export const decision: Decision;
  export const episode: Episode;
}
