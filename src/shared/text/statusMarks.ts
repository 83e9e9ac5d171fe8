/** What tells statuses apart by its shape, in the tree and in the form: colour-blind users and high-contrast themes have the shape only. */
export const statusMarks = {
  own: '✓',
  other: '≠',
  none: '○',
  covered: '↗',
  underWay: '…',
  unproved: '?',
  notRead: '·',
  needsPerson: '!',
  confirmed: '~',
  notHere: '–',
} as const;
