/** What must hold in every schedule, whatever goes wrong: issue 11 and rule 2 of the product, as sentences. */

export const predicates = {
  announced: 'every request that writes has its announcement on the disk, one for each sending',
  sentOnce: 'the pipeline never sends a write again by itself',
  notAfterCancel: 'nothing is sent after the person cancelled',
  notAfterClose: 'nothing is sent after the window began to close',
  notAfterEnd: 'nothing is sent after its run has ended',
  ownsRun: 'who sends owns the run at that moment',
  holdsLease: 'who sends holds the lease of the target at that moment',
  readJustBefore: 'each sending follows a reading of its own, which showed what was reviewed',
  newerKept: "a colleague's newer ID that a reading showed is never overwritten",
  noFalseNo: 'the journal calls nothing unwritten that the service has done, or does later',
  noFalseDone: 'nothing is called done or written that was not',
  unclearIsNoFailure: 'what was done is never shown as failed, skipped or cancelled',
  undoOffers: 'undo offers everything that was done, puts back what was there, and touches nothing else',
  journalReadable: 'every journal can be read after every crash',
  offered: 'every unfinished run is offered, and can be resumed or discarded',
  leasesGo: 'no lease of a run is left for ever',
  noSecrets: 'no token, secret or personal name is in a file or the log where it must not be',
  hostMeant: 'no request goes to a host that was not meant',
  runEnds: 'every run ends',
  converges: 'once all is well again, the estate shows the truth',
  nothingUnforeseen: 'nothing is thrown past a wall, and no listener fails',
} as const;

export type Predicate = keyof typeof predicates;
