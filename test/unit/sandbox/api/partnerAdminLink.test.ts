import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { samplePartnerIds } from '../../../../src/sandbox/scenario/partners.ts';
import { createSandbox } from '../../../../src/sandbox/sandbox.ts';
import { sampleObjectId, sampleTenantIds } from '../../../../src/sandbox/scenario/scenario.ts';
import { ask, errorOf, linkOf, palVersion, partners, tokenFor } from '../support/ask.ts';
import { clockAt } from '../../support/manualClock.ts';

const { contoso, contosoGlobal, fabrikam, withoutName, notValid } = samplePartnerIds;
const notLinked = sampleTenantIds.northwind;
const linked = sampleTenantIds.alpine;

describe('the stand-in’s Microsoft.ManagementPartner, by the facts', () => {
  it('GET /partners answers one object with the body of a link', async () => {
    const sandbox = createSandbox();
    const response = await ask(sandbox, `GET ${partners}?${palVersion}`, { token: await tokenFor(sandbox, linked) });
    assert.equal(response.status, 200);
    assert.deepEqual(linkOf(response), {
      id: `/providers/microsoft.managementpartner/partners/${contoso}`,
      type: 'Microsoft.ManagementPartner/partners',
      name: contoso,
      etag: 3,
      properties: {
        partnerId: contoso,
        partnerName: 'Contoso Consulting',
        tenantId: linked,
        objectId: sampleObjectId('consultant', linked),
        version: 3,
        updatedTime: '2025-11-04T13:02:45.7721934Z',
        createdTime: '2023-02-14T08:31:07.1184312Z',
        state: 'Active',
      },
    });
  });

  it('GET /partners without a link answers 404 ManagementPartnerNotFound, told twice', async () => {
    const sandbox = createSandbox();
    const response = await ask(sandbox, `GET ${partners}?${palVersion}`, { token: await tokenFor(sandbox, notLinked) });
    assert.equal(response.status, 404);
    const told = {
      code: 'ManagementPartnerNotFound',
      message: 'This user or service principal is not linked with a Partner ID',
    };
    assert.deepEqual(errorOf(response), { error: told, ...told });
  });

  it('partnerName can be absent', async () => {
    const sandbox = createSandbox();
    const token = await tokenFor(sandbox, sampleTenantIds.litware);
    const link = linkOf(await ask(sandbox, `GET ${partners}?${palVersion}`, { token }));
    assert.equal(link.properties.partnerId, withoutName);
    assert.ok(!('partnerName' in link.properties));
  });

  it('PUT without a body links the token’s principal and answers 200 with the link', async () => {
    const sandbox = createSandbox({ clock: clockAt(() => Date.parse('2026-05-04T10:20:30.456Z')) });
    const token = await tokenFor(sandbox, notLinked);
    const link = linkOf(await ask(sandbox, `PUT ${partners}/${contoso}?${palVersion}`, { token }));
    assert.equal(link.properties.tenantId, notLinked);
    assert.equal(link.properties.objectId, sampleObjectId('consultant', notLinked));
    assert.equal(link.properties.partnerName, 'Contoso Consulting');
    assert.equal(link.etag, 1);
    assert.equal(link.properties.createdTime, '2026-05-04T10:20:30.4560000Z');
    assert.deepEqual(linkOf(await ask(sandbox, `GET ${partners}?${palVersion}`, { token })), link);
  });

  for (const bad of [notValid, contosoGlobal, '12', 'abc', '12345678901']) {
    it(`PUT of ${bad} answers 400 PartnerIdInvalid and links nothing`, async () => {
      const sandbox = createSandbox();
      const token = await tokenFor(sandbox, notLinked);
      const response = await ask(sandbox, `PUT ${partners}/${bad}?${palVersion}`, { token });
      assert.equal(response.status, 400);
      const told = { code: 'PartnerIdInvalid', message: 'The Partner ID is not valid' };
      assert.deepEqual(errorOf(response), { error: told, ...told });
      assert.equal(sandbox.record(notLinked, sampleObjectId('consultant', notLinked)), undefined);
    });
  }

  it('PATCH with the new ID in the path changes the link and its version', async () => {
    const sandbox = createSandbox();
    const token = await tokenFor(sandbox, linked);
    const link = linkOf(await ask(sandbox, `PATCH ${partners}/${fabrikam}?${palVersion}`, { token }));
    assert.equal(link.properties.partnerId, fabrikam);
    assert.equal(link.properties.partnerName, 'Fabrikam Cloud Services');
    assert.equal(link.properties.version, 4);
    assert.equal(link.properties.createdTime, '2023-02-14T08:31:07.1184312Z');
  });

  it('PATCH without a link answers 404 ManagementPartnerNotFound', async () => {
    const sandbox = createSandbox();
    const token = await tokenFor(sandbox, notLinked);
    const response = await ask(sandbox, `PATCH ${partners}/${fabrikam}?${palVersion}`, { token });
    assert.equal(response.status, 404);
    assert.equal(errorOf(response).code, 'ManagementPartnerNotFound');
  });

  it('DELETE answers 200 with an empty body, and the link is gone', async () => {
    const sandbox = createSandbox();
    const token = await tokenFor(sandbox, linked);
    const response = await ask(sandbox, `DELETE ${partners}/${contoso}?${palVersion}`, { token });
    assert.deepEqual([response.status, response.bodyAsText], [200, '']);
    assert.equal((await ask(sandbox, `GET ${partners}?${palVersion}`, { token })).status, 404);
  });

  it('DELETE without a link answers 200 with an empty body', async () => {
    const sandbox = createSandbox();
    const token = await tokenFor(sandbox, notLinked);
    const response = await ask(sandbox, `DELETE ${partners}/${contoso}?${palVersion}`, { token });
    assert.deepEqual([response.status, response.bodyAsText], [200, '']);
  });

  it('DELETE is soft: the next PUT brings back the first createdTime and a higher version', async () => {
    const sandbox = createSandbox();
    const token = await tokenFor(sandbox, linked);
    await ask(sandbox, `DELETE ${partners}/${contoso}?${palVersion}`, { token });
    const link = linkOf(await ask(sandbox, `PUT ${partners}/${contoso}?${palVersion}`, { token }));
    assert.equal(link.properties.createdTime, '2023-02-14T08:31:07.1184312Z');
    assert.ok(link.properties.version > 3);
    assert.equal(link.etag, link.properties.version);
  });

  it('PUT where a link exists answers 409 PartnerIdAlreadyLinked and changes nothing', async () => {
    const sandbox = createSandbox();
    const token = await tokenFor(sandbox, linked);
    const response = await ask(sandbox, `PUT ${partners}/${fabrikam}?${palVersion}`, { token });
    assert.deepEqual([response.status, errorOf(response).code], [409, 'PartnerIdAlreadyLinked']);
    assert.equal(sandbox.record(linked, sampleObjectId('consultant', linked))?.partnerId, contoso);
  });

  it('one link per (tenant, object): nobody else’s is read or changed', async () => {
    const sandbox = createSandbox();
    const token = await tokenFor(sandbox, notLinked);
    const colleague = sampleObjectId('colleague', notLinked);
    const before = sandbox.record(notLinked, colleague);
    await ask(sandbox, `PUT ${partners}/${fabrikam}?${palVersion}`, { token });
    assert.equal(before?.partnerId, samplePartnerIds.contosoNordics);
    assert.deepEqual(sandbox.record(notLinked, colleague), before);
  });

  it('GET /operations answers 200', async () => {
    const sandbox = createSandbox();
    const path = '/providers/Microsoft.ManagementPartner/operations';
    const response = await ask(sandbox, `GET ${path}?${palVersion}`, { token: await tokenFor(sandbox, notLinked) });
    assert.equal(response.status, 200);
  });

  it('a CSP login without an account in the tenant gets the message that people report', async () => {
    const sandbox = createSandbox();
    const token = await tokenFor(sandbox, sampleTenantIds.relecloud);
    const response = await ask(sandbox, `PUT ${partners}/${contoso}?${palVersion}`, { token });
    assert.match(errorOf(response).error.message, /^The user does not have an account in this tenant, work with/);
  });

  it('tells request id, correlation id and what remains of the budget', async () => {
    const sandbox = createSandbox();
    const token = await tokenFor(sandbox, notLinked);
    const headers = { 'x-ms-correlation-request-id': 'c0ffee00-0000-4000-8000-000000000001' };
    const put = await ask(sandbox, `PUT ${partners}/${contoso}?${palVersion}`, { token, headers });
    assert.equal(put.headers.get('x-ms-ratelimit-remaining-tenant-resource-requests'), '99');
    assert.equal(put.headers.get('x-ms-correlation-request-id'), headers['x-ms-correlation-request-id']);
    assert.match(put.headers.get('request-id') ?? '', /^[0-9a-f-]{36}$/);
    const get = await ask(sandbox, `GET ${partners}?${palVersion}`, { token });
    assert.equal(get.headers.get('x-ms-ratelimit-remaining-tenant-reads'), '249');
    assert.notEqual(get.headers.get('request-id'), put.headers.get('request-id'));
  });

  it('every answer that is not known can be switched the other way', async () => {
    const sandbox = createSandbox({
      switches: {
        unknowns: {
          putOnLinked: 'overwrites',
          putStatus: 201,
          deleteStatus: 204,
          deleteOtherId: 'deletes',
          getOtherId: 'theLink',
        },
      },
    });
    const token = await tokenFor(sandbox, linked);
    const put = await ask(sandbox, `PUT ${partners}/${fabrikam}?${palVersion}`, { token });
    assert.deepEqual([put.status, linkOf(put).name], [201, fabrikam]);
    assert.equal(linkOf(await ask(sandbox, `GET ${partners}/${contoso}?${palVersion}`, { token })).name, fabrikam);
    assert.equal((await ask(sandbox, `DELETE ${partners}/${contoso}?${palVersion}`, { token })).status, 204);
    assert.equal((await ask(sandbox, `GET ${partners}?${palVersion}`, { token })).status, 404);
  });

  it('without a switch another ID than the linked one is neither found nor removed', async () => {
    const sandbox = createSandbox();
    const token = await tokenFor(sandbox, linked);
    assert.equal((await ask(sandbox, `GET ${partners}/${fabrikam}?${palVersion}`, { token })).status, 404);
    assert.equal((await ask(sandbox, `DELETE ${partners}/${fabrikam}?${palVersion}`, { token })).status, 200);
    assert.equal((await ask(sandbox, `GET ${partners}?${palVersion}`, { token })).status, 200);
    sandbox.setSwitches({ unknowns: { deleteOtherId: 'notFound' } });
    assert.equal((await ask(sandbox, `DELETE ${partners}/${fabrikam}?${palVersion}`, { token })).status, 404);
  });

  it('paths are taken in any case', async () => {
    const sandbox = createSandbox();
    const token = await tokenFor(sandbox, linked);
    assert.equal((await ask(sandbox, `GET ${partners.toLowerCase()}?${palVersion}`, { token })).status, 200);
  });
});
