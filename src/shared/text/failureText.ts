/** Failures as a user reads them: what happened, and what to do. Foreign text comes out raw: pass the result through `foreignText.ts`. */
import * as l10n from '@vscode/l10n';
import type { Failure } from '../model/failure.ts';
import { cloudAdvice, signInElsewhere } from './cloudAdvice.ts';
import { credentialAdvice, isPlainRefusal, refusedAdvice, toolAdvice, toolSignInAdvice } from './credentialText.ts';
import { secretStorage } from '../ports/secrets.ts';
import { signInReason } from './signInText.ts';
import { oneLine } from '../escaping/foreignText.ts';

/** Code of a `notAvailableInCloud` that is about the billing service of DPOR, not about Partner Admin Link. */
export const noKnownHost = 'NoKnownHost';

/** Code of a `proxyOrCertificate` where a proxy wants to know who asks. */
export const proxySignIn = 'ProxySignInNeeded';

/** Codes of an `unexpectedAnswer` that was broken off at its limit: one answer in bytes, or a list in pages, entries or bytes. */
export const answerTooLarge = 'AnswerTooLarge';
export const listTooLong = 'ListTooLong';

/** Azure's own words in a sentence; more would push out what to do and the request id. */
const longestQuote = 300;

/** What happened, in a few words that fit behind `unknown (…)` and `failed (…)`. */
export function failureReason(failure: Failure): string {
  switch (failure.kind) {
    case 'partnerIdInvalid':
      return l10n.t('partner ID not valid');
    case 'alreadyLinked':
      return l10n.t('already linked');
    case 'noAccountInTenant':
      return l10n.t('no account in this tenant');
    case 'forbidden':
      return l10n.t('access denied');
    case 'signInNeeded':
      return l10n.t('sign-in needed');
    case 'accountNotAllowed':
      return l10n.t('access to this account not yet allowed');
    case 'signInUnavailable':
      return l10n.t('VS Code’s sign-in is not available');
    case 'credentialRefused':
      return l10n.t('credential refused');
    case 'credentialUnusable':
      return l10n.t('credential cannot be used');
    case 'appNotInTenant':
      return l10n.t('app not in this tenant');
    case 'tenantNotFound':
      return l10n.t('no such tenant');
    case 'clockWrong':
      return l10n.t('clocks do not match');
    case 'toolMissing':
      return l10n.t('tool missing');
    case 'tenantBlocked':
      return l10n.t('tenant blocked');
    case 'throttled':
      return l10n.t('Azure asks to slow down');
    case 'offline':
      return l10n.t('Azure cannot be reached');
    case 'proxyOrCertificate':
      return failure.code === proxySignIn
        ? l10n.t('the proxy asks for a sign-in')
        : l10n.t('proxy or certificate problem');
    case 'timedOut':
      return l10n.t('no answer in time');
    case 'notJson':
      return l10n.t('got a web page instead of an answer');
    case 'cutOff':
      return l10n.t('the answer was cut off');
    case 'wrongTenant':
      return l10n.t('answer for another tenant');
    case 'unexpectedAnswer':
      return failure.code === answerTooLarge || failure.code === listTooLong
        ? l10n.t('the answer is far too large')
        : l10n.t('unexpected answer');
    case 'notAvailableInCloud':
      return l10n.t('not available in this cloud');
    case 'cloudUnusable':
      return l10n.t('cloud settings cannot be used');
    case 'clientNotAccepted':
      return l10n.t('the portal’s billing service does not accept this client');
    case 'ambiguousAnswer':
      return l10n.t('the answer can mean several things');
    case 'serviceError':
      return l10n.t('Azure reports an error');
    case 'journalNotWritable':
      return l10n.t('the journal cannot be written');
    case 'storageNotWritable':
      return l10n.t('the extension’s storage cannot be written');
    case 'storageNotReadable':
      return l10n.t('a file of the extension’s storage cannot be read');
    case 'storageNewer':
      return l10n.t('saved by a newer version of Partner Link');
    case 'runningElsewhere':
      return l10n.t('running in another window');
    case 'runEnded':
      return l10n.t('the run has ended already');
    case 'interrupted':
      return l10n.t('interrupted before Azure answered');
    case 'cancelled':
      return l10n.t('cancelled');
    case 'unknown':
      return l10n.t('unknown error');
  }
}

