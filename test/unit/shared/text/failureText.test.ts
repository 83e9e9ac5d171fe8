import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { failureAdvice, failureSentence } from '../../../../src/shared/text/failureText.ts';
import { claimsChallenged } from '../../../../src/shared/text/signInText.ts';
import { forMessage } from '../../../../src/shared/escaping/foreignText.ts';

describe('What is said of a failure', () => {
  const name = 'n'.repeat(163);

  it('keeps the advice and the request ID in sight, however much Azure says and whatever the tenant is called', () => {
    const failure = { kind: 'serviceError', serviceMessage: 'm'.repeat(500), requestId: 'request-1' } as const;
    const toast = forMessage(`12 linked, 3 changed, 1 failed. ${name}: ${failureSentence(failure)}`);
    assert.match(toast, /Azure says: “m+…”/);
    assert.match(toast, /open a request with Azure Support and give the request ID request-1\.$/);
  });

  it('says why a sign-in is needed where that was told, and invents nothing where it was not', () => {
    const told = (code?: string): string => failureAdvice({ kind: 'signInNeeded', code });
    const plain = 'Sign in to this tenant, then try again.';
    assert.equal(told('AADSTS50076'), `The tenant requires multifactor authentication. ${plain}`);
    assert.equal(told('AADSTS700082'), `The earlier sign-in has expired. ${plain}`);
    assert.equal(told(claimsChallenged), `Azure requires a stronger sign-in than the current one. ${plain}`);
    for (const code of [undefined, 'AADSTS99999', 'AccountGone', 'InvalidAuthenticationToken']) {
      assert.equal(told(code), plain, code);
    }
    const tenantId = '7e000000-0000-4000-8000-000000000001';
    assert.equal(
      failureAdvice({ kind: 'signInNeeded', code: 'AADSTS50079', tool: 'azureCli', tenantId }),
      `The tenant requires multifactor authentication. Run “az login --tenant ${tenantId}” in a terminal, then check again.`,
    );
  });

  it('cuts nothing off what Azure says of delegated CSP access', () => {
    const serviceMessage =
      'The user does not have an account in this tenant, work with the administrator to add the account. If you are a CSP partner logged in the customer tenant, you will not be able to link the Partner ID';
    assert.ok(failureSentence({ kind: 'noAccountInTenant', serviceMessage }).includes(`“${serviceMessage}”`));
  });
});
