/** Plans, runs and what is waited for after them: a bundle of its own, read when the rows already stand there. */
export { Operations } from './operations.ts';
export { WriteWatch } from './run/writeWatch.ts';