/** `failureReason` in one or two words, for a row of the tree. */
export function failureWord({ kind, code }: Pick<Failure, 'kind' | 'code'>): string {
  switch (kind) {
    case 'partnerIdInvalid':
      return l10n.t('ID refused');
    case 'alreadyLinked':
      return l10n.t('already linked');
    case 'noAccountInTenant':
      return l10n.t('no account');
    case 'forbidden':
      return l10n.t('no access');
    case 'signInNeeded':
      return l10n.t('sign in');
    case 'accountNotAllowed':
      return l10n.t('not allowed');
    case 'signInUnavailable':
      return l10n.t('no sign-in');
    case 'credentialRefused':
    case 'clientNotAccepted':
      return l10n.t('refused');
    case 'credentialUnusable':
      return l10n.t('credential');
    case 'appNotInTenant':
      return l10n.t('app missing');
    case 'tenantNotFound':
      return l10n.t('no such tenant');
    case 'clockWrong':
      return l10n.t('clock');
    case 'toolMissing':
      return l10n.t('tool missing');
    case 'tenantBlocked':
      return l10n.t('blocked');
    case 'throttled':
      return l10n.t('throttled');
    case 'offline':
      return l10n.t('offline');
    case 'proxyOrCertificate':
      return code === proxySignIn ? l10n.t('proxy') : l10n.t('connection');
    case 'timedOut':
      return l10n.t('timed out');
    case 'notJson':
      return l10n.t('web page');
    case 'cutOff':
      return l10n.t('cut off');
    case 'wrongTenant':
      return l10n.t('wrong tenant');
    case 'unexpectedAnswer':
      return l10n.t('odd answer');
    case 'notAvailableInCloud':
      return l10n.t('not here');
    case 'cloudUnusable':
      return l10n.t('cloud settings');
    case 'ambiguousAnswer':
      return l10n.t('ambiguous');
    case 'serviceError':
      return l10n.t('Azure error');
    case 'journalNotWritable':
      return l10n.t('journal');
    case 'storageNotWritable':
    case 'storageNotReadable':
    case 'storageNewer':
      return l10n.t('storage');
    case 'runningElsewhere':
      return l10n.t('other window');
    case 'runEnded':
      return l10n.t('run ended');
    case 'interrupted':
      return l10n.t('interrupted');
    case 'cancelled':
      return l10n.t('cancelled');
    case 'unknown':
      return l10n.t('error');
  }
}

