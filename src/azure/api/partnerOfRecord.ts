/**
 * The Digital Partner of Record (DPOR) of a subscription, by the billing service behind the Azure portal's *Partner information* page.
 * There is no published API: the four calls are those seen in two public repositories (2019 and 2023), api-version 2019-01-14.
 * assumed: the tenant's token for Azure Resource Manager is what it wants (that one worked in 2019; whether it still does, or whether
 * tokens of other clients than the portal are taken at all, is not known). A 401 or 403 ends it for the connection.
 * Functions throw `FailureError`s; connect.ts turns them into outcomes.
 */
import type { DporPartner, DporReading } from '../../shared/model/dpor.ts';
import type { Failure } from '../../shared/model/failure.ts';
import { noKnownHost } from '../../shared/text/failureText.ts';
import { isPartnerId } from '../../shared/model/partnerId.ts';
import type { DporWriteAnswer } from '../../shared/ports/azure.ts';
import type { Billing } from '../pipeline/clients.ts';
import { toFailure } from '../errors/toFailure.ts';
import { asId, asName, asObject, asText, parseJson, type JsonObject } from '../../shared/validation/json.ts';
import type { Operation } from '../pipeline/operation.ts';
import { requestIds } from '../http/requestInfo.ts';
import type { RawRequest } from '../pipeline/send.ts';
import { markHarmless } from '../pipeline/sendGuardPolicy.ts';
import { assertSubscriptionId } from './assertSubscriptionId.ts';
import { FailureError } from '../errors/failureError.ts';

const apiVersion = '2019-01-14';

type Method = 'GetPartnerInformation' | 'ValidatePartnerId' | 'SetPartnerInformation';

/** Of the cloud, as long as it takes this client; nothing is sent otherwise. */
function insistOnBilling({ clients, correlationId }: Operation): Billing {
  const { billing, tenantId } = clients;
  if (!billing) {
    throw new FailureError({ kind: 'notAvailableInCloud', code: noKnownHost, tenantId, correlationId });
  }
  billing.gate.insist(tenantId, correlationId);
  return billing;
}

function insistOnPartnerId(partnerId: string, { clients, correlationId }: Operation): void {
  if (!isPartnerId(partnerId)) {
    throw new FailureError({ kind: 'partnerIdInvalid', code: 'NotDigits', tenantId: clients.tenantId, correlationId });
  }
}

interface Answered {
  /** `undefined`: an answer with nothing in it. */
  readonly value: unknown;
  readonly ids: ReturnType<typeof requestIds>;
  /** What goes into a failure about this answer. */
  readonly facts: Omit<Failure, 'kind'>;
}

async function call(
  operation: Operation,
  subscriptionId: string,
  how: RawRequest['method'],
  method: Method,
  body?: object,
): Promise<Answered> {
  assertSubscriptionId(subscriptionId, operation);
  const { host, send } = insistOnBilling(operation);
  const address = `${host}/api/Billing/Subscription/${method}?api-version=${apiVersion}`;
  const response = await send(operation, {
    method: how,
    url: body ? address : `${address}&subscriptionGuid=${subscriptionId}`,
    ...(body && { body: { subscriptionGuid: subscriptionId, ...body } }),
  });
  const ids = requestIds(response);
  return {
    value: parseJson(response.bodyAsText ?? '')?.value,
    ids,
    facts: {
      tenantId: operation.clients.tenantId,
      correlationId: operation.correlationId,
      status: response.status,
      ...ids,
    },
  };
}

function asPartnerId(value: unknown): string | undefined {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : asText(value)?.trim();
  return text !== undefined && isPartnerId(text) ? text : undefined;
}

/** Whether an answer says of itself that it is about another subscription; it need not say anything. */
function belongsElsewhere(answer: JsonObject, subscriptionId: string): boolean {
  return ['subscriptionGuid', 'subscriptionId'].some((name) => {
    const id = asId(answer[name]);
    return id !== undefined && id !== subscriptionId.toLowerCase();
  });
}

