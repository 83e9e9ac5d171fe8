/** The billing service behind the portal's *Partner information* page, api-version 2019-01-14, as facts-azure.md section 2 has it: four calls. */
import { agreementOf, findSubscription } from './agreements.ts';
import { json, type Answer, type Question } from './answer.ts';
import { lookUpPartner } from '../scenario/partners.ts';
import type { State } from '../state/state.ts';
import type { BillingSwitches } from '../switches/switches.ts';
import type { SampleSubscription } from '../scenario/world.ts';

const billingVersion = '2019-01-14';
export const defaultBillingHost = 'https://service.bmx.azure.com';

const basePath = '/api/billing/subscription';

/**
 * The one error that was seen. None set, no access, wrong subscription and wrong partner ID can't be told apart.
 * assumed: the HTTP status it comes with; a switch has four. That it also answers wrong addresses, versions and partner IDs.
 */
function ambiguous({ errorStatus }: BillingSwitches): Answer {
  return json(errorStatus, {
    message: 'Unable to access the partner information at the moment. Please try again later.',
    httpStatusCode: 'NotFound',
    xMsServerRequestId: null,
    stackTrace: null,
  });
}

/** assumed: what a client that is not accepted is answered, beyond the status. */
function refuseClient(status: 401 | 403): Answer {
  const httpStatusCode = status === 401 ? 'Unauthorized' : 'Forbidden';
  const message = 'This client is not accepted.';
  return json(
    status,
    { message, httpStatusCode, xMsServerRequestId: null, stackTrace: null },
    status === 401 ? { 'WWW-Authenticate': 'Bearer error="invalid_token"' } : undefined,
  );
}

/** assumed: whoever gets a token for the tenant and sees an EA subscription may read and designate, unless the scenario says otherwise. */
export function answerBilling(question: Question, state: State, switches: BillingSwitches): Answer {
  if (switches.client !== 'accepted') {
    return refuseClient(switches.client);
  }
  if (question.query.get('api-version') !== billingVersion) {
    return ambiguous(switches);
  }
  switch (`${question.method} ${question.path}`) {
    case `GET ${basePath}/getpartnerinformation`:
      return read(question, state, switches);
    case `POST ${basePath}/validatepartnerid`:
      return validate(question, switches);
    case `POST ${basePath}/setpartnerinformation`:
      return designate(question, state, switches);
    case `DELETE ${basePath}/getpartnerinformation`:
      return remove(question, state, switches);
    default:
      return ambiguous(switches);
  }
}

/** A partner as the service names it. assumed: `partnerName` is left out where there is none. */
function partnerAnswer(partnerId: string): Answer {
  const partner = lookUpPartner(partnerId);
  return json(200, { partnerId, partnerName: partner.kind === 'valid' ? partner.name : undefined });
}

/** `undefined`: the subscription is not there for this caller, or has no DPOR at all. */
function subscriptionOf(question: Question, id: string | undefined, toWrite: boolean): SampleSubscription | undefined {
  const subscription = id === undefined ? undefined : findSubscription(question, id);
  const agreement = subscription && agreementOf(subscription);
  const enterprise = agreement?.kind === 'known' && agreement.type === 'EnterpriseAgreement';
  const access = subscription?.dpor?.access ?? 'owner';
  return enterprise && (access === 'owner' || (access === 'reader' && !toWrite)) ? subscription : undefined;
}

function read(question: Question, state: State, switches: BillingSwitches): Answer {
  const subscription = subscriptionOf(question, idInQuery(question), false);
  const shown =
    subscription &&
    state.designations.read(subscription.subscriptionId, subscription.dpor?.partnerId, question.now, switches);
  return shown === undefined ? ambiguous(switches) : partnerAnswer(shown);
}

function validate(question: Question, switches: BillingSwitches): Answer {
  const { subscriptionGuid, partnerId } = bodyOf(question);
  const known = subscriptionOf(question, subscriptionGuid, false);
  return known && partnerId !== undefined && lookUpPartner(partnerId).kind === 'valid'
    ? partnerAnswer(partnerId)
    : ambiguous(switches);
}

function designate(question: Question, state: State, switches: BillingSwitches): Answer {
  const { subscriptionGuid, partnerId } = bodyOf(question);
  const subscription = subscriptionOf(question, subscriptionGuid, true);
  if (!subscription || partnerId === undefined || lookUpPartner(partnerId).kind === 'invalid') {
    return ambiguous(switches);
  }
  return write(question, state, switches, subscription, partnerId, { status: 200 });
}

function remove(question: Question, state: State, switches: BillingSwitches): Answer {
  const subscription = subscriptionOf(question, idInQuery(question), true);
  const partnerId = subscription && state.designations.held(subscription.subscriptionId, subscription.dpor?.partnerId);
  if (!subscription || partnerId === undefined) {
    return ambiguous(switches);
  }
  return write(question, state, switches, subscription, undefined, removed(switches, partnerId));
}

/** Another window may be first, and then again: the later write counts all the same. */
function write(
  { now }: Question,
  state: State,
  switches: BillingSwitches,
  { subscriptionId }: SampleSubscription,
  partnerId: string | undefined,
  done: Answer,
): Answer {
  for (let tries = 0; tries < 20; tries += 1) {
    if (state.designate(subscriptionId, partnerId, now)) {
      return done;
    }
  }
  return ambiguous(switches);
}

/** assumed: a switch has several ways; none was ever seen. */
function removed({ removeAnswer }: BillingSwitches, partnerId: string): Answer {
  switch (removeAnswer) {
    case 'empty':
      return { status: 200 };
    case 'noContent':
      return { status: 204 };
    case 'true':
      return { status: 200, body: 'true' };
    case 'object':
      return json(200, {});
    case 'partner':
      return partnerAnswer(partnerId);
  }
}

function idInQuery(question: Question): string | undefined {
  return question.query.get('subscriptionGuid') ?? undefined;
}

function bodyOf(question: Question): { readonly subscriptionGuid?: string; readonly partnerId?: string } {
  let value: unknown;
  try {
    value = JSON.parse(question.body ?? '');
  } catch {
    return {};
  }
  const body = (typeof value === 'object' ? value : undefined) as Record<string, unknown> | null | undefined;
  const text = (one: unknown): string | undefined => (typeof one === 'string' ? one : undefined);
  return { subscriptionGuid: text(body?.['subscriptionGuid']), partnerId: text(body?.['partnerId']) };
}