/** One sentence that says what to do about it. */
export function failureAdvice(failure: Failure): string {
  switch (failure.kind) {
    case 'partnerIdInvalid':
      return l10n.t(
        'Use the Associated PartnerID (partner location account) from Partner Center; the ID of a global account is refused.',
      );
    case 'alreadyLinked':
      return l10n.t('Check the tenant again: a link was made in the meantime.');
    case 'noAccountInTenant':
      return l10n.t(
        'Ask the tenant’s administrator to add you as a guest or to create an account for you; delegated CSP access cannot be linked.',
      );
    case 'forbidden':
      return l10n.t(
        'Ask the customer for an Azure role on a subscription or resource in this tenant, then check again.',
      );
    case 'signInNeeded':
      return [
        // Where Azure said it in words of its own, these stand before the advice already.
        (failure.serviceMessage === undefined && signInReason(failure.code)) || '',
        failure.tool === undefined
          ? l10n.t('Sign in to this tenant, then try again.')
          : toolSignInAdvice(failure.tool, failure),
      ]
        .join(' ')
        .trim();
    case 'accountNotAllowed':
      return l10n.t('Allow Partner Link to use this account.');
    case 'signInUnavailable':
      return (
        signInElsewhere(failure) ??
        l10n.t('Check that the built-in extension Microsoft Account is enabled, then reload the window.')
      );
    case 'credentialRefused':
      return refusedAdvice(failure);
    case 'credentialUnusable':
      return credentialAdvice(failure);
    case 'appNotInTenant':
      return l10n.t(
        'Check the client ID and the tenant ID. If both are right, an administrator of the tenant must accept the app there first (admin consent).',
      );
    case 'tenantNotFound':
      return l10n.t('Check the tenant ID: it is on the overview page of Microsoft Entra ID in the Azure portal.');
    case 'clockWrong':
      return l10n.t(
        'A token is valid only for a certain time: let this computer set its clock and time zone automatically, and then try again.',
      );
    case 'toolMissing':
      return toolAdvice(failure);
    case 'tenantBlocked':
      return l10n.t('Access is blocked by a policy of this tenant or the tenant is disabled: ask its administrator.');
    case 'throttled':
      return l10n.t('Wait a few minutes, then try again.');
    case 'offline':
      return l10n.t('Check the network connection, then try again.');
    case 'proxyOrCertificate':
      if (failure.code === proxySignIn) {
        return l10n.t(
          'Put the proxy’s user name and password into VS Code’s setting http.proxy, or ask your network administrator how this computer signs in to it.',
        );
      }
      return l10n.t(
        'Check VS Code’s proxy settings (http.proxy, http.systemCertificates) and the certificates on this computer. If a private authority issued them, name its certificate file in partnerLink.caFile.',
      );
    case 'timedOut':
      return l10n.t('Try again; if it keeps happening, check the network connection.');
    case 'notJson':
      return l10n.t(
        'A proxy or sign-in page of your network might be in the way: open a web page in the browser first, and then try again.',
      );
    case 'cutOff':
      return l10n.t('Try again; if it keeps happening, check the network connection.');
    case 'wrongTenant':
      return failure.mayHaveHappened
        ? l10n.t('Check this tenant again before changing anything: what was written isn’t known.')
        : l10n.t('Nothing was written with it. Sign in to this tenant again, then check again.');
    case 'unexpectedAnswer':
      if (failure.code === answerTooLarge && failure.tool !== undefined) {
        return failure.tool === 'azureCli'
          ? l10n.t('Run “az account get-access-token” in a terminal to see what it prints, then check again.')
          : l10n.t('Run “Get-AzAccessToken” in PowerShell to see what it prints, then check again.');
      }
      return failure.code === answerTooLarge || failure.code === listTooLong
        ? l10n.t(
            'Something other than Azure might have answered: check the network, the proxy, and the cloud’s address, and then try again.',
          )
        : supportAdvice(failure);
    case 'serviceError':
    case 'unknown':
      return supportAdvice(failure);
    case 'notAvailableInCloud':
      return failure.code === noKnownHost
        ? l10n.t('No address of the billing service is known for this cloud: use its portal instead.')
        : l10n.t('Partner Admin Link is not offered in this cloud.');
    case 'cloudUnusable':
      return cloudAdvice(failure);
    case 'clientNotAccepted':
      return l10n.t('Use the Azure portal instead: Subscriptions, the subscription, Partner information.');
    case 'ambiguousAnswer':
      return l10n.t(
        'Azure gives the same answer when no partner is designated, when access is missing, and when an ID is wrong: check the partner ID and your access.',
      );
    case 'journalNotWritable':
      return l10n.t(
        'Nothing was sent to Azure. Make room on the disk that holds VS Code’s data, or allow writing there, then try again.',
      );
    case 'storageNotWritable':
      if (failure.code === secretStorage) {
        return l10n.t(
          'VS Code can’t use the secret storage of this computer: unlock or set up its keyring, and then try again.',
        );
      }
      return l10n.t('Make room on the disk that holds VS Code’s data, or allow writing there, then try again.');
    case 'storageNotReadable':
      return l10n.t(
        'It was left unchanged. Allow reading where VS Code keeps its data, and then try again; the log names the file.',
      );
    case 'storageNewer':
      return l10n.t(
        'It was left unchanged. Reload this window or update Partner Link to continue with the newer version.',
      );
    case 'runningElsewhere':
      return l10n.t('Wait until it ends there, or close that window, and then try again.');
    case 'runEnded':
      return l10n.t('The journal shows what was changed.');
    case 'interrupted':
      return l10n.t('It is read again until the result is known; nothing is sent again in the meantime.');
    case 'cancelled':
      return l10n.t('Start it again when you are ready.');
  }
}

function supportAdvice({ requestId }: Failure): string {
  return requestId
    ? l10n.t(
        'Try again later; if it keeps happening, open a request with Azure Support and give the request ID {0}.',
        requestId,
      )
    : l10n.t('Try again later; if it keeps happening, open a request with Azure Support.');
}

/** Reason, the service's own words where it sent any, and advice: everything a user can use, as one paragraph. */
export function failureSentence(failure: Failure): string {
  const told = toldOf(failure);
  const inBrackets = told === undefined ? '' : l10n.t(' ({0})', told);
  return `${capital(failureReason(failure))}${inBrackets}. ${failureAdvice(failure)}`;
}

/** What happened and what to do, within brackets and without any of its own; Azure's own words stand elsewhere. */
export function reasonAndAdvice(failure: Failure): string {
  return `${failureReason(failure)}. ${withoutBrackets(failureAdvice(failure))}`;
}

/** The same where it stands in brackets itself: without brackets of its own, but for those in Azure's words. */
export function failureInBrackets(failure: Failure): string {
  const told = toldOf(failure);
  const beside = told === undefined ? '' : l10n.t('; {0}', told);
  return `${capital(failureReason(failure))}${beside}. ${withoutBrackets(failureAdvice(failure))}`;
}

function toldOf(failure: Failure): string | undefined {
  if (isPlainRefusal(failure) && failure.code !== undefined) {
    return failure.code;
  }
  return failure.serviceMessage
    ? l10n.t('Azure says: “{0}”', oneLine(failure.serviceMessage, longestQuote))
    : undefined;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** `a (b) c (d).` as `a, b, c, d.` */
function withoutBrackets(text: string): string {
  return text.replace(/ \(([^()]*)\)([.,;:]|$)?/g, (_, within: string, end: string | undefined) =>
    end === undefined ? `, ${within},` : `, ${within}${end}`,
  );
}
