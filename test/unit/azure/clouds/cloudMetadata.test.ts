import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { azureCloud, clouds } from '../../../../src/azure/clouds/cloud.ts';
import { authorityOf, cloudOf } from '../../../../src/azure/clouds/cloudMetadata.ts';
import { signInProvider } from '../../../../src/azure/identities/signInProvider.ts';
import { failureSentence } from '../../../../src/shared/text/failureText.ts';

const arm = 'https://management.local.azurestack.external';
const audience = 'https://management.azurestack.onmicrosoft.com/4c2f';

/** As an Azure Stack Hub answers 2015-01-01. */
const stack = {
  galleryEndpoint: 'https://adminportal.local.azurestack.external:30015/',
  graphEndpoint: 'https://graph.windows.net/',
  portalEndpoint: 'https://portal.local.azurestack.external/',
  authentication: { loginEndpoint: 'https://login.windows.net/', audiences: [audience] },
};

function entry(more: object = {}): object {
  return {
    name: 'AzureStack',
    portal: 'https://portal.local.azurestack.external/',
    resourceManager: `${arm}/`,
    authentication: {
      loginEndpoint: 'https://adfs.local.azurestack.external/adfs',
      audiences: ['https://management.adfs.azurestack.local/', 'https://other.example'],
      identityProvider: 'ADFS',
      tenant: 'adfs',
    },
    ...more,
  };
}

function refusedAs(metadata: unknown): string | undefined {
  const outcome = cloudOf(arm, metadata);
  assert.ok(!outcome.ok, JSON.stringify(outcome));
  assert.equal(outcome.failure.kind, 'cloudUnusable');
  return outcome.failure.code;
}

describe('A cloud by what its Azure Resource Manager says of it', () => {
  it('is read from the flat object of an Azure Stack Hub', () => {
    assert.deepEqual(cloudOf(arm, stack), {
      ok: true,
      value: {
        arm,
        authority: 'https://login.windows.net',
        kind: 'entra',
        portal: 'https://portal.local.azurestack.external',
        scope: `${audience}/.default`,
      },
    });
  });

  it('is read from one object and from a list; AD FS by the end of its address', () => {
    const expected = {
      ok: true,
      value: {
        arm,
        authority: 'https://adfs.local.azurestack.external/adfs',
        kind: 'adfs',
        portal: 'https://portal.local.azurestack.external',
        scope: 'https://management.adfs.azurestack.local/.default',
      },
    };
    assert.deepEqual(cloudOf(arm, entry()), expected);
    assert.deepEqual(cloudOf(arm, [entry()]), expected);
    const others = [entry({ resourceManager: 'https://management.azure.com', authentication: {} }), entry()];
    assert.deepEqual(cloudOf(arm, others), expected, 'of several the one that is here');
  });

  it('is none where several are listed and none of them is here', () => {
    assert.equal(
      refusedAs([entry({ resourceManager: 'https://a.example' }), entry({ resourceManager: 'x' })]),
      'NoAuthority',
    );
  });

  it('never sends a token or a secret to an address that is not plain https', () => {
    for (const loginEndpoint of [
      'http://adfs.stack.example/adfs',
      'https://user:x@adfs.stack.example/adfs',
      'https://login.microsoftonline.com@evil.example/',
      'https://adfs.stack.example/adfs?x=/adfs',
      'adfs',
      '//adfs.stack.example/adfs',
    ]) {
      assert.equal(refusedAs(entry({ authentication: { loginEndpoint, audiences: [audience] } })), 'AuthorityUnusable');
    }
  });

  it('leaves a tenant out that stands in the address of its authority', () => {
    assert.deepEqual(authorityOf('https://login.microsoftonline.com/contoso.onmicrosoft.com/'), {
      authority: 'https://login.microsoftonline.com',
      kind: 'entra',
    });
    assert.deepEqual(authorityOf('https://sts.example/adfs/'), { authority: 'https://sts.example/adfs', kind: 'adfs' });
  });

  it('says what is missing, each with what to do', () => {
    const authentication = { loginEndpoint: 'https://login.windows.net', audiences: [] };
    for (const [metadata, code, advice] of [
      [{}, 'NoAuthority', /who issues its tokens/],
      [[], 'NoAuthority', /who issues its tokens/],
      ['no', 'NoAuthority', /who issues its tokens/],
      [{ authentication: {} }, 'NoAuthority', /who issues its tokens/],
      [{ authentication }, 'NoAudience', /what its tokens are for/],
      [{ authentication: { ...authentication, audiences: ['/'] } }, 'NoAudience', /what its tokens are for/],
      [{ authentication: { ...authentication, audiences: ['https://x;reboot'] } }, 'NoAudience', /what its tokens/],
    ] as const) {
      assert.equal(refusedAs(metadata), code);
      assert.match(failureSentence({ kind: 'cloudUnusable', code }), advice);
    }
  });

  it('has no portal where it names none that is plain https', () => {
    for (const portal of [undefined, 'http://portal.example', 'javascript:alert(1)', 7]) {
      const cloud = cloudOf(arm, entry({ portal }));
      assert.ok(cloud.ok);
      assert.equal(cloud.value.portal, undefined);
    }
  });

  it('has no billing service, whatever it says', () => {
    const cloud = cloudOf(arm, entry({ billing: 'https://evil.example', arm: 'https://evil.example' }));
    assert.ok(cloud.ok);
    assert.deepEqual([cloud.value.billing, cloud.value.arm], [undefined, arm]);
    assert.deepEqual(
      Object.values(clouds).map(({ billing }) => billing !== undefined),
      [true, false, false],
    );
  });

  it('is https throughout or none, whatever answers', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc
            .record({ loginEndpoint: fc.webUrl(), audiences: fc.array(fc.string()), portal: fc.webUrl() })
            .map(({ portal, ...authentication }) => ({ portal, authentication })),
        ),
        (metadata) => {
          const cloud = cloudOf(arm, metadata);
          if (cloud.ok) {
            const { authority, portal = 'https://none' } = cloud.value;
            assert.ok([authority, portal].every((one) => one.startsWith('https://') && !one.endsWith('/')));
            assert.match(cloud.value.scope, /[^/]\/\.default$/);
          }
        },
      ),
    );
  });
});

