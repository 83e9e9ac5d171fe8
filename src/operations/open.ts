/** Plans, runs and what is waited for after them: a bundle of its own, read when the rows already stand there. */
export { DporWatch } from './dporWatch.ts';
export { Operations } from './operations.ts';
