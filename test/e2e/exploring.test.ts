/** A newcomer looks around: from the welcome text into sample data, through the view's commands, and back. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { sampleTenantIds } from '../../src/sandbox/scenario/scenario.ts';
import { eventually } from './support/eventually.ts';
import { inSteps } from './support/inSteps.ts';
import { ManyTenants } from './support/manyTenants.ts';
import type { TreeView } from './support/treeView.ts';
import { startVSCode, type VSCode } from './support/vscode.ts';
import type { Workbench } from './support/workbench.ts';

async function labels(view: TreeView): Promise<readonly string[]> {
  return (await view.rows()).filter((row) => row.level === 1).map((row) => row.label);
}

describe('Looking around', function () {
  inSteps(this);
  let code: VSCode;
  let workbench: Workbench;
  let view: TreeView;

  before(async () => {
    code = await startVSCode({ name: 'exploring' });
    workbench = code.workbench;
    view = await workbench.openView('Partner Link', 'Tenants');
  });

  after(() => code.close());

  it('meets a welcome text that offers a sign-in and sample data', async () => {
    // It gives way to the first look for accounts, and comes back.
    await eventually(async () => {
      const welcome = await view.welcome();
      assert.match(welcome, /^A Partner Admin Link \(PAL\) tells Azure which partner works in/);
      assert.match(welcome, /Sign In…[\s\S]*Try with sample data/);
    });
    await code.picture('welcome-dark');
  });

  it('tries sample data, which is labelled as such', async () => {
    await view.clickWelcome('Try with sample data');
    await view.rowSays('Woodgrove Bank', 'PAL 4810337 · Contoso Consulting, guest');
    await view.rowSays('Litware', 'another partner: 3921745, guest');
    await view.rowSays('Lamna Healthcare', 'sign-in needed, guest');
    await view.rowSays('Humongous Insurance', /^unknown \(tenant blocked\. .+\), guest$/);
    await eventually(async () => {
      assert.equal(await view.message(), 'Sample data');
    });
    await eventually(async () => assert.equal(await workbench.badge('Partner Link'), '7'));
    await code.picture('sample-data-dark');
  });

  it('tells PAL and DPOR on every row, however narrow the side bar is', async () => {
    const statuses: readonly (readonly [label: string, shown: string])[] = [
      ['Woodgrove Bank', 'PAL 4810337 ✓·'],
      ['Litware', 'other: 3921745 ≠–'],
      ['Lamna Healthcare', 'sign in !·'],
      ['Humongous Insurance', 'unknown: blocked ??'],
      ['Northwind Traders', 'not linked ○–'],
    ];
    await view.drawAsWideAsArial();
    for (const width of [240, 300, 400]) {
      await workbench.widenSideBar(width);
      for (const [label, shown] of statuses) {
        await view.rowShows(label, shown);
      }
      await code.picture(`rows-${String(width)}`);
      if (width >= 300) {
        assert.ok(await view.titleIsReadable());
        const cut = await view.cutOff();
        assert.ok(cut.length <= 0.1 * (await view.rows()).length, cut.join(', '));
      }
    }
    await workbench.widenSideBar(300);
  });

  it('opens a tenant: its subscriptions say the link through the tenant, and what is delegated or disabled', async () => {
    await view.expand('Contoso Consulting');
    // What the subscriptions were bought by is read now, and they are drawn again with it.
    await eventually(async () => {
      const rows = (await view.rows()).filter((row) => row.level === 2);
      assert.ok(rows.length > 1);
      assert.ok(
        rows.every((row) => /, PAL 4810337 \(through the tenant\), DPOR does not apply/.test(row.accessibleText)),
        JSON.stringify(rows),
      );
      assert.ok(
        rows.some((row) => row.accessibleText.includes('delegated by')),
        JSON.stringify(rows),
      );
    });
    await code.picture('subscriptions-dark');
  });

  it('refreshes, and keeps what was opened and selected', async () => {
    await view.select('Contoso Internal');
    const estate = new ManyTenants(code);
    const alpine = estate.tenants.find(({ tenantId }) => tenantId === sampleTenantIds.alpine);
    assert.ok(alpine);
    estate.link(alpine, '6203519');
    await workbench.runCommand('Partner Link: Refresh All Tenants');
    await view.rowSays('Alpine Ski House', /^another partner: 6203519/);
    assert.equal((await view.row('Contoso Consulting')).expanded, true);
    assert.equal((await view.row('Contoso Internal')).selected, true);
  });

  it('reads in the tooltip what the row has no room for', async () => {
    const tooltip = await view.tooltip('Tailspin Toys');
    assert.match(tooltip, /another partner: 6203519 · Fabrikam Cloud Services/);
    assert.match(tooltip, /mira\.lindqvist@contoso-consulting\.example/);
    assert.match(tooltip, /tailspintoys\.example/);
  });

  it('filters to what is not linked, is told how many that are, and clears the filter', async () => {
    await workbench.runCommand('Partner Link: Filter Tenants…');
    await workbench.quickInput.choose('Not linked');
    await eventually(async () => {
      assert.deepEqual(await labels(view), [
        'Adventure Works',
        'jonashoferoutlook',
        'Northwind Traders',
        'Wide World Importers',
      ]);
    });
    await eventually(async () => {
      assert.equal(await view.message(), 'Sample data · Showing 4 of 13 · not linked');
    });
    await view.clickTitleAction('Clear Filter');
    await view.rowSays('Woodgrove Bank', 'PAL 4810337 · Contoso Consulting, guest');
  });

  it('groups tenants by what to do: a group says how many it has, folds, and takes a command for all of them', async () => {
    await workbench.runCommand('Partner Link: Group By…');
    await workbench.quickInput.choose('What to Do');
    await eventually(async () => {
      assert.deepEqual(await labels(view), [
        'Needs attention · 8',
        'Not linked · 1',
        'Sign-in needed · 1',
        'Linked · 3',
      ]);
    });
    assert.equal((await view.row('Needs attention · 8')).accessibleText, 'Needs attention, group, 8 tenants');
    await code.picture('groups-dark');
    await view.collapse('Needs attention · 8');
    await eventually(async () => {
      assert.ok((await view.rows()).every(({ label }) => label !== 'Litware'));
    });
    const menu = await view.openMenu('Linked · 3');
    await view.closeMenu();
    assert.ok(menu.includes('Change Partner ID…'), menu.join(', '));
    assert.ok(!menu.includes('Link Partner ID…'), menu.join(', '));
    await view.chooseFromMenu('Linked · 3', 'Copy', 'Copy ID');
    await eventually(async () => {
      const { contoso, woodgrove, defaultDirectoryTwo } = sampleTenantIds;
      assert.deepEqual(
        (await workbench.clipboard()).split('\n').sort(),
        [contoso, woodgrove, defaultDirectoryTwo].sort(),
      );
    });
    await workbench.runCommand('Partner Link: Group By…');
    await workbench.quickInput.choose('Nothing');
    await view.rowSays('Woodgrove Bank', 'PAL 4810337 · Contoso Consulting, guest');
  });

  it('is told that it is sample data where no tenant stands, too', async () => {
    await workbench.runCommand('Partner Link: Filter Tenants…');
    await workbench.quickInput.choose('Sign-in needed');
    await view.chooseFromMenu('Lamna Healthcare', 'Pin, Hide, Not Ours', 'Hide Tenant');
    await eventually(async () => {
      assert.match(await view.welcome(), /^Sample data: no real tenant is touched\.\s+No tenant matches the filter\./);
    });
    await view.clickWelcome('Clear Filter');
    await workbench.runCommand('Partner Link: Unhide Tenant');
    await workbench.quickInput.check('Lamna Healthcare');
    await workbench.quickInput.accept();
    await view.rowSays('Lamna Healthcare', 'sign-in needed, guest');
  });

  it('finds a tenant by a part of its domain', async () => {
    await workbench.runCommand('Partner Link: Find Tenant…');
    await workbench.quickInput.type('tailspintoys.ex');
    await workbench.quickInput.accept();
    await eventually(async () => {
      assert.equal((await view.row('Tailspin Toys')).selected, true);
    });
  });

  it('pins one tenant to the top and hides another', async () => {
    await view.chooseFromMenu('Woodgrove Bank', 'Pin, Hide, Not Ours', 'Pin Tenant');
    await eventually(async () => {
      assert.equal((await labels(view))[0], 'Woodgrove Bank');
    });
    await view.chooseFromMenu('Litware', 'Pin, Hide, Not Ours', 'Hide Tenant');
    await eventually(async () => {
      assert.ok(!(await labels(view)).includes('Litware'));
    });
    await workbench.runCommand('Partner Link: Show Hidden Tenants');
    await view.rowSays('Litware', /another partner: 3921745, guest, hidden/);
    await workbench.runCommand('Partner Link: Hide Hidden Tenants');
    await eventually(async () => {
      assert.ok(!(await labels(view)).includes('Litware'));
    });
  });

  it('copies a tenant’s ID', async () => {
    await view.chooseFromMenu('Tailspin Toys', 'Copy', 'Copy ID');
    await eventually(async () => {
      assert.equal(await workbench.clipboard(), sampleTenantIds.tailspin);
    });
  });

  it('signs in to a tenant that needs it, and sees its status', async () => {
    await view.clickInline('Lamna Healthcare', 'Sign In to Tenant…');
    await view.rowSays('Lamna Healthcare', /^(not linked|PAL |another partner)/);
  });

  it('validates a partner ID, and reads that its name cannot be known before the first link', async () => {
    await workbench.runCommand('Partner Link: Validate Partner ID…');
    await workbench.quickInput.answer('7654321');
    const toast = await workbench.toasts.saying('7654321');
    assert.match(toast.message, /Its partner’s name cannot be known before the first link\./);
    assert.deepEqual(toast.buttons, ['Save as Ours']);
    await workbench.toasts.close('7654321');
  });

  it('opens a journal that says that nothing was changed yet', async () => {
    await workbench.runCommand('Partner Link: Show Journal');
    assert.match(await workbench.preview('Journal'), /No run has changed anything yet\./);
    await code.picture('journal-empty-dark');
  });

  it('finds the rows again at once after VS Code was restarted, with what was pinned and hidden', async () => {
    // Azure answers nothing: what is shown is what was kept.
    const estate = new ManyTenants(code);
    estate.steer({ faults: [{ match: {}, answer: { kind: 'hang' } }] });
    await code.restart();
    workbench = code.workbench;
    view = await workbench.openView('Partner Link', 'Tenants');
    await view.rowSays('Woodgrove Bank', 'PAL 4810337 · Contoso Consulting, guest, pinned');
    assert.equal((await labels(view))[0], 'Woodgrove Bank');
    assert.ok(!(await labels(view)).includes('Litware'));
    estate.steer();
  });

  it('leaves sample data, and is where it began', async () => {
    await workbench.runCommand('Partner Link: Leave Sample Data');
    await eventually(async () => {
      assert.match(await view.welcome(), /^A Partner Admin Link \(PAL\) tells Azure which partner works in/);
    });
  });
});