describe('VS Code’s sign-in for a cloud', () => {
  const nothing = { workspaceDiffers: false };

  it('is the one for the public cloud wherever its directory issues the tokens', () => {
    assert.deepEqual(signInProvider(azureCloud, nothing), { kind: 'public' });
    assert.deepEqual(signInProvider({ authority: azureCloud.authority }, { workspaceDiffers: true }), {
      kind: 'public',
    });
    assert.deepEqual(signInProvider({ authority: 'https://login.windows.net' }, nothing), { kind: 'public' });
  });

  it('is the one for other clouds only where the person set VS Code to this one', () => {
    const { AzureUSGovernment, AzureChinaCloud } = clouds;
    const government = { environment: 'USGovernment', workspaceDiffers: false } as const;
    assert.deepEqual(signInProvider(AzureUSGovernment, government), { kind: 'sovereign' });
    assert.deepEqual(signInProvider(AzureChinaCloud, { environment: 'ChinaCloud', workspaceDiffers: false }), {
      kind: 'sovereign',
    });
    assert.deepEqual(signInProvider(AzureChinaCloud, government), { kind: 'none', why: 'OtherCloud' });
    assert.deepEqual(signInProvider(AzureUSGovernment, nothing), { kind: 'none', why: 'OtherCloud' });
    const authority = 'https://adfs.stack.example/adfs';
    const custom = { environment: 'custom', authority: `${authority}/`, workspaceDiffers: false } as const;
    assert.deepEqual(signInProvider({ authority }, custom), { kind: 'sovereign' });
    assert.deepEqual(signInProvider({ authority: 'https://adfs.stack.example' }, custom), {
      kind: 'none',
      why: 'OtherCloud',
    });
  });

  it('is none where the workspace sends it elsewhere', () => {
    const redirected = { environment: 'USGovernment', workspaceDiffers: true } as const;
    assert.deepEqual(signInProvider(clouds.AzureUSGovernment, redirected), { kind: 'none', why: 'WorkspaceCloud' });
    const sentence = failureSentence({ kind: 'signInUnavailable', code: 'WorkspaceCloud' });
    assert.match(sentence, /The workspace sends VS Code’s sign-in elsewhere/);
  });
});