/** `{"partnerId":"…","partnerName":"…"}`, the name perhaps missing; anything else is a failure. */
function readPartner({ value, facts }: Answered, subscriptionId: string, meant?: string): DporPartner {
  const answer = asObject(value);
  const partnerId = asPartnerId(answer?.['partnerId']);
  if (!answer || partnerId === undefined) {
    throw new FailureError({ ...facts, kind: 'unexpectedAnswer', code: 'NoPartnerInAnswer' });
  }
  if (belongsElsewhere(answer, subscriptionId)) {
    throw new FailureError({ ...facts, kind: 'unexpectedAnswer', code: 'AnswerOfAnotherSubscription' });
  }
  if (meant !== undefined && partnerId !== meant) {
    throw new FailureError({ ...facts, kind: 'unexpectedAnswer', code: 'AnswerOfAnotherPartnerId' });
  }
  return { partnerId, partnerName: asName(answer['partnerName']) };
}

/** GET. The not-found-like answer is *none reported*: it may also mean that access is missing or that the subscription is wrong. */
export async function readDpor(operation: Operation, subscriptionId: string): Promise<DporReading> {
  let answered: Answered;
  try {
    answered = await call(operation, subscriptionId, 'GET', 'GetPartnerInformation');
  } catch (error) {
    if (toFailure(error).kind === 'ambiguousAnswer') {
      return { kind: 'noneReported', ambiguous: true };
    }
    throw error;
  }
  return { kind: 'designated', partner: readPartner(answered, subscriptionId) };
}

/**
 * The portal's *Validate ID*: who a partner ID is, nothing is saved. A POST, so it is repeated only after a refusal; and it changes
 * nothing, so no failure of it may have happened.
 * assumed: that it changes nothing is what the portal's page promises.
 */
export async function validateDpor(
  operation: Operation,
  subscriptionId: string,
  partnerId: string,
): Promise<DporPartner> {
  insistOnPartnerId(partnerId, operation);
  markHarmless(operation.signal);
  try {
    const answered = await call(operation, subscriptionId, 'POST', 'ValidatePartnerId', { partnerId });
    return readPartner(answered, subscriptionId, partnerId);
  } catch (error) {
    throw new FailureError({ ...toFailure(error), mayHaveHappened: undefined });
  }
}

/**
 * What a write was answered, held against what was meant: nothing, or a partner. Neither says that the change shows already; anything
 * else says that it is not known what happened.
 */
function checkWritten(answered: Answered, subscriptionId: string, meant: string | undefined): DporWriteAnswer {
  if (answered.value === undefined) {
    return answered.ids;
  }
  const facts = { ...answered.facts, mayHaveHappened: true };
  return { ...answered.ids, partner: readPartner({ ...answered, facts }, subscriptionId, meant) };
}

/** POST; sent once. Designates, or changes who is designated. */
export async function setDpor(
  operation: Operation,
  subscriptionId: string,
  partnerId: string,
): Promise<DporWriteAnswer> {
  insistOnPartnerId(partnerId, operation);
  const answered = await call(operation, subscriptionId, 'POST', 'SetPartnerInformation', { partnerId });
  return checkWritten(answered, subscriptionId, partnerId);
}

/**
 * DELETE; sent once. Whoever is designated is removed: the call names no partner, so read before.
 * What it answers is not known: any success that is no error counts as taken, and reading tells what came of it.
 */
export async function removeDpor(operation: Operation, subscriptionId: string): Promise<DporWriteAnswer> {
  const { value, ids, facts } = await call(operation, subscriptionId, 'DELETE', 'GetPartnerInformation');
  const answer = asObject(value);
  const refused = value === false || (answer && ['error', 'message', 'httpStatusCode'].some((name) => name in answer));
  if (refused || (answer && belongsElsewhere(answer, subscriptionId))) {
    const code = refused ? 'ErrorInAnswer' : 'AnswerOfAnotherSubscription';
    throw new FailureError({ ...facts, kind: 'unexpectedAnswer', code, mayHaveHappened: true });
  }
  return ids;
}
