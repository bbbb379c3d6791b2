/**
 * The id of the town: the factory with options that make it too large for tables. It has 151,576,576 reachable states.
 * So nothing about it is planned or forecast exactly: everything is learned, sampled or bounded (`utilityBounds`).
 */
export const TOWN = 'PaperclipFactory-v0?width=8&height=5&houses=9&workers=2&cap=12&horizon=50&wire=7';
