/**
 * What may enter a script: tenant ids that are GUIDs and partner IDs that are digits. Names stand in comments only, one line
 * each. The words of scripts are fixed and not translated, so that nothing but these ids ever gets into code.
 */
import { isGuid } from '../../shared/model/guid.ts';
import type { TenantRow } from '../../shared/model/model.ts';
import { isPartnerId } from '../../shared/model/partnerId.ts';
import { forScriptComment } from '../../shared/escaping/foreignText.ts';
import {
  associationKind,
  goalOf,
  isWrite,
  reviewedOf,
  type Plan,
  type PlanContext,
  type PlanItem,
} from '../plan/plan.ts';

/** A tenant of a status script; a `PlanItem` is one. */
export type ScriptTarget = Pick<PlanItem, 'tenant' | 'tenantName' | 'domain' | 'identityName'>;

/** All of these rows, whatever they hold. */
export function scriptTargets(
  rows: readonly TenantRow[],
  context: Pick<PlanContext, 'identityName'>,
): readonly ScriptTarget[] {
  return rows.map(({ ref, info }) => ({
    tenant: ref,
    tenantName: info.displayName,
    domain: info.defaultDomain,
    identityName: context.identityName(ref.identity),
  }));
}

export interface ScriptLine {
  /** A GUID in lower case. */
  readonly tenantId: string;
  /** Digits; `undefined`: not linked. What the reviewed plan showed; for a status always `undefined`. */
  readonly from?: string;
  /** Digits; `undefined`: no link. */
  readonly to?: string;
  /** Without the sign of the comment; begins and ends with characters of ASCII, whatever stands between. */
  readonly comment: string;
}

export interface ScriptGroup {
  /** How the identity is called. */
  readonly comment: string;
  readonly lines: readonly ScriptLine[];
}

export interface ScriptParts {
  /** One per identity: who is signed in decides whose link it is. */
  readonly groups: readonly ScriptGroup[];
  /** Tenants whose ids are of no form that may enter a script. */
  readonly leftOut: number;
  /** Subscriptions of the plan: there is no published API for their DPOR. */
  readonly dporLeftOut: number;
}

/** The writes of a plan. */
export function scriptOfPlan(plan: Plan): ScriptParts {
  const writes = plan.items.flatMap((item) => (isWrite(item.action) ? [{ item, action: item.action }] : []));
  const links = writes.filter(({ item }) => associationKind(item) === 'PAL');
  const parts = grouped(
    links.map(({ item, action }) => ({ target: item, from: reviewedOf(action), to: goalOf(action) })),
  );
  return { ...parts, dporLeftOut: writes.length - links.length };
}

/** Each tenant of each identity once. */
export function scriptOfTargets(targets: readonly ScriptTarget[]): ScriptParts {
  return { ...grouped(targets.map((target) => ({ target }))), dporLeftOut: 0 };
}

interface Wanted {
  readonly target: ScriptTarget;
  readonly from?: string;
  readonly to?: string;
}

function grouped(all: readonly Wanted[]): Omit<ScriptParts, 'dporLeftOut'> {
  const groups = new Map<string, { comment: string; lines: Map<string, Wanted> }>();
  let leftOut = 0;
  for (const wanted of all) {
    const { tenant, identityName } = wanted.target;
    const tenantId = tenant.tenantId.toLowerCase();
    const ids = [wanted.from, wanted.to].filter((id) => id !== undefined);
    if (!isGuid(tenantId) || !ids.every(isPartnerId)) {
      leftOut += 1;
      continue;
    }
    const group = groups.get(tenant.identity) ?? { comment: forScriptComment(identityName), lines: new Map() };
    groups.set(tenant.identity, group);
    if (!group.lines.has(tenantId)) {
      group.lines.set(tenantId, wanted);
    }
  }
  return {
    groups: [...groups.values()].map(({ comment, lines }) => ({
      comment,
      lines: [...lines].map(([tenantId, { target, from, to }], index) => ({
        tenantId,
        from,
        to,
        comment: commentOf(target, index + 1, lines.size),
      })),
    })),
    leftOut,
  };
}

/** It ends in ASCII: a shell that reads the file in an old code page must not take a name's last byte and the line's end for one character. */
function commentOf({ tenantName, domain }: ScriptTarget, number: number, of: number): string {
  const names = [tenantName, domain].map((name) => forScriptComment(name ?? '')).filter((name) => name !== '');
  return [...names, `(${String(number)} of ${String(of)})`].join(' ');
}
