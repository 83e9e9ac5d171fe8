import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { homeTenantOf } from '../../../../src/azure/identities/homeTenant.ts';
import { accessOf, accessText, type Access } from '../../../../src/estate/store/access.ts';
import type { Identity } from '../../../../src/shared/model/model.ts';
import { row } from '../support/rows.ts';

const known: Identity = { key: 'sample:a', kind: 'sample', name: 'a', homeTenantId: 't-home' };
const unknown: Identity = { key: 'vscode:b', kind: 'vscodeAccount', name: 'b' };

function access(tenantId: string, identity: Identity | undefined, category?: string): Access {
  return accessOf(row(tenantId, { info: { tenantId, category } }), identity);
}

describe('Access to a tenant', () => {
  it('is home, guest or Lighthouse, and not known where nobody says', () => {
    assert.equal(access('t-home', known, 'Home'), 'home');
    assert.equal(access('t-other', known, 'Home'), 'guest');
    assert.equal(access('t-other', known), 'guest');
    assert.equal(access('t-other', unknown, 'Home'), 'notKnown');
    assert.equal(access('t-other', undefined), 'notKnown');
    for (const category of ['ProjectedBy', 'ManagedBy', 'managedby']) {
      assert.equal(access('t-other', known, category), 'lighthouse');
    }
    assert.deepEqual((['home', 'guest', 'lighthouse', 'servicePrincipal', 'notKnown'] as const).map(accessText), [
      'home',
      'guest',
      'Lighthouse',
      'service principal',
      'not known',
    ]);
  });

  it('is a guest’s where a customer of Lighthouse has an account of the identity', () => {
    const info = { tenantId: 't-other', category: 'ProjectedBy' };
    const confirmed = { pal: { kind: 'notLinked' }, at: 5 } as const;
    assert.equal(accessOf(row('t-other', { info, confirmed }), known), 'guest');
    assert.equal(accessOf(row('t-other', { info, confirmed }), unknown), 'notKnown');
  });

  it('is a service principal’s, at home and elsewhere, but for Lighthouse; a login of the Azure CLI may be one', () => {
    for (const kind of ['servicePrincipal', 'azureCli'] as const) {
      const app: Identity = { ...known, key: `${kind}:c`, kind, principal: 'servicePrincipal' };
      assert.equal(access('t-home', app, 'Home'), 'servicePrincipal');
      assert.equal(access('t-other', app), 'servicePrincipal');
      assert.equal(access('t-other', app, 'ProjectedBy'), 'lighthouse');
    }
    assert.equal(access('t-home', { ...known, kind: 'azureCli', principal: 'user' }), 'home');
  });
});

describe('The home of an account of VS Code', () => {
  const [oid, tid] = ['0b000000-0000-4000-8000-000000000001', '7E000000-0000-4000-8000-00000000000A'];
  it('stands in its id where that has MSAL’s form, and is not known otherwise', () => {
    assert.deepEqual(homeTenantOf(`${oid}.${tid}`), { homeTenantId: tid.toLowerCase() });
    for (const id of [oid, `${oid}.`, `.${tid}`, `${oid}.${tid}.${tid}`, `${oid}.${tid}-b2c_policy`, 'anna-id', '']) {
      assert.deepEqual(homeTenantOf(id), {}, id);
    }
  });
});
