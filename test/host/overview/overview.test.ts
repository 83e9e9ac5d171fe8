import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { OpenPage } from '../../../src/commands/context/commandContext.ts';
import { createOverviewHost } from '../../../src/commands/overview/createOverviewHost.ts';
import { panelTypes } from '../../../src/manifest.ts';
import { countedRows } from '../../../src/estate/view/estateCounts.ts';
import { nextSteps, type NextStep } from '../../../src/overview/nextSteps.ts';
import type { StepKind } from '../../../src/shared/overview/messages.ts';
import { eventually } from '../../e2e/support/eventually.ts';
import { describeCommand } from '../support/commandCoverage.ts';
import { testApi } from '../support/extension.ts';
import { openSampleWorld, type SampleWorld } from '../support/sampleWorld.ts';

function tabs(type: string): readonly string[] {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(type))
    .map(({ label }) => label);
}

describe('The overview', () => {
  let sample: SampleWorld;

  beforeEach(async () => {
    sample = await openSampleWorld();
  });

  afterEach(async () => {
    await sample.close();
    await eventually(() => assert.deepEqual([...tabs(panelTypes.overview), ...tabs(panelTypes.form)], []));
  });

  /** Once its page is there. */
  async function opened(): Promise<OpenPage> {
    return eventually(() => {
      const open = sample.world.app.pages.get('overview');
      assert.ok(open?.ready, 'the page listens');
      return open;
    });
  }

  function stepOf(kind: StepKind): NextStep {
    const context = sample.session().attentionContext();
    const step = nextSteps(countedRows(sample.session().store.allTenants(), context), context).find(
      (one) => one.kind === kind,
    );
    assert.ok(step, kind);
    return step;
  }

  describeCommand('showOverview', (run) => {
    it('opens one per window, labelled as sample data, whose page loads', async () => {
      await run();
      await opened();
      await run();
      await eventually(() => assert.deepEqual(tabs(panelTypes.overview), ['Partner Link Overview (Sample Data)']));
    });

    it('goes over to the other mode', async () => {
      await run();
      await opened();
      await sample.world.app.switchMode('azure');
      await eventually(() => assert.deepEqual(tabs(panelTypes.overview), ['Partner Link Overview']));
      await sample.world.app.switchMode('sandbox');
      assert.ok((await opened()).ready);
    });
  });

  it('of a reloaded window is shown again; of two one is', async () => {
    const { restorePanel } = await testApi();
    const panel = (): vscode.WebviewPanel =>
      vscode.window.createWebviewPanel(panelTypes.overview, 'Earlier', vscode.ViewColumn.Active);
    await restorePanel(panel());
    await opened();
    await restorePanel(panel());
    await eventually(() => assert.deepEqual(tabs(panelTypes.overview), ['Partner Link Overview (Sample Data)']));
  });

  it('shows in the Tenants view just those that a number counts, until the filter is cleared', async () => {
    const { app } = sample.world;
    const host = createOverviewHost({ window: app, session: sample.session() });
    const { tenantId } = sample.node('northwind').ref;
    await host.show({ text: 'these', holds: ({ ref }) => ref.tenantId === tenantId });
    await eventually(() => assert.equal(app.view.contextKeys.get('partnerLink.filter'), 'chosen'));
    assert.equal(sample.session().countMatching('chosen'), 1);
    sample.session().choice.setFilter('all');
    await eventually(() => assert.equal(app.view.contextKeys.get('partnerLink.filter'), 'all'));
    assert.equal(sample.session().choice.chosen, undefined);
  });

  it('takes the step of linking to the form', async () => {
    const host = createOverviewHost({ window: sample.world.app, session: sample.session() });
    await host.takeStep(stepOf('link'));
    await eventually(() => assert.ok(sample.world.app.pages.get('form')?.ready));
  });

  it('takes the step of reviewing to the Tenants view', async () => {
    const host = createOverviewHost({ window: sample.world.app, session: sample.session() });
    const step = stepOf('review');
    await host.takeStep(step);
    assert.equal(sample.session().countMatching('chosen'), step.rows.length);
  });
});
