import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { loginIdentity, principalIdentity, tokenIdentity } from '../../../../src/azure/tokens/tokenIdentity.ts';
import { jwt, objectId, otherTenantId, tenantId } from '../support/scripted.ts';

const ids = { tid: tenantId, oid: objectId };
const app = 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb';
const guest = (idp: string) => ({ ...ids, unique_name: 'anna@contoso.com', idp });

describe('Who an identity is by its token', () => {
  for (const [what, claims, who] of [
    [
      'a user by their account',
      { ...ids, unique_name: 'Anna@Contoso.com' },
      ['user', 'Anna@Contoso.com', 'anna@contoso.com', tenantId],
    ],
    [
      'a user of another provider without its name',
      { ...ids, unique_name: 'live.com#anna@outlook.com' },
      ['user', 'anna@outlook.com', 'anna@outlook.com', tenantId],
    ],
    ['a user whose account holds a #', { ...ids, upn: 'a b.com#c' }, ['user', 'a b.com#c', 'a b.com#c', tenantId]],
    [
      'the first of its accounts',
      { ...ids, email: 'e@a.b', preferred_username: 'p@a.b', upn: 'u@a.b' },
      ['user', 'u@a.b', 'u@a.b', tenantId],
    ],
    [
      'a user by preferred name',
      { ...ids, email: 'e@a.b', preferred_username: 'p@a.b' },
      ['user', 'p@a.b', 'p@a.b', tenantId],
    ],
    ['a user by mail', { ...ids, email: 'e@a.b', appid: app }, ['user', 'e@a.b', 'e@a.b', tenantId]],
    ['a user by name and object', { ...ids, name: 'Anna' }, ['user', 'Anna', objectId, tenantId]],
    ['an object', ids, ['user', objectId, objectId, tenantId]],
    ['a subject', { sub: 'S' }, ['user', 'S', 'S', undefined]],
    [
      'an application by its name',
      { ...ids, appid: app.toUpperCase(), app_displayname: 'Robot' },
      ['servicePrincipal', 'Robot', app, tenantId],
    ],
    ['an application by its id', { ...ids, azp: app }, ['servicePrincipal', app, app, tenantId]],
    [
      'an application with a user’s name, as it says so',
      { ...guest('x'), idtyp: 'App', appid: app },
      ['servicePrincipal', app, app, tenantId],
    ],
    [
      'a guest of another tenant',
      guest(`https://sts.windows.net/${otherTenantId.toUpperCase()}/`),
      ['user', 'anna@contoso.com', 'anna@contoso.com', otherTenantId],
    ],
    [
      'a guest of a provider without a tenant',
      guest('live.com'),
      ['user', 'anna@contoso.com', 'anna@contoso.com', undefined],
    ],
    [
      'a guest of what is no tenant',
      guest('https://sts.windows.net/contoso/'),
      ['user', 'anna@contoso.com', 'anna@contoso.com', undefined],
    ],
    [
      'a guest of what only holds a tenant',
      guest(`a https://sts.windows.net/${otherTenantId}/`),
      ['user', 'anna@contoso.com', 'anna@contoso.com', undefined],
    ],
    [
      'a guest of what goes on after a tenant',
      guest(`https://sts.windows.net/${otherTenantId}/b`),
      ['user', 'anna@contoso.com', 'anna@contoso.com', undefined],
    ],
    [
      'a guest of a national cloud',
      guest(`https://sts.chinacloudapi.cn/${otherTenantId}`),
      ['user', 'anna@contoso.com', 'anna@contoso.com', otherTenantId],
    ],
  ] as const) {
    it(`is ${what}`, () => {
      const found = tokenIdentity(jwt(claims));
      assert.deepEqual([found?.principal, found?.name, found?.subject, found?.homeTenantId], who);
      assert.deepEqual(
        [found?.tenantId, found?.objectId],
        'tid' in claims ? [tenantId, objectId] : [undefined, undefined],
      );
    });
  }

  it('is nobody where it says nothing', () => {
    for (const token of ['opaque', jwt({}), jwt({ tid: tenantId, name: 'Anna' })]) {
      assert.equal(tokenIdentity(token), undefined);
    }
  });
});

describe('The key of an identity', () => {
  const who = {
    name: 'Anna',
    homeTenantId: otherTenantId,
    objectId,
    principal: 'user',
    tenantId,
    subject: 'anna',
  } as const;
  const { name, homeTenantId, principal } = who;

  it('of a tool’s login holds no name', () => {
    assert.deepEqual(loginIdentity('azureCli', who), {
      key: 'azureCli:55579b557896d0ce',
      kind: 'azureCli',
      name,
      homeTenantId,
      objectId,
      principal,
    });
  });

  for (const [token, given, key] of [
    [who, { tenantId: 'given', clientId: 'client' }, `${tenantId}.${objectId}`],
    [{ ...who, tenantId: undefined }, { tenantId: 'given', clientId: 'client' }, `given.${objectId}`],
    [{ ...who, objectId: undefined }, { clientId: 'client' }, `${tenantId}.client`],
    [{ ...who, tenantId: undefined, objectId: undefined }, { clientId: 'client' }, 'client'],
  ] as const) {
    it(`of a service principal is made of what its token says, or else of what was given: ${key}`, () => {
      assert.deepEqual(principalIdentity(given, token), {
        key: `servicePrincipal:${key}`,
        kind: 'servicePrincipal',
        name,
        homeTenantId,
        objectId: token.objectId,
        principal: 'servicePrincipal',
      });
    });
  }
});
