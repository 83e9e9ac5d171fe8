/** What every part of the page is given. */
import type { Request, ShownTenant } from '../../src/shared/tenantPage/messages.ts';
import type { Part } from '../kit/part.ts';

export interface Context {
  /** An error is announced and shown above everything. */
  ask(request: Request): void;
}

export type TenantPart = Part<ShownTenant>;
