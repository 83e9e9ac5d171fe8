import type { SubscriptionAction, TenantAction } from '../shared/tenantPage/messages.ts';
import type { TenantRef } from '../shared/model/model.ts';

/** What the tenant page has done by the commands: all that asks, tells or opens something outside its page. None of them rejects. */
export interface TenantPageHost {
  act(command: TenantAction, tenant: TenantRef): Promise<void>;
  actOn(command: SubscriptionAction, tenant: TenantRef, subscriptionId: string): Promise<void>;
  copy(text: string): Promise<void>;
  /** A section of the page about failures. */
  learnMore(section: string): Promise<void>;
  showInTree(tenant: TenantRef): Promise<void>;
  showJournal(): Promise<void>;
  /** What went wrong with a request whose page is hidden or closed by now. */
  tell(text: string): Promise<void>;
}
