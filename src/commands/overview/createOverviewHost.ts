/** What the overview has done by the commands. */
import { stepText, type NextStep } from '../../overview/nextSteps.ts';
import type { OverviewCommand, OverviewHost } from '../../overview/overviewHost.ts';
import { tenantKey, type TenantRow } from '../../shared/model/model.ts';
import { NodePool } from '../../tree/nodes.ts';
import { refreshAll, refreshTenants } from '../checks/checkLinks.ts';
import type { CommandContext } from '../context/commandContext.ts';
import { pickedRows, type RowArguments } from '../context/rowArguments.ts';
import { checkDpor } from '../dpor/checkDpor.ts';
import { formPage } from '../form/manageLinks.ts';
import { addIdentity } from '../identities/addIdentity.ts';
import { signInWhereNeeded } from '../identities/signIn.ts';
import { showPage } from '../pages/openPage.ts';
import { openSandbox } from '../tenants/sampleData.ts';

export function createOverviewHost(context: CommandContext): OverviewHost {
  return {
    show: async (rows) => {
      const { choice } = context.session;
      if (rows === 'needsAttention') {
        choice.setFilter(rows);
      } else {
        choice.showOnly(rows);
      }
      await context.window.showTenants();
    },
    takeStep: (step) => takeStep(context, step),
    perform: (command) => perform(context, command),
    tell: async (text) => {
      await context.window.dialogs.error(text);
    },
  };
}

async function takeStep(context: CommandContext, step: NextStep): Promise<void> {
  const { rows } = step;
  switch (step.kind) {
    case 'signIn':
      return signInWhereNeeded(
        context,
        rows.map(({ ref }) => ref),
      );
    case 'link':
      showPage(
        context,
        formPage,
        rows.map(({ ref }) => tenantKey(ref)),
      );
      return;
    case 'review': {
      const keys = new Set(rows.map(({ ref }) => tenantKey(ref)));
      context.session.choice.showOnly({ text: stepText(step.kind), holds: ({ ref }) => keys.has(tenantKey(ref)) });
      return context.window.showTenants();
    }
    case 'checkDpor':
      return checkDpor(context, subscriptionsOf(step));
    case 'settle':
    case 'retry':
      return refreshTenants(context, tenantsOf(rows));
  }
}

function tenantsOf(rows: readonly TenantRow[]): RowArguments {
  const nodes = new NodePool();
  return pickedRows(rows.map(({ ref }) => nodes.tenant(ref)));
}

function subscriptionsOf({ subscriptions }: NextStep): RowArguments {
  const nodes = new NodePool();
  return pickedRows(subscriptions.map(({ tenant, subscriptionId }) => nodes.subscription(tenant, subscriptionId)));
}

function perform(context: CommandContext, command: OverviewCommand): Promise<void> {
  switch (command) {
    case 'addIdentity':
      return addIdentity(context);
    case 'tryWithSampleData':
      return openSandbox(context);
    case 'manageLinks':
      showPage(context, formPage);
      return Promise.resolve();
    case 'refresh':
      return refreshAll(context);
  }
}
