/** What a window shows, held against the truth. */
import { dporOf } from '../../../src/estate/store/dporRow.ts';
import { enterprise } from '../acts.ts';
import type { Held } from '../service/ledger.ts';
import { shortTarget, targetOf, type TargetId } from '../world/estate.ts';
import type { Window } from '../world/window.ts';
import type { World } from '../world/world.ts';

/** After everything was read again over a good network: rows that claim something are right, and all that can be read claim something. */
export function judgeView(world: World, window: Window): void {
  for (const row of window.session.store.allTenants()) {
    const { pal } = row;
    const target = targetOf({ tenant: row.ref });
    switch (pal.kind) {
      case 'linked':
        compare(world, target, pal.link.partnerId);
        break;
      case 'notLinked':
        compare(world, target, undefined);
        break;
      case 'signInNeeded':
        break;
      default:
        world.violated('converges', `${shortTarget(target)} is ${pal.kind} in ${window.name}`);
    }
    for (const { subscription } of enterprise([row])) {
      const { subscriptionId } = subscription;
      const { dpor } = dporOf(row, subscriptionId);
      const of = targetOf({ tenant: row.ref, subscription: { id: subscriptionId } });
      if (dpor.kind === 'designated') {
        compare(world, of, dpor.partner.partnerId);
      } else if (dpor.kind === 'noneReported') {
        compare(world, of, undefined);
      }
    }
  }
}

function compare(world: World, target: TargetId, shown: Held): void {
  const held = world.ledger.held(target);
  if (held !== shown) {
    world.violated('converges', `${shortTarget(target)} shows ${shown ?? 'none'} and holds ${held ?? 'none'}`);
  }
}
