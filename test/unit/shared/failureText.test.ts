import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { failureSentence } from '../../../src/shared/failureText.ts';
import { forMessage } from '../../../src/shared/text.ts';

describe('What is said of a failure', () => {
  const name = 'n'.repeat(163);

  it('keeps the advice and the request ID in sight, however much Azure says and whatever the tenant is called', () => {
    const failure = { kind: 'serviceError', serviceMessage: 'm'.repeat(500), requestId: 'request-1' } as const;
    const toast = forMessage(`12 linked, 3 changed, 1 failed. ${name}: ${failureSentence(failure)}`);
    assert.match(toast, /Azure says: “m+…”/);
    assert.match(toast, /open a request with Azure Support and give the request ID request-1\.$/);
  });

  it('cuts nothing off what Azure says of delegated CSP access', () => {
    const serviceMessage =
      'The user does not have an account in this tenant, work with the administrator to add the account. If you are a CSP partner logged in the customer tenant, you will not be able to link the Partner ID';
    assert.ok(failureSentence({ kind: 'noAccountInTenant', serviceMessage }).includes(`“${serviceMessage}”`));
  });
});
