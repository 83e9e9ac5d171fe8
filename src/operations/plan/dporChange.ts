/** A run's words for a DPOR (actions, what is held) as those of what is known of it (`shared/dpor.ts`). */
import type { DporChange, DporPartner } from '../../shared/model/dpor.ts';
import type { WriteAction } from './plan.ts';

export function dporPartner(partnerId: string, partnerName: string | undefined): DporPartner {
  return { partnerId, partnerName: partnerName || undefined };
}

export function dporChange(action: WriteAction): DporChange {
  return action.do === 'remove'
    ? { do: 'remove', partnerId: action.from }
    : { do: 'designate', partner: dporPartner(action.to, action.toName) };
}
