/** The marks in front of what a cell says: statuses have those of the tree. They repeat the words; their colour is in form.css. */
import type { PlannedTarget, RunItem, TargetStatus } from '../../../src/shared/form/messages.ts';
import { statusMarks } from '../../../src/shared/text/statusMarks.ts';

export type MarkName = TargetStatus | PlannedTarget['do'] | RunItem['state'];

export const marks: Readonly<Record<MarkName, string>> = {
  ownLink: statusMarks.own,
  anotherPartner: statusMarks.other,
  notLinked: statusMarks.none,
  noneReported: statusMarks.none,
  submitted: statusMarks.underWay,
  confirmed: statusMarks.confirmed,
  covered: statusMarks.covered,
  signInNeeded: statusMarks.needsPerson,
  notChecked: statusMarks.notRead,
  unclear: statusMarks.unproved,
  unknown: statusMarks.unproved,
  notAvailable: statusMarks.notHere,
  link: '+',
  change: '±',
  remove: '−',
  nothing: '=',
  cannot: '✕',
  queued: statusMarks.notRead,
  throttled: statusMarks.underWay,
  running: statusMarks.underWay,
  done: statusMarks.own,
  failed: '✕',
  skipped: statusMarks.notHere,
  cancelled: statusMarks.notHere,
};
