import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { chooseCloud, type CloudValues } from '../../../../src/shared/model/cloudChoice.ts';
import { httpsAddress, withoutSlash } from '../../../../src/shared/model/httpsAddress.ts';

function chosen(values: Partial<CloudValues>) {
  return chooseCloud({
    cloud: undefined,
    resourceManager: undefined,
    environment: undefined,
    customEnvironment: undefined,
    workspaceDiffers: false,
    ...values,
  });
}

describe('The cloud in use', () => {
  it('is Azure where nothing is set', () => {
    assert.deepEqual(chosen({}).choice, { kind: 'named', name: 'AzureCloud' });
  });

  it('follows VS Code’s own setting until another cloud is chosen', () => {
    assert.deepEqual(chosen({ environment: 'USGovernment' }).choice, { kind: 'named', name: 'AzureUSGovernment' });
    assert.deepEqual(chosen({ environment: 'ChinaCloud' }).choice, { kind: 'named', name: 'AzureChinaCloud' });
    const customEnvironment = { resourceManagerEndpointUrl: 'https://arm.stack.example/' };
    assert.deepEqual(chosen({ environment: 'custom', customEnvironment }).choice, {
      kind: 'custom',
      arm: 'https://arm.stack.example',
    });
    assert.deepEqual(chosen({ environment: 'USGovernment', cloud: 'AzureCloud' }).choice, {
      kind: 'named',
      name: 'AzureCloud',
    });
  });

  it('is the same custom cloud with and without a slash at the end of its address', () => {
    for (const resourceManager of [
      'https://arm.stack.example',
      ' https://ARM.stack.example/ ',
      'https://arm.stack.example:443',
    ]) {
      assert.deepEqual(chosen({ cloud: 'custom', resourceManager }).choice, {
        kind: 'custom',
        arm: 'https://arm.stack.example',
      });
    }
  });

  it('stays a custom one where its address will not do, and never becomes Azure by itself', () => {
    for (const resourceManager of [undefined, '', 7, 'http://arm.stack.example', 'arm']) {
      assert.equal(chosen({ cloud: 'custom', resourceManager }).choice.kind, 'custom');
    }
  });

  it('is judged without trust in what a settings file holds', () => {
    const anything = fc.anything();
    fc.assert(
      fc.property(
        anything,
        anything,
        anything,
        anything,
        fc.boolean(),
        (cloud, resourceManager, environment, customEnvironment, workspaceDiffers) => {
          const { choice, sovereign } = chosen({
            cloud,
            resourceManager,
            environment,
            customEnvironment,
            workspaceDiffers,
          });
          assert.ok(choice.kind === 'custom' || choice.name.startsWith('Azure'));
          assert.equal(sovereign.workspaceDiffers, workspaceDiffers);
        },
      ),
    );
  });
});

describe('An address that tokens go to', () => {
  it('is https', () => {
    assert.deepEqual(httpsAddress('http://arm.stack.example'), { kind: 'unusable', problem: 'NotHttps' });
    for (const text of ['ftp://arm', 'arm.stack.example', '', 'javascript:alert(1)', 'https:arm', 'https:///arm']) {
      assert.deepEqual(httpsAddress(text), { kind: 'unusable', problem: 'NotAnAddress' }, text);
    }
  });

  it('hides nothing of where it leads', () => {
    for (const text of [
      'https://management.azure.com@evil.example',
      'https://user:secret@arm.stack.example',
      'https://@arm.stack.example',
      'https://arm.stack.example?x=1',
      'https://arm.stack.example?',
      'https://arm.stack.example#x',
      'https://arm.stack.example\\@evil.example',
      'https:\\\\arm.stack.example',
      'https://arm.stack.example/\u202eelpmaxe',
      'https://arm\nstack.example',
      'https://mañana.example',
      'https://-arm.example',
      'https://arm..example',
      'https://arm_stack.example',
      'https://443',
      'https://0x7f.1',
      'https://%61rm.example',
      'https://arm.stack.example:0',
      `https://${'a'.repeat(64)}.example`,
    ]) {
      assert.equal(httpsAddress(text).kind, 'unusable', text);
    }
  });

  it('is taken with a port, a path, an IPv4 or IPv6 address', () => {
    for (const [text, expected] of [
      ['https://arm.stack.example', 'https://arm.stack.example'],
      ['https://arm.stack.example:8443/', 'https://arm.stack.example:8443'],
      ['https://adfs.stack.example/adfs//', 'https://adfs.stack.example/adfs'],
      ['https://10.0.0.1', 'https://10.0.0.1'],
      ['https://[::1]:4711', 'https://[::1]:4711'],
    ] as const) {
      const address = httpsAddress(text);
      assert.ok(address.kind === 'usable', text);
      assert.equal(withoutSlash(address.url), expected);
    }
  });

  it('leads, whatever was typed, to the host that stands right behind https://', () => {
    const part = fc.constantFrom(
      'https://',
      'http://',
      'a.example',
      'b.example',
      '@',
      ':',
      '/',
      '\\',
      '?',
      '#',
      '%40',
      '443',
      '[',
      ']',
      ' ',
      '\t',
      '.',
      '..',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(part, { maxLength: 8 }).map((parts) => parts.join('')),
          fc.webUrl(),
          fc.string(),
        ),
        (text) => {
          const address = httpsAddress(text);
          if (address.kind === 'usable') {
            const { protocol, hostname, username, password, search, hash } = address.url;
            assert.equal(protocol, 'https:');
            assert.equal(`${username}${password}${search}${hash}`, '');
            assert.ok(text.trim().toLowerCase().startsWith(`https://${hostname}`), text);
            assert.ok(!withoutSlash(address.url).endsWith('/'));
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
