/** What the view says about itself: message, description, badge. Pure. */
import * as l10n from '@vscode/l10n';
import type { Filter } from '../estate/view/filter.ts';
import type { ScanProgress } from '../estate/scan/scanner.ts';
import { isPublic, type CloudChoice } from '../shared/model/cloudChoice.ts';
import { cloudText, workspaceCloudIgnored } from '../shared/text/cloudText.ts';
import type { Failure } from '../shared/model/failure.ts';
import { failureReason, failureSentence } from '../shared/text/failureText.ts';
import type { ContextValue } from '../manifest.ts';
import type { Mode } from '../shared/model/model.ts';
import type { Outline } from './outline.ts';
import { forMessage } from '../shared/escaping/foreignText.ts';
import { asOfText, type TimeFormat } from '../shared/text/relativeTime.ts';

export interface ViewFacts {
  readonly outline: Pick<Outline, 'state' | 'shown' | 'total'>;
  readonly progress: ScanProgress;
  /** Why nothing could be scanned at all the last time. */
  readonly failure?: Failure;
  /** What could not be read, as it stands above the rows. */
  readonly trouble?: string;
  readonly filter: Filter;
  /** What those are that the filter `chosen` lets through. */
  readonly chosen?: string;
  readonly mode: Mode;
  readonly cloud: ShownCloud;
  /** Nobody can be linked here: said once, and not on every row. */
  readonly withoutPal: boolean;
  /** When the last full scan ended. */
  readonly knownAsOf: number | undefined;
  readonly now: number;
  readonly time: TimeFormat;
}

/** The cloud of the session, as far as the view says it. */
export interface ShownCloud {
  readonly choice: CloudChoice;
  /** The workspace has settings about it that are ignored. */
  readonly workspaceIgnored: boolean;
}

function filterText({ filter, chosen }: ViewFacts): string {
  switch (filter) {
    case 'all':
      return l10n.t('all');
    case 'needsAttention':
      return l10n.t('needs attention');
    case 'notLinked':
      return l10n.t('not linked');
    case 'anotherPartner':
      return l10n.t('another partner');
    case 'signInNeeded':
      return l10n.t('sign-in needed');
    case 'eaNoneReported':
      return l10n.t('EA, none reported');
    case 'chosen':
      return forMessage(chosen ?? '');
  }
}

/** Above the rows. `undefined` beside a welcome view: VS Code hides that where there is a message. */
export function messageText(facts: ViewFacts): string | undefined {
  switch (facts.outline.state) {
    case 'failed':
      // Which of the settings cannot be used is more than a welcome text can say.
      return facts.failure?.kind === 'cloudUnusable' ? forMessage(failureSentence(facts.failure)) : undefined;
    case 'noIdentity':
    case 'noTenants':
    case 'allFiltered':
    case 'allHidden':
      return undefined;
    case 'loading':
      return progressText(facts.progress) ?? l10n.t('Looking for tenants…');
    case 'rows': {
      const label = facts.mode === 'sandbox' ? l10n.t('Sample data') : cloudLabel(facts.cloud);
      const without = facts.withoutPal ? l10n.t('Partner Admin Link is not offered in this cloud') : undefined;
      const parts = [
        label,
        without,
        progressText(facts.progress),
        facts.trouble,
        shownText(facts),
        ageText(facts),
      ].filter((part) => part !== undefined);
      return parts.length === 0 ? undefined : parts.join(' · ');
    }
  }
}

/** `undefined` where there is nothing to say: the public cloud, and no workspace that would have another one. */
function cloudLabel({ choice, workspaceIgnored }: ShownCloud): string | undefined {
  const parts = [
    ...(isPublic(choice) ? [] : [forMessage(cloudText(choice))]),
    ...(workspaceIgnored ? [workspaceCloudIgnored()] : []),
  ];
  return parts.length === 0 ? undefined : parts.join(' · ');
}

/** Beside the title. Where a welcome view takes the message's place, progress stands here, or why there is nothing to show. */
export function descriptionText(facts: ViewFacts): string | undefined {
  if (messageText(facts) !== undefined) {
    return undefined;
  }
  return facts.outline.state === 'failed' && facts.failure
    ? forMessage(failureReason(facts.failure))
    : progressText(facts.progress);
}

/** Failures that have a welcome text of their own; `other` has a general one. */
export type WelcomedFailure = ContextValue<'partnerLink.failure'>;

export function welcomedFailure({ outline, failure }: ViewFacts): WelcomedFailure {
  if (outline.state !== 'failed' || failure === undefined) {
    return 'none';
  }
  switch (failure.kind) {
    case 'offline':
    case 'proxyOrCertificate':
    case 'signInUnavailable':
      return failure.kind;
    default:
      return 'other';
  }
}

function progressText(progress: ScanProgress): string | undefined {
  if (progress.kind === 'idle') {
    return undefined;
  }
  return progress.total === 0
    ? l10n.t('Looking for tenants…')
    : l10n.t('{0} of {1} tenants checked', progress.done, progress.total);
}

function shownText(facts: ViewFacts): string | undefined {
  const { outline, filter } = facts;
  return filter === 'all'
    ? undefined
    : l10n.t('Showing {0} of {1} · {2}', outline.shown.length, outline.total, filterText(facts));
}

/** Until a scan ends the rest of the rows is as old as before. */
function ageText({ knownAsOf, now, time }: ViewFacts): string | undefined {
  return asOfText(knownAsOf, now, time);
}
